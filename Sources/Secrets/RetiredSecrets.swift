/// Secrets that were replaced and still sign for a while: a line each, its end in seconds since 1970 before it. Kept sealed.
public struct RetiredSecrets: Sendable, Equatable {
    private var entries: [(until: Int64, secret: String)] = []

    public init() {}

    /// Reads what `text` wrote; lines of another form are left out.
    public init(parsing text: String) {
        entries = text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let until = Int64(parts[0]) else { return nil }
            return (until, String(parts[1]))
        }
    }

    public var text: String { entries.map { "\($0.until) \($0.secret)" }.joined(separator: "\n") }

    /// Those that still sign, newest first.
    public func signing(at seconds: Int64) -> [String] { entries.filter { $0.until > seconds }.map(\.secret) }

    /// Adds the one that was replaced just now, and forgets those whose time is over.
    public mutating func retire(_ secret: String, until: Int64, at seconds: Int64) {
        entries = [(until, secret)] + entries.filter { $0.until > seconds }
    }

    public static func == (left: RetiredSecrets, right: RetiredSecrets) -> Bool { left.text == right.text }
}
