/// When reviewers sit.
public struct ReviewCadence: Sendable, Equatable {
    public enum Rhythm: String, Sendable, CaseIterable {
        /// Whenever something is there.
        case none
        case monthly
    }

    public var rhythm = Rhythm.none
    /// Whether special matters (every kind but routine) are looked at as they come.
    public var specialAnyTime = true

    public init(rhythm: Rhythm = .none, specialAnyTime: Bool = true) {
        self.rhythm = rhythm
        self.specialAnyTime = specialAnyTime
    }
}
