import Domain
import Foundation
import Testing
import WitnessRunner

@testable import Ledger

@Suite struct CSVTests {
    private func written(_ head: LedgerHead, _ rows: [[LedgerCell]], chunkBytes: Int = 65_536) throws -> [[UInt8]] {
        var writer = CSVLedgerWriter(head, chunkBytes: chunkBytes)
        var chunks: [[UInt8]] = []
        for row in rows { if let chunk = try writer.append(row) { chunks.append(chunk) } }
        return chunks + [writer.finish()]
    }

    /// Python's csv reads every text as it was, with the apostrophe where a formula would begin.
    @Test func pythonReadsWhatWasWritten() async throws {
        let head = try LedgerSample.head(LedgerSample.columns)
        let chunks = try written(head, LedgerSample.titles.map(LedgerSample.row), chunkBytes: 100)
        #expect(chunks.count > 5)
        let folder = try Witness.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("ledger.csv")
        try Data(chunks.joined()).write(to: path)

        let seen = try LedgerSample.rows(try await Witness.run("ledger.py", ["csv", path.path]))
        #expect(seen["bom"] as? Bool == true)
        // Only the line feed that stands inside a text.
        #expect(seen["bare_line_feeds"] as? Int == 1)
        let rows = try #require(seen["rows"] as? [[String]])
        #expect(rows.count == LedgerSample.titles.count + 1)
        #expect(rows[0] == ["编号", "标题", "件数", "得分", "日期", "签收时间", "办结率", "用时"])
        for (row, title) in zip(rows.dropFirst(), LedgerSample.titles) {
            let text = title.replacing("\u{0}", with: "")
            let guarded = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
            #expect(row[1].unicodeScalars.elementsEqual((guarded ? "'" + text : text).unicodeScalars), "\(title)")
            #expect(
                Array(row[2...]) == ["21", "93.5", "2026-02-13", "2026-02-13 09:30:15", "0.9372", "26:03:05"])
        }
    }

    @Test func numbersStayPlain() throws {
        let head = try LedgerSample.head([LedgerColumn("=数", .decimal), LedgerColumn("时", .duration)])
        let values: [Double] = [-1, 0.1, 1e-7, 1e22, .nan, -.infinity, 1e15, -0.0]
        let rows: [[LedgerCell]] = values.map { [.decimal($0), .duration(-60)] }
        let text = String(decoding: try written(head, rows).joined(), as: UTF8.self)
        let lines = text.split(separator: "\r\n").map(String.init)
        #expect(
            lines == [
                "\u{FEFF}'=数,时", "-1,-0:01:00", "0.1,-0:01:00", "0.0000001,-0:01:00",
                "10000000000000000000000,-0:01:00", ",-0:01:00", ",-0:01:00", "1000000000000000,-0:01:00", "0,-0:01:00",
            ])
    }

    @Test func anEmptyLedgerHasItsHeader() throws {
        let head = try LedgerSample.head([LedgerColumn("编号"), LedgerColumn("标题")])
        #expect(Array(try written(head, []).joined()) == [0xEF, 0xBB, 0xBF] + Array("编号,标题\r\n".utf8))
    }

    @Test func wrongRowsAreRefused() throws {
        let head = try LedgerSample.head([LedgerColumn("数", .integer)])
        #expect(throws: LedgerError.rowLength(row: 1, found: 2, expected: 1)) {
            try written(head, [[.integer(1), .integer(2)]])
        }
        #expect(throws: LedgerError.kind(row: 2, column: 0)) { try written(head, [[.integer(1)], [.decimal(1)]]) }
        #expect(throws: LedgerError.columns(0)) { try LedgerSample.head([]) }
        #expect(try written(head, [[.text("无")], [.empty]]).count == 1)
    }
}
