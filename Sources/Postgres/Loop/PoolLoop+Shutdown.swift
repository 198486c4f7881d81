extension PoolLoop {
    /// Turns away everybody who has no connection and waits for those who have one.
    func beginShutdown(_ caller: CheckedContinuation<Void, Never>?) {
        if let caller {
            shutdownCallers.append(caller)
        }
        guard shutdownDeadline == nil else { return }
        shutdownDeadline = MonotonicTime.now.advanced(by: configuration.shutdownTimeout)
        for batch in machine.withdrawAll() {
            failWaiting(batch, .shutDown)
        }
        for wire in wires.values where !wire.isOpen || (wire.isFree && wire.lease == nil) {
            lose(wire, telling: .shutDown)
        }
    }

    /// A connection came to rest; during a shutdown it is closed instead of being kept.
    func closeIfShuttingDown(_ wire: Wire) {
        guard shutdownDeadline != nil else { return }
        lose(wire, telling: .shutDown)
    }
}
