import Synchronization

/// Tells a thread that waits for descriptors to come to its end.
final class StopSignal: Sendable {
    let wakeUp: WakeUp
    private let raised = Atomic(false)

    init() throws(PostgresError) {
        wakeUp = try WakeUp()
    }

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() {
        raised.store(true, ordering: .releasing)
        wakeUp.signal()
    }
}
