/// Why a text is no JSON value that we take.
public enum JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not the grammar of RFC 8259; the offset is in bytes.
    case malformed(offset: Int)
    /// Arrays and objects inside one another deeper than the bound.
    case tooDeep(limit: Int)
    /// Not UTF-8.
    case invalidUTF8

    public var description: String {
        switch self {
        case .malformed(let offset): "not JSON at byte \(offset)"
        case .tooDeep(let limit): "nested deeper than \(limit)"
        case .invalidUTF8: "not UTF-8"
        }
    }
}
