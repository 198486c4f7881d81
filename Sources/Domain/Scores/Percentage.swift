/// A percentage with two decimals, kept as whole hundredths: 9372 is 93.72 %. Made from an exact fraction, so that the
/// same counts give the same figure on every machine.
public struct Percentage: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var hundredths: Int

    public init(hundredths: Int) { self.hundredths = hundredths }

    /// `part` of `whole`, half a hundredth rounded away from zero.
    /// - Parameters:
    ///   - part: may be negative: a change.
    ///   - whole: `nil` comes of 0: nothing to take a part of is neither 0 % nor 100 %.
    public init?(_ part: Int, of whole: Int) {
        self.init(Int128(part), of: Int128(whole))
    }

    init?(_ part: Int128, of whole: Int128) {
        guard whole > 0 else { return nil }
        let twice = part.magnitude * 20_000 + whole.magnitude
        let rounded = Int(clamping: twice / (whole.magnitude * 2))
        hundredths = part < 0 ? -rounded : rounded
    }

    public static func < (left: Percentage, right: Percentage) -> Bool { left.hundredths < right.hundredths }

    /// The shortest decimal: `100`, `95.5`, `93.72`, `-15.39`.
    public var description: String {
        (hundredths < 0 ? "-" : "") + Points(hundredths: abs(hundredths)).description
    }
}
