import Domain
import Foundation
import Store
import Synchronization

/// The orders that were handed to pollers lately, as their claims carried them: what receiving them is decided on. A
/// memory and no more: what it holds is true only if the database still says so when the receipt is written.
final class HandedOrders: Sendable {
    private struct Generations {
        var young: [UUID: (district: String, given: ClaimedOrder)] = [:]
        var old: [UUID: (district: String, given: ClaimedOrder)] = [:]
    }

    /// The orders of each of two generations; when the younger is full, the older is forgotten.
    private static let capacity = 2048

    private let generations = Mutex(Generations())

    func keep(_ orders: [ClaimedOrder], of district: String) {
        generations.withLock { generations in
            for given in orders {
                if generations.young.count >= HandedOrders.capacity {
                    generations.old = generations.young
                    generations.young = [:]
                }
                generations.young[given.order.id] = (district, given)
            }
        }
    }

    /// The matters of these orders, each with those of its orders that are known, in the order of their ids.
    /// - Returns: `nil` unless all are known, and known as of one state of each whistle.
    func matters(of orders: [UUID], in district: District) throws -> [Matter]? {
        let known = generations.withLock { generations in
            orders.map { generations.young[$0] ?? generations.old[$0] }
        }
        var given: [UUID: ClaimedOrder] = [:]
        for entry in known {
            guard let entry, entry.district == district.code else { return nil }
            given[entry.given.order.id] = entry.given
        }
        let matters = try Dictionary(grouping: given.values, by: \.whistle.id).values.map { orders -> Matter? in
            var whistle = orders[0].whistle
            guard orders.allSatisfy({ $0.whistle.sequence == whistle.sequence }) else { return nil }
            // Whoever has an order may see the whistle; nobody else is asked about here.
            whistle.viewers = orders.map(\.order.department)
            return Matter(
                whistle: whistle, orders: orders.map(\.order), rules: try district.rules(whistle.rulebookVersion),
                isStored: true)
        }
        guard matters.allSatisfy({ $0 != nil }) else { return nil }
        return matters.compactMap { $0 }.sorted { $0.whistle.id < $1.whistle.id }
    }

    func forget(_ orders: [UUID]) {
        generations.withLock { generations in
            for order in orders {
                generations.young[order] = nil
                generations.old[order] = nil
            }
        }
    }
}
