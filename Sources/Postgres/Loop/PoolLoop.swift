import Synchronization

/// What a pool's owner thread does: it reads messages, moves bytes and hands out connections.
final class PoolLoop {
    static let wakeUpToken = UInt64.max

    let mailbox: Mailbox<PoolMessage>
    let configuration: PostgresConfiguration
    let recipe: ConnectionRecipe
    let readiness: Readiness
    let publish: (PoolStatistics) -> Void
    var machine: PoolMachine<Batch>
    var wires: [Int: Wire] = [:]
    var leases: [Lease.ID: LeaseRecord] = [:]
    /// Where the next attempt to connect begins in a list of hosts; moves on when a host does not answer in time.
    var firstHost = 0
    /// When a shutdown stops being patient; `nil` if there is none.
    var shutdownDeadline: MonotonicTime?
    var shutdownCallers: [CheckedContinuation<Void, Never>] = []

    init(
        mailbox: Mailbox<PoolMessage>, configuration: PostgresConfiguration, recipe: ConnectionRecipe,
        readiness: Readiness, wakeUp: WakeUp, publish: @escaping (PoolStatistics) -> Void
    ) {
        self.mailbox = mailbox
        self.configuration = configuration
        self.recipe = recipe
        self.readiness = readiness
        self.publish = publish
        machine = PoolMachine(configuration)
        readiness.watch(wakeUp.descriptor, for: [.reading, .edge], token: Self.wakeUpToken)
    }

    /// Runs until a shutdown is complete.
    func run() {
        var messages: [PoolMessage] = []
        while !(shutdownDeadline != nil && wires.isEmpty) {
            let timeout = mailbox.prepareToSleep() ? millisecondsToSleep() : 0
            // Connections come before messages, so that one that is known to be dead gets no more work.
            readiness.wait(milliseconds: timeout) { token, interest in
                if let wire = wires[Int(truncatingIfNeeded: token)] {
                    react(to: wire.handle(interest), on: wire)
                }
            }
            mailbox.take(into: &messages)
            for message in messages {
                handle(message)
            }
            let now = MonotonicTime.now
            expire(now)
            openConnections(now)
            publish(machine.snapshot)
        }
        finish()
    }

    private func handle(_ message: PoolMessage) {
        switch message {
        case .run(let batch): submit(batch)
        case .cancel(let ticket): cancel(ticket)
        case .release(let lease): release(lease)
        case .cancelDelivered(let connection): cancelDelivered(connection)
        case .shutDown(let caller): beginShutdown(caller)
        }
    }

    private func react(to event: Wire.Event, on wire: Wire) {
        switch event {
        case .nothing: break
        case .connected:
            serve(machine.connected(wire.id), on: wire)
        case .connectFailed(let reason):
            discard(wire)
            machine.connectFailed(wire.id, reason: reason, now: .now, jitter: .random(in: 0...1))
        case .finished(let exchange):
            finish(exchange, on: wire)
        case .lost:
            lose(wire, telling: .connectionLost(whileRunning: true))
        }
    }

    private func openConnections(_ now: MonotonicTime) {
        guard shutdownDeadline == nil else { return }
        for id in machine.connectionsToOpen(now: now) {
            let wire = Wire(
                id: id, readiness: readiness, connectDeadline: now.advanced(by: configuration.connectTimeout),
                cacheCapacity: configuration.statementCacheCapacity)
            wires[id] = wire
            react(to: wire.connect(recipe, firstHost: firstHost), on: wire)
        }
    }

    private func finish() {
        for message in mailbox.close() {
            switch message {
            case .run(let batch): batch.reply(.failure(.shutDown))
            case .shutDown(let caller): caller.map { shutdownCallers.append($0) }
            case .cancel, .release, .cancelDelivered: break
            }
        }
        publish(machine.snapshot)
        shutdownCallers.forEach { $0.resume() }
    }
}
