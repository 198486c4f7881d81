import Domain
import Foundation
import Postgres

/// The only way to the tables. Requests go through `broker`, whose policies see one district; the loops that cross
/// districts through `loops`.
public struct Store: Sendable {
    public let broker: PostgresPool
    public let loops: PostgresPool
    /// Something waits in the outbox.
    public let news = Bell()
    /// Something waits to be delivered.
    public let parcels = Bell()
    /// Something came into a feed.
    public let told = Bell()
    /// Where each district's outbox begins.
    let outboxBounds = OutboxBounds()
    /// Names this process to the others on the database.
    let id = UUID()

    public init(broker: PostgresPool, loops: PostgresPool) {
        self.broker = broker
        self.loops = loops
    }

    /// What sets a transaction's district: without it the policies show nothing.
    static func scope(_ district: String) -> SQL { "SELECT set_config('whistle.district', \(district), true)" }

    /// Has a transaction's statements planned once and by their indexes. The plan that a connection keeps may have been made
    /// while the tables were empty, when reading them whole looked cheapest; they are read whole from then on.
    static let planByIndex: SQL = """
        SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
            set_config('enable_seqscan', 'off', true)
        """

    /// Has a transaction's statements planned as the tables are now: for what runs once a second, and of which no shape holds
    /// for an empty table and for a full one.
    static let planAnew: SQL = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"

    /// Runs one statement in a district, as one round trip and one transaction.
    func read(_ district: String, _ sql: SQL) async throws(PostgresError) -> Rows {
        try await broker.pipeline([Store.scope(district), sql])[1]
    }

    /// Runs several statements in a district, as one round trip and one transaction.
    func read(_ district: String, _ statements: [SQL]) async throws(PostgresError) -> [Rows] {
        Array(try await broker.pipeline([Store.scope(district)] + statements).dropFirst())
    }

    /// One change in one district: what the body reads it reads in a transaction, and what it leaves in the work is
    /// written together with COMMIT. Nothing is written when the body throws.
    public func change<Result: Sendable>(
        _ district: String, _ body: (inout Work) async throws -> Result
    ) async throws -> Result {
        try await broker.transaction(settings: [Store.scope(district)]) { transaction in
            var work = Work(district: district, sender: id, transaction: transaction)
            let result = try await body(&work)
            if !work.writes.isEmpty { _ = try await transaction.commit(with: work.writes) }
            news.ring()
            parcels.ring()
            return result
        }
    }
}

/// One transaction in one district, and what it will write.
public struct Work {
    public let district: String
    let sender: UUID
    let transaction: PostgresTransaction
    /// Sent in one round trip with COMMIT.
    var writes: [SQL] = []

    init(district: String, sender: UUID, transaction: PostgresTransaction) {
        self.district = district
        self.sender = sender
        self.transaction = transaction
    }
}
