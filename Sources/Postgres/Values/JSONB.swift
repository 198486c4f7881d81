/// A JSON document as text, bound as `jsonb`.
public struct JSONB: Sendable, Hashable {
    /// The document. PostgreSQL checks it when it is stored, and gives it back in a normal form of its own.
    public var text: String

    /// Wraps a document; it is not checked here.
    public init(text: String) {
        self.text = text
    }
}

extension JSONB: PostgresEncodable, PostgresDecodable {
    /// `jsonb`
    public static var postgresType: PostgresType { .jsonb }

    /// Appends the format's version, which is 1, and the text.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(1)
        bytes.append(contentsOf: text.utf8)
    }

    /// Reads jsonb and json.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        switch type {
        case PostgresType.jsonb.oid where bytes.first == 1:
            text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        case PostgresType.json.oid:
            text = String(decoding: bytes, as: UTF8.self)
        default:
            throw .mismatch(JSONB.self, type: type)
        }
    }
}
