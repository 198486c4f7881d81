import Foundation

/// What kind of round somebody makes.
public enum AreaPlanKind: String, Sendable, CaseIterable {
    /// Officials go to courtyards or a community (定点包片).
    case area
    /// A grid's one head (网格长).
    case grid
    /// A department's member who looks after one enterprise or community (代办员).
    case agent
}

/// Who goes where on which days: a visitor's fixed area, under a day of the rulebook or of its own.
public struct AreaPlan: Sendable, Equatable {
    public var id = UUID.none
    public var kind = AreaPlanKind.area
    public var name = ""
    /// The rulebook's plan it follows; its day was copied when this one was made.
    public var rule: String?
    /// Who made it.
    public var organization = ""
    /// The township, community or enterprise that is visited, and the township above it.
    public var area = ""
    public var township = ""
    /// The courtyards, in words.
    public var courtyard: String?
    public var grid: String?
    /// About how many households live there.
    public var households: Int?
    public var visitor = ""
    /// The department that an agent comes from.
    public var sender: String?
    public var day = VisitPlan.Day.weekly(1)
    public var roll = VisitPlan.Roll.nextWorkingDay
    public var startsOn = LocalDate(daysSince1970: 0)
    /// The last day it holds for.
    public var endsOn: LocalDate?
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}

    /// Who made it, who is visited, the township above, the agent's department, and those who see the district.
    public func isVisible(to caller: Caller) -> Bool {
        caller.role.seesDistrict || [organization, area, township, sender].contains(caller.organization)
    }

    /// Who may record what came of a visit: all of these that act, and the command centre.
    public func permitRecording(by caller: Caller) throws(Refusal) {
        guard caller.role == .commandCentre || (caller.role.actsForOrganization && isVisible(to: caller)) else {
            throw .forbidden
        }
    }

    /// Who may end it: who made it, the township above, the command centre.
    public func permitEnding(by caller: Caller) throws(Refusal) {
        guard
            caller.role == .commandCentre
                || (caller.role.actsForOrganization && [organization, township].contains(caller.organization))
        else { throw .forbidden }
    }
}

/// One visit that was made.
public struct AreaVisit: Sendable, Equatable {
    public var id = UUID.none
    public var planID = UUID.none
    /// The planned day it stands for; `nil`: one more than planned.
    public var plannedFor: LocalDate?
    public var visitedOn = LocalDate(daysSince1970: 0)
    public var visitor = ""
    public var households: Int?
    public var note: String?
    /// Who recorded it.
    public var organization = ""
    public var itemCount = 0
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}
