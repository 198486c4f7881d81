import Broker
import Domain
import Foundation
import Store
import TestSupport
import Testing

/// What is found by words and by likeness, against a database.
@Suite struct PatternTests {
    /// Six like whistles, and two brokers that look at once: one hotspot, told once.
    @Test func aHotspotIsDetectedOnceUnderTwoBrokers() async throws {
        try await TestBroker.with(brokers: 2) { brokers in
            for _ in 0..<6 { _ = try await brokers[0].raise("占道经营", category: "food") }
            let centre = try await brokers[0].caller("command-centre", .commandCentre)
            let seen = try await withThrowingTaskGroup(of: [HotspotRecord].self) { group in
                for index in 0..<8 {
                    // Both look at the same moment: that is what is tested.
                    group.addTask {
                        try await brokers[index % 2].broker.hotspots(
                            state: nil, for: centre, before: nil, limit: 50)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(seen.allSatisfy { $0.map(\.hotspot.count) == [6] && $0[0].whistles.count == 6 })
            #expect(Set(seen.flatMap { $0 }.map(\.hotspot.id)).count == 1)
            let told = try await brokers[0].database.owner.query(
                """
                SELECT (SELECT count(*) FROM whistle.events WHERE strpos(events, 'hotspot.detected') > 0)
                    + (SELECT count(*) FROM whistle.outbox WHERE strpos(events, 'hotspot.detected') > 0)
                """)
            #expect(try told[0].decode(0, as: Int.self) == 1)
        }
    }

    /// Two hotspots in one step: the district's history goes on from the first one's line.
    @Test func twoHotspotsAreDetectedInOneStep() async throws {
        try await TestBroker.with { test in
            for _ in 0..<6 {
                for category in ["food", "parking"] { _ = try await test.raise("占道经营", category: category) }
            }
            let centre = try await test.caller("command-centre", .commandCentre)
            let seen = try await test.broker.hotspots(state: nil, for: centre, before: nil, limit: 50)
            #expect(seen.map(\.hotspot.cluster.category).sorted() == ["food", "parking"])
            #expect(Set(seen.map(\.hotspot.number)).count == 2)
            #expect(try await test.broker.verifyHistory(for: centre).firstBroken == nil)
        }
    }

    /// Whatever is asked, the index finds what reading every text finds; page by page, before and after it is written.
    @Test func theIndexFindsWhatReadingFinds() async throws {
        try await TestBroker.with { test in
            var seed = SystemRandomNumberGenerator()
            let signs = Array("路灯垃圾水电ab A１")
            func text(_ lengths: ClosedRange<Int>) -> String {
                String(
                    (0..<Int.random(in: lengths, using: &seed)).map { _ in signs.randomElement(using: &seed) ?? "路" })
            }
            func folded(_ text: String) -> String { text.precomposedStringWithCompatibilityMapping.lowercased() }
            var titles: [String] = []
            for _ in 0..<40 { titles.append(try await test.raise("题" + text(1...9)).whistle.title) }
            let centre = try await test.caller("command-centre", .commandCentre)
            func check(_ query: String) async throws {
                var filter = WhistleFilter()
                filter.text = query
                var found: [String] = []
                var last: UUID?
                repeat {
                    let page = try await test.broker.whistles(filter, for: centre, before: last, limit: 7)
                    found += page.map(\.whistle.title)
                    last = page.count == 7 ? page.last?.whistle.id : nil
                } while last != nil
                let words = folded(query).split(separator: " ")
                let wanted = titles.reversed().filter { title in words.allSatisfy { folded(title).contains($0) } }
                #expect(found == wanted, "\(query) in \(titles)")
            }
            for _ in 0..<25 { try await check("题" + text(1...3)) }
            _ = try await test.broker.hotspots(state: nil, for: centre, before: nil, limit: 1)
            for _ in 0..<25 { try await check(text(2...4)) }
            for query in ["题", "路灯", "灯", "ａB", "题 路", "%", "_", "\\", "''"] { try await check(query) }
        }
    }

    /// Twenty at once are compared at least.
    @Test func possibleDuplicatesAreOfWhatOneMaySee() async throws {
        try await TestBroker.with { test in
            let first = try await test.raise("路灯", category: "roads")
            let other = try await test.raise("路灯", by: "yushan", category: "roads")
            let meili = try await test.caller("meili", .township)
            let own = try await test.raise("菜场路灯不亮", category: "roads")
            #expect(try await test.broker.possibleDuplicates(of: own, for: meili).map(\.id) == [first.whistle.id])
            let centre = try await test.caller("command-centre", .commandCentre)
            let all = try await test.broker.possibleDuplicates(of: own, for: centre)
            #expect(Set(all.map(\.id)) == [first.whistle.id, other.whistle.id])
            let draft = WhistleDraft(id: .version7(), number: "", title: "路灯", category: "roads")
            var compared = 0
            for _ in 0..<20 {
                if try await !test.broker.possibleDuplicates(of: draft, for: meili).isEmpty { compared += 1 }
            }
            #expect(compared == 20)
        }
    }
}
