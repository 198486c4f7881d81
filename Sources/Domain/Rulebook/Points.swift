/// Points with two decimals, kept as whole hundredths so that sums are exact.
public struct Points: Sendable, Hashable, Comparable, CustomStringConvertible {
    public static let zero = Points(hundredths: 0)
    /// What one session or task may be worth.
    public static let bounds = zero...Points(hundredths: 100_000)

    public var hundredths: Int

    public init(hundredths: Int) { self.hundredths = hundredths }

    /// Reads `2`, `0.5` or `1.25`; `nil` for more decimals, a sign or anything else.
    public init?(_ text: some StringProtocol) {
        guard let match = String(text).wholeMatch(of: /([0-9]{1,6})(?:\.([0-9]{1,2}))?/), let whole = Int(match.1)
        else { return nil }
        let decimals = match.2.map { $0.count == 1 ? $0 + "0" : $0 } ?? "00"
        hundredths = whole * 100 + (Int(decimals) ?? 0)
    }

    public static func < (left: Points, right: Points) -> Bool { left.hundredths < right.hundredths }

    public static func + (left: Points, right: Points) -> Points {
        Points(hundredths: left.hundredths + right.hundredths)
    }

    public static func * (times: Int, points: Points) -> Points { Points(hundredths: times * points.hundredths) }

    /// The shortest decimal: `2`, `0.5`, `1.25`.
    public var description: String {
        let rest = hundredths % 100
        if rest == 0 { return String(hundredths / 100) }
        return "\(hundredths / 100)." + (rest % 10 == 0 ? String(rest / 10) : pad(rest))
    }
}
