/// Why a district's file or a rulebook is not taken: everything that is wrong with it, in the order of the text.
public enum RulebookError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Never empty.
    case findings([Finding])

    public var findings: [Finding] {
        switch self {
        case .findings(let findings): findings
        }
    }

    public var description: String { findings.map(\.description).joined(separator: "\n") }
}
