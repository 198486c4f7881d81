import Domain
import Testing

/// What holds for every deadline, on random ones of a fixed seed, against counting by hand.
@Suite struct DeadlinePropertyTests {
    private let rules: DeadlineRules
    private let oracle: DeadlineOracle

    init() throws {
        rules = try DeadlineFixture.rules()
        oracle = DeadlineOracle(rules: rules)
    }

    /// Calendar days by local date: those that roll to one day keep their times of day, so that within it a Saturday's
    /// evening comes after a Sunday's morning.
    @Test(arguments: TimeUnit.allCases) func aLaterStartOrMoreTimeIsNeverDueEarlier(unit: TimeUnit) {
        func due(_ start: Timestamp, _ amount: Int) -> Int64 {
            let due = rules.due(from: start, Limit(amount, unit))
            return unit == .calendarDays ? Int64(rules.zone.date(due).daysSince1970) : due.microseconds
        }
        var random = DeadlineRandom(seed: 1)
        for _ in 0..<2000 {
            let (one, two) = (DeadlineFixture.moment(&random), DeadlineFixture.moment(&random))
            let near = one.adding(microseconds: Int64.random(in: 0...200_000_000_000, using: &random))
            let amount = Int.random(in: 1...60, using: &random)
            #expect(due(min(one, two), amount) <= due(max(one, two), amount))
            #expect(due(one, amount) <= due(near, amount))
            #expect(due(one, amount) <= due(one, amount + 1))
            #expect(rules.due(from: one, Limit(amount, unit)) > one)
        }
    }

    @Test func workingDaysComposeOnLocalDates() {
        var random = DeadlineRandom(seed: 2)
        for _ in 0..<3000 {
            let start = DeadlineFixture.moment(&random)
            let (first, second) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
            let part = rules.due(from: start, Limit(first, .workingDays))
            let whole = rules.due(from: start, Limit(first + second, .workingDays))
            #expect(rules.due(from: part, Limit(second, .workingDays)) == whole)
            #expect(
                oracle.workingDays(after: rules.zone.date(start), through: rules.zone.date(whole)) == first + second)
        }
    }

    @Test func workingHoursComposeAndHoldSoManyHours() {
        var random = DeadlineRandom(seed: 3)
        for _ in 0..<1500 {
            let start = DeadlineFixture.moment(&random)
            let (first, second) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
            let part = rules.due(from: start, Limit(first, .workingHours))
            let whole = rules.due(from: start, Limit(first + second, .workingHours))
            #expect(rules.due(from: part, Limit(second, .workingHours)) == whole)
            #expect(oracle.officeTime(from: start, to: whole) == Int64(first + second) * 3_600_000_000)
            // The first such moment: a microsecond before it something is missing.
            let before = whole.adding(microseconds: -1)
            #expect(oracle.officeTime(from: start, to: before) < Int64(first + second) * 3_600_000_000)
        }
    }

    @Test(
        arguments: [TimeUnit.workingDays, .workingHours, .calendarDays],
        [OfficeHours.standard, DeadlineFixture.midnight])
    func explanationAndDueDateAgree(unit: TimeUnit, hours: OfficeHours) {
        var rules = rules
        rules.hours = hours
        var random = DeadlineRandom(seed: 4)
        for _ in 0..<1000 {
            let start = DeadlineFixture.moment(&random)
            let amount = Int.random(in: 1...40, using: &random)
            let deadline = rules.deadline(from: start, Limit(amount, unit))
            let first = rules.zone.date(start)
            let last = rules.zone.date(deadline.dueAt)
            var off: [LocalDate] = []
            for index in 1..<max(2, last.daysSince1970 - first.daysSince1970) where first.adding(days: index) < last {
                if !oracle.isWorking(first.adding(days: index)) { off.append(first.adding(days: index)) }
            }
            #expect(deadline.skipped.map(\.date) == off)
            #expect(deadline.skippedCount == off.count)
            #expect(deadline.skipped.allSatisfy { ($0.notice == nil) == rules.calendar.isProvisional($0.date.year) })
            if unit == .workingDays {
                // All days after the start up to the due day are either skipped or counted.
                let due = rules.zone.date(deadline.dueAt.adding(microseconds: -1))
                #expect(due.daysSince1970 - first.daysSince1970 == off.count + amount)
                let years = first.adding(days: 1).year...due.year
                #expect(deadline.provisional == years.contains { !(2024...2026).contains($0) })
            }
        }
    }

    @Test func officeTimeAgreesWithCountingMinutes() {
        var random = DeadlineRandom(seed: 5)
        for _ in 0..<60 {
            let start = DeadlineFixture.minute(&random)
            let end = start.adding(seconds: Int64.random(in: 0...30_000, using: &random) * 60)
            let minutes = oracle.officeMinutes(from: start, to: end)
            #expect(rules.officeTime(from: start, to: end) == minutes * 60_000_000)
        }
    }

    @Test func officeTimeAddsUpAndIsFoundAgain() {
        var random = DeadlineRandom(seed: 6)
        for _ in 0..<3000 {
            let moments = (0..<3).map { _ in DeadlineFixture.moment(&random) }.sorted()
            let whole = rules.officeTime(from: moments[0], to: moments[2])
            #expect(
                whole == rules.officeTime(from: moments[0], to: moments[1])
                    + rules.officeTime(from: moments[1], to: moments[2]))
            let found = rules.adding(officeTime: whole, to: moments[0])
            #expect(found <= moments[2])
            #expect(rules.officeTime(from: moments[0], to: found) == whole)
        }
    }
}
