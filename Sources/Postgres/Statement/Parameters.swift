/// A statement's parameters in the shape libpq takes them: all values lie in one buffer, so that binding a value
/// costs no allocation of its own.
@usableFromInline
struct Parameters: Sendable {
    private var bytes: [UInt8] = []
    /// Where each value begins in `bytes`; -1 for NULL.
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private(set) var types: [UInt32] = []

    var count: Int { types.count }

    mutating func append<T: PostgresEncodable>(_ value: T) {
        let start = bytes.count
        value.encode(into: &bytes)
        offsets.append(start)
        lengths.append(Int32(clamping: bytes.count - start))
        types.append(T.postgresType.oid)
    }

    /// Appends a value that is written in place.
    @usableFromInline
    mutating func append(_ type: PostgresType, _ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        offsets.append(start)
        lengths.append(Int32(clamping: bytes.count - start))
        types.append(type.oid)
    }

    mutating func appendNull(_ type: PostgresType) {
        offsets.append(-1)
        lengths.append(0)
        types.append(type.oid)
    }

    mutating func append(contentsOf other: Parameters) {
        let base = bytes.count
        bytes.append(contentsOf: other.bytes)
        offsets.append(contentsOf: other.offsets.lazy.map { $0 < 0 ? -1 : $0 + base })
        lengths.append(contentsOf: other.lengths)
        types.append(contentsOf: other.types)
    }

    subscript(index: Int) -> Binding {
        let start = offsets[index]
        let value = start < 0 ? nil : Array(bytes[start..<start + Int(lengths[index])])
        return Binding(type: types[index], bytes: value)
    }

    /// Lends values, lengths and formats (all binary) as libpq's calls want them.
    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>, UnsafePointer<Int32>?) -> R
    ) -> R {
        bytes.withUnsafeBytes { buffer in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count + 1) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count + 1) { formats in
                    formats.initialize(repeating: 1)
                    values.initialize(repeating: nil)
                    for (index, offset) in offsets.enumerated() where offset >= 0 {
                        // An empty value must not look like NULL, which is what a missing pointer means.
                        let start = buffer.baseAddress.map { $0 + offset } ?? UnsafeRawPointer(formats.baseAddress)
                        values[index] = start?.assumingMemoryBound(to: CChar.self)
                    }
                    return body(values.baseAddress.map { UnsafePointer($0) }, lengths, formats.baseAddress)
                }
            }
        }
    }
}
