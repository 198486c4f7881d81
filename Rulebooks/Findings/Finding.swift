/// One thing that is wrong in a district's file or a rulebook, and where.
public struct Finding: Sendable, Equatable, CustomStringConvertible {
    /// From 1. A finding about something that is not there stands at what should hold it.
    public var line: Int
    /// From 1, counted in Unicode scalars.
    public var column: Int
    public var place: FindingPath
    public var problem: Problem

    /// Where it is in the tree, such as `rulebook.categories[3].lead`; empty for the whole text.
    public var path: String { place.text }

    /// The same as a JSON pointer (RFC 6901), such as `/categories/3/lead`.
    public var pointer: String { place.pointer }

    /// The fault's name, for programs.
    public var code: String { problem.code }

    public var chinese: String { problem.chinese }

    public var english: String { problem.english }

    /// `12:7 rulebook.categories[3].lead: …`, in English.
    public var description: String { "\(line):\(column) \(path.isEmpty ? "" : path + ": ")\(english)" }
}
