import Domain
import Foundation
import JSON
import Store

/// What a scoreboard is asked for.
public struct RateQuestion: Sendable {
    public enum Source: String, Sendable, CaseIterable {
        /// The state as it is stored: an index of the period's matters.
        case state
        /// History alone.
        case history
    }

    public var subject: RateSubject
    /// Local days, both included.
    public var period: ClosedRange<LocalDate>
    public var source = Source.state
    /// Another rulebook to count under, always from history: what if.
    public var rulebook: UUID?

    public init(subject: RateSubject, period: ClosedRange<LocalDate>) {
        self.subject = subject
        self.period = period
    }
}

/// A scoreboard and the rulebook whose weights and groups it has.
public struct Scoreboard: Sendable {
    public var table: RateTable
    public var rulebook: Rulebook
    /// Whether limits, weights and grades of another rulebook than the matters' own were counted with.
    public var isWhatIf: Bool
}

extension Broker {
    /// The three rates, ranks and both sides' assessment of a period. A past period's score and ranks are those of the
    /// newest rules that its own matters run under, so that a later rulebook changes nothing that is over.
    /// - Throws: `UnknownRulebook` for an id that no version has.
    public func rates(_ question: RateQuestion, for caller: Caller) async throws -> Scoreboard {
        let district = try await districts.district(caller.district)
        let other = try question.rulebook.map(district.rules(id:))
        let period = RatePeriod(question.period, in: district)
        let counted =
            if other == nil, question.source == .state {
                try await stored(by: question.subject, question.period, in: district)
            } else { try await told(by: question.subject, period, in: district, under: other) }
        let found = counted.tallies
        let book = try (other ?? counted.newestRulebook.map(district.rules) ?? district.current).rulebook
        let names = question.subject.keys(question.period, in: district, book)
        var rows = names.map { RateRow(key: $0.key, name: $0.name, tally: found[$0.key] ?? Tally()) }
        // Whoever else held a queue or a category that is no more.
        let known = Set(names.map(\.key))
        for (key, tally) in found where !known.contains(key) {
            rows.append(RateRow(key: key, name: district.organizations[key]?.name ?? key, tally: tally))
        }
        return Scoreboard(
            table: RateTable(question.subject, rows, under: book), rulebook: book, isWhatIf: other != nil)
    }

    /// Month by month, so that no statement takes longer than a month's matters take.
    private func stored(
        by subject: RateSubject, _ days: ClosedRange<LocalDate>, in district: District
    ) async throws -> CountedTallies {
        var found = CountedTallies()
        for month in days.months {
            try Task.checkCancellation()
            found += try await store.tallies(by: subject, RatePeriod(month, in: district), in: district.code)
        }
        return found
    }

    /// The same from history: as it was, or counted anew under another rulebook.
    private func told(
        by subject: RateSubject, _ period: RatePeriod, in district: District, under other: MatterRules?
    ) async throws -> CountedTallies {
        // Under other limits a matter may count earlier or later than it did: as far as the longer total limit reaches.
        let margin = other.map { district.longestTotal(with: $0.rulebook) } ?? 0
        var found = CountedTallies()
        var bound: CountedBound?
        repeat {
            try Task.checkCancellation()
            let (page, next) = try await store.histories(
                from: period.from.adding(seconds: -margin), until: period.until.adding(seconds: margin), after: bound,
                limit: 500, in: district.code)
            for history in page {
                guard let trace = try MatterTrace(history.traced(), under: other),
                    trace.countedAt >= period.from, trace.countedAt < period.until
                else { continue }
                found.note(trace.whistle.rulebookVersion)
                for (key, tally) in trace.tallies(by: subject, at: period.now, in: district.zone) {
                    found.tallies[key, default: Tally()] += tally
                }
            }
            bound = next
        } while bound != nil
        return found
    }
}

/// No version of the district's rulebook has that id.
public struct UnknownRulebook: Error {}

extension District {
    /// The rules of the version of that id.
    func rules(id: UUID) throws(UnknownRulebook) -> MatterRules {
        guard let rules = allRules.first(where: { $0.rulebook.id == id }) else { throw UnknownRulebook() }
        return rules
    }

    /// No total limit of any version is longer, in seconds: a working day is at most a calendar day apart from the next
    /// but for weekends and holidays, for which there is twice the time and a month.
    fileprivate func longestTotal(with other: Rulebook) -> Int64 {
        let books = allRules.map(\.rulebook) + [other]
        let limits = books.flatMap { book in WhistleKind.allCases.map { book.limits(for: $0).total } }
        let longest = limits.map { limit in
            switch limit.unit {
            case .minutes: Int64(limit.amount) * 60
            case .calendarDays: Int64(limit.amount) * 86_400
            case .workingDays: Int64(limit.amount) * 2 * 86_400
            // An office has an hour a day at least.
            case .workingHours: Int64(limit.amount) * 2 * 86_400
            }
        }
        return (longest.max() ?? 0) + 31 * 86_400
    }
}

extension RatePeriod {
    init(_ days: ClosedRange<LocalDate>, in district: District) {
        let zone = district.zone
        self.init(
            from: zone.moment(days.lowerBound, second: 0),
            until: zone.moment(days.upperBound.adding(days: 1), second: 0), now: district.now().business,
            zone: zone.identifier)
    }
}

extension RateSubject {
    /// Everybody who is listed, with or without anything to count.
    fileprivate func keys(
        _ period: ClosedRange<LocalDate>, in district: District, _ book: Rulebook
    ) -> [(key: String, name: String)] {
        func organizations(_ kind: OrganizationKind) -> [(key: String, name: String)] {
            district.organizations.values.filter { $0.kind == kind }.map { ($0.code, $0.name) }
        }
        switch self {
        case .department: return organizations(.department)
        case .township: return organizations(.township)
        case .category: return book.categories.map { ($0.code, $0.name) }
        case .month:
            return (LocalMonth(period.lowerBound).index...LocalMonth(period.upperBound).index).map {
                (LocalMonth(index: $0).text, LocalMonth(index: $0).text)
            }
        }
    }
}

extension WhistleHistory {
    fileprivate func traced() throws -> [MatterTrace.Line] {
        try lines.map { MatterTrace.Line(at: $0.at, data: try JSON(parsing: $0.body)["data"] ?? [:]) }
    }
}

extension MatterTrace {
    /// What the matter adds under each key.
    fileprivate func tallies(by subject: RateSubject, at now: Timestamp, in zone: Zone) -> [(String, Tally)] {
        switch subject {
        case .department: orders.map { ($0.department, tally(of: $0, at: now)) }
        case .township: [(whistle.township, tally(at: now))]
        case .category: [(whistle.category, tally(at: now))]
        case .month: [(LocalMonth(zone.date(countedAt)).text, tally(at: now))]
        }
    }
}
