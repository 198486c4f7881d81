import Synchronization

/// The policy in force, shared by the client and its loops. Asked before every connection and every request, so that
/// a change also holds for connections made before it.
final class CurrentPolicy: Sendable {
    private let value: Mutex<AddressPolicy>

    init(_ policy: AddressPolicy) {
        value = Mutex(policy)
    }

    func judge(_ address: IPAddress) -> AddressPolicy.Verdict {
        value.withLock { $0.judge(address) }
    }

    var policy: AddressPolicy {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
