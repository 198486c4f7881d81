import Domain
import Foundation
import JSON
import Language

/// The opaque text that a list's next page begins after.
enum Cursor {
    static func encode(_ parts: [String]) -> String {
        Data(parts.joined(separator: "\u{1F}").utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The parts of a cursor.
    /// - Throws: `RequestFault.invalid` for text that is no cursor of so many parts.
    static func decode(_ text: String?, parts count: Int) throws -> [String]? {
        guard let text else { return nil }
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
        let parts = Data(base64Encoded: base64).flatMap { String(data: $0, encoding: .utf8) }?
            .split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        guard let parts, parts.count == count else {
            throw RequestFault.invalid([FieldError("?cursor", .wrongFormat("next_cursor"))])
        }
        return parts
    }

    /// A cursor that is one id.
    static func id(_ text: String?) throws -> UUID? {
        guard let parts = try decode(text, parts: 1) else { return nil }
        guard let id = UUID(text: parts[0]) else {
            throw RequestFault.invalid([FieldError("?cursor", .wrongFormat("next_cursor"))])
        }
        return id
    }

    /// A cursor that is one number.
    static func number(_ text: String?) throws -> Int? {
        guard let parts = try decode(text, parts: 1) else { return nil }
        guard let number = Int(parts[0]) else {
            throw RequestFault.invalid([FieldError("?cursor", .wrongFormat("next_cursor"))])
        }
        return number
    }
}

extension Timestamp {
    /// The microseconds of years of four digits.
    static let told: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
}

/// What is wrong with a request before any verb sees it.
enum RequestFault: Error, Sendable {
    /// It names no host, several, or what is none.
    case noHost
    case unauthorized
    /// A file that is no more.
    case erased
    case unsupportedMediaType
    case tooLarge(limit: Int)
    /// A file of a kind that is not taken.
    case unsupportedFile
    /// The body came too slowly.
    case tooSlow
    case notJSON(reason: String)
    case invalid([FieldError])
    case keyInvalid
    /// More than one caller may hold open, or try, at a time; seconds until it is worth trying again.
    case tooMany(retryAfter: Int)
}
