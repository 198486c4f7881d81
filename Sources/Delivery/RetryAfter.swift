import Domain

/// The header `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date of the one form that may be sent today.
enum RetryAfter {
    /// Nobody is waited for longer than a day.
    static let most: Double = 86_400

    /// Seconds to wait, 0 to a day; `nil` for anything else. Foundation's formatter is not asked: it is slow, and reads
    /// more than the standard allows.
    static func seconds(_ header: String, at now: Int64) -> Double? {
        let text = header.filter { $0 != "\t" && $0 != "\r" }.trimmed
        if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
            // More digits than a day has seconds: a day, whatever they say.
            let digits = text.utf8.drop { $0 == 48 }
            return digits.count > 5 ? most : min(Double(digits.reduce(0) { $0 * 10 + Int($1 - 48) }), most)
        }
        return date(text).map { min(max(0, Double($0 - now)), most) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ text: String) -> Int64? {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let bytes = Array(text.utf8)
        guard bytes.count == 29, text.hasSuffix(" GMT") else { return nil }
        func word(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy { (48...57).contains($0) } ? bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) } : nil
        }
        guard days.contains(word(0..<3)), word(3..<5) == ", ", word(7..<8) == " ", word(11..<12) == " ",
            word(16..<17) == " ", word(19..<20) == ":", word(22..<23) == ":",
            let month = months.firstIndex(of: word(8..<11)), let day = number(5..<7), let year = number(12..<16),
            let hour = number(17..<19), let minute = number(20..<22), let second = number(23..<25),
            hour < 24, minute < 60, second <= 60, let date = LocalDate(year: year, month: month + 1, day: day)
        else { return nil }
        return Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
