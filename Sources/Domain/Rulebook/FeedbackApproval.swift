/// Who sees a resolution before the raiser does.
public enum FeedbackApproval: String, Sendable, CaseIterable {
    case none, leader
}
