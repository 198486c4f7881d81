/// Text from people, made fit for a paper before any markup is thought of.
enum PaperText {
    /// Without control characters (but for tab and line feed), and without the marks that turn the direction of writing:
    /// with them a title could reorder the words of an official paper around it (Unicode UAX #9; CVE-2021-42574).
    static func clean(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            switch scalar.value {
            case 0x0A where afterReturn: break
            case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: out.append("\n")
            case 0x09: out.append(scalar)
            case 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: break
            default: if scalar.properties.generalCategory != .control { out.append(scalar) }
            }
        }
        return String(out)
    }

    static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}
