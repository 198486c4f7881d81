/// Everything that is served under `/v1`.
extension Route {
    static let all: [Route] = [
        items, sessions, visitPlans, inspections,
        whistles, whistleActions,
        orders, orderDecisions,
        inbox,
        meetings, calendars, papers, forms,
        hotspots, bulletins, ledgers,
        attachments, links, privacy,
        webhooks,
        oversight, audit,
        administration,
    ].flatMap(\.self)

    /// The last parts of the actions' paths that have a route: what a 409 may list as allowed.
    static let servedActions: Set<String> = Set(
        all.compactMap { route in
            switch route.subject {
            case .whistle(let action): action?.rawValue
            case .order(let action): action?.rawValue
            case .meeting(let action): action?.rawValue
            default: nil
            }
        })
}
