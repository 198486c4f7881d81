/// The two pools of connections. A connection of one is never used by the other.
enum Route: Sendable {
    case open
    case `internal`

    /// Whether an address of this verdict may be reached on this route.
    func admits(_ verdict: AddressPolicy.Verdict) -> Bool {
        switch (self, verdict) {
        case (.open, .publicAddress), (.internal, .allowedInternal): true
        default: false
        }
    }
}
