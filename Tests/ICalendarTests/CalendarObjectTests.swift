import Domain
import Foundation
import Testing
import WitnessRunner

@testable import ICalendar

@Suite struct CalendarObjectTests {
    private struct Seen: Decodable {
        struct Event: Decodable {
            let uid, stamp, start, end, summary, location, description, status: String
            let sequence: Int
            let organizer, attendees: [[String: String]]
        }
        let method, name: String
        let refresh: Double
        let zones: [String]
        let events: [Event]
    }

    private func seen(_ object: CalendarObject) async throws -> Seen {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("whistle-\(UUID().uuidString).ics")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(try object.bytes()).write(to: file)
        let text = try await Witness.run("calendar_object.py", [file.path])
        return try JSONDecoder().decode(Seen.self, from: Data(text.utf8))
    }

    private func zone(_ name: String = "Asia/Shanghai") throws -> Zone { try #require(Zone(name)) }

    private func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    private func event(_ summary: String = "停车难联席会议") throws -> CalendarEvent {
        CalendarEvent(
            uid: "0198c1b2-0000-7000-8000-000000000001@changshu", sequence: 3,
            stamp: try moment("2026-02-13T01:00:00Z"), start: try moment("2026-02-14T09:00:00+08:00"),
            end: try moment("2026-02-14T10:30:00+08:00"), summary: summary)
    }

    @Test func anInvitationIsReadByIcalendar() async throws {
        var event = try event("停车难;联席会议,第1次 \\ 海棠")
        event.location = "梅李镇人民政府,\n三楼会议室"
        event.details = String(repeating: "𠮷议程🏘️,", count: 60) + "\u{0}\u{7}\r\n第二行\u{2028}第三行\t完"
        event.organizer = CalendarParty(name: "指挥中心: \"一办\"", address: "urn:uuid:0198c1b2-0000-7000-8000-0000000000aa")
        event.attendees = [
            CalendarParty(name: "城管局; 甲", address: "mailto:cg@example.cn", participation: .accepted),
            CalendarParty(name: "水务局", address: "urn:whistle:changshu:water", participation: .delegated),
            CalendarParty(name: "供电公司\nX-EVIL:1", address: "urn:whistle:changshu:power"),
        ]
        let object = CalendarObject(method: .request, zone: try zone(), events: [event])
        let seen = try await seen(object)
        #expect(seen.method == "REQUEST")
        #expect(seen.zones == ["Asia/Shanghai"])
        let found = try #require(seen.events.first)
        #expect(found.uid == event.uid)
        #expect(found.sequence == 3)
        #expect(found.stamp == "2026-02-13T01:00:00+00:00")
        #expect(found.start == "2026-02-14T09:00:00+08:00")
        #expect(found.end == "2026-02-14T10:30:00+08:00")
        #expect(found.summary == event.summary)
        #expect(found.location == "梅李镇人民政府,\n三楼会议室")
        #expect(found.description == String(repeating: "𠮷议程🏘️,", count: 60) + "\n第二行\n第三行\t完")
        #expect(found.status == "CONFIRMED")
        #expect(found.organizer.first?["CN"] == "指挥中心: '一办'")
        #expect(found.attendees.map { $0["PARTSTAT"] } == ["ACCEPTED", "DELEGATED", nil])
        #expect(found.attendees.map { $0["RSVP"] } == [nil, nil, "TRUE"])
        #expect(found.attendees.map { $0["CN"] } == ["城管局; 甲", "水务局", "供电公司 X-EVIL:1"])
        #expect(found.attendees.first?["address"] == "mailto:cg@example.cn")
    }

    @Test func linesAreFoldedBetweenCharacters() throws {
        var event = try event(String(repeating: "长", count: 60))
        event.details = String(repeating: "👨‍👩‍👧‍👦", count: 20) + "e" + String(repeating: "\u{301}", count: 100)
        let bytes = try CalendarObject(zone: try zone(), events: [event]).bytes()
        let text = try #require(String(validating: bytes, as: UTF8.self))
        #expect(!text.replacing("\r\n", with: "").unicodeScalars.contains { $0 == "\r" || $0 == "\n" })
        let lines = bytes.split(separator: 0x0A).map { $0.dropLast() }
        #expect(lines.count > 30)
        for line in lines {
            #expect(line.count <= 75)
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
        let unfolded = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
        #expect(unfolded.contains("SUMMARY:" + String(repeating: "长", count: 60)))
    }

    @Test func aSubscriptionNamesItselfAndHasNoAttendees() async throws {
        var event = try event()
        event.attendees = [CalendarParty(name: "城管局", address: "urn:whistle:changshu:cg")]
        event.status = .cancelled
        let object = CalendarObject(
            name: "海棠有约·联席会议", refreshMinutes: 30, zone: try zone(), events: [event, try self.event("二")])
        let seen = try await seen(object)
        #expect(seen.method == "PUBLISH")
        #expect(seen.name == "海棠有约·联席会议")
        #expect(seen.refresh == 1800)
        #expect(seen.events.map(\.status) == ["CANCELLED", "CONFIRMED"])
        #expect(seen.events.allSatisfy { $0.attendees.isEmpty })
        #expect(try object.bytes() == object.bytes())
    }

    @Test func anotherZoneIsWrittenInUTC() async throws {
        var object = CalendarObject(zone: try zone("Asia/Urumqi"), events: [try event()])
        let seen = try await seen(object)
        #expect(seen.zones.isEmpty)
        #expect(seen.events.first?.start == "2026-02-14T01:00:00+00:00")
        object.events = []
        #expect(try await self.seen(object).events.isEmpty)
    }

    @Test func aCancellationIsCancelled() async throws {
        var event = try event()
        event.organizer = CalendarParty(name: "指挥中心", address: "urn:whistle:changshu:centre")
        let seen = try await seen(CalendarObject(method: .cancel, zone: try zone(), events: [event]))
        #expect(seen.method == "CANCEL")
        #expect(seen.events.map(\.status) == ["CANCELLED"])
    }

    @Test func whatCannotBeSaidIsRefused() throws {
        let zone = try zone()
        func refused(
            _ error: ICalendarError, _ method: CalendarMethod? = .publish, _ change: (inout CalendarEvent) -> Void
        )
            throws
        {
            var event = try event()
            change(&event)
            let object = CalendarObject(method: method, zone: zone, events: [event])
            #expect(throws: error) { try object.bytes() }
        }
        let uid = try event().uid
        try refused(.uid("")) { $0.uid = "" }
        try refused(.uid("a\r\nX:1")) { $0.uid = "a\r\nX:1" }
        try refused(.endsBeforeItStarts(uid: uid)) { $0.end = $0.start.adding(seconds: -1) }
        try refused(.outOfRange(uid: uid)) { $0.sequence = -1 }
        try refused(.outOfRange(uid: uid)) { $0.end = Timestamp(seconds: 253_402_300_800) }
        try refused(.parties(uid: uid), .request) { _ in }
        try refused(.address(uid: uid)) { $0.link = "javascript:alert(1)" }
        try refused(.address(uid: uid)) { $0.attendees = [CalendarParty(name: "甲", address: "mailto:a\r\nX:1")] }
    }
}
