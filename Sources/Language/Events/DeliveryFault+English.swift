extension DeliveryFault {
    var englishMeaning: String {
        switch self {
        case .emptyAnswer: "The answer was empty, so nothing says that the message arrived"
        case .unreadableAnswer: "The answer is not what this robot answers, so nothing says that the message arrived"
        case .unknownCode(let code): "The robot answered with error \(code)"
        case .status(let status): "The endpoint answered HTTP \(status)"
        case .redirected(let status): "The endpoint points elsewhere (HTTP \(status)); redirects are not followed"
        case .notFound: "There is no such address"
        case .forbidden: "The endpoint refuses access"
        case .tooLarge: "The message is larger than the endpoint takes"
        case .removed: "The robot or endpoint was removed or switched off"
        case .keyword: "The message lacks the keyword that the robot demands"
        case .signature: "The signature does not match"
        case .clock: "The signature's time is more than an hour off"
        case .address: "This server's address is not on the robot's allow list"
        case .security: "The robot's security settings refused the message"
        case .unsupportedMessage: "The robot does not take this type of message"
        case .malformedMessage: "The robot says that the message is malformed"
        case .rateLimited: "Too many messages for the endpoint's limit"
        case .busy: "The endpoint is busy"
        case .quota: "The platform's quota is used up"
        case .workflowOff: "The workflow that takes the messages is off or deleted"
        case .refusedAddress: "The address is not one that may be reached; nothing was sent"
        case .unreachable: "The endpoint was not reached; nothing was sent"
        case .certificate: "The endpoint's certificate is not trusted; nothing was sent"
        case .noConsent: "The endpoint did not agree to be sent anything"
        case .failingForDays: "Nothing was delivered for five days"
        case .unusable: "The webhook's settings cannot be read"
        case .unknownOutcome: "The message went out but no whole answer came: it may have arrived"
        }
    }

    var englishHint: String? {
        switch self {
        case .emptyAnswer, .unreadableAnswer:
            "Check that the address is the robot's own and that no proxy or login page stands before it. Retried."
        case .unknownCode: "Look the code up in the platform's documentation. Retried."
        case .status, .unreachable: "Retried; if it lasts, ask whoever runs the endpoint."
        case .redirected: "Enter the final address."
        case .notFound, .forbidden:
            "Copy the address again from the robot's settings and resume; what waited can be replayed."
        case .tooLarge, .unsupportedMessage, .malformedMessage:
            "This message is not retried, others go on; show the delivery log to the operator."
        case .removed: "Disabled. Add the robot again, enter its address and activate; what waited can be replayed."
        case .keyword: "Set the robot's keyword to Whistle (for Chinese messages 吹哨报到) and resume."
        case .signature: "Copy the robot's signing secret again, enter it and resume."
        case .clock: "Set the server's clock (NTP) and resume."
        case .address: "Add this server's public address to the robot's allow list and resume."
        case .security: "Check the robot's keyword, signing and address settings and resume."
        case .rateLimited: "Nothing to do; if it happens often, subscribe to fewer events or use another robot."
        case .busy: nil
        case .quota: "Subscribe to fewer events or have the quota raised; sending goes on by itself."
        case .workflowOff: "Turn the workflow on or make it anew in Teams, enter its address and resume."
        case .refusedAddress: "If an internal address is meant, the operator can allow it in WHISTLE_WEBHOOK_ALLOW."
        case .certificate: "Check whether the endpoint's certificate has expired or names another host."
        case .noConsent:
            "Have the endpoint answer OPTIONS with WebHook-Allowed-Origin; nothing is sent before it agrees."
        case .failingForDays: "Disabled, messages kept. Check the address and activate; what waited can be replayed."
        case .unusable: "Enter address and secrets again; if the installation's key was changed, restore it."
        case .unknownOutcome: "Sent again or held, as the endpoint is set; a resent message keeps its id."
        }
    }
}
