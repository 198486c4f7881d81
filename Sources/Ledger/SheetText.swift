/// Text as a spreadsheet's XML may hold it.
enum SheetText {
    /// A cell's longest text, in UTF-16 units (Excel's limit; the library counts code points, which is never stricter).
    static let mostUnits = 32_767

    /// Characters that XML 1.0 (§2.2) has no way to write, and CR, which a reader would turn into LF anyway.
    static func forbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// Without forbidden characters, CR LF as LF, cut to length, and with `_x0041_` spelled so that it is not decoded to
    /// `A` (ECMA-376 §22.9.2.19, ST_Xstring).
    static func cell(_ text: String) -> String {
        if isPlain(text) { return text }
        var out = String.UnicodeScalarView()
        var units = 0
        let scalars = Array(text.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "\r" {
                guard index >= scalars.count || scalars[index] != "\n" else { continue }
                guard units < mostUnits else { break }
                out.append("\n")
                units += 1
                continue
            }
            if forbidden(scalar) { continue }
            let escaped = scalar == "_" && isEscape(scalars, at: index)
            units += escaped ? 7 : scalar.utf16.count
            guard units <= mostUnits else { break }
            if escaped { out.append(contentsOf: "_x005F".unicodeScalars) }
            out.append(scalar)
        }
        return String(out)
    }

    /// Whether `xHHHH_` stands there.
    private static func isEscape(_ scalars: [Unicode.Scalar], at start: Int) -> Bool {
        guard start + 6 <= scalars.count, scalars[start] == "x", scalars[start + 5] == "_" else { return false }
        return scalars[(start + 1)...(start + 4)].allSatisfy { $0.properties.isASCIIHexDigit }
    }

    /// Nearly every cell: nothing to change, seen without decoding (4 million cells in a large ledger).
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count <= mostUnits else { return false }
            for index in bytes.indices {
                let byte = bytes[index]
                if byte < 0x20, byte != 0x0A, byte != 0x09 { return false }
                // U+FFFE and U+FFFF are EF BF BE and EF BF BF; `_x` may begin an escape.
                if byte == 0xBF, index > 0, bytes[index - 1] == 0xEF { return false }
                if byte == 0x5F, index + 1 < bytes.count, bytes[index + 1] == 0x78 { return false }
            }
            return true
        }
    }
}
