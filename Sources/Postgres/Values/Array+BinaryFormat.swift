extension [UInt8] {
    /// Appends an integer in network byte order; for conformances to ``PostgresEncodable``.
    @inlinable
    public mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends a value behind its length, as array elements travel.
    @inlinable
    mutating func appendSized(_ value: some PostgresEncodable) {
        let start = count
        append(bigEndian: Int32(0))
        value.encode(into: &self)
        let length = UInt32(count - start - 4)
        self[start] = UInt8(truncatingIfNeeded: length >> 24)
        self[start + 1] = UInt8(truncatingIfNeeded: length >> 16)
        self[start + 2] = UInt8(truncatingIfNeeded: length >> 8)
        self[start + 3] = UInt8(truncatingIfNeeded: length)
    }

    /// An empty array has no dimension at all; PostgreSQL tells it apart from one dimension of length 0.
    @usableFromInline
    mutating func appendArrayHeader(count: Int, hasNull: Bool, element: PostgresType) {
        append(bigEndian: Int32(count == 0 ? 0 : 1))
        append(bigEndian: Int32(hasNull ? 1 : 0))
        append(bigEndian: element.oid)
        guard count > 0 else { return }
        append(bigEndian: Int32(count))
        append(bigEndian: Int32(1))
    }
}
