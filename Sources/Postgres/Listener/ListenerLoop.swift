import CLibPQ

/// What a listener's thread does. It has only one connection and nothing else to do, so it may wait in the middle of
/// its work.
final class ListenerLoop {
    private enum Token {
        static let stop: UInt64 = 0
        static let socket: UInt64 = 1
    }

    private let configuration: PostgresConfiguration
    private let recipe: ConnectionRecipe
    private let channels: [String]
    private let readiness: Readiness
    private let stop: StopSignal
    private let outlet: ListenerOutlet
    private var backoff: Backoff
    private var firstHost = 0

    init(
        configuration: PostgresConfiguration, recipe: ConnectionRecipe, channels: [String], readiness: Readiness,
        stop: StopSignal, outlet: ListenerOutlet
    ) {
        self.configuration = configuration
        self.recipe = recipe
        self.channels = channels
        self.readiness = readiness
        self.stop = stop
        self.outlet = outlet
        backoff = Backoff(from: configuration.minimumBackoff, to: configuration.maximumBackoff)
        readiness.watch(stop.wakeUp.descriptor, for: .reading, token: Token.stop)
    }

    /// Runs until it is told to stop.
    func run() {
        while !stop.isRaised {
            if let connection = recipe.begin(firstHost: firstHost) {
                PQsetNoticeReceiver(connection, { _, _ in }, nil)
                serve(connection)
                PQfinish(connection)
            }
            backoff.failed(reason: "", now: .now, jitter: .random(in: 0...1))
            while !stop.isRaised, let time = backoff.notBefore, time > .now {
                readiness.wait(milliseconds: time.milliseconds(from: .now)) { _, _ in }
            }
        }
    }

    /// Returns when the connection is of no more use.
    private func serve(_ connection: OpaquePointer) {
        let deadline = MonotonicTime.now.advanced(by: configuration.connectTimeout)
        guard PQstatus(connection) != CONNECTION_BAD, connect(connection, until: deadline) else { return }
        defer { readiness.forget(PQsocket(connection)) }
        guard listen(connection, until: deadline) else { return }
        backoff.reset()
        outlet.emit(.connected)
        repeat {
            while let notification = PQnotifies(connection) {
                outlet.emit(.notification(PostgresNotification(notification.pointee)))
                PQfreemem(notification)
            }
            waitForNews()
            outlet.settle()
        } while !stop.isRaised && PQconsumeInput(connection) == 1
    }

    private func connect(_ connection: OpaquePointer, until deadline: MonotonicTime) -> Bool {
        var interest = Readiness.Interest.writing
        while true {
            let descriptor = PQsocket(connection)
            readiness.watch(descriptor, for: interest, token: Token.socket)
            guard isReady(by: deadline) else {
                readiness.forget(descriptor)
                firstHost = (firstHost + 1) % recipe.hostCount
                return false
            }
            let status = PQconnectPoll(connection)
            if PQsocket(connection) != descriptor {
                readiness.forget(descriptor)
            }
            switch status {
            case PGRES_POLLING_READING: interest = .reading
            case PGRES_POLLING_WRITING: interest = .writing
            case PGRES_POLLING_OK:
                readiness.watch(PQsocket(connection), for: .reading, token: Token.socket)
                return true
            default: return false
            }
        }
    }

    private func listen(_ connection: OpaquePointer, until deadline: MonotonicTime) -> Bool {
        guard !channels.isEmpty else { return true }
        let names = channels.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
        let statement = names.map { "LISTEN \($0)" }.joined(separator: "; ")
        guard PQsendQuery(connection, statement) == 1 else { return false }
        var succeeded = true
        while true {
            while PQisBusy(connection) == 1 {
                guard isReady(by: deadline), PQconsumeInput(connection) == 1 else { return false }
            }
            guard let result = PQgetResult(connection) else { return succeeded }
            succeeded = succeeded && PQresultStatus(result) == PGRES_COMMAND_OK
            PQclear(result)
        }
    }

    /// Waits for the socket; `false` if the time is over or the thread must stop.
    private func isReady(by deadline: MonotonicTime) -> Bool {
        var isReady = false
        while !isReady, !stop.isRaised, deadline > .now {
            readiness.wait(milliseconds: deadline.milliseconds(from: .now)) { token, _ in
                isReady = isReady || token == Token.socket
            }
        }
        return isReady
    }

    /// Waits until something is to be read; not forever if the consumer has to be told of a loss.
    private func waitForNews() {
        readiness.wait(milliseconds: outlet.owesNotice ? 100 : -1) { _, _ in }
    }
}
