/// What an order shows of its whistle.
extension Matter {
    /// Gives every order a new version where the whistle's part of what it shows changed: its state, what it is about, the
    /// total clock. Called with every change, before it is stored; without it an order's ETag would cover only half of it.
    public mutating func raiseVersions() {
        guard let before = stored?.whistle, before.shown != whistle.shown else { return }
        for order in orders { change(order.id) { _ in } }
    }
}

extension Whistle {
    fileprivate struct Shown: Equatable {
        var state: WhistleState
        var kind: WhistleKind
        var category, title, details, township: String
        var location: Location?
        var total: Clock?
        var suspendedAt: Timestamp?
    }

    fileprivate var shown: Shown {
        var total = total
        // A rung that reminds is told, not shown.
        total?.rungs = 0
        return Shown(
            state: state, kind: kind, category: category, title: title, details: details, township: township,
            location: location, total: total, suspendedAt: suspendedAt)
    }
}
