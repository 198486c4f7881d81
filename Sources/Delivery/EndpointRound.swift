import CurlClient
import Domain
import Foundation
import JSON
import Logging
import Postgres
import Secrets
import Store

/// One endpoint's turn: takes what is due, sends lane by lane, writes what came back, until nothing is due any more.
///
/// Deliveries of one lane (one whistle or meeting) go out one after another; lanes run beside one another. What was
/// taken is not marked: should this broker die, the lease runs out and another sends it again under the same id.
struct EndpointRound: Sendable {
    /// Seconds; renewed while the round runs. Longer than a request may take.
    static let lease = 60
    private static let batch = 400
    /// Requests on the wire at once: few until the endpoint shows that it answers, and one after it did not, so that
    /// endpoints that hang do not take the places of those that work.
    private static let inFlight = (least: 1, first: 8, most: 64)
    /// Outcomes are written when so many have come, or so long after the last ones.
    private static let writtenAtOnce = 200
    private static let writtenWithin = Duration.seconds(2)
    private static let writeAttempts = 10
    /// With the length of one request this stays well below the lease.
    private static let laneWithin = Duration.seconds(10)
    private static let excerpt = 4096

    let webhook: LeasedWebhook
    let store: Store
    let client: CurlClient
    let secrets: SecretBox
    let logger: Logger
    /// Whether the broker goes down: then nothing more is sent, and what was sent is still written.
    let isEnding: @Sendable () -> Bool

    func run() async {
        do {
            guard let adapter = Adapters.named(webhook.adapter) else {
                return try await store.stop(webhook, state: "disabled", reason: "unknown adapter")
            }
            let destination = try open()
            while !isEnding(), !Task.isCancelled {
                let due = try await store.dueDeliveries(of: webhook, limit: Self.batch)
                guard !due.isEmpty else { break }
                let gone = try await deliver(due, adapter, destination)
                if gone { return try await store.stop(webhook, state: "disabled", reason: "410 Gone") }
                guard try await store.renewLease(webhook, seconds: Self.lease) else { return }
            }
            try await store.endLease(webhook)
        } catch {
            // Whatever was sent and not written is sent again under the same id.
            logger.warning(
                "an endpoint's round ended early",
                metadata: ["webhook": "\(webhook.id.text)", "error": "\(error)"])
            // Fenced by the token: harmless where another has the lease. Where it fails the lease runs out.
            try? await store.endLease(webhook)
        }
    }

    private func open() throws -> Destination {
        let id = webhook.id.text
        return Destination(
            url: try secrets.open(webhook.url, context: "webhook-url:\(id)"),
            secret: try webhook.secret.map { try secrets.open($0, context: "webhook-secret:\(id)") })
    }

    /// Sends a batch and writes its outcomes as they come.
    /// - Returns: whether the endpoint said that it is gone.
    private func deliver(_ due: [DueDelivery], _ adapter: any Adapter, _ destination: Destination) async throws -> Bool
    {
        var lanes: [[DueDelivery]] = []
        var places: [UUID: Int] = [:]
        for delivery in due {
            if let place = places[delivery.lane] {
                lanes[place].append(delivery)
            } else {
                places[delivery.lane] = lanes.count
                lanes.append([delivery])
            }
        }
        return try await withThrowingTaskGroup(of: Arrival.self) { group in
            var finished: [FinishedDelivery] = []
            var gone = false
            var waiting = lanes[...]
            var running = 0
            var allowed = Self.inFlight.first
            group.addTask { await Self.tick() }
            while true {
                while !gone, !isEnding(), running < allowed, let lane = waiting.popFirst() {
                    running += 1
                    group.addTask { .lane(await send(lane, adapter, destination)) }
                }
                guard running > 0, let arrival = try await group.next() else { break }
                switch arrival {
                case .tick: group.addTask { await Self.tick() }
                case .lane(let outcome):
                    running -= 1
                    finished += outcome
                    gone = gone || outcome.contains { $0.state == "dead" && $0.attempt.status == 410 }
                    let silent = outcome.contains { $0.attempt.status == nil }
                    allowed = silent ? Self.inFlight.least : min(allowed * 2, Self.inFlight.most)
                }
                // Written as they come: a slow endpoint must neither outlast the lease nor lose what it has answered.
                if finished.count >= Self.writtenAtOnce || arrival.isTick {
                    try await write(finished)
                    finished = []
                }
            }
            try await write(finished)
            group.cancelAll()
            return gone
        }
    }

