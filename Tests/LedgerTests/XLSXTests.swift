import Domain
import Foundation
import Testing
import WitnessRunner

@testable import Ledger

@Suite struct XLSXTests {
    /// Writes on a thread of its own and lets openpyxl read it.
    private func seen(_ head: LedgerHead, _ rows: [[LedgerCell]], rowsPerSheet: Int = 1_048_576) async throws
        -> [[String: Any]]
    {
        let folder = try Witness.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try await OwnThread.run {
            let writer = try XLSXLedgerWriter(head, folder: folder.path, rowsPerSheet: rowsPerSheet)
            for row in rows { try writer.append(row) }
            return try writer.finish()
        }
        #expect(file.rows == rows.count)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == file.bytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
        let text = try await Witness.run("ledger.py", ["xlsx", file.path])
        return try #require(LedgerSample.rows(text)["sheets"] as? [[String: Any]])
    }

    @Test func openpyxlReadsWhatWasWritten() async throws {
        let head = try LedgerSample.head(LedgerSample.columns, name: "梅李[2026]/台账")
        let sheet = try #require(try await seen(head, LedgerSample.titles.map(LedgerSample.row)).first)
        #expect(sheet["name"] as? String == "梅李_2026__台账")
        #expect(sheet["frozen"] as? String == "A2")
        #expect(sheet["filter"] as? String == "A1:H\(LedgerSample.titles.count + 1)")
        #expect(sheet["bold"] as? [Bool] == Array(repeating: true, count: 8))
        let widths = try #require(sheet["widths"] as? [Double])
        #expect(abs(widths[1] - 40.7) < 0.1)
        #expect(
            sheet["formats"] as? [String] == [
                "General", "General", "0", "General", "yyyy\"年\"m\"月\"d\"日\"", "yyyy\"年\"m\"月\"d\"日\" hh:mm",
                "0.00%", "[h]:mm:ss",
            ])
        let types = try #require(sheet["types"] as? [[String]])
        #expect(types.dropFirst().allSatisfy { $0 == ["s", "s", "n", "n", "d", "d", "n", "d"] })
        let rows = try #require(sheet["rows"] as? [[Any]])
        for (row, title) in zip(rows.dropFirst(), LedgerSample.titles) {
            let kept = title.replacing("\u{0}", with: "").replacing("\r", with: "\n")
                .replacing("_x0041_", with: "_x005F_x0041_")
            let found = try #require(row[1] as? String)
            #expect(found.unicodeScalars.elementsEqual(kept.unicodeScalars), "\(title)")
            #expect(row[2] as? Int == 21)
            #expect(row[4] as? String == "2026-02-13T00:00:00")
            #expect(row[5] as? String == "2026-02-13T09:30:15")
            #expect(row[6] as? Double == 0.9372)
            #expect((row[7] as? [String: Int])?["seconds"] == 93_785)
        }
    }

    @Test func whatASpreadsheetCannotHold() async throws {
        let columns = [LedgerColumn("文"), LedgerColumn("数", .integer), LedgerColumn("日", .date)]
        let long = String(repeating: "𠮷", count: 20_000)
        let controls = "a\u{1}\u{b}\u{1f}\u{FFFE}\u{FFFF}b"
        let old = try #require(LocalDate(year: 1899, month: 12, day: 30))
        let sheet = try #require(
            try await seen(
                LedgerSample.head(columns),
                [
                    [.text(long), .integer(.max), .date(old)],
                    [.text(controls), .integer(.min), .empty],
                    [.text(String(repeating: "长", count: 40_000)), .text("无"), .empty],
                ]
            ).first)
        let rows = try #require(sheet["rows"] as? [[Any]])
        #expect((rows[1][0] as? String)?.utf16.count == 32_766)
        #expect(rows[1][1] as? String == "9223372036854775807")
        #expect(rows[1][2] as? String == "1899-12-30")
        #expect(rows[2][0] as? String == "ab")
        #expect((rows[3][0] as? String)?.count == 32_767)
        #expect(rows[3][1] as? String == "无")
    }

    @Test func rowsBeyondOneSheetContinueOnTheNext() async throws {
        let rows: [[LedgerCell]] = (1...5).map { [.integer($0)] }
        let sheets = try await seen(LedgerSample.head([LedgerColumn("号", .integer)]), rows, rowsPerSheet: 3)
        #expect(sheets.compactMap { $0["name"] as? String } == ["台账", "台账 (2)", "台账 (3)"])
        #expect(sheets.compactMap { $0["filter"] as? String } == ["A1:A3", "A1:A3", "A1:A2"])
        #expect(sheets.compactMap { ($0["rows"] as? [[Any]])?.last?.first as? Int } == [2, 4, 5])
    }

    /// Neither a file nor a descriptor stays behind.
    @Test func anAbandonedLedgerLeavesNothing() async throws {
        let folder = try Witness.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let head = try LedgerSample.head([LedgerColumn("号", .integer)])
        let open = try await OwnThread.run {
            func mine() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
                    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?
                        .hasPrefix(folder.path) ?? false
                }.count
            }
            for _ in 1...3 {
                let writer = try XLSXLedgerWriter(head, folder: folder.path)
                try writer.append([.integer(1)])
                #expect(throws: LedgerError.kind(row: 2, column: 0)) { try writer.append([.percent(1)]) }
            }
            return try mine()
        }
        #expect(open == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func aFinishedWriterRefuses() async throws {
        let folder = try Witness.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let head = try LedgerSample.head([LedgerColumn("号", .integer)])
        try await OwnThread.run {
            let writer = try XLSXLedgerWriter(head, folder: folder.path)
            let file = try writer.finish()
            #expect(FileManager.default.fileExists(atPath: file.path))
            #expect(throws: LedgerError.finished) { try writer.append([.integer(1)]) }
            #expect(throws: LedgerError.finished) { try writer.finish() }
            #expect(throws: LedgerError.self) { try XLSXLedgerWriter(head, folder: folder.path + "/absent") }
            // A file cut short is not taken for a ledger.
            try FileHandle(forWritingTo: URL(fileURLWithPath: file.path)).truncate(atOffset: UInt64(file.bytes - 1))
            #expect(throws: LedgerError.incomplete) { try WorkbookArchive(path: file.path).check(sheetsAtLeast: [1]) }
        }
    }

    @Test func sheetNamesAreAlwaysAccepted() {
        #expect(SheetName("''").text == "台账")
        #expect(SheetName("History").text == "台账")
        #expect(SheetName(String(repeating: "𠮷", count: 20)).text.utf16.count == 30)
        #expect(SheetName(String(repeating: "台", count: 40)).numbered(12).text.hasSuffix("台 (12)"))
        #expect(SheetName(String(repeating: "台", count: 40)).numbered(12).text.utf16.count == 31)
        #expect(SheetName("a\u{0}b\nc").text == "abc")
    }
}
