/// How whistles find their departments.
public enum DispatchPolicy: String, Sendable, CaseIterable {
    case automatic
    case byHand = "by_hand"
}
