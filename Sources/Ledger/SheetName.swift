/// A name that a spreadsheet accepts for a tab: made from any text, never refused.
///
/// The rules are Excel's: 1 to 31 UTF-16 units, none of `[ ] : * ? / \`, no apostrophe at either end, not `History`.
public struct SheetName: Sendable, Equatable {
    public let text: String

    public static let mostUnits = 31

    /// - Parameter wanted: forbidden characters become `_`, what is too long is cut; nothing left gives 「台账」.
    public init(_ wanted: String) {
        var scalars = String.UnicodeScalarView()
        var units = 0
        for scalar in wanted.unicodeScalars where !SheetText.forbidden(scalar) && scalar != "\n" && scalar != "\t" {
            units += scalar.utf16.count
            guard units <= Self.mostUnits else { break }
            scalars.append(Self.reserved.contains(scalar) ? "_" : scalar)
        }
        let trim: Set<Unicode.Scalar> = ["'", " "]
        while let last = scalars.last, trim.contains(last) { scalars.removeLast() }
        while let first = scalars.first, trim.contains(first) { scalars.removeFirst() }
        let kept = String(scalars)
        text = kept.isEmpty || kept.lowercased() == "history" ? "台账" : kept
    }

    private static let reserved: Set<Unicode.Scalar> = ["[", "]", ":", "*", "?", "/", "\\"]

    /// The name of a further sheet, when the rows do not fit into one.
    func numbered(_ number: Int) -> SheetName {
        guard number > 1 else { return self }
        let suffix = " (\(number))"
        var base = text
        while base.utf16.count + suffix.utf16.count > Self.mostUnits { base.removeLast() }
        return SheetName(base + suffix)
    }
}
