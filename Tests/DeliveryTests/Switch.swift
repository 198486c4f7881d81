import Synchronization

/// Something a test turns on and off while a server reads it.
final class Switch: Sendable {
    private let value: Mutex<Bool>

    init(_ isOn: Bool) { value = Mutex(isOn) }

    var isOn: Bool {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
