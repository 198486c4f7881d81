import Domain
import Foundation
import JSON
import Postgres
import Secrets
import Store
import TestSupport
import Testing

@testable import Broker

/// History is tampered with as the one who owns the database can, and the walk names what was touched.
@Suite struct AuditTests {
    /// One way of tampering with a whistle `$w`, and what is to be found.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statements: [String]
        let found: HistoryFault.Kind
        /// `nil`: the whistle is named.
        var subject: String?

        init(_ description: String, _ found: HistoryFault.Kind, _ statements: [String], subject: String? = nil) {
            testDescription = description
            self.statements = statements
            self.found = found
            self.subject = subject
        }
    }

    static let removal = [
        "DELETE FROM whistle.orders WHERE whistle_id = $w", "DELETE FROM whistle.items WHERE whistle_id = $w",
        "DELETE FROM whistle.whistles WHERE id = $w",
    ]
    static let copy = """
        INSERT INTO whistle.history (district_id, subject_id, seq, subject, type, at, actor, body, previous_hash, hash, recorded_at)
        SELECT district_id, subject_id, seq, subject, type, at, actor, body, previous_hash, hash, recorded_at + interval '1 second'
        FROM whistle.history WHERE subject_id = $w AND seq = 2
        """

    static let ways: [Tampering] = [
        Tampering(
            "a line's text", .altered,
            ["UPDATE whistle.history SET body = replace(body, 'housing', 'police') WHERE subject_id = $w AND seq = 2"]),
        Tampering(
            "who did it", .altered,
            ["UPDATE whistle.history SET actor = 'police' WHERE subject_id = $w AND seq = 2"]),
        Tampering(
            "when it was", .altered,
            ["UPDATE whistle.history SET at = at - interval '1 day' WHERE subject_id = $w AND seq = 1"]),
        Tampering(
            "a text with its hash", .inserted,
            [
                """
                UPDATE whistle.history SET body = replace(body, '"actor":"housing"', '"actor":"police"'), actor = 'police',
                    hash = sha256(previous_hash || convert_to(replace(body, '"actor":"housing"', '"actor":"police"'), 'UTF8'))
                WHERE subject_id = $w AND seq = 2
                """
            ]),
        Tampering("a line in the middle", .removed, ["DELETE FROM whistle.history WHERE subject_id = $w AND seq = 2"]),
        Tampering("the first line", .removed, ["DELETE FROM whistle.history WHERE subject_id = $w AND seq = 1"]),
        Tampering("the last line", .removed, ["DELETE FROM whistle.history WHERE subject_id = $w AND seq = 3"]),
        Tampering("all its lines", .removed, ["DELETE FROM whistle.history WHERE subject_id = $w"]),
        Tampering("a second line at a place", .inserted, [copy]),
        Tampering(
            "a line behind the last", .inserted,
            [
                """
                INSERT INTO whistle.history (district_id, subject_id, seq, subject, type, at, actor, body, previous_hash, hash)
                SELECT district_id, subject_id, 4, subject, type, at, actor, replace(body, '"seq":3', '"seq":4'), hash,
                    sha256(hash || convert_to(replace(body, '"seq":3', '"seq":4'), 'UTF8'))
                FROM whistle.history WHERE subject_id = $w AND seq = 3
                """
            ]),
        Tampering(
            "two lines' places", .reordered,
            ["UPDATE whistle.history SET seq = 5 - seq WHERE subject_id = $w AND seq IN (2, 3)"]),
        Tampering("the whistle, its history left", .subjectRemoved, removal),
        Tampering(
            "the whistle with its history", .removed, ["DELETE FROM whistle.history WHERE subject_id = $w"] + removal),
        Tampering(
            "the whistle with its history and its checkpoint's entry", .checkpoint,
            ["DELETE FROM whistle.history WHERE subject_id = $w"] + removal
                + ["DELETE FROM whistle.checkpoint_heads WHERE subject_id = $w"], subject: "checkpoint"),
        Tampering(
            "all of it and the checkpoints", .subjectRemoved,
            ["DELETE FROM whistle.history WHERE subject_id = $w"] + removal + [
                "DELETE FROM whistle.checkpoint_heads", "DELETE FROM whistle.checkpoints",
            ]),
        Tampering("its state", .state, ["UPDATE whistle.whistles SET state = 'closed' WHERE id = $w"]),
        Tampering(
            "an order's state", .state,
            ["UPDATE whistle.orders SET state = 'closed' WHERE whistle_id = $w AND department = 'housing'"],
            subject: "order"),
        Tampering(
            "an order's row", .state, ["DELETE FROM whistle.orders WHERE whistle_id = $w AND department = 'housing'"],
            subject: "order"),
        Tampering(
            "what was told of it", .removed, ["DELETE FROM whistle.events WHERE subject_id = $w"], subject: "feed"),
        Tampering(
            "a checkpoint rewritten with its hash, without the key", .checkpoint,
            [
                """
                UPDATE whistle.checkpoints SET entries = 0, hash = sha256(previous_hash || convert_to(district_id || ' ' || number
                    || ' ' || to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\\n', 'UTF8'))
                """, "DELETE FROM whistle.checkpoint_heads",
            ], subject: "checkpoint"),
        Tampering(
            "the first checkpoint", .checkpoint,
            [
                "DELETE FROM whistle.checkpoint_heads WHERE number = 1",
                "DELETE FROM whistle.checkpoints WHERE number = 1",
            ],
            subject: "checkpoint"),
    ]

    @Test(arguments: ways) func everyWayOfTamperingIsFound(_ way: Tampering) async throws {
        try await TestBroker.with { test in
            let auditor = try await test.caller("supervision", .supervisor)
            let (whistle, number) = try await Self.history(test, auditor)
            let clean = try await test.broker.verifyHistory(for: auditor)
            #expect(clean.firstBroken == nil, "\(String(describing: clean.firstBroken))")
            #expect(clean.checked >= 5 && clean.checkpoints == 2 && clean.changes >= 5)
            for statement in way.statements {
                let text = statement.replacingOccurrences(of: "$w", with: "'\(whistle.text)'")
                _ = try await test.database.owner.query(SQL(stringLiteral: text))
            }
            let fault = try #require(try await test.broker.verifyHistory(for: auditor).firstBroken)
            #expect(fault.kind == way.found, "\(fault)")
            if let subject = way.subject {
                #expect(fault.subject == subject, "\(fault)")
            } else {
                #expect(fault.id == whistle.text, "\(fault)")
                #expect(fault.number == number, "\(fault)")
            }
        }
    }

    /// A state that was altered and then moved on by a verb is found in that verb's line.
    @Test func aStateThatWentOnFromAnAlteredOneIsFound() async throws {
        try await TestBroker.with { test in
            let auditor = try await test.caller("supervision", .supervisor)
            let housing = try await test.caller("housing", .department)
            let matter = try await test.raise(departments: ["housing"])
            let order = matter.orders[0]
            _ = try await test.broker.receiveOrder(order.id, claim: nil, by: housing, Terms())
            _ = try await test.broker.reportIn(order.id, person: "李", note: nil, by: housing, Terms())
            _ = try await test.database.owner.query(
                "UPDATE whistle.orders SET state = 'received' WHERE id = \(order.id)")
            _ = try await test.broker.reportIn(order.id, person: "王", note: nil, by: housing, Terms())
            let fault = try #require(try await test.broker.verifyHistory(for: auditor).firstBroken)
            #expect(fault == HistoryFault(.state, "order", order.id.text, number: order.number, sequence: 4))
        }
    }

    /// Whoever has database and key rewrites everything; what was exported before tells.
    @Test func whatWasExportedIsFoundMissing() async throws {
        try await TestBroker.with { test in
            let auditor = try await test.caller("supervision", .supervisor)
            let (whistle, _) = try await Self.history(test, auditor)
            let file = FileOfLines()
            try await CheckpointExport(broker: test.broker, caller: auditor).write(after: 0) { file.append($0) }
            var reader = ExportReader()
            var heads: [ChainHead] = []
            for line in file.lines { if let head = try reader.take(line) { heads.append(head) } }
            try reader.finish()
            #expect(reader.district == "changshu" && reader.hashes.count == 2)
            #expect(try await test.broker.compare(heads, in: "changshu") == nil)
            #expect(try await test.broker.compare(checkpoints: reader.hashes, in: "changshu") == nil)
            let all =
                ["DELETE FROM whistle.history WHERE subject_id = $w", "DELETE FROM whistle.events"] + Self.removal + [
                    "DELETE FROM whistle.checkpoint_heads", "DELETE FROM whistle.checkpoints",
                ]
            for statement in all {
                let text = statement.replacingOccurrences(of: "$w", with: "'\(whistle.text)'")
                _ = try await test.database.owner.query(SQL(stringLiteral: text))
            }
            _ = try await test.broker.makeCheckpoint(by: auditor)
            #expect(try await test.broker.verifyHistory(for: auditor).firstBroken == nil)
            let fault = try await test.broker.compare(heads, in: "changshu")
            #expect(fault?.id == whistle.text && fault?.kind == .removed)
            #expect(try await test.broker.compare(checkpoints: reader.hashes, in: "changshu")?.kind == .checkpoint)
        }
    }

    /// A file that was touched is refused, wherever it was.
    @Test func anAlteredFileIsRefused() async throws {
        try await TestBroker.with { test in
            let auditor = try await test.caller("supervision", .supervisor)
            _ = try await Self.history(test, auditor)
            let file = FileOfLines()
            try await CheckpointExport(broker: test.broker, caller: auditor).write(after: 0) { file.append($0) }
            let lines = file.lines
            for place in lines.indices {
                var altered = lines
                altered.remove(at: place)
                #expect(throws: ExportReader.Broken.self, "without line \(place + 1)") {
                    var reader = ExportReader()
                    for line in altered { _ = try reader.take(line) }
                    try reader.finish()
                }
            }
        }
    }

    /// A walk while whistles are raised and worked on finds nothing, and a daily checkpoint is made once a day.
    @Test func aWalkUnderLoadFindsNothing() async throws {
        try await TestBroker.with { test in
            let auditor = try await test.caller("supervision", .supervisor)
            let housing = try await test.caller("housing", .department)
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Work goes on beside the walk; the group ends with the test.
                group.addTask {
                    for _ in 0..<60 {
                        let matter = try await test.raise(departments: ["housing"])
                        _ = try await test.broker.receiveOrder(matter.orders[0].id, claim: nil, by: housing, Terms())
                    }
                }
                for _ in 0..<20 {
                    let report = try await test.broker.verifyHistory(for: auditor)
                    #expect(report.firstBroken == nil, "\(String(describing: report.firstBroken))")
                    _ = try await test.broker.makeCheckpoint(by: auditor)
                }
                try await group.waitForAll()
            }
            let report = try await test.broker.verifyHistory(for: auditor)
            #expect(report.firstBroken == nil && report.checked >= 120 && report.checkpoints == 20)
        }
    }

    /// The same from a plain dump and a file, without a database.
    @Test func aDumpIsCheckedWithoutADatabase() async throws {
        try await TestBroker.with { test in
            let auditor = try await test.caller("supervision", .supervisor)
            let (whistle, _) = try await Self.history(test, auditor)
            // What COPY must escape.
            _ = try await test.raise("反斜杠\\和\t制表")
            let heads = try await Self.exported(test, auditor)
            var clean = DumpAudit(exported: heads)
            for line in try await Self.dump(test) { #expect(clean.take(line) == nil) }
            #expect(clean.finish() == nil && clean.checked >= 6)
            for way in Self.ways
            where ["whistle", "order", nil].contains(way.subject) && !way.testDescription.hasPrefix("when") {
                let lines = try await Self.dump(test, after: way.statements.map { Self.named($0, whistle) })
                var audit = DumpAudit(exported: heads)
                var fault: HistoryFault?
                for line in lines where fault == nil { fault = audit.take(line) }
                fault = fault ?? audit.finish()
                #expect(
                    way.subject == "order" ? fault?.subject == "order" : fault?.id == whistle.text,
                    "\(way): \(String(describing: fault))")
            }
        }
    }

    private static func named(_ statement: String, _ whistle: UUID) -> String {
        statement.replacingOccurrences(of: "$w", with: "'\(whistle.text)'")
    }

    private static func exported(_ test: TestBroker, _ auditor: Caller) async throws -> [ChainHead] {
        let file = FileOfLines()
        try await CheckpointExport(broker: test.broker, caller: auditor).write(after: 0) { file.append($0) }
        var reader = ExportReader()
        return try file.lines.compactMap { try reader.take($0) }
    }

    /// A plain dump's lines of the tables in question, as COPY writes them, after statements that are rolled back.
    private static func dump(_ test: TestBroker, after statements: [String] = []) async throws -> [String] {
        let file = "/tmp/whistle-dump-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let script =
            (["BEGIN"] + statements).map { "\($0);\n" }.joined()
            + ["districts", "whistles", "orders", "meetings", "history"].map { table in
                """
                SELECT 'COPY whistle.\(table) (' || string_agg(quote_ident(attname), ', ' ORDER BY attnum) || ') FROM stdin;'
                FROM pg_attribute WHERE attrelid = 'whistle.\(table)'::regclass AND attnum > 0 AND NOT attisdropped;
                COPY (SELECT * FROM whistle.\(table)) TO STDOUT;
                \\echo '\\\\.'

                """
            }.joined() + "ROLLBACK;\n"
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try await Program.run(
            "/usr/bin/env", ["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-f", file, test.database.url])
        try #require(outcome.status == 0, "\(outcome.output)")
        return outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func aDayHasOneCheckpoint() async throws {
        try await TestBroker.with(brokers: 2) { brokers in
            let auditor = try await brokers[0].caller("supervision", .supervisor)
            _ = try await brokers[0].raise()
            func count() async throws -> Int {
                try await brokers[0].broker.checkpoints(after: 0, limit: 10, for: auditor).count
            }
            for test in brokers { try await test.broker.makeDailyCheckpoint("changshu") }
            #expect(try await count() == 1)
            _ = try await brokers[0].database.owner.query(
                "UPDATE whistle.checkpoints SET made_at = made_at - interval '1 day'")
            for test in brokers { try await test.broker.makeDailyCheckpoint("changshu") }
            #expect(try await count() == 2)
        }
    }

    @Test func aTownshipMakesNoCheckpoint() async throws {
        try await TestBroker.with { test in
            let township = try await test.caller("meili", .township)
            await #expect(throws: Refusal.forbidden) { try await test.broker.makeCheckpoint(by: township) }
        }
    }

    /// A whistle with three lines of history, between others, told and checkpointed.
    private static func history(_ test: TestBroker, _ auditor: Caller) async throws -> (UUID, String) {
        _ = try await test.raise()
        let matter = try await test.raise(departments: ["housing"])
        let housing = try await test.caller("housing", .department)
        _ = try await test.broker.makeCheckpoint(by: auditor)
        _ = try await test.broker.receiveOrder(matter.orders[0].id, claim: nil, by: housing, Terms())
        _ = try await test.broker.reportIn(
            matter.orders[0].id, person: "李", note: nil, by: housing, Terms())
        _ = try await test.raise()
        while try await test.database.store.relay("changshu", limit: 100) > 0 {}
        _ = try await test.broker.makeCheckpoint(by: auditor)
        return (matter.whistle.id, matter.whistle.number)
    }
}

/// Gathers what is written.
private final class FileOfLines {
    private var bytes: [UInt8] = []

    func append(_ more: [UInt8]) { bytes += more }

    var lines: [String] { String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }
}
