import Synchronization

/// Undoes what an answer promised unless the answer was handed over, whatever else becomes of it: an error on the way, a
/// client that is gone before the first byte, a response that nobody writes.
final class Receipt: Sendable {
    private let undo: Mutex<(@Sendable () -> Void)?>

    init(undo: @escaping @Sendable () -> Void) { self.undo = Mutex(undo) }

    /// The client has it.
    func sign() { undo.withLock { $0 = nil } }

    deinit { undo.withLock { $0 }?() }
}
