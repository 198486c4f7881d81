import Calendars
import Foundation
import Testing

@testable import Domain

/// A milestone's clock, step by step.
@Suite struct MilestoneTests {
    private let rules: MatterRules

    init() throws {
        rules = MatterRules(
            rulebook: Rulebook(),
            deadlines: DeadlineRules(
                calendar: try OfficialCalendar.load(), zone: try #require(Zone("Asia/Shanghai")), hours: .standard))
    }

    private func at(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(microseconds: 0) }

    private func milestone(_ created: String, due: String) -> Milestone {
        var milestone = Milestone()
        milestone.createdAt = at(created)
        milestone.dueAt = at(due)
        milestone.start(under: rules)
        return milestone
    }

    /// Monday 9:00 to Friday 16:00 is 34 hours of office time; 80 % of it are over on Thursday at 16:12.
    @Test func itIsToldSoonMissedAndChasedOnceEachAtItsOwnTime() {
        var milestone = self.milestone("2026-03-02T09:00:00+08:00", due: "2026-03-06T16:00:00+08:00")
        #expect(milestone.soonAt == at("2026-03-05T16:12:00+08:00"))
        let told1 = milestone.fire(by: at("2026-03-05T16:11:59+08:00"), under: rules)
        #expect(told1.isEmpty)
        let told = milestone.fire(by: at("2026-04-01T00:00:00+08:00"), under: rules)
        #expect(told.map(\.type) == [.milestoneDueSoon, .milestoneMissed, .milestoneChased])
        // Friday missed: the next working morning is Monday's.
        #expect(
            told.map(\.at) == [
                at("2026-03-05T16:12:00+08:00"), at("2026-03-06T16:00:00+08:00"),
                at("2026-03-09T09:00:00+08:00"),
            ])
        #expect(milestone.state == .missed && milestone.isLate && milestone.nextAt == nil)
        let told2 = milestone.fire(by: at("2027-01-01T00:00:00+08:00"), under: rules)
        #expect(told2.isEmpty)
    }

    @Test func doneInTimeNothingFires() {
        var milestone = self.milestone("2026-03-02T09:00:00+08:00", due: "2026-03-06T16:00:00+08:00")
        milestone.complete(note: nil, at: at("2026-03-03T09:00:00+08:00"))
        #expect(!milestone.isLate && milestone.nextAt == nil)
        let told3 = milestone.fire(by: at("2026-04-01T00:00:00+08:00"), under: rules)
        #expect(told3.isEmpty)
    }

    @Test func doneAfterItWasMissedItStaysLate() {
        var milestone = self.milestone("2026-03-02T09:00:00+08:00", due: "2026-03-06T16:00:00+08:00")
        _ = milestone.fire(by: at("2026-03-06T16:00:00+08:00"), under: rules)
        #expect(milestone.state == .missed && milestone.nextAt == at("2026-03-09T09:00:00+08:00"))
        milestone.complete(note: "补", at: at("2026-03-07T10:00:00+08:00"))
        #expect(milestone.state == .done && milestone.isLate && milestone.nextAt == nil)
    }

    /// Over a long holiday it is chased on the first day that offices open, a make-up Saturday counting.
    @Test func itIsChasedWhenOfficesOpenAgain() {
        var milestone = self.milestone("2026-09-28T09:00:00+08:00", due: "2026-09-30T17:00:00+08:00")
        let told = milestone.fire(by: at("2026-12-01T00:00:00+08:00"), under: rules)
        #expect(told.last?.at == at("2026-10-08T09:00:00+08:00"))
    }

    @Test func onePastIsMissedAtOnceWithoutAReminder() {
        var milestone = self.milestone("2026-03-02T09:00:00+08:00", due: "2026-03-01T09:00:00+08:00")
        #expect(milestone.soonAt == nil)
        let told4 = milestone.fire(by: milestone.createdAt, under: rules)
        #expect(told4.map(\.type).first == .milestoneMissed)
    }

    /// Without a rung that reminds, a day before.
    @Test func withoutARungItRemindsADayBefore() {
        var book = Rulebook()
        book.ladder = Ladder([Rung(name: "overdue", at: .share(100), deed: .overdue)])
        var milestone = Milestone()
        milestone.createdAt = at("2026-03-02T09:00:00+08:00")
        milestone.dueAt = at("2026-03-06T16:00:00+08:00")
        milestone.start(under: MatterRules(rulebook: book, deadlines: rules.deadlines))
        #expect(milestone.soonAt == at("2026-03-05T16:00:00+08:00"))
    }
}
