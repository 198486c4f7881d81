import CurlClient
import Domain
import Foundation
import Language
import Logging
import Postgres
import Secrets
import Store

/// One endpoint's turn: takes what is due, sends lane by lane, writes what came back, until nothing may go any more.
///
/// Deliveries of one lane (one whistle or meeting) go out one after another; lanes run beside one another. What was
/// taken is not marked: should this broker die, the lease runs out and another sends it again under the same id. What
/// was taken out of a rate is written before anything goes, so that no crash gives it back.
struct EndpointRound: Sendable {
    /// Seconds; renewed while the round runs. Longer than a request may take.
    static let lease = 60
    private static let batch = 400
    /// Requests on the wire at once: few until the endpoint shows that it answers, and one after it did not, so that
    /// endpoints that hang do not take the places of those that work.
    private static let inFlight = (least: 1, first: 8, most: 64)
    /// Outcomes are written when so many have come, or so long after the last ones.
    private static let writtenAtOnce = 200
    private static let writtenWithin = Duration.milliseconds(200)
    /// So often without an outcome the lease is prolonged all the same.
    private static let ticksOfSilence = 10
    private static let writeAttempts = 10
    /// With the length of one request this stays well below the lease.
    private static let laneWithin = Duration.seconds(10)
    /// What was taken out of a rate is sent soon after or not at all: later, another broker may have the endpoint.
    private static let sentWithin = Duration.seconds(20)

    let webhook: LeasedWebhook
    let surroundings: Surroundings
    let store: Store
    let client: CurlClient
    let secrets: SecretBox
    let logger: Logger
    /// Whether the broker goes down: then nothing more is sent, and what was sent is still written.
    let isEnding: @Sendable () -> Bool

