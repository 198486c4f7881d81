/// When reviewers sit.
public struct ReviewCadence: Sendable, Equatable {
    public enum Rhythm: String, Sendable, CaseIterable {
        /// Whenever something is there.
        case none
        case monthly
    }

    public var rhythm = Rhythm.none
    /// The day of the month on which they sit, 1…28, or the first working day after it; `nil`: the month's last working day.
    public var day: Int?
    /// Whether special matters (every kind but routine) are looked at as they come.
    public var specialAnyTime = true

    public init(rhythm: Rhythm = .none, day: Int? = nil, specialAnyTime: Bool = true) {
        self.rhythm = rhythm
        self.day = day
        self.specialAnyTime = specialAnyTime
    }

    /// Whether a whistle of that kind waits for a sitting.
    public func isAwaited(by kind: WhistleKind) -> Bool {
        rhythm == .monthly && (kind == .routine || !specialAnyTime)
    }
}
