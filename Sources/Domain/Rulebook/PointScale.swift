/// What somebody earns.
public struct PointScale: Sendable, Equatable {
    /// For each session held.
    public var session: Points
    /// For each task, by the grade it was given.
    public var grades: [Grade: Points]

    public init(session: Points = .zero, grades: [Grade: Points] = [:]) {
        self.session = session
        self.grades = grades
    }

    public func points(for grade: Grade) -> Points { grades[grade] ?? .zero }
}
