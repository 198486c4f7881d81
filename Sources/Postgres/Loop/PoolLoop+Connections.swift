import CLibPQ

extension PoolLoop {
    /// Gives an open connection to a batch, or lets it rest.
    func serve(_ batch: Batch?, on wire: Wire) {
        guard let batch else { return closeIfShuttingDown(wire) }
        if let lease = batch.leaseID {
            leases[lease]?.connection = wire.id
            wire.lease = lease
        }
        send(batch, on: wire)
    }

    /// The answer to all that was sent is complete.
    func finish(_ exchange: Exchange, on wire: Wire) {
        if let batch = exchange.batch {
            if !exchange.isAnswered {
                batch.reply(exchange.outcome)
            }
            if batch.endsLease, let lease = batch.leaseID {
                leases[lease]?.isReleased = true
            }
        } else if exchange.failure != nil {
            return lose(wire, telling: .connectionLost(whileRunning: false))
        }
        settle(wire)
    }

    /// Decides what a connection does next once it is at rest.
    func settle(_ wire: Wire) {
        // A cancel that the server refused leaves the statement running: then the deadline stands.
        if wire.isCancelDelivered, wire.exchange == nil {
            wire.cancelDeadline = nil
            wire.isCancelDelivered = false
        }
        guard wire.isFree else { return }
        if let lease = wire.lease, let record = leases[lease] {
            if !record.pending.isEmpty {
                let next = leases[lease]?.pending.removeFirst()
                return next.map { send($0, on: wire) } ?? ()
            }
            guard record.isReleased else { return tidy(wire) }
            leases[lease] = nil
            wire.lease = nil
        }
        switch PQtransactionStatus(wire.handle) {
        case PQTRANS_IDLE where wire.cache.needsUpkeep:
            tidy(wire)
        case PQTRANS_IDLE:
            serve(machine.free(wire.id), on: wire)
        case PQTRANS_INTRANS, PQTRANS_INERROR:
            sendUpkeep(["ROLLBACK"], on: wire)
        default:
            lose(wire, telling: .connectionLost(whileRunning: false))
        }
    }

    func cancelDelivered(_ connection: Int) {
        guard let wire = wires[connection] else { return }
        wire.isCancelDelivered = true
        settle(wire)
    }

    /// Gives up an open connection and tells everybody who counts on it.
    func lose(_ wire: Wire, telling error: PostgresError) {
        let exchange = wire.abandonExchange()
        let lease = wire.lease.flatMap { leases.removeValue(forKey: $0) }
        discard(wire)
        machine.closed(wire.id, isLost: error != .shutDown)
        if let exchange, let batch = exchange.batch, !exchange.isAnswered {
            batch.reply(.failure(exchange.failure ?? error))
        }
        lease?.pending.forEach { $0.reply(.failure(.connectionLost(whileRunning: false))) }
    }

    /// Closes a connection without telling anybody.
    func discard(_ wire: Wire) {
        wires[wire.id] = nil
        wire.close()
    }

    /// Lets the server forget prepared statements. Never inside a transaction: if that was aborted, it would fail.
    private func tidy(_ wire: Wire) {
        guard wire.cache.needsUpkeep, PQtransactionStatus(wire.handle) == PQTRANS_IDLE else { return }
        sendUpkeep(wire.cache.takeRetired().map { "DEALLOCATE \($0)" }, on: wire)
    }

    private func send(_ batch: Batch, on wire: Wire) {
        guard !batch.statements.isEmpty else {
            batch.reply(.success([]))
            return settle(wire)
        }
        machine.count(statements: batch.statements.count)
        guard !wire.send(batch) else { return }
        resubmit(batch, insteadOf: wire)
    }

    /// Nothing was sent, so another connection can do it, unless it belongs to a transaction on this one.
    private func resubmit(_ batch: Batch, insteadOf wire: Wire) {
        if case .continues = batch.part {
            lose(wire, telling: .connectionLost(whileRunning: false))
            return batch.reply(.failure(.connectionLost(whileRunning: false)))
        }
        let record = wire.lease.flatMap { leases[$0] }
        wire.lease = nil
        lose(wire, telling: .connectionLost(whileRunning: false))
        if let lease = batch.leaseID, var record {
            record.connection = nil
            leases[lease] = record
        }
        machine.requestAgain(batch, now: .now)
    }

    private func sendUpkeep(_ statements: [String], on wire: Wire) {
        machine.count(statements: statements.count)
        wire.sendUpkeep(statements)
    }
}
