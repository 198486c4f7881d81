import Domain
import Foundation
import Store
import Synchronization

/// Counts each township's orders in a queue and due time, so that among equal due times townships take turns and a
/// flooding one starves nobody. The count lives in memory and is read from the queue when a broker first meets a due
/// time; with several brokers the turns are as even as the brokers' shares.
final class Turns: Sendable {
    private struct Key: Hashable {
        let district: String
        let queue: String
        let rank: Int16
        let due: Timestamp
    }

    /// Due times change with the working day; this many pairs of queue and due time are remembered.
    private static let capacity = 4096

    private let store: Store
    private let counts = Mutex<[Key: [String: Int]]>([:])

    init(store: Store) { self.store = store }

    func assign(_ raised: inout [RaisedMatter], in district: String) async {
        var keys: Set<Key> = []
        for matter in raised.indices {
            raised[matter].matter.orders.withUnsafeBufferPointer { orders in
                for order in orders.indices { keys.insert(Turns.key(orders[order], district)) }
            }
        }
        await learn(keys)
        for index in raised.indices { assign(&raised[index].matter, in: district) }
    }

    /// Reads the counts that are not in memory yet.
    private func learn(_ keys: Set<Key>) async {
        let unknown = counts.withLock { counts in keys.filter { counts[$0] == nil } }
        for key in unknown {
            // Without the count turns begin anew: fairness is worth less than the whistle.
            guard let stored = try? await store.turns(key.queue, due: key.due, rank: key.rank, in: key.district) else {
                continue
            }
            counts.withLock { counts in
                // The oldest due times go first: nothing new is due then.
                if counts.count >= Turns.capacity {
                    let middle = counts.keys.map(\.due).sorted()[counts.count / 2]
                    counts = counts.filter { $0.key.due > middle || keys.contains($0.key) }
                }
                if counts[key] == nil { counts[key] = stored }
            }
        }
    }

    private func assign(_ matter: inout Matter, in district: String) {
        counts.withLock { counts in
            for index in matter.orders.indices {
                let key = Turns.key(matter.orders[index], district)
                matter.orders[index].turn = counts[key, default: [:]].next(matter.orders[index].township)
            }
        }
    }

    private static func key(_ order: Order, _ district: String) -> Key {
        Key(
            district: district, queue: order.department, rank: order.kind.rank,
            due: order.receive?.dueAt ?? order.createdAt)
    }
}

extension [String: Int] {
    /// Counts one more.
    fileprivate mutating func next(_ name: String) -> Int {
        self[name, default: 0] += 1
        return self[name, default: 0]
    }
}
