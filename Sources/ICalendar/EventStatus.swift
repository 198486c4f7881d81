/// Whether an event takes place (RFC 5545 §3.8.1.11).
public enum EventStatus: String, Sendable, CaseIterable {
    case tentative = "TENTATIVE"
    case confirmed = "CONFIRMED"
    case cancelled = "CANCELLED"
}
