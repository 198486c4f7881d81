extension PoolLoop {
    /// How long nothing will have to be done unless somebody asks; -1 for ever.
    func millisecondsToSleep() -> Int32 {
        var next = [machine.nextDeadline, shutdownDeadline].compactMap { $0 }.min()
        for wire in wires.values {
            let deadline = wire.isOpen ? wire.cancelDeadline : wire.connectDeadline
            if let deadline, deadline < next ?? deadline.advanced(by: .seconds(1)) {
                next = deadline
            }
        }
        return next?.milliseconds(from: .now) ?? -1
    }

    /// Ends everything whose time is over.
    func expire(_ now: MonotonicTime) {
        for (batch, error) in machine.expire(now: now) {
            failWaiting(batch, error)
        }
        for wire in wires.values {
            if !wire.isOpen, wire.connectDeadline <= now {
                discard(wire)
                firstHost = (firstHost + 1) % recipe.hostCount
                machine.connectFailed(
                    wire.id, reason: "no answer within the connect timeout", now: now, jitter: .random(in: 0...1))
            } else if let deadline = wire.cancelDeadline, deadline <= now {
                lose(wire, telling: .connectionLost(whileRunning: true))
            }
        }
        if let deadline = shutdownDeadline, deadline <= now {
            for wire in wires.values {
                lose(wire, telling: .shutDown)
            }
        }
    }
}