    func run() async {
        do {
            guard let adapter = Adapters.named(webhook.adapter), let destination = try? await open() else {
                return try await stop(RoundState.Stop("paused", .unusable))
            }
            try await run(adapter, destination)
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

    private func run(_ adapter: any Adapter, _ destination: Destination) async throws {
        let clock = EndpointClock(leasedAt: webhook.leasedAt)
        var state = RoundState(condition: EndpointCondition(parsing: webhook.condition, rate: adapter.profile.rate))
        while !isEnding(), !Task.isCancelled {
            let due = try await store.dueDeliveries(of: webhook, limit: Self.batch)
            guard let first = due.first else { return }
            if webhook.handshake, state.condition.consent == nil {
                guard try await ask(first, destination, clock, &state) else { return }
            }
            let rate = state.condition.consent?.rate ?? adapter.profile.rate
            let planner = RoundPlanner(
                adapter: adapter, destination: destination, digests: webhook.digest, rate: rate)
            let planned = ContinuousClock.now
            let plan = planner.plan(due, &state.condition, at: clock.now)
            state.follow(plan)
            if plan.takes || plan.lanes.isEmpty {
                guard try await write([], state) == .held, !plan.lanes.isEmpty else { return }
                guard ContinuousClock.now - planned < Self.sentWithin else { throw LeaseLost() }
            }
            let standing = try await deliver(plan, adapter, destination, clock, &state)
            if let stop = state.stop { return try await self.stop(stop) }
            guard standing == .held, state.restUntil.map({ $0 <= clock.now }) ?? true else { return }
        }
    }

    private func open() async throws -> Destination {
        let id = webhook.id.text
        let retired = try webhook.oldSecrets.map {
            RetiredSecrets(parsing: try secrets.open($0, context: "webhook-old-secrets:\(id)"))
        }
        let current = try webhook.secret.map { try secrets.open($0, context: "webhook-secret:\(id)") }
        let district = await surroundings.district(webhook.district)
        var destination = Destination(
            url: try secrets.open(webhook.url, context: "webhook-url:\(id)"),
            secrets: (current.map { [$0] } ?? []) + (retired?.signing(at: webhook.leasedAt.seconds) ?? []),
            signingSecret: try webhook.signingSecret.map {
                try secrets.open($0, context: "webhook-signing-secret:\(id)")
            },
            mentions: webhook.mentions, publicURL: surroundings.publicURL, names: district.names,
            tongue: district.tongue(webhook.language), zone: district.zone,
            source: surroundings.source(webhook.district))
        destination.offer = LinkOffer(
            district: webhook.district, organization: webhook.organization, actions: district.messages.actionLinks,
            lifetime: Int64(district.messages.actionLinkHours) * 3600, secrets: secrets)
        return destination
    }

    /// Asks an endpoint for its consent, before anything is sent.
    /// - Returns: whether it agreed.
    private func ask(
        _ first: DueDelivery, _ destination: Destination, _ clock: EndpointClock, _ state: inout RoundState
    ) async throws -> Bool {
        let began = Timestamp.machineNow
        var status: Int?
        var fault: CurlError?
        do throws(CurlError) {
            let response = try await client.send(
                CloudEventsHandshake.request(url: destination.url, origin: surroundings.origin))
            status = response.status
            if case .allowed(let rate) = CloudEventsHandshake.consent(response, origin: surroundings.origin) {
                state.condition.consent = EndpointCondition.Consent(rate: rate)
                return try await writeConsent(state)
            }
        } catch {
            if error == .cancelled || error == .shutDown { return false }
            fault = error
        }
        state.refused(at: clock.now)
        let exchange = Exchange(
            consignment: Consignment(first), verdict: Verdict(.throttled(seconds: 0), .noConsent), at: began,
            milliseconds: Int(Timestamp.machineNow.since(began) / 1000), status: status,
            error: fault.map { "\($0)" })
        _ = try await write([exchange], state)
        if let stop = state.stop { try await self.stop(stop) }
        return false
    }

    private func writeConsent(_ state: RoundState) async throws(CurlError) -> Bool {
        // A database that is away ends the round at the next statement; the endpoint is then asked again.
        (try? await write([], state)) == .held
    }

    /// Sends what is planned and writes the outcomes as they come.
    private func deliver(
        _ plan: RoundPlan, _ adapter: any Adapter, _ destination: Destination, _ clock: EndpointClock,
        _ state: inout RoundState
    ) async throws -> LeaseStanding {
        var learned = state
        let most = plan.isReplay ? Self.inFlight.most / RoundPlanner.replayPart : Self.inFlight.most
        var allowed = plan.isReplay ? Self.inFlight.first / RoundPlanner.replayPart : Self.inFlight.first
        var standing = LeaseStanding.held
        try await withThrowingTaskGroup(of: Arrival.self) { group in
            var finished: [Exchange] = []
            var waiting = plan.lanes[...]
            var running = 0
            var silence = 0
            // Wakes the round to write what has come while nothing else does.
            group.addTask { await Self.tick() }
            while true {
                while learned.mayGoOn(at: clock.now), standing == .held, !isEnding(), running < allowed,
                    let lane = waiting.popFirst()
                {
                    running += 1
                    // Lanes go beside one another, at most `allowed` at once.
                    group.addTask { .lane(await send(lane, adapter, destination)) }
                }
                guard running > 0, let arrival = try await group.next() else { break }
                switch arrival {
                case .tick:
                    silence += 1
                    // The next of its kind, until the lanes are through.
                    group.addTask { await Self.tick() }
                case .lane(let outcome):
                    running -= 1
                    finished += outcome
                    for exchange in outcome { learned.note(exchange.verdict, adapter.profile, at: clock.now) }
                    let silent = outcome.contains { $0.status == nil }
                    // More only for who takes: else many have failed before the breaker hears of five.
                    let taken = outcome.allSatisfy { $0.verdict.fate == .delivered }
                    allowed = silent ? Self.inFlight.least : taken ? min(allowed * 2, most) : allowed
                }
                // Written as they come: a slow endpoint must not outlast the lease, and of what was answered little is
                // told again if this broker dies.
                let isDue = arrival.isTick && (!finished.isEmpty || silence >= Self.ticksOfSilence)
                if finished.count >= Self.writtenAtOnce || isDue {
                    standing = try await write(finished, learned)
                    finished = []
                    silence = 0
                }
            }
            standing = try await write(finished, learned)
            group.cancelAll()
        }
        state = learned
        return standing
    }

    /// What a round waits for.
    private enum Arrival: Sendable {
        case lane([Exchange])
        case tick

        var isTick: Bool { if case .tick = self { true } else { false } }
    }

    private static func tick() async -> Arrival {
        try? await Task.sleep(for: writtenWithin)
        return .tick
    }

    /// Writes outcomes and what was learned, and prolongs the lease. A database that is away for a moment is asked again
    /// while the lease lives.
    /// - Throws: `LeaseLost` when another broker has the endpoint.
    private func write(_ exchanges: [Exchange], _ state: RoundState) async throws -> LeaseStanding {
        let settled = exchanges.map { $0.settle(holds: webhook.onUnknown == "hold") }
        for attempt in 1... {
            do {
                let standing = try await store.write(
                    settled.flatMap(\.finished), settled.flatMap(\.attempts), state.report, of: webhook,
                    seconds: Self.lease)
                guard standing != .lost else { throw LeaseLost() }
                return standing
            } catch let error as PostgresError where error.isRetryable && attempt < Self.writeAttempts {
                try await Task.sleep(for: .seconds(1))
            }
        }
        throw LeaseLost()
    }

    /// Pauses or disables the endpoint, and says so to whoever reads the log.
    private func stop(_ stop: RoundState.Stop) async throws {
        guard try await store.stop(webhook, state: stop.state, reason: stop.fault.name) else { return }
        logger.warning(
            "a webhook was stopped",
            metadata: [
                "webhook": "\(webhook.id.text)", "district": "\(webhook.district)", "state": "\(stop.state)",
                "fault": "\(stop.fault.name)", "code": "\(stop.code ?? "")",
            ])
    }

    /// Sends one lane in order; a failure leaves the rest of the lane for later, and so does a lane that takes long.
    private func send(
        _ lane: [Consignment], _ adapter: any Adapter, _ destination: Destination
    ) async -> [Exchange] {
        var finished: [Exchange] = []
        let started = ContinuousClock.now
        let sending = Sending(adapter: adapter, destination: destination, client: client)
        for consignment in lane where .now - started < Self.laneWithin && !isEnding() {
            guard let exchange = await sending.send(consignment) else { break }
            finished.append(exchange)
            guard exchange.verdict.fate == .delivered else { break }
        }
        return finished
    }
}

/// Another broker serves the endpoint now.
struct LeaseLost: Error, CustomStringConvertible {
    var description: String { "the endpoint's lease was lost" }
}
