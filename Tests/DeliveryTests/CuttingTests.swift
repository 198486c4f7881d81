import CurlClient
import Domain
import Foundation
import JSON
import Language
import Testing

@testable import Delivery

/// Messages stay inside every robot's limit, and nothing is cut in two.
@Suite struct CuttingTests {
    /// Characters of four bytes, families of joined emoji, letters under heaps of marks, flags, and a quotation mark that
    /// JSON doubles.
    static let hard: [Character] = ["哨", "𠮷", "👨‍👩‍👧‍👦", "e\u{0301}\u{0327}\u{0316}", "🇨🇳", "\"", "a", "👍🏽", "ﷺ", "<\u{0338}"]

    static let robots = ["wecom", "dingtalk", "feishu", "slack", "mattermost", "teams"]

    private func size(_ request: CurlRequest, of robot: String) throws -> (Int, Int) {
        let text = try RobotText.text(of: request.body)
        return switch robot {
        case "wecom":
            (
                text.utf8.count,
                String(decoding: request.body, as: UTF8.self).contains(#""msgtype":"text""#) ? 2048 : 4096
            )
        case "dingtalk": (request.body.count, 20_000)
        case "feishu": (request.body.count, 20_480)
        case "slack": (text.utf16.count, 40_000)
        case "mattermost": (text.utf16.count, 16_383)
        default: (request.body.count, 28_672)
        }
    }

    private func parcel(_ type: EventType, _ long: String, id: Int = 0) -> Parcel {
        let data: JSON = [
            "whistle": [
                "id": .string("0198aaaa-\(id)"), "number": .string("CS-2026-\(100_000 + id)"), "title": .string(long),
                "kind": "emergency", "state": "in_progress", "address": .string(long), "township": .string(long),
            ],
            "actor": .string(long),
            "detail": ["reason": .string(long), "note": .string(long), "advice": .string(long), "to": .string(long)],
        ]
        return Parcel(id: "evt-\(id)", type: type.rawValue, at: "2026-07-01T01:30:00Z", data: data.text)
    }

    @Test(arguments: robots) func neverOverTheLimit(_ robot: String) throws {
        let adapter = try #require(Adapters.named(robot))
        for character in Self.hard {
            for count in [1, 40, 200, 4500] {
                let long = String(repeating: character, count: count)
                for mentions in [[], ["13800001111", "all"], (0..<500).map { "user-\($0)|值班" }] {
                    let destination = Destination(
                        url: "https://x.example/", signingSecret: "s", mentions: mentions,
                        publicURL: "https://whistle.example")
                    let request = adapter.request(parcel(.whistleDiverted, long), to: destination, at: 0)
                    let (size, limit) = try size(request, of: robot)
                    #expect(size <= limit, "\(robot) \(character) \(count)")
                    if mentions.isEmpty, count > 1 {
                        let text = try RobotText.text(of: request.body)
                        #expect(text.contains("https://whistle.example/whistles/0198aaaa-0"), "the link is whole")
                    }
                }
            }
        }
    }

    /// What is left of a repeated character are whole ones.
    @Test func charactersStayWhole() {
        for escape in [MarkupEscape.fullWidth, .slack] {
            for measure in [TextMeasure.bytes, .jsonBytes, .units] {
                for character in Self.hard {
                    let text = String(repeating: character, count: 50)
                    let unit = escape(String(character))
                    for room in Array(0...60) + stride(from: 61, through: 400, by: 13) {
                        let cut = measure.cut(text, to: room, escape)
                        #expect(measure(cut) <= room)
                        guard cut.hasSuffix("…") else {
                            #expect(cut.isEmpty || cut == escape(text))
                            continue
                        }
                        let kept = cut.dropLast()
                        #expect(kept.utf8.count % unit.utf8.count == 0)
                        #expect(String(kept) == String(repeating: unit, count: kept.utf8.count / unit.utf8.count))
                    }
                }
            }
        }
    }

    @Test func entitiesStayWhole() {
        for room in 3...60 {
            let cut = TextMeasure.units.cut(String(repeating: "<&>", count: 20), to: room, .slack)
            let rest = cut.replacing("&lt;", with: "").replacing("&amp;", with: "").replacing("&gt;", with: "")
            #expect(rest == "…", "\(cut)")
        }
    }

    /// A character that alone is larger than a message.
    @Test func aMonster() throws {
        let zalgo = "e" + String(repeating: "\u{0301}", count: 6000)
        for robot in Self.robots {
            let adapter = try #require(Adapters.named(robot))
            let destination = Destination(url: "https://x.example/", publicURL: "https://whistle.example")
            let request = adapter.request(parcel(.whistleRaised, zalgo), to: destination, at: 0)
            let (size, limit) = try size(request, of: robot)
            #expect(size <= limit)
            let digest = try #require(
                adapter.digest([parcel(.whistleRaised, zalgo)], to: destination, at: 0))
            #expect(try RobotText.text(of: digest.request.body).contains("CS-2026-100000"))
        }
    }

    @Test(arguments: robots) func digestsHoldEveryParcelOnce(_ robot: String) throws {
        let adapter = try #require(Adapters.named(robot))
        let destination = Destination(
            url: "https://x.example/", mentions: ["u1"], publicURL: "https://whistle.example")
        for character in Self.hard {
            let title = String(repeating: character, count: 100)
            let all = (0..<160).map { parcel($0 % 2 == 0 ? .whistleRaised : .whistleUrged, title, id: $0 / 2) }
            var waiting = all
            var told: [String] = []
            while !waiting.isEmpty {
                let digest = try #require(adapter.digest(waiting, to: destination, at: 0))
                let text = try RobotText.text(of: digest.request.body)
                #expect(!digest.holds.isEmpty)
                let (size, limit) = try size(digest.request, of: robot)
                #expect(size <= limit)
                let held = Set(digest.holds)
                for parcel in waiting where held.contains(parcel.id) {
                    let number = "CS-2026-\(100_000 + Int(parcel.id.dropFirst(4))!)"
                    #expect(text.contains(number))
                }
                told += digest.holds
                waiting.removeAll { held.contains($0.id) }
            }
            #expect(told.sorted() == all.map(\.id).sorted())
        }
    }

    @Test func aDigestTellsTheLatestOfEachOrder() throws {
        let parcels = [
            SampleEvents.parcel(.orderQueued, order: 1, id: "a"), SampleEvents.parcel(.orderQueued, order: 2, id: "b"),
            SampleEvents.parcel(.orderReceived, order: 1, id: "c"),
            SampleEvents.parcel(.orderReminded, order: 2, id: "d"),
        ]
        let digest = try #require(WeCom().digest(parcels, to: Destination(url: "https://x.example/"), at: 0))
        #expect(digest.holds == ["a", "b", "c", "d"])
        #expect(
            try RobotText.text(of: digest.request.body) == """
                **【吹哨报到】动态汇总：2项**
                > CS-2026-000123-1 菜场门口污水外溢（市城市管理局）：工单已签收
                > CS-2026-000123-2 菜场门口污水外溢（市城市管理局）：签收时限提醒，现待签收
                """)
        #expect(WeCom().digest([], to: Destination(url: "https://x.example/"), at: 0) == nil)
        #expect(StandardWebhook().digest(parcels, to: Destination(url: "https://x.example/"), at: 0) == nil)
    }
}

extension DigestRequest: Equatable {
    public static func == (left: DigestRequest, right: DigestRequest) -> Bool { left.holds == right.holds }
}
