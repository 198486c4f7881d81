/// Content lines (RFC 5545 §3.1): escaped, folded at 75 octets, ended by CRLF.
struct ContentLines {
    private(set) var bytes: [UInt8] = []

    /// Octets of a line without its CRLF, the leading blank of a continued one included.
    static let mostOctets = 75

    /// A value that the caller knows to be of visible ASCII.
    mutating func add(_ name: String, raw value: String) { fold("\(name):\(value)") }

    mutating func add(_ name: String, text value: String) { fold("\(name):\(Self.escaped(value))") }

    /// - Parameter reply: whether an answer is asked for (RSVP); `nil` for an organizer.
    mutating func add(_ name: String, party: CalendarParty, reply: Bool?) {
        var line = "\(name);CN=\(Self.quoted(party.name))"
        if let reply {
            line += ";ROLE=REQ-PARTICIPANT"
            if let participation = party.participation { line += ";PARTSTAT=\(participation.rawValue)" }
            if reply, (party.participation ?? .needsAction) == .needsAction { line += ";RSVP=TRUE" }
        }
        fold("\(line):\(party.address)")
    }

    /// TEXT (§3.3.11): backslash, semicolon, comma and line ends escaped; control characters (§3.1) left out.
    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            switch scalar {
            case "\\", ";", ",":
                out.append("\\")
                out.append(scalar)
            case "\n" where afterReturn: break
            // The rarer ends of lines, too: some readers split at them before they unfold.
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": out.append(contentsOf: "\\n".unicodeScalars)
            case "\t": out.append(scalar)
            default: if scalar.properties.generalCategory != .control { out.append(scalar) }
            }
        }
        return String(out)
    }

    /// A parameter's value (§3.2): quoted, hence without double quotes; `^` is left alone, as RFC 6868 only decodes
    /// `^n`, `^^` and `^'`, which names do not hold.
    static func quoted(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out.append("'")
            case "^": out.append("\u{2038}")
            case "\n", "\r", "\t", "\u{2028}", "\u{2029}": out.append(" ")
            default: if scalar.properties.generalCategory != .control { out.append(scalar) }
            }
        }
        return "\"\(String(out))\""
    }

    static func isVisible(_ text: String) -> Bool { text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }

    /// A scheme (RFC 3986 §3.1) and something behind it, in visible ASCII.
    static func isURI(_ text: String) -> Bool {
        guard isVisible(text), let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon < text.utf8.endIndex,
            text.utf8.index(after: colon) < text.utf8.endIndex, let first = text.unicodeScalars.first,
            first.properties.isAlphabetic
        else { return false }
        return text.utf8[..<colon].allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
    }

    /// Folds where a character ends; a cluster longer than a line (flags, families) where a scalar ends.
    private mutating func fold(_ line: String) {
        var column = 0
        func breaks(_ octets: Int, _ bytes: inout [UInt8]) {
            guard column + octets > Self.mostOctets else { return }
            bytes.append(contentsOf: [0x0D, 0x0A, 0x20])
            column = 1
        }
        for character in line {
            let octets = character.utf8.count
            guard octets >= Self.mostOctets else {
                breaks(octets, &bytes)
                bytes.append(contentsOf: character.utf8)
                column += octets
                continue
            }
            for scalar in character.unicodeScalars {
                let encoded = UTF8.encode(scalar).map(Array.init) ?? []
                breaks(encoded.count, &bytes)
                bytes.append(contentsOf: encoded)
                column += encoded.count
            }
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }
}
