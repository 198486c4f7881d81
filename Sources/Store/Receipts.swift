import Domain
import Postgres

extension Store {
    /// Writes receipts that were decided on matters as their claims carried them, if none of them changed since: one
    /// round trip, nothing read or locked beforehand. A later change of an order or of its whistle shows in its revision.
    /// - Returns: false where one did change; then nothing was written.
    public func receive(
        _ matters: [Matter], history: [HistoryLine], outbox: [OutboxEntry], answer: RememberedAnswer?,
        in district: String
    ) async throws(PostgresError) -> Bool {
        let changed = matters.flatMap { matter in
            (matter.stored?.orders ?? []).filter { matter.changedOrders.contains($0.id) }.compactMap { old in
                matter.order(old.id).map { (old: old, new: $0) }
            }
        }.sorted { $0.new.id < $1.new.id }
        // First: another request under the same key fails here, before anything else is written. Then the whistles before
        // the orders, each by id, as everybody locks them.
        var statements =
            [Store.scope(district)] + [answer].compactMap { $0.map { Table.answers.insert([$0], into: district) } }
        let updates = [
            Table.whistles.update(
                matters.map(\.whistle), ifStill: matters.map { $0.stored?.whistle ?? Whistle() }, in: district),
            Table.orders.update(changed.map(\.new), ifStill: changed.map(\.old), in: district),
        ]
        statements += updates.compactMap { $0 }
        statements.append(Table.history.insert(history, into: district))
        statements.append(Table.outbox.insert(outbox, into: district))
        do { _ = try await broker.pipeline(statements) } catch {
            // A serialization failure, or a deadlock.
            guard let state = error.sqlState, state.hasPrefix("40") else { throw error }
            return false
        }
        news.ring()
        return true
    }
}
