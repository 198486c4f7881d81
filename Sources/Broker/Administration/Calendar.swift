import Calendars
import Domain
import Foundation
import Rulebooks
import Store

extension Broker {
    /// Matters a transaction counts anew at once.
    private static let recountedAtOnce = 100

    /// Keeps a year's notice and counts every open deadline anew.
    /// - Returns: which clocks moved, by district.
    /// - Throws: `OfficialCalendar.NoticeError` for a file that is no notice; then nothing changes.
    public func loadCalendar(_ source: String, through loader: DistrictLoader) async throws -> [String: [MovedClock]] {
        let year = try OfficialCalendar.read(source)
        let codes = try await store.districtCodes()
        var before: [String: District] = [:]
        for code in codes { before[code] = try await districts.reload(code) }
        try await loader.keep(calendar: source, of: year.year)
        var moved: [String: [MovedClock]] = [:]
        for code in codes {
            guard let old = before[code] else { continue }
            moved[code] = try await recount(code, from: old)
        }
        return moved
    }

    private func recount(_ code: String, from old: District) async throws -> [MovedClock] {
        let district = try await districts.reload(code)
        let system = Caller.system(district: code)
        var moved: [MovedClock] = []
        var last: UUID?
        while true {
            let ids = try await store.openWhistles(after: last, limit: Self.recountedAtOnce, in: code)
            guard let end = ids.last else { return moved }
            last = end
            moved += try await store.change(code) { work in
                let moment = district.now()
                var found: [MovedClock] = []
                var changed: [Matter] = []
                var lines: [HistoryLine] = []
                var entries: [OutboxEntry] = []
                for var matter in try await work.lockMatters(.whistles(ids), rules: district.rules) {
                    let clocks = matter.recount(
                        from: try old.rules(matter.whistle.rulebookVersion), at: moment)
                    guard !clocks.isEmpty else { continue }
                    let (line, entry) = Chronicle.record(&matter, by: system, at: moment.business)
                    found += clocks
                    changed.append(matter)
                    lines.append(line)
                    entries.append(entry)
                }
                if !changed.isEmpty { work.apply(changed, history: lines, outbox: entries) }
                return found
            }
        }
    }

    /// Puts a new version of the rulebook in force: read whole, or refused whole. Running matters keep theirs.
    /// - Parameter text: JSON or YAML.
    /// - Throws: `RulebookRefused`.
    public func replaceRulebook(_ text: String, by caller: Caller, _ terms: Terms<Rulebook>) async throws -> Rulebook {
        let district = try await districts.district(caller.district)
        let current = district.current.rulebook
        let organizations = Array(district.organizations.values)
        var book: Rulebook
        do throws(RulebookError) {
            book = try Rulebook.read(text, organizations: organizations, from: current)
        } catch { throw RulebookRefused(error) }
        book.id = UUID.version7()
        book.version = current.version + 1
        let prepared = book
        try await store.change(caller.district) { work in
            try terms.check(current.version)
            var head = try await work.lockDistrict()
            // Another one may have come first: then this one was written against a version that is no more.
            guard try await work.newestRulebook() == current.version else { throw Refusal.stale }
            let line = Chronicle.record(
                &head, type: "rulebook.replaced", by: caller, at: district.now().business,
                data: ["version": .integer(prepared.version)])
            work.add(RulebookRow(id: prepared.id, version: prepared.version, source: prepared.document().text))
            work.save(head)
            work.record([line], [])
            work.remember(terms.answer?(prepared))
        }
        try await districts.reload(caller.district)
        return prepared
    }
}

/// Everything that is wrong with a rulebook, for rooms that do not know its format.
public struct RulebookRefused: Error, Sendable {
    public struct Fault: Sendable {
        /// A JSON pointer (RFC 6901).
        public var pointer: String
        public var code: String
        public var chinese: String
        public var english: String
    }

    public var faults: [Fault]

    init(_ error: RulebookError) {
        switch error {
        case .findings(let findings):
            faults = findings.map {
                Fault(pointer: $0.pointer, code: $0.code, chinese: $0.chinese, english: $0.english)
            }
        }
    }
}
