import Domain
import Foundation

/// Values as plain text: what CSV holds, and what a spreadsheet holds where it cannot count.
enum PlainText {
    /// Without an exponent; `nil` for what is not finite.
    static func decimal(_ value: Double) -> String? {
        guard value.isFinite else { return nil }
        if value == value.rounded(), abs(value) < 1e18 { return String(Int(value)) }
        let short = "\(value)"
        guard short.contains("e") else { return short }
        guard abs(value) < 1 else { return String(format: "%.0f", value) }
        var long = String(format: "%.20f", value)
        while long.last == "0" { long.removeLast() }
        if long.last == "." { long.removeLast() }
        return long == "-0" ? "0" : long
    }

    /// `26:03:05`, hours unbounded.
    static func duration(_ seconds: Int) -> String {
        let size = seconds.magnitude
        return (seconds < 0 ? "-" : "") + "\(size / 3600):\(two(size / 60 % 60)):\(two(size % 60))"
    }

    /// `2026-02-13 09:30:00`, which spreadsheets read as a date-time when they open CSV.
    static func dateTime(_ moment: Timestamp, in zone: Zone) -> String {
        let (date, second) = zone.local(moment)
        let time = UInt(second)
        return "\(date.text) \(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))"
    }

    private static func two(_ value: UInt) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
