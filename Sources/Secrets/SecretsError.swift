/// What can go wrong with keys and sealed values; never holds one.
public enum SecretsError: Error, Equatable, Sendable, CustomStringConvertible {
    case wrongKeyLength(Int)
    case cannotSeal
    case cannotOpen
    case keyFile(path: String, reason: String)

    public var description: String {
        switch self {
        case .wrongKeyLength(let count): "the key has \(count) bytes; 32 are needed"
        case .cannotSeal: "a value could not be sealed"
        case .cannotOpen: "a sealed value does not open: another key made it, or it was altered"
        case .keyFile(let path, let reason): "key file \(path): \(reason)"
        }
    }
}
