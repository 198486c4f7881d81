import Domain
import Language
import Store

/// What a round learns of its endpoint while it runs.
struct RoundState: Sendable {
    /// Why the endpoint is to be stopped.
    struct Stop: Sendable, Equatable {
        let state: String
        let fault: DeliveryFault
        var code: String?

        init(_ state: String, _ fault: DeliveryFault, code: String? = nil) {
            self.state = state
            self.fault = fault
            self.code = code
        }
    }

    /// An endpoint that takes nothing for so long is disabled.
    private static let patience: Int64 = 5 * 86_400

    var condition: EndpointCondition
    /// What the endpoint asked for, or its breaker.
    private(set) var ownRest: Timestamp?
    /// What it asked for itself because it was asked too often.
    private var throttleRest: Timestamp?
    /// What its rate asks for.
    private var plannedRest: Timestamp?
    var pacedUntil: Timestamp?
    var replayUntil: Timestamp?
    var stop: Stop?

    init(condition: EndpointCondition) { self.condition = condition }

    /// Before then it is sent nothing.
    var restUntil: Timestamp? { [ownRest, plannedRest].compactMap { $0 }.max() }

    /// As it is kept in the endpoint's row.
    var report: EndpointReport {
        EndpointReport(
            condition: condition.json.text, shared: condition.shared.text, restUntil: restUntil,
            robotRestUntil: [throttleRest, plannedRest].compactMap { $0 }.max(), pacedUntil: pacedUntil,
            replayUntil: replayUntil)
    }

    /// Takes over until when the rest waits.
    mutating func follow(_ plan: RoundPlan) {
        plannedRest = plan.restUntil
        pacedUntil = plan.pacedUntil
        replayUntil = plan.replayUntil
    }

    /// Whether more of what was planned may be sent.
    func mayGoOn(at now: Timestamp) -> Bool { stop == nil && ownRest.map { $0 <= now } ?? true }

    /// What a verdict means for the endpoint.
    mutating func note(_ verdict: Verdict, _ profile: EndpointProfile, at now: Timestamp) {
        switch verdict.fate {
        case .delivered:
            condition.breaker.succeeded(at: now)
            condition.throttled = 0
            condition.failingSince = nil
        case .failed:
            condition.breaker.failed(at: now)
            rest(until: condition.breaker.openUntil, now)
            failed(.failingForDays, at: now)
        case .throttled(let seconds):
            condition.throttled += 1
            let wait = max(seconds, profile.throttle.seconds(after: condition.throttled))
            condition.bucket?.drain(at: now)
            condition.replayBucket?.drain(at: now)
            rest(until: now.adding(microseconds: Int64(wait * 1_000_000)), now)
            throttleRest = ownRest
        case .rejected: break
        case .gone: stop = Stop("disabled", verdict.fault ?? .removed, code: verdict.vendorCode)
        case .misconfigured: stop = stop ?? Stop("paused", verdict.fault ?? .security, code: verdict.vendorCode)
        }
    }

    /// The endpoint did not agree, or did not answer the question.
    mutating func refused(at now: Timestamp) {
        condition.breaker.open(at: now)
        rest(until: condition.breaker.openUntil, now)
        failed(.noConsent, at: now)
    }

    private mutating func failed(_ fault: DeliveryFault, at now: Timestamp) {
        let since = condition.failingSince ?? now
        condition.failingSince = since
        if now >= since.adding(seconds: Self.patience) { stop = stop ?? Stop("disabled", fault) }
    }

    private mutating func rest(until moment: Timestamp?, _ now: Timestamp) {
        guard let moment, moment > now else { return }
        ownRest = max(ownRest ?? moment, moment)
    }
}
