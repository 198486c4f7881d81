import Synchronization

/// The address under which people reach this installation, for links in messages: what the operator says, or in a demo
/// the one it listens on, known only once it does.
public final class PublicAddress: Sendable {
    private let text: Mutex<String?>

    /// - Parameter text: `https://whistle.example`, without a slash at its end; `nil`: not known.
    public init(_ text: String?) { self.text = Mutex(text) }

    public var current: String? { text.withLock { $0 } }

    /// Sets it where nobody said one.
    public func assume(_ address: String) { text.withLock { $0 = $0 ?? address } }
}
