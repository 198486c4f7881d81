import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// What the relay reads of the outbox, and what it need not read again.
@Suite struct OutboxTests {
    @Test func theBoundRisesWhenAllHaveEndedThatCouldWriteBelow() {
        var bound = OutboxBound()
        bound.note(.init(last: 10, isFull: false, next: 100, oldest: 90))
        #expect(bound.value == 0)
        bound.note(.init(last: 20, isFull: false, next: 110, oldest: 99))
        #expect(bound.value == 0, "99 may still write below 10")
        bound.note(.init(last: nil, isFull: false, next: 120, oldest: 100))
        #expect(bound.value == 10)
        bound.note(.init(last: nil, isFull: false, next: 120, oldest: 120))
        #expect(bound.value == 20)
    }

    @Test func aRoundThatLeftRowsBelowDoesNotRaiseIt() {
        var bound = OutboxBound()
        bound.note(.init(last: 50, isFull: true, next: 100, oldest: 90))
        bound.note(.init(last: 40, isFull: true, next: 110, oldest: 105))
        #expect(bound.value == 0, "rows between 40 and 50 may have come meanwhile")
        bound.note(.init(last: 60, isFull: true, next: 120, oldest: 115))
        #expect(bound.value == 50)
    }

    @Test func boundsAreFoundAnewNowAndThen() {
        for (lifetime, known) in [(Duration.zero, 0), (.seconds(3600), 10)] {
            let bounds = OutboxBounds(lifetime: lifetime)
            bounds.note(.init(last: 10, isFull: false, next: 100, oldest: 90), in: "changshu")
            bounds.note(.init(last: nil, isFull: false, next: 100, oldest: 100), in: "changshu")
            #expect(bounds.value("changshu") == 10)
            _ = bounds.values()
            #expect(bounds.value("changshu") == known)
        }
    }

    /// Numbers are given before the commit: a row that appears below what was told is told too.
    @Test func whatCommitsLateIsTold() async throws {
        let database = try await TestCluster.get().database()
        let (store, loops) = (database.store, database.loops)
        func write(_ subject: UUID, through run: (SQL) async throws -> Void) async throws {
            let events = #"[{"id":"\#(UUID.version7().text)","type":"item.heard"}]"#
            try await run(
                """
                INSERT INTO whistle.outbox (district_id, subject_id, at, shared, events, size)
                VALUES ('changshu', \(subject), now(), '{}', \(events), 1)
                """)
        }
        let (early, late) = (UUID.version7(), UUID.version7())
        try await loops.transaction { transaction in
            try await write(early) { _ = try await transaction.query($0) }
            for _ in 0..<3 {
                try await write(late) { _ = try await loops.query($0) }
                #expect(try await store.relay("changshu", limit: 10) == 1)
            }
            #expect(store.outboxBounds.value("changshu") == 0)
        }
        #expect(try await store.districtsWithNews() == ["changshu"])
        #expect(try await store.relay("changshu", limit: 10) == 1)
        let told = try await database.owner.query("SELECT e.subject_id FROM whistle.events AS e ORDER BY e.position")
        #expect(try told.map { try $0.decode(0, as: UUID.self) } == [late, late, late, early])
        // With everybody's end the relay need not look there again.
        #expect(store.outboxBounds.value("changshu") > 0)
        #expect(try await store.districtsWithNews().isEmpty)
        await database.close()
    }
}
