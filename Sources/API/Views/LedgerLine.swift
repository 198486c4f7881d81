import Broker
import Domain
import Ledger

/// One whistle as a line of the ledger (台账): no contacts.
enum LedgerLine {
    static func head(in zone: Zone) throws -> LedgerHead {
        try LedgerHead(
            name: SheetName("台账"),
            columns: [
                LedgerColumn("编号"), LedgerColumn("标题", width: 40), LedgerColumn("类别"), LedgerColumn("种类"),
                LedgerColumn("来源"), LedgerColumn("状态"), LedgerColumn("乡镇街道"), LedgerColumn("吹哨单位"),
                LedgerColumn("主办单位"), LedgerColumn("协办单位", width: 30), LedgerColumn("轮次", .integer),
                LedgerColumn("吹哨时间", .dateTime), LedgerColumn("办结期限", .dateTime),
                LedgerColumn("销号时间", .dateTime),
            ], zone: zone)
    }

    static func cells(_ matter: Matter, in district: District) -> [LedgerCell] {
        let whistle = matter.whistle
        func name(_ code: String) -> String { district.organizations[code]?.name ?? code }
        func time(_ moment: Timestamp?) -> LedgerCell { moment.map(LedgerCell.dateTime) ?? .empty }
        let live = matter.orders.filter { $0.state != .rerouted && $0.state != .cancelled }
        return [
            .text(whistle.number), .text(whistle.title),
            .text(matter.rules.rulebook.category(whistle.category)?.name ?? whistle.category),
            .text(whistle.kind.rawValue), .text(whistle.channel.rawValue), .text(whistle.state.rawValue),
            .text(name(whistle.township)), .text(name(whistle.raiser)),
            .text(live.filter { $0.role == .lead }.map { name($0.department) }.joined(separator: "、")),
            .text(live.filter { $0.role == .assisting }.map { name($0.department) }.joined(separator: "、")),
            .integer(whistle.round), time(whistle.createdAt), time(whistle.total?.dueAt), time(whistle.closedAt),
        ]
    }
}
