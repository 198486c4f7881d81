import Domain

extension Route {
    /// What a token needs for it: derived from the route, so that none can be forgotten.
    var scopes: Set<TokenScope> {
        if template == "/v1/events" { return [.events, .read] }
        switch subject {
        case .queue: return method == .get ? [.queue, .read] : [.queue, .write]
        case .order(let action):
            guard method != .get else { return [.queue, .read] }
            return switch action {
            case .receive, .reportIn, .progress, .release, .extendLease: [.queue, .write]
            default: [.write]
            }
        default:
            if template == "/v1/orders/receive" { return [.queue, .write] }
            return method == .get ? [.read] : [.write]
        }
    }

    /// Whether a caller may ask for it at all, whatever it is about.
    func admits(_ caller: Caller) -> Bool { roles.contains(caller.role) && !scopes.isDisjoint(with: caller.scopes) }
}
