import CurlClient

extension CurlError {
    var code: Int? {
        switch self {
        case .notSent(let code, _), .unknownOutcome(let code, _): code
        default: nil
        }
    }

    var isUnknown: Bool {
        if case .unknownOutcome = self { true } else { false }
    }

    var isNotSent: Bool {
        if case .notSent = self { true } else { false }
    }

    var isRefusedAddress: Bool {
        if case .refusedAddress = self { true } else { false }
    }

    var isRefusedURL: Bool {
        if case .refusedURL = self { true } else { false }
    }
}
