import CLibCurl

extension CurlRequest {
    /// Refuses headers that would change the framing of the request or smuggle in another line.
    ///
    /// - Throws: `CurlError.notSent` with `CURLE_BAD_FUNCTION_ARGUMENT`.
    func checkHeaders() throws(CurlError) {
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isToken) else {
                throw Self.badHeader("a header's name is not a token")
            }
            guard value.utf8.allSatisfy({ $0 == 9 || ($0 >= 32 && $0 != 127) }) else {
                throw Self.badHeader("a header's value holds a control character")
            }
            guard !Self.framing.contains(where: { $0.equalsIgnoringCase(name) }) else {
                throw Self.badHeader("a header that frames the request is the client's own")
            }
        }
    }

    func hasHeader(_ name: String) -> Bool {
        headers.contains { $0.name.equalsIgnoringCase(name) }
    }

    private static let framing = ["Content-Length", "Transfer-Encoding", "Connection"]

    private static func badHeader(_ message: String) -> CurlError {
        .notSent(code: Int(CURLE_BAD_FUNCTION_ARGUMENT.rawValue), message: message)
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
}
