extension DeliveryFault {
    private static let plain: [String: DeliveryFault] = [
        "empty-answer": .emptyAnswer, "unreadable-answer": .unreadableAnswer, "not-found": .notFound,
        "forbidden": .forbidden, "too-large": .tooLarge, "removed": .removed, "keyword": .keyword,
        "signature": .signature, "clock": .clock, "address": .address, "security": .security,
        "unsupported-message": .unsupportedMessage, "malformed-message": .malformedMessage,
        "rate-limited": .rateLimited, "busy": .busy, "quota": .quota, "workflow-off": .workflowOff,
        "refused-address": .refusedAddress, "unreachable": .unreachable, "certificate": .certificate,
        "unknown-outcome": .unknownOutcome, "no-consent": .noConsent, "failing-for-days": .failingForDays,
        "unusable": .unusable,
    ]

    /// A name to keep it by: it is told in the language of whoever reads it, which is not known when it is written.
    public var name: String {
        switch self {
        case .unknownCode(let code): "code:\(code)"
        case .status(let status): "status:\(status)"
        case .redirected(let status): "redirected:\(status)"
        default: DeliveryFault.plain.first { $0.value == self }?.key ?? ""
        }
    }

    /// `nil` for text that is no fault's name.
    public init?(name: String) {
        if let fault = DeliveryFault.plain[name] {
            self = fault
            return
        }
        let parts = name.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch (parts[0], Int(parts[1])) {
        case ("code", _): self = .unknownCode(String(parts[1]))
        case ("status", let status?): self = .status(status)
        case ("redirected", let status?): self = .redirected(status)
        default: return nil
        }
    }
}
