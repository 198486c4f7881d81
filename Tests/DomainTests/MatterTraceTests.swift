import Domain
import JSON
import Testing

/// A matter told from its history: as it was, and as it would have been.
@Suite struct MatterTraceTests {
    /// Total 5 working days where it was 10, report 1 where it was 3.
    private let other: MatterRules

    init() throws {
        var book = Rulebook()
        book.limits[.routine] = Limits(
            receive: Limit(1, .workingDays), report: Limit(1, .workingDays), resolve: Limit(4, .workingDays),
            total: Limit(5, .workingDays))
        other = MatterRules(rulebook: book, deadlines: try DeadlineFixture.rules())
    }

    private func line(_ at: String, _ events: [(String, String?, JSON)], _ facts: JSON? = nil) throws
        -> MatterTrace.Line
    {
        var data: [JSON.Member] = [
            JSON.Member(
                "events",
                .array(
                    events.map { type, order, detail in
                        ["type": .string(type), "order": JSON(order), "detail": detail]
                    }))
        ]
        if let facts { data.append(JSON.Member("facts", facts)) }
        return MatterTrace.Line(at: try DeadlineFixture.at(at), data: .object(data))
    }

    /// Monday 2026-03-02, due on Monday 2026-03-16 under the standard limits.
    private func raised() throws -> MatterTrace.Line {
        try line(
            "2026-03-02 10:00", [("whistle.raised", nil, [:]), ("order.queued", "W-1", [:])],
            [
                "category": "walls", "kind": "routine", "number": "W", "raiser": "beiyuan", "township": "huaichuan",
                "rulebook_version": 2, "total_due_at": "2026-03-16T17:00:00+08:00",
                "orders": [
                    [
                        "number": "W-1", "department": "housing", "role": "lead",
                        "report_due_at": "2026-03-05T17:00:00+08:00", "resolve_due_at": "2026-03-11T17:00:00+08:00",
                    ]
                ],
            ])
    }

    private func due(_ trace: MatterTrace?) -> [String] {
        guard let trace else { return [] }
        return ([trace.whistle.total] + trace.orders.flatMap { [$0.report, $0.resolve] }).map { clock in
            clock.map { String($0.dueAt.text(in: other.deadlines.zone).prefix(16)) } ?? "none"
        }
    }

    @Test func asItWasTheRecordedTimesHold() throws {
        let trace = try MatterTrace([raised()])
        #expect(due(trace) == ["2026-03-16T17:00", "2026-03-05T17:00", "2026-03-11T17:00"])
        #expect(trace?.whistle.township == "huaichuan" && trace?.whistle.rulebookVersion == 2)
        #expect(trace?.orders.first?.department == "housing")
    }

