import Synchronization

/// How callers reach the owner thread: a locked list of messages, and a wake-up that is only signalled when the thread
/// may be asleep, so that many submissions cost one system call.
final class Mailbox<Message: Sendable>: Sendable {
    private enum Phase {
        case unopened, open, closed
    }

    private struct State {
        var phase = Phase.unopened
        var messages: [Message] = []
        var isOwnerAsleep = false
        var wakeUp: WakeUp?
    }

    private let state = Mutex(State())

    /// Lets messages in for an owner who waits for `wakeUp`; `false` if the mailbox was open or closed before.
    func open(waking wakeUp: WakeUp) -> Bool {
        state.withLock { state in
            guard state.phase == .unopened else { return false }
            state.phase = .open
            state.wakeUp = wakeUp
            return true
        }
    }

    /// Hands a message over, or returns why nobody will read it.
    func post(_ message: Message) -> PostgresError? {
        let (refusal, sleeper) = state.withLock { state -> (PostgresError?, WakeUp?) in
            switch state.phase {
            case .unopened: return (.notStarted, nil)
            case .closed: return (.shutDown, nil)
            case .open:
                state.messages.append(message)
                let sleeper = state.isOwnerAsleep ? state.wakeUp : nil
                state.isOwnerAsleep = false
                return (nil, sleeper)
            }
        }
        sleeper?.signal()
        return refusal
    }

    /// Owner only: announces that it is about to wait; `false` if there are messages to be read first.
    func prepareToSleep() -> Bool {
        state.withLock { state in
            state.isOwnerAsleep = state.messages.isEmpty
            return state.isOwnerAsleep
        }
    }

    /// Owner only: takes all messages, leaving `spare`'s storage for the next ones.
    func take(into spare: inout [Message]) {
        spare.removeAll(keepingCapacity: true)
        state.withLock { state in
            state.isOwnerAsleep = false
            swap(&state.messages, &spare)
        }
    }

    /// Lets nothing more in and returns what nobody has read.
    func close() -> [Message] {
        state.withLock { state in
            state.phase = .closed
            defer { state.messages = [] }
            return state.messages
        }
    }
}
