/// Why a paper could not be made: a fault of this room, never of the values given.
public enum PapersError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A template does not parse; the reason is the parser's.
    case template(name: String, reason: String)
    /// The paper has no such form, as printed forms have none in Markdown.
    case noTemplate(String)

    public var description: String {
        switch self {
        case .template(let name, let reason): "template \(name) does not parse: \(reason)"
        case .noTemplate(let name): "there is no template \(name)"
        }
    }
}
