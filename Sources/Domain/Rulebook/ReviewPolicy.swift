/// Who looks at a whistle before it is dispatched.
public enum ReviewPolicy: String, Sendable, CaseIterable {
    case none, township
    /// The township first, then the command centre's working group.
    case workingGroup = "working_group"
}
