/// One parameter of a statement, encoded.
public struct Binding: Sendable, Hashable {
    /// The number of the type the parameter is declared to have.
    public let type: UInt32
    /// The value in binary format; `nil` is NULL.
    public let bytes: [UInt8]?
}
