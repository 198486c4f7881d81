/// Text as the bytes it was written in: what is made byte by byte, stored and hashed need not become a `String` between.
public struct TextBytes: Sendable, Hashable {
    /// UTF-8; it is not checked here.
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension TextBytes: PostgresEncodable, PostgresDecodable {
    /// `text`
    public static var postgresType: PostgresType { .text }

    /// Appends the bytes. PostgreSQL refuses what is not UTF-8, and a NUL character.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: self.bytes) }

    /// Reads what a `String` reads.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        self.bytes = Array(try String(postgres: bytes, type: type).utf8)
    }
}
