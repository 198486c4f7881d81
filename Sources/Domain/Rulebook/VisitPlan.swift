/// Days on which people go out to find problems (in 都江堰 every Tuesday, 走院子).
public struct VisitPlan: Sendable, Equatable {
    public enum Day: Sendable, Equatable {
        /// 1 is Monday, 7 Sunday.
        case weekly(Int)
        /// 1…28, so that every month has it.
        case monthly(Int)
    }

    /// What becomes of a day that is off.
    public enum Roll: String, Sendable, CaseIterable {
        /// It stays; whoever plans it knows why.
        case none
        /// It moves to the next working day that is no visit day itself.
        case nextWorkingDay = "next_working_day"
    }

    public var code: String
    public var name: String
    public var day: Day
    /// The codes of the organizations that are visited or go; empty: everywhere.
    public var units: [String]
    public var roll: Roll

    public init(code: String, name: String, day: Day, units: [String] = [], roll: Roll = .nextWorkingDay) {
        self.code = code
        self.name = name
        self.day = day
        self.units = units
        self.roll = roll
    }
}
