/// One action of any of the three tables: what a refusal names.
public enum Deed: Sendable, Equatable {
    case whistle(WhistleAction)
    case order(OrderAction)
    case meeting(MeetingAction)

    /// The last part of its path.
    public var name: String {
        switch self {
        case .whistle(let action): action.rawValue
        case .order(let action): action.rawValue
        case .meeting(let action): action.rawValue
        }
    }
}
