import Foundation
import Testing

@testable import Domain

/// Ids and times are written by hand: held against Foundation and against what reads them.
@Suite struct TextTests {
    @Test func idsAreWrittenAsFoundationDoes() {
        for _ in 0..<2000 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
            #expect(UUID(text: id.text) == id)
        }
        #expect(UUID.version7().text.count == 36)
    }

    @Test func timesAreWrittenAsFoundationDoes() throws {
        let formatter = ISO8601DateFormatter()
        formatter.timeZone = TimeZone(identifier: "Asia/Shanghai")
        let zone = try #require(Zone("Asia/Shanghai"))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let seconds = Int64.random(in: 700_000_000..<250_000_000_000, using: &generator)
            let whole = Timestamp(seconds: seconds)
            #expect(whole.text(in: zone) == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
            let moment = whole.adding(microseconds: Int64.random(in: 0..<1_000_000, using: &generator))
            #expect(Timestamp(rfc3339: moment.canonical) == moment)
            #expect(Timestamp(rfc3339: moment.text(in: zone)) == moment)
        }
        #expect(Timestamp(seconds: 0).canonical == "1970-01-01T00:00:00.000000Z")
        #expect(Timestamp(microseconds: 1).canonical == "1970-01-01T00:00:00.000001Z")
    }
}
