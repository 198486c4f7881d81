import JSON
import Store
import Testing

@testable import Broker

/// What lines of history say of states, line by line.
@Suite struct WrittenStatesTests {
    private static let raised: JSON = ["states": ["orders": ["A-1": "queued"], "whistle": "in_progress"]]
    private static let received: JSON = ["states": ["orders": ["A-1": ["queued", "received"]]]]
    private static let told: JSON = ["states": [:]]
    /// From before lines told of states.
    private static let old: JSON = ["events": []]

    private func rows(_ whistle: String, _ orders: [String: String]) -> AuditStates {
        var rows = AuditStates(whistle: whistle)
        for (number, state) in orders { rows.orders[number] = ("id", state) }
        return rows
    }

    private func follow(_ lines: [JSON]) -> (states: WrittenStates, broken: WrittenStates.Place?) {
        var states = WrittenStates()
        for line in lines { if let broken = states.follow(line) { return (states, broken) } }
        return (states, nil)
    }

    @Test func linesThatFollowEachOtherLeadToTheRows() {
        let (states, broken) = follow([Self.raised, Self.told, Self.received])
        #expect(broken == nil)
        #expect(states.difference(from: rows("in_progress", ["A-1": "received"])) == nil)
        #expect(states.difference(from: rows("closed", ["A-1": "received"])) == .whistle)
        #expect(states.difference(from: rows("in_progress", ["A-1": "queued"])) == .order("A-1"))
        #expect(states.difference(from: rows("in_progress", [:])) == .order("A-1"))
        #expect(states.difference(from: rows("in_progress", ["A-1": "received", "A-2": "queued"])) == .order("A-2"))
    }

    @Test func aLineFindsWhatTheOneBeforeLeft() {
        #expect(follow([Self.raised, Self.received, Self.received]).broken == .order("A-1"))
        #expect(follow([Self.raised, Self.raised]).broken == .order("A-1"))
        #expect(follow([Self.raised, ["states": ["whistle": ["suspended", "in_progress"]]]]).broken == .whistle)
        #expect(follow([Self.raised, ["states": ["whistle": ["in_progress"]]]]).broken == .whistle)
    }

    /// A broker of before may have worked between two of now: what it moved is not known, and nothing is made up.
    @Test func linesThatTellNothingEndWhatIsKnown() {
        let (states, broken) = follow([Self.raised, Self.old])
        #expect(broken == nil)
        #expect(states.difference(from: rows("closed", ["A-1": "closed", "A-2": "closed"])) == nil)
        let later = follow([Self.old, Self.received])
        #expect(later.broken == nil)
        #expect(later.states.difference(from: rows("closed", ["A-1": "received", "A-2": "closed"])) == nil)
        #expect(later.states.difference(from: rows("closed", ["A-1": "queued"])) == .order("A-1"))
    }
}
