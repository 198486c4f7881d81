import JSON

/// What a robot counts when it limits a text.
enum TextMeasure: Sendable {
    /// UTF-8.
    case bytes
    /// UTF-8 as it stands in a JSON string: for limits on the whole body.
    case jsonBytes
    /// UTF-16 units: never fewer than characters, however the platform counts those.
    case units

    func callAsFunction(_ text: String) -> Int {
        switch self {
        case .bytes: text.utf8.count
        case .jsonBytes: JSON.string(text).bytes.count - 2
        case .units: text.utf16.count
        }
    }

    /// As much of a text as fits when escaped, ended with `…` where something is left out; escaped. Cut between
    /// characters as a reader counts them: never inside one, nor inside an escape.
    /// - Parameters:
    ///   - room: 0 or more; nothing comes back where not even `…` fits.
    ///   - characters: how many are shown at most.
    func cut(_ text: String, to room: Int, characters: Int = .max, _ escape: MarkupEscape) -> String {
        let ellipsis = "…"
        let whole = escape(text)
        if self(whole) <= room, characters == .max || text.count <= characters { return whole }
        var left = room - self(ellipsis)
        guard left >= 0 else { return "" }
        var result = ""
        for character in text.prefix(max(0, characters - 1)) {
            let escaped = escape(String(character))
            left -= self(escaped)
            guard left >= 0 else { break }
            result += escaped
        }
        return result + ellipsis
    }
}
