/// Somebody whom a robot's message calls.
enum Mention: Sendable, Equatable {
    case everyone
    /// Digits, maybe with a `+` and a country code.
    case phone(String)
    /// An id of the platform, and the name to show where the platform wants one.
    case user(id: String, name: String?)

    /// Reads `all` (or `@all`), a phone number, an id, or `id|name`. `nil` for what could be markup: an id goes into the
    /// message unescaped.
    init?(_ text: String) {
        if text == "all" || text == "@all" {
            self = .everyone
            return
        }
        let digits = text.hasPrefix("+") ? text.dropFirst() : Substring(text)
        if (7...20).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }) {
            self = .phone(text)
            return
        }
        let parts = text.split(separator: "|", maxSplits: 1)
        guard let id = parts.first, id.utf8.count <= 128, id.utf8.allSatisfy(Self.isIDByte) else { return nil }
        let name = parts.count > 1 ? TextMeasure.bytes.cut(PlainText.clean(String(parts[1])), to: 64, .fullWidth) : nil
        self = .user(id: String(id), name: name)
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "@"):
            true
        default: false
        }
    }
}

extension [Mention] {
    var everyone: Bool { contains(.everyone) }

    var phones: [String] {
        compactMap { if case .phone(let number) = $0 { number } else { nil } }
    }

    var users: [(id: String, name: String?)] {
        compactMap { if case .user(let id, let name) = $0 { (id, name) } else { nil } }
    }
}
