/// One day of a visit plan.
public struct PlannedVisit: Sendable, Equatable {
    /// The day the rule names.
    public var planned: LocalDate
    /// The day it takes place; another one where the planned day is off and the plan rolls.
    public var on: LocalDate
    /// Why it moved, or why its day is off; `nil` for a working day.
    public var reason: DayOff?
}
