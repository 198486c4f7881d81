extension PoolLoop {
    /// A caller wants statements run.
    func submit(_ batch: Batch) {
        guard !batch.ticket.isCancelled else {
            batch.reply(.failure(.cancelled))
            endLease(after: batch)
            return
        }
        guard batch.statements.allSatisfy({ $0.parameters.count <= Wire.maximumParameters }) else {
            batch.reply(.failure(.invalidStatement(reason: "more than \(Wire.maximumParameters) parameters")))
            endLease(after: batch)
            return
        }
        switch batch.part {
        case .continues(let lease): enqueue(batch, in: lease)
        case .opens(let lease):
            leases[lease] = LeaseRecord()
            acquire(for: batch)
        case .single: acquire(for: batch)
        }
    }

    /// A caller does not want its batch any more.
    func cancel(_ ticket: Ticket) {
        if let batch = machine.withdraw(where: { $0.ticket === ticket }) {
            failWaiting(batch, .cancelled)
            return
        }
        if let wire = wires.values.first(where: { $0.exchange?.batch?.ticket === ticket }) {
            cancelRunning(on: wire)
            return
        }
        for (lease, record) in leases {
            guard let index = record.pending.firstIndex(where: { $0.ticket === ticket }) else { continue }
            let batch = record.pending[index]
            leases[lease]?.pending.remove(at: index)
            batch.reply(.failure(.cancelled))
            endLease(after: batch)
            return
        }
    }

    /// A lease's closure is over.
    func release(_ lease: Lease.ID) {
        guard leases[lease] != nil else { return }
        leases[lease]?.isReleased = true
        if let connection = leases[lease]?.connection, let wire = wires[connection] {
            settle(wire)
        }
    }

    /// Tells a batch that waited for a connection, and all that would follow it, that there is none.
    func failWaiting(_ batch: Batch, _ error: PostgresError) {
        batch.reply(.failure(error))
        guard let lease = batch.leaseID else { return }
        leases.removeValue(forKey: lease)?.pending.forEach { $0.reply(.failure(error)) }
    }

    /// A batch that was to end its lease is over without having run.
    func endLease(after batch: Batch) {
        if batch.endsLease, let lease = batch.leaseID {
            release(lease)
        }
    }

    private func acquire(for batch: Batch) {
        guard shutdownDeadline == nil else { return failWaiting(batch, .shutDown) }
        switch machine.request(batch, now: .now) {
        case .use(let connection):
            guard let wire = wires[connection] else { return failWaiting(batch, .connectionLost(whileRunning: false)) }
            serve(batch, on: wire)
        case .wait: break
        case .refuse(let error): failWaiting(batch, error)
        }
    }

    private func enqueue(_ batch: Batch, in lease: Lease.ID) {
        guard let record = leases[lease], !record.isReleased else {
            batch.reply(.failure(.connectionLost(whileRunning: false)))
            return
        }
        leases[lease]?.pending.append(batch)
        if let connection = record.connection, let wire = wires[connection], wire.isFree {
            settle(wire)
        }
    }

    /// The caller is freed at once; the connection stays out of use until the cancel request has arrived and the
    /// batch is over.
    private func cancelRunning(on wire: Wire) {
        guard let exchange = wire.exchange, let batch = exchange.batch, !exchange.isAnswered else { return }
        wire.update { $0.isAnswered = true }
        batch.reply(.failure(.cancelled))
        let (mailbox, id) = (mailbox, wire.id)
        do {
            guard let request = CancelRequest(wire.handle) else { throw PostgresError.cancelled }
            try request.send { _ = mailbox.post(.cancelDelivered(connection: id)) }
            wire.isCancelDelivered = false
            wire.cancelDeadline = MonotonicTime.now.advanced(by: configuration.shutdownTimeout)
        } catch {
            lose(wire, telling: .connectionLost(whileRunning: true))
        }
    }
}
