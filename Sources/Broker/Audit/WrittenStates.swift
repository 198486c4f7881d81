import JSON
import Store

/// The states of a whistle and its orders as its lines of history tell them, one line after the other.
///
/// A line's `states` name what is new with its state, and what was moved with the state it was found in and the one it was
/// left in. Lines from before there were such members tell nothing, so that nothing is known after one.
struct WrittenStates {
    /// What a fault is about.
    enum Place: Equatable {
        case whistle
        /// An order by its number.
        case order(String)
    }

    private var whistle: String?
    private var orders: [String: String] = [:]
    /// Whether every line since the first told them: then an order that none names is none.
    private var isWhole = true

    /// Follows a line's `data`.
    /// - Returns: what the line found in another state than the lines before had left it.
    mutating func follow(_ data: JSON?) -> Place? {
        guard let states = data?["states"] else {
            self = WrittenStates()
            isWhole = false
            return nil
        }
        for member in states["orders"]?.members ?? [] {
            guard let state = Self.follow(member.value, from: orders[member.name]) else { return .order(member.name) }
            orders[member.name] = state
        }
        if let value = states["whistle"] {
            guard let state = Self.follow(value, from: whistle) else { return .whistle }
            whistle = state
        }
        return nil
    }

    /// What stands in another state than the lines left it, or that no line knows.
    func difference(from rows: AuditStates) -> Place? {
        if let whistle, whistle != rows.whistle { return .whistle }
        let names = Set(orders.keys).union(isWhole ? Set(rows.orders.keys) : [])
        return names.sorted().first { orders[$0] != rows.orders[$0]?.state }.map(Place.order)
    }

    /// - Parameter known: where the lines before left it; `nil`: they did not say.
    /// - Returns: where this one left it; `nil` where it does not follow.
    private static func follow(_ value: JSON, from known: String?) -> String? {
        if let state = value.string { return known == nil ? state : nil }
        guard let move = value.array, move.count == 2, let from = move[0].string, let to = move[1].string else {
            return nil
        }
        return known == nil || known == from ? to : nil
    }
}
