import Domain
import Foundation
import Hummingbird
import Language
import NIOCore

/// What was filled in on a page: `application/x-www-form-urlencoded`.
struct LinkForm: Sendable {
    /// A field is missing or too long.
    struct Fault: Error {
        let sentence: LinkSentence
    }

    let tongue: Tongue
    private let fields: [String: String]

    /// - Throws: `RequestFault` for a body of another type, or one that is too large.
    init(_ request: Request, limit: Int) async throws {
        tongue = Tongue(acceptLanguage: request.headers[.acceptLanguage])
        let type = request.headers[.contentType]?.lowercased() ?? ""
        var bytes: [UInt8] = []
        do {
            for try await var part in request.body where bytes.count <= limit {
                bytes.append(contentsOf: part.readBytes(length: part.readableBytes) ?? [])
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw RequestFault.notJSON(reason: "HTTP")
        }
        guard bytes.count <= limit else { throw RequestFault.tooLarge(limit: limit) }
        guard bytes.isEmpty || type.hasPrefix("application/x-www-form-urlencoded") else {
            throw RequestFault.unsupportedMediaType
        }
        fields = Self.parse(String(decoding: bytes, as: UTF8.self))
    }

    subscript(name: String) -> String { fields[name] ?? "" }

    var solved: Bool? { ["true": true, "false": false][self["solved"]] }

    func required(_ name: String, _ label: LinkSentence, longest: Int) throws(Fault) -> String {
        guard let text = try optional(name, label, longest: longest) else {
            throw Fault(sentence: .fillIn(label.text(in: tongue)))
        }
        return text
    }

    /// `nil` for what is empty or only blanks.
    func optional(_ name: String, _ label: LinkSentence, longest: Int) throws(Fault) -> String? {
        let text = self[name].trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.count <= longest, text.utf8.count <= longest * 8 else {
            throw Fault(sentence: .tooLong(label.text(in: tongue)))
        }
        return text.isEmpty ? nil : text
    }

    /// Of a name that comes twice the first counts. NUL is left out: no table takes it.
    static func parse(_ body: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in body.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = decode(parts[0])
            guard fields[name] == nil else { continue }
            fields[name] = parts.count > 1 ? decode(parts[1]) : ""
        }
        return fields
    }

    private static func decode(_ text: Substring) -> String {
        let plain = text.replacing("+", with: " ")
        return (plain.removingPercentEncoding ?? String(plain)).replacing("\0", with: "")
            .replacing("\r\n", with: "\n")
    }
}
