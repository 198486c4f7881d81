/// What people typed, made fit for one line of a message to a group.
enum PlainText {
    /// One line without control characters or text-direction overrides, runs of blanks as one; phone and identity numbers
    /// masked, since messages go to groups; addresses of the web broken, so that no chat makes links of them.
    static func clean(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var blank = true
        for scalar in text.unicodeScalars {
            if isBlank(scalar) {
                if !blank { scalars.append(" ") }
                blank = true
            } else if !isDropped(scalar) {
                scalars.append(scalar)
                blank = false
            }
        }
        if scalars.last == " " { scalars.removeLast() }
        return String(unlinked(masked(scalars)))
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x20, 0x7F...0xA0, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Zero-width space, word joiner, byte order mark, and what turns the direction of the text around it. Joiners stay:
    /// emoji are made of them.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B, 0x2060, 0xFEFF, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Eleven digits that begin like a mobile number, and any eighteen: their middle becomes asterisks. The full-width
    /// ones, which are no markup.
    private static func masked(_ text: String.UnicodeScalarView) -> String.UnicodeScalarView {
        var result = String.UnicodeScalarView()
        var run: [Unicode.Scalar] = []
        func flush() {
            let isPhone = run.count == 11 && run[0] == "1" && run[1].value >= 0x33
            // With the country's code before it, or an identity number without its last letter.
            let isMasked = isPhone || (13...18).contains(run.count)
            for (index, digit) in run.enumerated() {
                result.append(isMasked && index >= 3 && index < run.count - 4 ? "＊" : digit)
            }
            run = []
        }
        for scalar in text {
            if (48...57).contains(scalar.value) {
                run.append(scalar)
            } else {
                flush()
                result.append(scalar)
            }
        }
        flush()
        return result
    }

    private static func unlinked(_ text: String.UnicodeScalarView) -> String.UnicodeScalarView {
        var result = String.UnicodeScalarView()
        for scalar in text {
            if scalar == "/", result.last == "/", result.dropLast().last == ":" {
                result.removeLast(2)
                result.append(contentsOf: "：/".unicodeScalars)
            }
            result.append(scalar)
        }
        return result
    }
}
