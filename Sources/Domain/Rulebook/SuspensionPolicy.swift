/// Whether what is objectively impossible for now may be put on hold (挂账).
public struct SuspensionPolicy: Sendable, Equatable {
    public var allowed: Bool
    /// The longest a suspension may last; `nil`: until it is resumed.
    public var maximum: Limit?

    public init(allowed: Bool = true, maximum: Limit? = nil) {
        self.allowed = allowed
        self.maximum = maximum
    }
}
