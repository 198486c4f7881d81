import Domain
import Foundation
import Store

extension Broker {
    /// 签收. With a claim it must be live; without one no other live claim may hold the order.
    public func receiveOrder(
        _ id: UUID, claim: UUID?, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            _ = try matter.receive(order, claim: claim, by: caller, at: moment)
        }
    }

    /// 签收 of many orders in one transaction; each is judged on its own, and those refused change nothing.
    public func receiveOrders(
        _ receipts: [(order: UUID, claim: UUID?)], by caller: Caller,
        _ terms: Terms<[Result<(Matter, Order), Refusal>]>
    ) async throws -> [Result<(Matter, Order), Refusal>] {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            let loaded = try await work.lockMatters(.orders(receipts.map(\.order)), rules: district.rules)
            var matters = Dictionary(loaded.map { ($0.whistle.id, $0) }) { $1 }
            var whistleOf: [UUID: UUID] = [:]
            for matter in loaded { for order in matter.orders { whistleOf[order.id] = matter.whistle.id } }
            let moment = district.now()
            var touched: [UUID] = []
            let judged = receipts.map { receipt -> Result<UUID, Refusal> in
                do throws(Refusal) {
                    guard let whistle = whistleOf[receipt.order], var matter = matters[whistle],
                        matter.isVisible(to: caller), let order = matter.order(receipt.order)
                    else { throw .notFound }
                    if try matter.receive(order, claim: receipt.claim, by: caller, at: moment) {
                        touched.append(whistle)
                    }
                    matters[whistle] = matter
                    return .success(whistle)
                } catch { return .failure(error) }
            }
            var changed: [Matter] = []
            var lines: [HistoryLine] = []
            var entries: [OutboxEntry] = []
            for whistle in Set(touched) {
                guard var matter = matters[whistle] else { continue }
                let (line, entry) = Chronicle.record(&matter, by: caller, at: moment.business)
                matters[whistle] = matter
                changed.append(matter)
                lines.append(line)
                entries.append(entry)
            }
            if !changed.isEmpty { work.apply(changed, history: lines, outbox: entries) }
            let results = zip(receipts, judged).map { receipt, whistle in
                whistle.flatMap { whistle -> Result<(Matter, Order), Refusal> in
                    guard let matter = matters[whistle], let order = matter.order(receipt.order) else {
                        return .failure(.notFound)
                    }
                    return .success((matter, order))
                }
            }
            work.remember(terms.answer?(results))
            return results
        }
    }
}
