import Domain
import JSON

/// What a courier knows of an endpoint beside its settings. It is kept in the endpoint's row as JSON, so that neither a
/// restart nor another broker begins anew.
struct EndpointCondition: Sendable, Equatable {
    var bucket: RateBucket?
    /// The slower one that replays are held to beside the other.
    var replayBucket: RateBucket?
    var breaker = Breaker()
    /// What went out this month, where the platform has a limit.
    var sent = MonthTally()
    /// How often in a row the endpoint said that it was asked too often.
    var throttled = 0
    /// Since when nothing was taken.
    var failingSince: Timestamp?
    /// What the endpoint agreed to, where it is asked.
    var consent: Consent?

    /// An endpoint's consent.
    struct Consent: Sendable, Equatable {
        /// `nil`: as often as we like.
        var rate: RateLimit?
    }
}

extension EndpointCondition {
    /// Reads what was kept; what is missing or of another form counts as unknown.
    /// - Parameter rate: the endpoint's own, where its consent names none.
    init(parsing text: String, rate: RateLimit?) {
        let json = (try? JSON(parsing: text)) ?? [:]
        if let kept = json["consent"] { consent = Consent(rate: Self.limit(kept["windows"])) }
        if let limit = consent?.rate ?? rate {
            bucket = Self.bucket(json["bucket"], limit)
            replayBucket = Self.bucket(json["replay_bucket"], limit.share(4))
        }
        throttled = json["throttled"]?.integer ?? 0
        sent = MonthTally(month: json["sent"]?[0]?.integer ?? 0, count: json["sent"]?[1]?.integer ?? 0)
        failingSince = Self.time(json["failing_since"])
        let kept = json["breaker"]
        breaker.failuresInARow = kept?["failures"]?.integer ?? 0
        breaker.opened = kept?["opened"]?.integer ?? 0
        breaker.openUntil = Self.time(kept?["open_until"])
        breaker.minutes = (kept?["minutes"]?.array ?? []).compactMap { minute in
            guard let at = minute[0]?.integer, let sent = minute[1]?.integer, let failed = minute[2]?.integer else {
                return nil
            }
            return Breaker.Minute(minute: Int64(at), sent: sent, failed: failed)
        }
    }

    /// As it is kept. What says nothing is left out: a key that is there has a meaning for whoever resumes the endpoint.
    var json: JSON {
        var members: [JSON.Member] = []
        if let bucket { members.append(JSON.Member("bucket", Self.json(bucket))) }
        if let replayBucket { members.append(JSON.Member("replay_bucket", Self.json(replayBucket))) }
        if throttled > 0 { members.append(JSON.Member("throttled", .integer(throttled))) }
        if sent.count > 0 { members.append(JSON.Member("sent", [.integer(sent.month), .integer(sent.count)])) }
        if let failingSince { members.append(JSON.Member("failing_since", Self.json(failingSince))) }
        if let consent {
            let windows = consent.rate.map { rate in
                JSON.array(
                    rate.windows.map {
                        [.integer($0.burst), .integer($0.refill), .integer($0.seconds), .integer($0.kept)]
                    })
            }
            members.append(JSON.Member("consent", ["windows": windows ?? .null]))
        }
        if breaker != Breaker() {
            members.append(
                JSON.Member(
                    "breaker",
                    [
                        "failures": .integer(breaker.failuresInARow), "opened": .integer(breaker.opened),
                        "open_until": breaker.openUntil.map(Self.json) ?? .null,
                        "minutes": .array(
                            breaker.minutes.map {
                                [.integer(Int($0.minute)), .integer($0.sent), .integer($0.failed)]
                            }),
                    ]))
        }
        return .object(members)
    }

    /// The part that every endpoint on one robot shares. Each key is there: it goes over what an endpoint holds itself.
    var shared: JSON {
        var members = [
            JSON.Member("throttled", .integer(throttled)),
            JSON.Member("sent", [.integer(sent.month), .integer(sent.count)]),
        ]
        if let bucket { members.append(JSON.Member("bucket", Self.json(bucket))) }
        if let replayBucket { members.append(JSON.Member("replay_bucket", Self.json(replayBucket))) }
        return .object(members)
    }

    private static func limit(_ json: JSON?) -> RateLimit? {
        guard let windows = json?.array, !windows.isEmpty else { return nil }
        let read = windows.compactMap { window -> RateLimit.Window? in
            guard let burst = window[0]?.integer, let refill = window[1]?.integer, let seconds = window[2]?.integer,
                let kept = window[3]?.integer, burst > 0, refill > 0, seconds > 0
            else { return nil }
            return RateLimit.Window(burst: burst, refill: refill, seconds: seconds, kept: kept)
        }
        return read.count == windows.count ? RateLimit(read) : nil
    }

    private static func bucket(_ json: JSON?, _ limit: RateLimit) -> RateBucket? {
        guard let levels = json?["levels"]?.array, let at = time(json?["at"]) else { return nil }
        return RateBucket(levels: levels.compactMap { $0.integer.map(Int64.init) }, updatedAt: at, of: limit)
    }

    private static func json(_ bucket: RateBucket) -> JSON {
        ["levels": .array(bucket.levels.map { .integer(Int($0)) }), "at": json(bucket.updatedAt)]
    }

    private static func json(_ moment: Timestamp) -> JSON { .integer(Int(moment.microseconds)) }

    private static func time(_ json: JSON?) -> Timestamp? {
        json?.integer.map { Timestamp(microseconds: Int64($0)) }
    }
}