    /// What a round waits for.
    private enum Arrival: Sendable {
        case lane([FinishedDelivery])
        case tick

        var isTick: Bool { if case .tick = self { true } else { false } }
    }

    private static func tick() async -> Arrival {
        try? await Task.sleep(for: writtenWithin)
        return .tick
    }

    /// Writes outcomes and prolongs the lease. A database that is away for a moment is asked again while the lease lives.
    private func write(_ finished: [FinishedDelivery]) async throws {
        for attempt in 1... {
            do {
                if !finished.isEmpty, try await store.finish(finished, of: webhook) != finished.count {
                    throw LeaseLost()
                }
                guard try await store.renewLease(webhook, seconds: Self.lease) else { throw LeaseLost() }
                return
            } catch let error as PostgresError where error.isRetryable && attempt < Self.writeAttempts {
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Sends one lane in order; a failure leaves the rest of the lane for later, and so does a lane that takes long.
    private func send(
        _ lane: [DueDelivery], _ adapter: any Adapter, _ destination: Destination
    ) async -> [FinishedDelivery] {
        var finished: [FinishedDelivery] = []
        let started = ContinuousClock.now
        for delivery in lane where .now - started < Self.laneWithin && !isEnding() {
            guard let outcome = await send(delivery, adapter, destination) else { break }
            finished.append(outcome)
            if outcome.state != "delivered" { break }
        }
        return finished
    }

    private func send(
        _ delivery: DueDelivery, _ adapter: any Adapter, _ destination: Destination
    ) async -> FinishedDelivery? {
        let now = Timestamp.machineNow
        let parcel = Parcel(
            id: delivery.eventID.text, type: delivery.type, at: delivery.at.canonical,
            data: delivery.data)
        let request = adapter.request(parcel, to: destination, at: now.seconds)
        let result: Result<CurlResponse, CurlError>
        do throws(CurlError) { result = .success(try await client.send(request)) } catch { result = .failure(error) }
        let took = Int(Timestamp.machineNow.since(now) / 1000)
        let number = delivery.attempts + 1
        switch result {
        case .success(let response):
            let attempt = AttemptLine(
                delivery: delivery.id, number: number, at: now, status: response.status, vendorCode: nil,
                milliseconds: took, error: nil, peerAddress: response.peerAddress, excerpt: Self.excerpt(response.body))
            return finish(delivery.id, number, adapter.verdict(response, at: now.seconds), attempt)
        case .failure(.cancelled), .failure(.shutDown):
            return nil
        case .failure(let error):
            let attempt = AttemptLine(
                delivery: delivery.id, number: number, at: now, status: nil, vendorCode: nil, milliseconds: took,
                error: "\(error)", peerAddress: nil, excerpt: nil)
            if !error.neverSent, webhook.onUnknown == "hold" {
                return FinishedDelivery(id: delivery.id, state: "unknown", retryAfter: 0, attempt: attempt)
            }
            return finish(delivery.id, number, .failed(retryAfter: nil), attempt)
        }
    }

    private func finish(_ id: UUID, _ number: Int, _ verdict: Verdict, _ attempt: AttemptLine) -> FinishedDelivery {
        switch verdict {
        case .delivered: return FinishedDelivery(id: id, state: "delivered", retryAfter: 0, attempt: attempt)
        case .gone: return FinishedDelivery(id: id, state: "dead", retryAfter: 0, attempt: attempt)
        case .failed(let named):
            guard let wait = RetrySchedule.wait(after: number) else {
                return FinishedDelivery(id: id, state: "dead", retryAfter: 0, attempt: attempt)
            }
            return FinishedDelivery(id: id, state: "retrying", retryAfter: max(wait, named ?? 0), attempt: attempt)
        }
    }

    /// The first part of an answer, as text that PostgreSQL takes.
    private static func excerpt(_ body: [UInt8]) -> String? {
        guard !body.isEmpty else { return nil }
        return String(decoding: body.prefix(excerpt), as: UTF8.self).replacing("\0", with: "\u{FFFD}")
    }
}

/// Another broker serves the endpoint now.
struct LeaseLost: Error, CustomStringConvertible {
    var description: String { "the endpoint's lease was lost" }
}
