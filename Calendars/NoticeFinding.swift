/// One thing that is wrong with a notice file, and where.
public struct NoticeFinding: Sendable, Equatable, CustomStringConvertible {
    /// From 1; 0 for what concerns the file as a whole.
    public var line: Int
    /// From 1, counted in Unicode scalars; 0 for what concerns the file as a whole.
    public var column: Int
    /// What is wrong, quoting at most a few words of the file.
    public var problem: String

    public var description: String { line == 0 ? problem : "line \(line), column \(column): \(problem)" }
}
