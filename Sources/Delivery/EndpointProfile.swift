/// What is known of a kind of endpoint before it is asked anything.
struct EndpointProfile: Sendable {
    /// How much one message may hold.
    enum BodyLimit: Sendable, Equatable {
        case none
        case bytes(Int)
        case characters(Int)
    }

    let name: String
    let bodyLimit: BodyLimit
    /// `nil`: as fast as the endpoint answers.
    let rate: RateLimit?
    /// Whether several waiting parcels may be told in one message.
    let digests: Bool
    /// How long the endpoint rests after it said that it was asked too often.
    let throttle: ThrottlePause
    /// Whether the platform asks to stay away from the full and half hours, when everybody sends.
    let shunsFullHours: Bool

    init(
        name: String, bodyLimit: BodyLimit = .none, rate: RateLimit? = nil, digests: Bool = false,
        throttle: ThrottlePause = ThrottlePause(first: 30), shunsFullHours: Bool = false
    ) {
        self.name = name
        self.bodyLimit = bodyLimit
        self.rate = rate
        self.digests = digests
        self.throttle = throttle
        self.shunsFullHours = shunsFullHours
    }
}
