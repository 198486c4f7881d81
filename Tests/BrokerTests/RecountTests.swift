import Broker
import Domain
import Foundation
import Store
import TestSupport
import Testing

/// A year's notice is loaded: open deadlines are counted anew, in one transaction with their history, and reported.
@Suite struct RecountTests {
    /// Notices that make the ten days after today free, whatever the day the test runs on.
    private func notices(_ zone: Zone) throws -> [String] {
        let first = zone.date(Timestamp.machineNow).adding(days: 1)
        let days = (0..<10).map { first.adding(days: $0) }
        return Dictionary(grouping: days, by: \.year).sorted { $0.key < $1.key }.compactMap { year, days in
            guard let from = days.min(), let to = days.max() else { return nil }
            return """
                year: \(year)
                notice: cn-\(year)-test
                off:
                  - {name: 试验假日, from: \(from.text), to: \(to.text)}
                make_up: []
                """
        }
    }

    @Test func openDeadlinesMoveAndTheReportNamesThem() async throws {
        try await TestBroker.with { test in
            let centre = try await test.caller("command-centre", .commandCentre)
            let housing = try await test.caller("housing", .department)
            let moving = try await test.raise("要动的", departments: ["housing"], category: "walls")
            let kept = try await test.raise("延期的", departments: ["housing"], category: "walls")
            let closed = try await test.raise("撤回的", departments: ["housing"], category: "walls")
            let township = try await test.caller("meili", .township)
            _ = try await test.broker.withdrawWhistle(closed.whistle.id, reason: "误报", by: township, Terms())
            let order = kept.orders[0].id
            let until = try #require(kept.orders[0].resolve?.dueAt).adding(seconds: 90 * 86_400)
            _ = try await test.broker.receiveOrder(order, claim: nil, by: housing, Terms())
            _ = try await test.broker.requestExtension(order, until: until, reason: "雨", by: housing, Terms())
            _ = try await test.broker.decideExtension(order, approve: true, note: nil, by: centre, Terms())
            let before = try await test.broker.whistle(moving.whistle.id, for: centre)

            let zone = try await test.broker.districts.district("changshu").zone
            var moved: [MovedClock] = []
            for notice in try notices(zone) {
                let loaded = try await test.broker.loadCalendar(
                    notice, through: DistrictLoader(owner: test.database.owner))
                moved += loaded["changshu"] ?? []
            }
            let after = try await test.broker.whistle(moving.whistle.id, for: centre)
            for (name, old, new) in [
                ("receive", before.orders[0].receive, after.orders[0].receive),
                ("report", before.orders[0].report, after.orders[0].report),
                ("resolve", before.orders[0].resolve, after.orders[0].resolve),
                ("total", before.whistle.total, after.whistle.total),
            ] {
                let mine = moved.filter { $0.whistle == moving.whistle.number && $0.clock.rawValue == name }
                #expect(try #require(new?.dueAt) > (try #require(old?.dueAt)), "\(name)")
                #expect(mine.first?.from == old?.dueAt && mine.last?.to == new?.dueAt, "\(name)")
                #expect(mine.first?.order == (name == "total" ? nil : before.orders[0].number), "\(name)")
            }
            #expect(after.version > before.version && after.orders[0].version > before.orders[0].version)
            let extended = try await test.broker.whistle(kept.whistle.id, for: centre)
            #expect(extended.orders[0].resolve?.dueAt == until && extended.whistle.total?.dueAt == until)
            // Received and extended: only reporting in was still counted.
            #expect(Set(moved.filter { $0.whistle == kept.whistle.number }.map(\.clock)) == [.report])
            #expect(!moved.contains { $0.whistle == closed.whistle.number })
            let lines = try await test.broker.history(of: moving.whistle.id, for: centre, after: 0, limit: 10)
            #expect(lines.dropFirst().allSatisfy { $0.type == "whistle.deadlines_moved" } && lines.count > 1)
        }
    }
}
