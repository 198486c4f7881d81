/// What the three rates are counted by.
public enum RateSubject: String, Sendable, CaseIterable {
    /// Each queue's share of the matters: an order.
    case department
    /// The rest count whole matters.
    case township, category, month
}
