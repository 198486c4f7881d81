import Domain
import Testing

@testable import Delivery

@Suite struct MonthTallyTests {
    /// A month begins at midnight in China, eight hours before UTC's.
    @Test func aMonthBeginsAtChinasMidnight() throws {
        let last = try #require(Timestamp(rfc3339: "2026-11-30T23:59:59+08:00"))
        let first = try #require(Timestamp(rfc3339: "2026-12-01T00:00:00+08:00"))
        var tally = MonthTally()
        #expect(tally.count(at: last) == 0)
        tally.add(at: last)
        tally.add(at: last)
        #expect(tally.count(at: last) == 2)
        #expect(tally.count(at: first) == 0)
        tally.add(at: first)
        #expect(tally.count == 1)
    }

    /// Neither a restart nor another broker begins anew.
    @Test func itIsKeptWithTheEndpointAndItsRobot() throws {
        let moment = try #require(Timestamp(rfc3339: "2026-11-21T10:00:00+08:00"))
        var condition = EndpointCondition()
        condition.sent.add(at: moment)
        condition.sent.add(at: moment)
        #expect(EndpointCondition(parsing: condition.json.text, rate: nil).sent == condition.sent)
        #expect(EndpointCondition(parsing: condition.shared.text, rate: nil).sent == condition.sent)
    }
}
