/// Walks over the elements of an array in binary format, trusting none of its lengths.
struct ArrayReader {
    let elementType: UInt32
    let count: Int
    private var rest: UnsafeRawBufferPointer.SubSequence
    private var remaining: Int
    private let mismatch: PostgresError

    init(_ bytes: UnsafeRawBufferPointer, expecting: Any.Type, type: UInt32) throws(PostgresError) {
        mismatch = .mismatch(expecting, type: type)
        rest = bytes[...]
        guard
            let dimensions = rest.takeBigEndian(Int32.self), dimensions == 0 || dimensions == 1,
            rest.takeBigEndian(Int32.self) != nil,
            let element = rest.takeBigEndian(UInt32.self)
        else { throw mismatch }
        elementType = element
        guard dimensions == 1 else {
            (count, remaining) = (0, 0)
            return
        }
        // Every element takes at least its length's four bytes, which bounds what a broken count could reserve.
        guard
            let length = rest.takeBigEndian(Int32.self), rest.takeBigEndian(Int32.self) != nil,
            length >= 0, Int(length) <= rest.count / 4
        else { throw mismatch }
        (count, remaining) = (Int(length), Int(length))
    }

    /// The next element's bytes, `.some(nil)` for NULL, `nil` behind the last.
    mutating func next() throws(PostgresError) -> UnsafeRawBufferPointer?? {
        guard remaining > 0 else { return .none }
        remaining -= 1
        guard let length = rest.takeBigEndian(Int32.self) else { throw mismatch }
        guard length >= 0 else { return .some(nil) }
        guard Int(length) <= rest.count else { throw mismatch }
        let element = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        return .some(UnsafeRawBufferPointer(rebasing: element))
    }
}
