import Domain
import Synchronization

/// How much one token may hold open in a broker at a time, and all of them together: what is open costs memory and a
/// connection for as long as it lasts, so that one caller must not take it from the others.
public final class Seats: Sendable {
    /// What is held open.
    public enum Kind: Sendable, CaseIterable {
        /// A stream of events.
        case stream
        /// A poll that waits for orders.
        case poll
        /// A file on its way in.
        case upload
        /// A walk over a whole history.
        case audit

        var perToken: Int {
            switch self {
            case .stream: 16
            case .poll: 256
            case .upload: 4
            case .audit: 1
            }
        }

        var inAll: Int {
            switch self {
            case .stream: 4_000
            case .poll: 10_000
            case .upload: 64
            case .audit: 4
            }
        }
    }

    /// Every seat is taken.
    public struct Taken: Error, Sendable {
        public let kind: Kind
    }

    private struct Holder: Hashable {
        let kind: Kind
        let district: String
        let name: String
    }

    private struct State {
        var held: [Holder: Int] = [:]
        var inAll: [Kind: Int] = [:]
    }

    private let state = Mutex(State())

    init() {}

    /// Takes a seat, which is free again when it is left or forgotten.
    public func take(_ kind: Kind, for caller: Caller) throws(Taken) -> Seat {
        let holder = Holder(kind: kind, district: caller.district, name: caller.token?.text ?? caller.organization)
        let taken = state.withLock { state in
            guard state.held[holder, default: 0] < kind.perToken, state.inAll[kind, default: 0] < kind.inAll else {
                return false
            }
            state.held[holder, default: 0] += 1
            state.inAll[kind, default: 0] += 1
            return true
        }
        guard taken else { throw Taken(kind: kind) }
        return Seat { [self] in
            state.withLock { state in
                state.inAll[kind, default: 1] -= 1
                let left = state.held[holder, default: 1] - 1
                state.held[holder] = left > 0 ? left : nil
            }
        }
    }
}

/// A place that somebody holds.
public final class Seat: Sendable {
    private let free: Mutex<(@Sendable () -> Void)?>

    init(free: @escaping @Sendable () -> Void) { self.free = Mutex(free) }

    /// Gives it back now rather than when it is forgotten.
    public func leave() {
        free.withLock { free in
            defer { free = nil }
            return free
        }?()
    }

    deinit { leave() }
}
