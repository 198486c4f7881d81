import Domain
import Foundation
import Testing
import WitnessRunner

@testable import Ledger

@Suite struct LargeLedgerTests {
    /// A figure of `/proc/self/status`, in KiB.
    private static func status(_ name: String) throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return try #require(
            line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) })
    }

    private static func row(_ number: Int) -> [LedgerCell] {
        var row: [LedgerCell] = [.integer(number), .dateTime(LedgerSample.moment.adding(seconds: Int64(number)))]
        for column in 2..<20 { row.append(.text("第\(number)件 城管局 \(column)")) }
        return row
    }

    private static func head() throws -> LedgerHead {
        let texts = (2..<20).map { LedgerColumn("列\($0)") }
        return try LedgerSample.head([LedgerColumn("序号", .integer), LedgerColumn("时间", .dateTime)] + texts)
    }

    /// 200,000 rows of 20 columns do not stay in memory: what a county files in ten years, in one download.
    @Test func memoryStaysBounded() async throws {
        let folder = try Witness.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        // The whole of it takes most of a minute unoptimized: WHISTLE_LEDGER_ROWS=200000 asks for it.
        let count = Int(ProcessInfo.processInfo.environment["WHISTLE_LEDGER_ROWS"] ?? "") ?? 30_000
        let (file, grown, csv) = try await OwnThread.run {
            // Sets the peak back to what is resident now (proc(5)); where it may not, the peak is the process's own.
            try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
            let before = try Self.status("VmHWM")
            let head = try Self.head()
            let writer = try XLSXLedgerWriter(head, folder: folder.path)
            var text = CSVLedgerWriter(head)
            var csv = 0
            for number in 1...count {
                let row = Self.row(number)
                try writer.append(row)
                if let chunk = try text.append(row) { csv += chunk.count }
            }
            csv += text.finish().count
            let file = try writer.finish()
            return (file, try Self.status("VmHWM") - before, csv)
        }
        print("\(count) rows × 20 columns: peak + \(grown) KiB, xlsx \(file.bytes) bytes, csv \(csv) bytes")
        #expect(file.rows == count)
        #expect(grown < 200 * 1024)
        let seen = try LedgerSample.rows(try await Witness.run("ledger.py", ["count", file.path]))
        #expect(seen["rows"] as? Int == count + 1)
        #expect(seen["cells"] as? Int == (count + 1) * 20)
    }
}
