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

    /// Why an order is named: it is late, or else the card it is under.
    public static func reason(_ list: BulletinOrder.List, isLate: Bool, in tongue: Tongue) -> String {
        let word: Word = isLate ? .overdueUnresolved : list == .red ? .redCard : .yellowCard
        return word.text(in: tongue)
    }
}
