import Domain
import Language

extension Bulletin {
    /// What a figure is called.
    public static func name(of count: BulletinCount, in tongue: Tongue) -> String {
        let word: Word =
            switch count {
            case .raised: .figureRaised
            case .closed: .figureClosed
            case .closedOnTime: .figureClosedOnTime
            case .overdue: .figureOverdue
            case .open: .figureOpen
            case .satisfied: .figureSatisfied
            case .dissatisfied: .figureDissatisfied
            case .meetings: .figureMeetings
            case .milestonesMissed: .figureMilestonesMissed
            }
        return word.text(in: tongue)
    }

    /// Why an order is named.
    public static func reason(in tongue: Tongue) -> String { Word.overdueUnresolved.text(in: tongue) }
}
