/// Writes JSON text straight into bytes, member by member: what answers and history are made with, where building a tree
/// first would cost twice as much as the text itself.
///
///     let bytes = JSONWriter.object { json in
///         json.member("id", id)
///         json.member("place") { $0.object { … } }
///     }
///
/// The bytes lie in memory of its own: an answer is some six hundred small pieces, and an array asks for each whether it
/// is shared and has room.
public struct JSONWriter: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var room: Int
    private var count = 0
    private var needsComma = false

    init(capacity: Int) {
        room = max(capacity, 64)
        start = .allocate(capacity: room)
    }

    deinit { start.deallocate() }

    /// The text of one object.
    public static func object(capacity: Int = 512, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.object(body)
        return writer.bytes
    }

    /// The text of one array.
    public static func array(capacity: Int = 512, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.array(body)
        return writer.bytes
    }

    /// The text of the one value that `body` writes.
    public static func value(capacity: Int = 512, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        body(&writer)
        return writer.bytes
    }

    private var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    // MARK: Values: the elements of an array, or what stands behind a name

    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "["))
        body(&self)
        close(UInt8(ascii: "]"))
    }

    public mutating func value(_ text: String) {
        separate()
        let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { write(quoted: $0) }
        if isWritten == nil { write(Array(text.utf8), asText: true) }
    }

    public mutating func value(_ json: JSON) {
        switch json {
        case .string(let text): return value(text)
        case .null: return null()
        default: separate()
        }
        switch json {
        case .encoded(let text): write(text)
        case .object(let members) where members.isEmpty: write("{}")
        default: write(json.bytes)
        }
    }

    /// A value in its canonical form.
    public mutating func canonical(_ json: JSON) {
        separate()
        if case .encoded(let text) = json { return write(text) }
        var text: [UInt8] = []
        json.write(into: &text, sorted: true)
        write(text)
    }

    public mutating func null() {
        separate()
        write("null")
    }

    /// A value that `write` puts down in the form that it has in JSON text.
    /// - Parameter limit: the most bytes that it takes.
    @inline(__always)
    public mutating func verbatim(atMost limit: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        separate()
        reserve(limit)
        count += write(UnsafeMutableBufferPointer(start: start + count, count: limit))
    }

    // MARK: Members

    /// A name; the value must follow.
    public mutating func name(_ name: StaticString) {
        let size = name.utf8CodeUnitCount
        reserve(size &+ 4)
        var place = start + count
        if needsComma {
            place.pointee = UInt8(ascii: ",")
            place += 1
        }
        place.pointee = UInt8(ascii: "\"")
        (place + 1).update(from: name.utf8Start, count: size)
        place[size &+ 1] = UInt8(ascii: "\"")
        place[size &+ 2] = UInt8(ascii: ":")
        count = place - start &+ size &+ 3
        needsComma = false
    }

    public mutating func member(_ name: StaticString, _ text: String?) {
        self.name(name)
        if let text { value(text) } else { null() }
    }

    public mutating func member(_ name: StaticString, _ number: Int?) {
        self.name(name)
        guard let number else { return null() }
        guard number < 0 || number > 9 else {
            return verbatim(atMost: 1) {
                $0[0] = UInt8(ascii: "0") + UInt8(number)
                return 1
            }
        }
        separate()
        write(Array(String(number).utf8))
    }

    public mutating func member(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        separate()
        write(flag ? "true" : "false")
    }

    public mutating func member(_ name: StaticString, _ json: JSON) {
        self.name(name)
        value(json)
    }

    /// A member whose value `write` writes; it must write exactly one.
    public mutating func member(_ name: StaticString, _ write: (inout JSONWriter) -> Void) {
        self.name(name)
        write(&self)
    }

    /// A member whose value was written before, elsewhere in the same text, or is now.
    /// - Parameter passage: where its bytes lie; `nil` has `write` write it, and is set to where that is.
    public mutating func member(
        _ name: StaticString, as passage: inout Range<Int>?, _ write: (inout JSONWriter) -> Void
    ) {
        self.name(name)
        guard let passage else {
            let begin = count
            write(&self)
            passage = begin..<count
            return
        }
        separate()
        reserve(passage.count)
        (start + count).update(from: start + passage.lowerBound, count: passage.count)
        count += passage.count
    }

    public mutating func member(_ name: StaticString, texts: [String]) {
        self.name(name)
        array { json in for text in texts { json.value(text) } }
    }

    // MARK: Bytes

    @inline(__always)
    private mutating func reserve(_ size: Int) { if room - count < size { grow(size) } }

    private mutating func grow(_ size: Int) {
        room = max(room * 2, count + size)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { put(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ mark: UInt8) {
        separate()
        put(mark)
        needsComma = false
    }

    private mutating func close(_ mark: UInt8) {
        put(mark)
        needsComma = true
    }

    private mutating func write(_ text: StaticString) {
        write(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func write(_ text: [UInt8], asText: Bool = false) {
        text.withUnsafeBufferPointer { asText ? write(quoted: $0) : write($0) }
    }

    private mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
        guard let first = text.baseAddress else { return }
        reserve(text.count)
        (start + count).update(from: first, count: text.count)
        count += text.count
    }

    private mutating func write(quoted text: UnsafeBufferPointer<UInt8>) {
        guard !JSON.needsEscape(text) else {
            var escaped: [UInt8] = []
            JSON.write(String(decoding: text, as: UTF8.self), into: &escaped)
            return write(escaped)
        }
        reserve(text.count + 2)
        start[count] = UInt8(ascii: "\"")
        if let first = text.baseAddress { (start + count + 1).update(from: first, count: text.count) }
        start[count + text.count + 1] = UInt8(ascii: "\"")
        count += text.count + 2
    }
}
