/// Who earns points.
public enum PointHolder: String, Sendable, CaseIterable, Comparable {
    /// A party branch, for the sessions it holds (堡垒指数).
    case branch
    /// A member, for the tasks it takes on (先锋指数).
    case member
    case leader

    public static func < (left: PointHolder, right: PointHolder) -> Bool { left.rawValue < right.rawValue }
}
