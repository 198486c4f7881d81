import Foundation
import JSON

extension Matter {
    /// Checks that this one may be merged at all: what is asked before the other is looked for.
    public func permitMerge(by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.merge, by: caller, at: moment)
    }

    /// 合并: this whistle goes on in another. Its raiser sees and hears of that one from now on.
    public mutating func merge(into target: inout Matter, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.merge, by: caller, at: moment)
        guard target.whistle.id != whistle.id else { throw .rule(Refusal.Rule(.duplicate, at: "/into")) }
        guard caller.role == .commandCentre || target.parties(of: caller).contains(.raiser) else { throw .forbidden }
        guard !target.isEnded else {
            throw .rule(Refusal.Rule(.whistleEnded, at: "/into", target.whistle.number))
        }
        cancelLiveOrders(at: moment)
        closeResolvedOrders(at: moment)
        end(.merged, at: moment)
        whistle.mergedInto = target.whistle.id
        tell(.whistleMerged, ["into": .string(target.whistle.number)])
        target.admit(whistle.raiser)
        target.admit(whistle.township)
        // Who followed this one follows on: its own raiser, and those of whistles merged into it before.
        for raiser in [whistle.raiser] + whistle.coRaisers {
            target.admit(raiser)
            guard raiser != target.whistle.raiser, !target.whistle.coRaisers.contains(raiser) else { continue }
            target.whistle.coRaisers.append(raiser)
        }
        target.whistle.itemCount += whistle.itemCount
        target.tell(.whistleMerged, ["from": .string(whistle.number)])
    }
}
