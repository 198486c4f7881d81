import Calendars
import Domain
import Foundation
import Rulebooks
import Testing

/// One district's people and rules, for tests of what a setting of its rulebook moves.
struct RuleFixture {
    let rules: MatterRules
    let organizations: [String: Organization]

    /// - Parameter change: what is different from the district's own rulebook.
    init(_ district: String, calendar: WorkingCalendar? = nil, _ change: (inout Rulebook) -> Void = { _ in }) throws {
        let file = try #require(try DistrictFile.load(district))
        var book = file.rulebook
        change(&book)
        rules = MatterRules(
            rulebook: book,
            deadlines: DeadlineRules(
                calendar: try calendar ?? OfficialCalendar.load(), zone: try #require(Zone(book.zone)),
                hours: book.hours))
        organizations = Dictionary(file.organizations.map { ($0.code, $0) }) { $1 }
    }

    static func moment(_ text: String) throws -> Moment {
        let time = try DeadlineFixture.at(text)
        return Moment(business: time, machine: time)
    }

    func caller(_ code: String) -> Caller {
        let organization = organizations[code]
        let role: Role =
            switch organization?.kind {
            case .commandCentre: .commandCentre
            case .township: .township
            case .community: .community
            case .leader: .leader
            case .enterprise: .enterprise
            case .supervisor: .supervisor
            case .department, nil: .department
            }
        return Caller(district: "test", organization: code, role: role, parent: organization?.parent)
    }

    func raise(
        _ category: String, by raiser: String, departments: [String] = [], at moment: Moment,
        _ change: (inout WhistleDraft) -> Void = { _ in }
    ) throws -> Matter {
        var draft = WhistleDraft(id: .version7(), number: "T-2026-000001", title: "楼道堆物", category: category)
        draft.departments = departments
        change(&draft)
        return try Matter.raise(draft, by: caller(raiser), under: rules, organizations: organizations, at: moment)
    }

    /// As it would be read back.
    func stored(_ matter: Matter) -> Matter {
        Matter(whistle: matter.whistle, orders: matter.orders, rules: matter.rules, isStored: true)
    }

    /// Received and reported in.
    func work(on department: String, _ matter: inout Matter, at moment: Moment) throws {
        let order = try #require(matter.orders.last { $0.department == department })
        _ = try matter.receive(order, claim: nil, by: caller(department), at: moment)
        try matter.reportIn(
            try #require(matter.order(order.id)), person: "李", note: nil, by: caller(department), at: moment)
    }

    func resolve(_ department: String, _ matter: inout Matter, at moment: Moment) throws {
        let order = try #require(matter.orders.last { $0.department == department })
        let done = Matter.Resolution(outcome: "好", measures: "修", responsiblePerson: "李", handledBy: nil)
        try matter.resolve(order, done, by: caller(department), at: moment)
    }

    /// Asked for and granted.
    func suspend(_ department: String, _ matter: inout Matter, at moment: Moment) throws {
        let id = try #require(matter.orders.last { $0.department == department }).id
        try matter.requestSuspension(
            try #require(matter.order(id)), reason: "待料", by: caller(department), at: moment)
        try matter.decideSuspension(
            try #require(matter.order(id)), approve: true, note: nil, by: caller("command-centre"), at: moment)
    }
}

extension Matter {
    func told(_ type: EventType) -> [Event] { events.filter { $0.type == type } }
}
