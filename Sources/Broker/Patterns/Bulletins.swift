import Domain
import Foundation
import JSON
import Store

extension Broker {
    /// A bulletin looks through so many orders at most.
    private static let ordersLookedThrough = 5000

    /// Counts a week or a month, to its end or to now, and publishes it: figures, the red and the yellow list.
    /// - Throws: `.rule(.wrongOrder)` for a period that has not begun.
    public func publishBulletin(
        _ period: BulletinPeriod, around day: LocalDate?, summary: String?, by caller: Caller,
        _ terms: Terms<BulletinRecord>
    ) async throws -> BulletinRecord {
        guard caller.role == .commandCentre else { throw Refusal.forbidden }
        let district = try await districts.district(caller.district)
        let now = district.now()
        let (first, next) = period.days(around: day ?? district.zone.date(now.business))
        let (from, end) = (district.zone.moment(first, second: 0), district.zone.moment(next, second: 0))
        guard from < now.business else { throw Refusal.rule(Refusal.Rule(.wrongOrder, at: "/date")) }
        let number = try await numbers.take(
            1, prefix: district.current.rulebook.prefixes.whistle + "T", in: district, at: now.business)[0]
        return try await store.change(caller.district) { work in
            var bulletin = BulletinRecord()
            bulletin.id = UUID.version7(at: now.machine)
            bulletin.number = number
            bulletin.period = period
            bulletin.fromAt = from
            bulletin.untilAt = min(end, now.business)
            bulletin.summary = summary
            bulletin.createdAt = now.business
            bulletin.figures = try await work.figures(from: from, before: bulletin.untilAt)
            bulletin.orders = try await work.ordersToName(limit: Self.ordersLookedThrough, rules: district.rules)
                .compactMap { row in
                    row.order.bulletinList(under: row.rules).map {
                        BulletinOrder(
                            list: $0.list, department: row.order.department, township: row.township,
                            number: row.order.number, title: row.title, dueAt: $0.dueAt)
                    }
                }
            var head = try await work.lockDistrict()
            let detail: JSON = [
                "title": .string(number), "period": .string(number),
                "red": .integer(bulletin.orders.count { $0.list == .red }),
                "yellow": .integer(bulletin.orders.count { $0.list == .yellow }), "note": JSON(summary),
            ]
            let line = Chronicle.record(
                &head, type: EventType.bulletinPublished.rawValue, by: caller, at: now.business, data: detail)
            let entry = Chronicle.entry(
                [Event(.bulletinPublished, detail: detail)], of: bulletin.id, by: caller, at: now.business
            ) { json in
                json.member("bulletin") { json in
                    json.object { json in
                        json.member("id", bulletin.id.text)
                        json.member("number", bulletin.number)
                        json.member("period", bulletin.period.rawValue)
                    }
                }
            } own: { _, _ in
                district.organizations.keys.sorted()
            }
            work.add(bulletin)
            work.save(head)
            work.record([line], [entry])
            work.remember(terms.answer?(bulletin))
            return bulletin
        }
    }

    /// Bulletins, newest first; everyone in the district may read them.
    public func bulletins(
        period: BulletinPeriod?, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [BulletinRecord] {
        try await store.bulletins(period: period, before: before, limit: limit, in: caller.district)
    }

    public func bulletin(_ id: UUID, for caller: Caller) async throws -> BulletinRecord {
        guard
            let bulletin = try await store.bulletins(id, period: nil, before: nil, limit: 1, in: caller.district).first
        else { throw Refusal.notFound }
        return bulletin
    }
}

extension BulletinOrder {
    /// The lists name orders to those who see the district, and to everyone their own.
    public func isVisible(to caller: Caller) -> Bool {
        caller.role.seesDistrict || [department, township].contains(caller.organization)
    }
}
