import Domain
import Foundation

@testable import Ledger

/// A small ledger with everything that has gone wrong in spreadsheets.
enum LedgerSample {
    static func head(_ columns: [LedgerColumn], name: String = "台账") throws -> LedgerHead {
        try LedgerHead(name: SheetName(name), columns: columns, zone: zone())
    }

    static func zone() throws -> Zone {
        struct NoZone: Error {}
        guard let zone = Zone("Asia/Shanghai") else { throw NoZone() }
        return zone
    }

    static let columns: [LedgerColumn] = [
        LedgerColumn("编号"), LedgerColumn("标题", width: 40), LedgerColumn("件数", .integer),
        LedgerColumn("得分", .decimal), LedgerColumn("日期", .date), LedgerColumn("签收时间", .dateTime),
        LedgerColumn("办结率", .percent), LedgerColumn("用时", .duration),
    ]

    /// 2026-02-13 09:30:15 in Shanghai.
    static let moment = Timestamp(seconds: 1_770_946_215)

    static func row(_ title: String) -> [LedgerCell] {
        [
            .text("MEILI-2026-000001"), .text(title), .integer(21), .decimal(93.5),
            .date(LocalDate(daysSince1970: 20_497)), .dateTime(moment), .percent(0.9372), .duration(93_785),
        ]
    }

    /// What a spreadsheet would run, and what breaks readers.
    static let titles = [
        "梅李镇停车难", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "=\u{301}1", "a,b", "他说\"好\"",
        "两行\n文字", "𠮷野家🏘️", " 空格 ", "_x0041_", "\u{0}=1",
    ]

    static func rows(_ text: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }
}
