import Domain

extension Deed {
    /// The action of a route; `nil` where its path ends in none.
    /// - Parameter template: `/v1/orders/{id}/receive`.
    init?(template: String?) {
        let parts = (template ?? "").split(separator: "/").map(String.init)
        guard parts.count == 4, parts[0] == "v1", let last = parts.last else { return nil }
        let deed: Deed? =
            switch parts[1] {
            case "whistles": WhistleAction(rawValue: last).map(Deed.whistle)
            case "orders": OrderAction(rawValue: last).map(Deed.order)
            case "meetings": MeetingAction(rawValue: last).map(Deed.meeting)
            default: nil
            }
        guard let deed else { return nil }
        self = deed
    }
}
