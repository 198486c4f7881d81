/// The one thing in which JSON's texts are no YAML: characters beyond U+FFFF are escaped as two surrogates, which YAML
/// does not know.
enum JSONEscapes {
    /// The text with every such pair replaced by its character; a surrogate alone stays, and is refused.
    static func joined(_ text: String) -> String {
        guard text.contains("\\u") else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var place = 0
        while place < scalars.count {
            if scalars[place] == "\\" {
                if let high = unit(scalars, place), (0xD800..<0xDC00).contains(high),
                    let low = unit(scalars, place + 6), (0xDC00..<0xE000).contains(low),
                    let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
                {
                    result.append(scalar)
                    place += 12
                    continue
                }
                // With the character behind it, so that an escaped backslash does not begin another escape.
                result.append(scalars[place])
                place += 1
                guard place < scalars.count else { break }
            }
            result.append(scalars[place])
            place += 1
        }
        return String(result)
    }

    /// The number that a `\uXXXX` at that place says.
    private static func unit(_ scalars: [Unicode.Scalar], _ place: Int) -> UInt32? {
        guard place + 6 <= scalars.count, scalars[place] == "\\", scalars[place + 1] == "u" else { return nil }
        var value: UInt32 = 0
        for scalar in scalars[(place + 2)..<(place + 6)] {
            guard let digit = Character(scalar).hexDigitValue, scalar.isASCII else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
