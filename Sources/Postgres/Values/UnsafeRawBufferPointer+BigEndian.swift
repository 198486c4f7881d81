extension UnsafeRawBufferPointer {
    /// The bytes as one integer in network byte order, or `nil` if there are more or fewer than it has; for
    /// conformances to ``PostgresDecodable``.
    @inlinable
    public func bigEndian<T: FixedWidthInteger>(_: T.Type = T.self) -> T? {
        guard count == MemoryLayout<T>.size else { return nil }
        return T(bigEndian: loadUnaligned(as: T.self))
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Cuts one integer off the front.
    mutating func takeBigEndian<T: FixedWidthInteger>(_: T.Type) -> T? {
        guard count >= MemoryLayout<T>.size else { return nil }
        defer { self = dropFirst(MemoryLayout<T>.size) }
        return UnsafeRawBufferPointer(rebasing: prefix(MemoryLayout<T>.size)).bigEndian(T.self)
    }
}