    @Test func underOtherLimitsTheyAreCountedAnew() throws {
        #expect(
            due(try MatterTrace([raised()], under: other))
                == ["2026-03-09T17:00", "2026-03-03T17:00", "2026-03-06T17:00"])
    }

    @Test func whatWasAnsweredInTimeMayBeLateUnderShorterLimits() throws {
        let lines = try [
            raised(), line("2026-03-04 09:00", [("order.reported", "W-1", [:])]),
            line("2026-03-05 09:00", [("order.resolved", "W-1", [:]), ("whistle.awaiting_evaluation", nil, [:])]),
            line(
                "2026-03-10 09:00",
                [
                    (
                        "whistle.evaluated", nil,
                        ["by": "resident", "grade": "basically_satisfied", "solved": true, "valid": true]
                    ),
                    ("whistle.closed", nil, [:]), ("order.closed", "W-1", [:]),
                ]),
        ]
        let now = try DeadlineFixture.at("2026-04-01 00:00")
        let was = try #require(MatterTrace(lines)?.tally(at: now))
        let wouldBe = try #require(MatterTrace(lines, under: other)?.tally(at: now))
        #expect([was.answered, was.closed, was.onTime, was.revisits, was.basicallySatisfied] == [1, 1, 1, 1, 1])
        #expect([wouldBe.answered, wouldBe.closed, wouldBe.onTime, wouldBe.revisits] == [0, 1, 0, 1])
    }

    /// A pause of two working days moves what is counted anew by two; what was recorded stays as it was recorded.
    @Test func pausesAreGivenBackUnderTheOtherRulesToo() throws {
        let lines = try [
            raised(), line("2026-03-03 09:00", [("order.suspended", "W-1", [:])], ["total": "stopped"]),
            line(
                "2026-03-04 17:00", [("order.resumed", "W-1", [:])],
                [
                    "total": "resumed", "total_due_at": "2026-03-18T17:00:00+08:00",
                    "orders": [["number": "W-1", "role": "lead", "resolve_due_at": "2026-03-13T17:00:00+08:00"]],
                ]),
        ]
        #expect(due(MatterTrace(lines)) == ["2026-03-18T17:00", "2026-03-05T17:00", "2026-03-13T17:00"])
        #expect(due(MatterTrace(lines, under: other)) == ["2026-03-11T17:00", "2026-03-05T17:00", "2026-03-10T17:00"])
        let held = MatterTrace(Array(lines.prefix(2)))
        let now = try DeadlineFixture.at("2026-04-01 00:00")
        #expect(held?.tally(at: now).suspended == 1 && held?.tally(at: now).counted == 0)
        #expect(held?.orders.first.flatMap { held?.tally(of: $0, at: now) }?.suspended == 1)
    }

    /// What ends while it stands still was paused until then.
    @Test func aPauseEndsWithTheMatter() throws {
        let lines = try [
            raised(), line("2026-03-03 09:00", [("order.suspended", "W-1", [:])], ["total": "stopped"]),
            line(
                "2026-03-04 17:00", [("order.cancelled", "W-1", [:]), ("whistle.merged", nil, ["into": "V"])],
                ["total": "resumed", "total_due_at": "2026-03-18T17:00:00+08:00"]),
        ]
        #expect(due(MatterTrace(lines)).first == "2026-03-18T17:00")
        #expect(due(MatterTrace(lines, under: other)).first == "2026-03-11T17:00")
    }

    /// Dates that people set are dates under any rules: an extension never shortens, a meeting's date stands.
    @Test func datesThatPeopleSetStand() throws {
        let granted = try line(
            "2026-03-03 09:00",
            [("order.extension_decided", "W-1", ["approve": true, "until": "2026-03-12T17:00:00+08:00"])],
            ["orders": [["number": "W-1", "role": "lead", "resolve_due_at": "2026-03-12T17:00:00+08:00"]]])
        #expect(
            due(try MatterTrace([raised(), granted], under: other))
                == ["2026-03-12T17:00", "2026-03-03T17:00", "2026-03-12T17:00"])
        let decided = try line(
            "2026-03-03 09:00", [],
            [
                "total_due_at": "2026-03-20T12:00:00+08:00",
                "orders": [
                    [
                        "number": "W-1", "role": "lead", "decided_due_at": "2026-03-20T12:00:00+08:00",
                        "resolve_due_at": "2026-03-20T12:00:00+08:00",
                    ]
                ],
            ])
        #expect(
            due(try MatterTrace([raised(), decided], under: other))
                == ["2026-03-20T12:00", "2026-03-03T17:00", "2026-03-20T12:00"])
    }

    @Test func whatFellAwayIsFiledAndNotDue() throws {
        let now = try DeadlineFixture.at("2026-03-03 00:00")
        let withdrawn = try line(
            "2026-03-02 11:00", [("whistle.withdrawn", nil, [:]), ("order.cancelled", "W-1", [:])])
        let trace = try #require(try MatterTrace([raised(), withdrawn]))
        #expect([trace.tally(at: now).filed, trace.tally(at: now).due, trace.tally(at: now).needless] == [1, 0, 1])
        let rerouted = try line(
            "2026-03-02 11:00",
            [
                ("order.adjudicated", "W-1", ["decision": "reroute"]), ("order.rerouted", "W-1", [:]),
                ("order.queued", "W-2", [:]),
            ],
            [
                "orders": [
                    [
                        "number": "W-2", "department": "water", "role": "lead",
                        "report_due_at": "2026-03-05T17:00:00+08:00", "resolve_due_at": "2026-03-11T17:00:00+08:00",
                    ]
                ]
            ])
        let moved = try #require(try MatterTrace([raised(), rerouted]))
        #expect(moved.orders.map { moved.tally(of: $0, at: now).due } == [0, 1])
        #expect(moved.orders.map { moved.tally(of: $0, at: now).returns } == [1, 0])
        #expect(moved.tally(at: now).due == 1 && moved.tally(at: now).running == 1)
        #expect(MatterTrace([withdrawn])?.whistle == nil)
    }
}
