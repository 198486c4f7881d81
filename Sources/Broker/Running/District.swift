import Domain
import Foundation
import Rulebooks
import Store

/// What the broker keeps in memory of a district: who is in it, by which rules it works, and what time it is there.
public struct District: Sendable {
    public let code: String
    public let id: UUID
    public let name: String
    public let isDemo: Bool
    public let organizations: [String: Organization]
    /// The version new matters run under.
    public let current: MatterRules
    /// How far business time is ahead of machine time, in microseconds.
    public let offset: Int64
    /// The version of the row this was read with.
    let version: Int
    private let versions: [Int: MatterRules]

    init(_ row: DistrictRow, rulebooks: [RulebookRow], organizations: [Organization], calendar: WorkingCalendar) throws
    {
        code = row.code
        id = row.id
        name = row.name
        isDemo = row.isDemo
        offset = row.offset
        version = row.version
        self.organizations = Dictionary(organizations.map { ($0.code, $0) }) { $1 }
        var versions: [Int: MatterRules] = [:]
        var base = Rulebook()
        for stored in rulebooks.sorted(by: { $0.version < $1.version }) {
            // The first is a district's file; what was put in force later is a rulebook alone, over the one before.
            var book =
                stored.source.hasPrefix("{")
                ? try Rulebook.read(stored.source, organizations: organizations, from: base)
                : try DistrictFile.read(stored.source).rulebook
            base = book
            book.id = stored.id
            book.version = stored.version
            guard let zone = Zone(book.zone) else { throw BrokerError.brokenDistrict(row.code, "zone \(book.zone)") }
            versions[stored.version] = MatterRules(
                rulebook: book, deadlines: DeadlineRules(calendar: calendar, zone: zone, hours: book.hours))
        }
        guard let newest = versions.keys.max(), let current = versions[newest] else {
            throw BrokerError.brokenDistrict(row.code, "no rulebook")
        }
        self.versions = versions
        self.current = current
    }

    private init(_ other: District, offset: Int64) {
        code = other.code
        id = other.id
        name = other.name
        isDemo = other.isDemo
        organizations = other.organizations
        current = other.current
        versions = other.versions
        version = other.version
        self.offset = offset
    }

    func with(offset: Int64) -> District { District(self, offset: offset) }

    /// The organizations that see every whistle on a table they are invited to: departments and leaders.
    var seats: Set<String> {
        Set(organizations.values.filter { $0.kind == .department || $0.kind == .leader }.map(\.code))
    }

    public var zone: Zone { current.deadlines.zone }

    /// Now, in both times.
    public func now() -> Moment {
        let machine = Timestamp.machineNow
        return Moment(business: machine.adding(microseconds: offset), machine: machine)
    }

    /// The rules of every version, in no order.
    var allRules: [MatterRules] { Array(versions.values) }

    /// The rules of one version of the rulebook.
    public func rules(_ version: Int) throws(BrokerError) -> MatterRules {
        guard let rules = versions[version] else { throw .brokenDistrict(code, "no rulebook version \(version)") }
        return rules
    }
}

/// Faults of the broker itself; what a caller did wrong is a `Refusal`.
public enum BrokerError: Error, Sendable, CustomStringConvertible {
    case brokenDistrict(String, String)
    /// A request under the same key is running.
    case keyInFlight
    /// The broker is going down, or has more waiting than it takes.
    case overloaded

    public var description: String {
        switch self {
        case .brokenDistrict(let code, let reason): "district \(code): \(reason)"
        case .keyInFlight: "a request under the same idempotency key is running"
        case .overloaded: "too much is waiting"
        }
    }
}
