import Domain
import Store

/// What an endpoint is sent next, and until when the rest waits.
struct RoundPlan: Sendable {
    /// Those of one lane go out one after another; lanes beside one another.
    var lanes: [[Consignment]] = []
    /// Before these moments nothing goes; nothing but the urgent; nothing that is replayed.
    var restUntil: Timestamp?
    var pacedUntil: Timestamp?
    var replayUntil: Timestamp?
    /// Whether places of a rate were taken: then they are written down before anything goes.
    var takes = false
    /// Whether it is a replay, for which a quarter of the way is open.
    var isReplay = false
}

/// Decides what goes out of what is due, by rate, digest and urgency. Pure: the clock is handed in.
struct RoundPlanner: Sendable {
    /// A replay gets this part of the endpoint's rate.
    static let replayPart = 4

    let adapter: any Adapter
    let destination: Destination
    /// Whether the endpoint may be told in digests.
    let digests: Bool
    /// The endpoint's limit; `nil`: none.
    let rate: RateLimit?

    /// - Parameters:
    ///   - due: by rank, each rank in the feed's order.
    ///   - condition: loses what is taken.
    ///   - random: 0…1, spreads what waits for a half hour to pass.
    func plan(
        _ due: [DueDelivery], _ condition: inout EndpointCondition, at now: Timestamp,
        random: Double = .random(in: 0...1)
    ) -> RoundPlan {
        var plan = RoundPlan()
        // A breaker that opened lets one message try.
        let only = condition.breaker.isOpen
        let hasty = Set(due.filter { $0.rank == .urgent }.map(\.lane))
        // What stands before an emergency in its lane hurries with it.
        let urgent = due.filter { $0.rank != .replayed && hasty.contains($0.lane) }.sorted { $0.position < $1.position }
        let usual = due.filter { $0.rank == .usual && !hasty.contains($0.lane) }
        let replayed = due.filter { $0.rank == .replayed }

        for delivery in urgent where plan.lanes.isEmpty || !only {
            if let wait = take(&condition, at: now, urgent: true) {
                plan.restUntil = now.adding(microseconds: wait)
                return plan
            }
            plan.add(Consignment(delivery), takes: rate != nil)
        }
        if only, !plan.lanes.isEmpty { return plan }
        if !usual.isEmpty {
            let crowd = adapter.profile.shunsFullHours ? HourJitter.wait(at: now.seconds, random: random) : 0
            if crowd > 0 {
                plan.pacedUntil = now.adding(microseconds: Int64(crowd * 1_000_000))
            } else if let wait = fill(&plan, usual, at: now, only: only, { take(&condition, at: now, urgent: false) }) {
                plan.pacedUntil = now.adding(microseconds: wait)
            }
        }
        if plan.lanes.isEmpty, plan.pacedUntil == nil, !replayed.isEmpty {
            plan.isReplay = true
            if let wait = fill(&plan, replayed, at: now, only: only, { takeReplay(&condition, at: now) }) {
                plan.replayUntil = now.adding(microseconds: wait)
            }
        }
        return plan
    }

    /// Adds what may go: a digest where several wait, or else one by one.
    /// - Parameter take: takes a place of the rate, or says how long to wait for one.
    /// - Returns: microseconds to wait for the next.
    private func fill(
        _ plan: inout RoundPlan, _ waiting: [DueDelivery], at now: Timestamp, only: Bool, _ take: () -> Int64?
    ) -> Int64? {
        if let digest = digest(waiting, at: now) {
            if let wait = take() { return wait }
            plan.add(digest, takes: rate != nil)
            return nil
        }
        for delivery in waiting {
            if let wait = take() { return wait }
            plan.add(Consignment(delivery), takes: rate != nil)
            // One that stands alone goes before the digest of those behind it.
            if only || delivery.alone { break }
        }
        return nil
    }

    private func digest(_ waiting: [DueDelivery], at now: Timestamp) -> Consignment? {
        guard digests, adapter.profile.digests, waiting.first?.alone == false else { return nil }
        let lonely = Set(waiting.filter(\.alone).map(\.lane))
        let together = waiting.filter { !lonely.contains($0.lane) }
        let oldest = together.map(\.waited).max() ?? 0
        guard DigestRule.applies(waiting: together.count, oldest: oldest),
            let digest = adapter.digest(together.map(Parcel.init), to: destination, at: Timestamp.machineNow.seconds)
        else { return nil }
        let held = Set(digest.holds)
        let deliveries = together.filter { held.contains($0.eventID.text) }
        return deliveries.isEmpty ? nil : Consignment(deliveries, digest)
    }

    /// Takes one place.
    /// - Returns: microseconds to wait when there is none.
    private func take(_ condition: inout EndpointCondition, at now: Timestamp, urgent: Bool) -> Int64? {
        guard let rate else { return nil }
        var bucket = condition.bucket ?? RateBucket(rate, at: now)
        let admission = bucket.take(at: now, urgent: urgent, rate)
        condition.bucket = bucket
        if case .wait(let microseconds) = admission { return microseconds }
        condition.sent.add(at: now)
        return nil
    }

    /// Takes one place of the whole rate and one of the replays' part, or none.
    private func takeReplay(_ condition: inout EndpointCondition, at now: Timestamp) -> Int64? {
        guard let rate else { return nil }
        let part = rate.share(Self.replayPart)
        var bucket = condition.replayBucket ?? RateBucket(part, at: now)
        if case .wait(let microseconds) = bucket.take(at: now, urgent: false, part) { return microseconds }
        if let wait = take(&condition, at: now, urgent: false) { return wait }
        condition.replayBucket = bucket
        return nil
    }
}

extension RoundPlan {
    /// Adds a request behind those of its lane.
    fileprivate mutating func add(_ consignment: Consignment, takes: Bool) {
        self.takes = self.takes || takes
        let lane = consignment.carrier.lane
        if consignment.digest == nil,
            let place = lanes.firstIndex(where: { $0[0].digest == nil && $0[0].carrier.lane == lane })
        {
            lanes[place].append(consignment)
        } else {
            lanes.append([consignment])
        }
    }
}
