import Broker
import Domain
import Foundation
import JSON
import Language
import Papers

/// How clusters and bulletins are shown.
extension HotspotRecord {
    func json(in district: District) -> JSON {
        let zone = district.zone
        return .object(
            [
                JSON.Member("id", .string(hotspot.id.text)), JSON.Member("number", .string(hotspot.number)),
                JSON.Member("state", .string(hotspot.state.rawValue)),
            ] + hotspot.cluster.members(in: district) + [
                JSON.Member("count", .integer(hotspot.count)),
                JSON.Member("whistles", .array(whistles.map { .string($0.text) })),
                JSON.Member("first_at", .string(hotspot.firstAt.text(in: zone))),
                JSON.Member("last_at", .string(hotspot.lastAt.text(in: zone))),
                JSON.Member("proposal", hotspot.state == .open ? "meeting" : .null),
                JSON.Member("meeting_id", JSON(hotspot.meetingID?.text)), JSON.Member("reason", JSON(hotspot.reason)),
                JSON.Member("version", .integer(hotspot.version)),
                JSON.Member("created_at", .string(hotspot.createdAt.text(in: zone))),
            ])
    }
}

extension MonthlyTopic {
    func json(in district: District) -> JSON {
        .object(
            cluster.members(in: district) + [
                JSON.Member("count", .integer(count)),
                JSON.Member("whistles", .array(whistles.map { .string($0.text) })),
            ])
    }
}

extension Cluster {
    fileprivate func members(in district: District) -> [JSON.Member] {
        [
            JSON.Member("category", .string(category)),
            JSON.Member("category_name", JSON(district.current.rulebook.category(category)?.name)),
            JSON.Member("township", .string(township)), JSON.Member("place", place.isEmpty ? .null : .string(place)),
        ]
    }
}

extension PossibleDuplicate {
    var json: JSON {
        ["id": .string(id.text), "number": .string(number), "title": .string(title), "score": .number(score)]
    }
}

extension BulletinRecord {
    func json(in district: District, for caller: Caller) -> JSON {
        let zone = district.zone
        func list(_ name: BulletinOrder.List) -> JSON {
            .array(
                orders.filter { $0.list == name && $0.isVisible(to: caller) }.map {
                    [
                        "order": .string($0.number), "department": .string($0.department),
                        "township": .string($0.township), "title": .string($0.title),
                        "due_at": .string($0.dueAt.text(in: zone)),
                    ]
                })
        }
        return [
            "id": .string(id.text), "number": .string(number), "period": .string(period.rawValue),
            "from": .string(zone.date(fromAt).text), "to": .string(lastDay(zone).text),
            "figures": .object(
                BulletinCount.allCases.map { JSON.Member($0.rawValue, JSON(figures[$0])) }),
            "red": list(.red), "yellow": list(.yellow), "summary": JSON(summary), "version": .integer(version),
            "created_at": .string(createdAt.text(in: zone)),
        ]
    }

    /// The bulletin on paper.
    func paper(in district: District, for caller: Caller, _ tongue: Tongue) -> Bulletin {
        let zone = district.zone
        func name(_ code: String) -> String { district.organizations[code]?.name ?? code }
        func entries(_ list: BulletinOrder.List) -> [BulletinEntry] {
            orders.filter { $0.list == list && $0.isVisible(to: caller) }.map {
                BulletinEntry(
                    organization: name($0.department), number: $0.number, title: $0.title,
                    dueAt: MeetingPapers.clock($0.dueAt, zone),
                    reason: Bulletin.reason($0.list, isLate: $0.dueAt <= untilAt, in: tongue))
            }
        }
        var paper = Bulletin(
            period: period == .weekly ? .weekly : .monthly, issue: number, from: zone.date(fromAt).text,
            until: lastDay(zone).text, issuer: district.commandCentre?.name ?? district.name,
            date: zone.date(createdAt).text)
        paper.summary = summary
        paper.figures = BulletinCount.allCases.compactMap { count in
            figures[count].map { BulletinFigure(Bulletin.name(of: count, in: tongue), "\($0)") }
        }
        paper.redCards = entries(.red)
        paper.yellowCards = entries(.yellow)
        return paper
    }

    private func lastDay(_ zone: Zone) -> LocalDate { zone.date(untilAt.adding(microseconds: -1)) }
}
