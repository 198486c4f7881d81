import Domain
import Language

extension MeetingForm {
    /// The five forms in which people meet face to face, as boxes.
    static func choices(_ chosen: MeetingForm?, in tongue: Tongue) -> [FormChoice] {
        allCases.filter { $0 != .online || chosen == .online }
            .map { FormChoice($0.talk.text(in: tongue), chosen: $0 == chosen) }
    }

    private var talk: Word {
        switch self {
        case .invited: .talkInvitedUp
        case .onSite: .talkOnSite
        case .collective: .talkCollective
        case .individual: .talkIndividual
        case .combined: .talkCombined
        case .online: .online
        }
    }
}
