import Domain
import Foundation
import Secrets

/// Why a signed link leads nowhere.
public enum LinkFault: Error, Sendable, Equatable {
    /// Not one of ours, or to something that is not there.
    case unknown
    case expired
    case used
    /// The rulebook no longer allows it.
    case withdrawn
}

/// What a signed link leads to, before anything is done.
public struct OpenedLink: Sendable {
    /// What it lets its holder do.
    public enum Act: Sendable {
        case receive(Order)
        case reportIn(Order)
        /// The judgements on offer, best first.
        case evaluate(grades: [Grade])
    }

    public let act: Act
    public let matter: Matter
    public let district: District
    /// Whether it can be done now: another may hold the order, or it is not done yet.
    public let isOpen: Bool
    /// Whether what it would do is done already.
    public let isDone: Bool
    let link: SignedLink
    let caller: Caller

    /// Names of organizations by code.
    public func name(_ code: String) -> String { district.organizations[code]?.name ?? code }
}

extension SignedLink.Act {
    /// Its name in the note of its use, and in the rulebook.
    var name: String {
        switch self {
        case .receive: MessageRules.LinkedAction.receive.rawValue
        case .reportIn: MessageRules.LinkedAction.reportIn.rawValue
        case .evaluate: "evaluate"
        }
    }
}
