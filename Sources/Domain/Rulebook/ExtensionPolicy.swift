/// How far an order's deadline may be put off.
public struct ExtensionPolicy: Sendable, Equatable {
    /// Granted extensions an order may have; `nil`: any number, 0: none.
    public var count: Int?
    /// The most by which all of them together may move the due time, counted from the first one; `nil`: no bound.
    public var total: Limit?

    public init(count: Int? = nil, total: Limit? = nil) {
        self.count = count
        self.total = total
    }
}
