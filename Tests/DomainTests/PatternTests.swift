import Foundation
import Testing

@testable import Domain

/// How alike titles are, and what periods are.
@Suite struct PatternTests {
    private func score(_ one: String, _ other: String, _ place: String? = nil, _ elsewhere: String? = nil) -> Double {
        let (first, second) = (
            Likeness(title: one, location: place.map { Location(community: $0) }),
            Likeness(title: other, location: elsewhere.map { Location(community: $0) })
        )
        #expect(first.score(second) == second.score(first))
        return first.score(second)
    }

    @Test func chineseTitlesAreLike() {
        #expect(score("路灯", "路灯") == 1)
        #expect(score("菜场北门路灯不亮", "菜场北门，路灯不亮！") == 1)
        #expect(score("ＡＢ座电梯", "ab座电梯") == 1)
        for (one, other) in [("垃圾", "小区垃圾没人清"), ("路灯", "菜场北门路灯不亮"), ("梅李镇通江路路灯不亮", "通江路路灯坏了")] {
            #expect(score(one, other) >= Likeness.threshold, "\(one) \(other)")
        }
        for (one, other) in [("小区路灯不亮", "小区停车难"), ("路灯", "垃圾"), ("下水道堵塞", "人行道破损"), ("", ""), ("灯", "路灯")]
        where one != other {
            #expect(score(one, other) < Likeness.threshold, "\(one) \(other)")
        }
    }

    @Test func thePlaceCounts() {
        #expect(score("路灯不亮", "路灯坏了") < Likeness.threshold)
        #expect(score("路灯不亮", "路灯坏了", "镇北社区", "镇北社区") >= Likeness.threshold)
        #expect(score("小区停车难", "小区停车难", "镇北社区", "湖畔社区") == 0.8)
        #expect(score("小区停车难", "小区停车难", "镇北社区", "镇北社区") == 1)
        #expect(Location(community: " ", grid: "三网格").neighbourhood == "三网格")
        #expect(Location(address: "通江路").neighbourhood == nil)
    }

    @Test func weeksBeginOnMondayAndMonthsOnTheirFirst() throws {
        func days(_ period: BulletinPeriod, _ text: String) throws -> [String] {
            let days = period.days(around: try #require(LocalDate(text)))
            return [days.first.text, days.next.text]
        }
        #expect(try days(.weekly, "2026-03-01") == ["2026-02-23", "2026-03-02"])
        #expect(try days(.weekly, "2026-03-02") == ["2026-03-02", "2026-03-09"])
        #expect(try days(.monthly, "2026-02-28") == ["2026-02-01", "2026-03-01"])
        #expect(try days(.monthly, "2025-12-31") == ["2025-12-01", "2026-01-01"])
    }

    @Test func aHotspotIsAnsweredOnceByTheCommandCentre() throws {
        let centre = Caller(district: "x", organization: "centre", role: .commandCentre)
        var hotspot = Hotspot()
        hotspot.cluster = Cluster(category: "roads", township: "east", place: "")
        #expect(hotspot.isVisible(to: Caller(district: "x", organization: "east", role: .township)))
        #expect(!hotspot.isVisible(to: Caller(district: "x", organization: "west", role: .township)))
        #expect(throws: Refusal.forbidden) {
            try hotspot.answer(.dismissed, by: Caller(district: "x", organization: "east", role: .township))
        }
        try hotspot.answer(.convened, by: centre)
        #expect(hotspot.version == 2)
        #expect(throws: Refusal.illegal(state: "convened", allowed: [], because: nil)) {
            try hotspot.answer(.dismissed, by: centre)
        }
    }
}
