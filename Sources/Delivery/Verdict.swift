import CurlClient
import Language

/// What an answer, or its absence, means for the delivery and its endpoint.
struct Verdict: Sendable, Equatable {
    enum Fate: Sendable, Equatable {
        case delivered
        /// Try again by the schedule, but not before so many seconds if the endpoint named them.
        case failed(retryAfter: Double?)
        /// The endpoint's limit: nothing more to it for so many seconds; uses up no attempt.
        case throttled(seconds: Double)
        /// This message will never be taken: dead at once, the endpoint goes on.
        case rejected
        /// The endpoint is gone for good: disable it, park what waits.
        case gone
        /// Signature, keyword or allowed addresses are wrong: pause the endpoint, park what waits, alert.
        case misconfigured
    }

    var fate: Fate
    /// The platform's own code, as it is written there.
    var vendorCode: String?
    /// Why it was not delivered; says itself to a person.
    var fault: DeliveryFault?

    init(_ fate: Fate, code: String? = nil, _ fault: DeliveryFault? = nil) {
        self.fate = fate
        vendorCode = code
        self.fault = fault
    }

    static let delivered = Verdict(.delivered)

    /// What happened, for the delivery log.
    func meaning(in tongue: Tongue) -> String? { fault?.meaning(in: tongue) }

    /// What to do about it.
    func hint(in tongue: Tongue) -> String? { fault?.hint(in: tongue) }
}

extension Verdict {
    /// The verdict on an exchange without an answer: always a failure by the schedule. Whether the message may have
    /// arrived (`!error.neverSent`) and is held instead is the courier's to decide.
    init(_ error: CurlError) {
        let fault: DeliveryFault =
            switch error {
            case .refusedAddress, .refusedURL: .refusedAddress
            // Codes of libcurl for a peer whose certificate or TLS is not acceptable.
            case .notSent(let code, _): [35, 51, 60, 77, 83, 90, 91].contains(code) ? .certificate : .unreachable
            case .shutDown, .tooManyRequests: .unreachable
            case .unknownOutcome, .cancelled: .unknownOutcome
            }
        self.init(.failed(retryAfter: nil), fault)
    }
}
