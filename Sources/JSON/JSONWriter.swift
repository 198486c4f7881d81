/// Writes JSON text straight into bytes, member by member: what answers and history are made with, where building a tree
/// first would cost twice as much as the text itself.
///
///     let bytes = JSONWriter.object { json in
///         json.member("id", id)
///         json.member("place") { $0.object { … } }
///     }
public struct JSONWriter {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

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

    // MARK: Values: the elements of an array, or what stands behind a name

    public mutating func object(_ body: (inout JSONWriter) -> Void) { group("{", "}", body) }

    public mutating func array(_ body: (inout JSONWriter) -> Void) { group("[", "]", body) }

    public mutating func value(_ text: String) {
        separate()
        JSON.write(text, into: &bytes)
    }

    public mutating func value(_ json: JSON) {
        separate()
        json.write(into: &bytes)
    }

    /// A value in its canonical form.
    public mutating func canonical(_ json: JSON) {
        separate()
        json.write(into: &bytes, sorted: true)
    }

    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// A value that `write` appends in the form that it has in JSON text.
    public mutating func verbatim(_ write: (inout [UInt8]) -> Void) {
        separate()
        write(&bytes)
    }

    // MARK: Members

    /// A name; the value must follow.
    public mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func member(_ name: StaticString, _ text: String?) {
        self.name(name)
        if let text { value(text) } else { null() }
    }

    public mutating func member(_ name: StaticString, _ number: Int?) {
        self.name(name)
        guard let number else { return null() }
        verbatim { JSON.write(number, into: &$0) }
    }

    public mutating func member(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        verbatim { $0.append(contentsOf: (flag ? "true" : "false").utf8) }
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

    public mutating func member(_ name: StaticString, texts: some Sequence<String>) {
        self.name(name)
        array { json in for text in texts { json.value(text) } }
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func group(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }
}
