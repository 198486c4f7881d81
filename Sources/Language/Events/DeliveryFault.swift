/// Why an endpoint did not take a message: what the delivery log and the console's test button say of it.
public enum DeliveryFault: Sendable, Equatable {
    /// The robot answered, but not in its own form.
    case emptyAnswer, unreadableAnswer
    /// A code that is not in the robot's table.
    case unknownCode(String)
    case status(Int), redirected(Int), notFound, forbidden, tooLarge
    /// The robot or hook was removed.
    case removed
    case keyword, signature, clock, address, security
    case unsupportedMessage, malformedMessage
    case rateLimited, busy, quota
    case workflowOff
    /// There was no answer at all.
    case refusedAddress, unreachable, certificate, unknownOutcome
    /// The endpoint was asked and did not agree to be sent anything.
    case noConsent
    /// Nothing was taken for five days.
    case failingForDays
    /// It cannot be spoken to at all: its adapter or its sealed values belong to another version or key.
    case unusable

    /// What happened.
    public func meaning(in tongue: Tongue) -> String {
        switch tongue {
        case .chinese: chineseMeaning
        case .english: englishMeaning
        }
    }

    /// What to do about it; `nil` where nothing need be done.
    public func hint(in tongue: Tongue) -> String? {
        switch tongue {
        case .chinese: chineseHint
        case .english: englishHint
        }
    }
}
