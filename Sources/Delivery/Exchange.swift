import Domain
import Store

/// One request and what came back.
struct Exchange: Sendable {
    let consignment: Consignment
    let verdict: Verdict
    /// Machine time of the request.
    let at: Timestamp
    let milliseconds: Int
    /// `nil`: no answer.
    var status: Int?
    var error: String?
    var peerAddress: String?
    var excerpt: String?
    /// Nobody answered, but the message may have arrived.
    var maybeArrived = false

    /// What the deliveries are now, and the lines for their log.
    /// - Parameter holds: what may have arrived is not sent again by itself.
    func settle(holds: Bool) -> (finished: [FinishedDelivery], attempts: [AttemptLine]) {
        let carrier = consignment.carrier
        switch verdict.fate {
        case .delivered:
            let others = consignment.deliveries.dropLast().map {
                FinishedDelivery(id: $0.id, state: "coalesced", attempts: $0.attempts, digest: carrier.id)
            }
            return (
                others + [FinishedDelivery(id: carrier.id, state: "delivered", attempts: carrier.attempts + 1)],
                [line(carrier)]
            )
        case .failed(let named):
            let finished = consignment.deliveries.map { delivery in
                let number = delivery.attempts + 1
                if maybeArrived, holds { return FinishedDelivery(id: delivery.id, state: "unknown", attempts: number) }
                guard let wait = RetrySchedule.wait(after: number) else {
                    return FinishedDelivery(id: delivery.id, state: "dead", attempts: number)
                }
                return FinishedDelivery(
                    id: delivery.id, state: "retrying", attempts: number, after: max(wait, named ?? 0))
            }
            return (finished, consignment.deliveries.map(line))
        case .throttled:
            let finished = consignment.deliveries.map {
                FinishedDelivery(id: $0.id, state: $0.attempts > 0 ? "retrying" : "pending", attempts: $0.attempts)
            }
            return (finished, [line(carrier)])
        case .rejected:
            // Of a digest one message is at fault, and nobody knows which: they go one by one.
            let finished = consignment.deliveries.map {
                consignment.digest == nil
                    ? FinishedDelivery(id: $0.id, state: "dead", attempts: $0.attempts + 1)
                    : FinishedDelivery(id: $0.id, state: "pending", attempts: $0.attempts, alone: true)
            }
            return (finished, [line(carrier)])
        case .gone, .misconfigured:
            let finished = consignment.deliveries.map {
                FinishedDelivery(id: $0.id, state: "parked", attempts: $0.attempts + 1)
            }
            return (finished, [line(carrier)])
        }
    }

    private func line(_ delivery: DueDelivery) -> AttemptLine {
        AttemptLine(
            delivery: delivery.id, number: delivery.attempts + 1, at: at, status: status,
            vendorCode: verdict.vendorCode, fault: verdict.fault?.name, milliseconds: milliseconds, error: error,
            peerAddress: peerAddress, excerpt: excerpt)
    }
}
