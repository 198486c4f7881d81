/// Who handles what comes up: the three ways matters go (三事分流).
public enum Triage: String, Sendable, CaseIterable {
    case government, community
    /// Advice, never an order.
    case `private`
}
