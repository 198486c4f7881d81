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
        if let results = try await receiveHanded(receipts, by: caller, terms, in: district) { return results }
        return try await store.change(caller.district) { work in
            let loaded = try await work.lockMatters(.orders(receipts.map(\.order)), rules: district.rules)
            let judged = JudgedReceipts(receipts, on: loaded, by: caller, at: district.now())
            if !judged.changed.isEmpty {
                work.apply(judged.changed, history: judged.history, outbox: judged.outbox)
            }
            work.remember(terms.answer?(judged.results))
            return judged.results
        }
    }

    /// The usual case: all orders were claimed here and nothing happened to them since. Decided on what the claims carried,
    /// and written if that is still so.
    /// - Returns: `nil` where the orders must be read; then nothing was written.
    private func receiveHanded(
        _ receipts: [(order: UUID, claim: UUID?)], by caller: Caller,
        _ terms: Terms<[Result<(Matter, Order), Refusal>]>, in district: District
    ) async throws -> [Result<(Matter, Order), Refusal>]? {
        let orders = receipts.map(\.order)
        guard receipts.allSatisfy({ $0.claim != nil }), let handed = try desks.handed.matters(of: orders, in: district)
        else { return nil }
        let judged = JudgedReceipts(receipts, on: handed, by: caller, at: district.now())
        // What is refused is refused on what the database says.
        guard !judged.changed.isEmpty, judged.isWithoutRefusal else { return nil }
        desks.handed.forget(orders)
        let isWritten = try await store.receive(
            judged.changed, history: judged.history, outbox: judged.outbox, answer: terms.answer?(judged.results),
            in: caller.district)
        return isWritten ? judged.results : nil
    }
}

/// Receipts judged one by one on matters, and what is written for those that hold.
private struct JudgedReceipts {
    private(set) var results: [Result<(Matter, Order), Refusal>] = []
    private(set) var changed: [Matter] = []
    private(set) var history: [HistoryLine] = []
    private(set) var outbox: [OutboxEntry] = []

    var isWithoutRefusal: Bool { results.allSatisfy { if case .success = $0 { true } else { false } } }

    init(
        _ receipts: [(order: UUID, claim: UUID?)], on matters: [Matter], by caller: Caller, at moment: Moment
    ) {
        var matters = matters
        var places: [UUID: Int] = [:]
        for (place, matter) in matters.enumerated() { for order in matter.orders { places[order.id] = place } }
        var touched: Set<Int> = []
        let judged = receipts.map { receipt -> Result<Int, Refusal> in
            do throws(Refusal) {
                guard let place = places[receipt.order], matters[place].isVisible(to: caller),
                    let order = matters[place].order(receipt.order)
                else { throw .notFound }
                if try matters[place].receive(order, claim: receipt.claim, by: caller, at: moment) {
                    touched.insert(place)
                }
                return .success(place)
            } catch { return .failure(error) }
        }
        for place in matters.indices where touched.contains(place) {
            // One that is received has one clock less: the next rung is no earlier than is noted.
            let noted = matters[place].whistle.escalateAt
            let (line, entry) = Chronicle.record(&matters[place], by: caller, at: moment.business)
            matters[place].whistle.escalateAt = noted
            changed.append(matters[place])
            history.append(line)
            outbox.append(entry)
        }
        results = zip(receipts, judged).map { receipt, place in
            place.flatMap { place in
                matters[place].order(receipt.order).map { .success((matters[place], $0)) } ?? .failure(.notFound)
            }
        }
    }
}
