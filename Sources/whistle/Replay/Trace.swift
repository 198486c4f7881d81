import Domain
import Foundation
import JSON
import Rulebooks

/// What an act left in the broker: the ids that its answers gave.
struct Trace: Sendable {
    var items: Set<String> = []
    var whistles: Set<String> = []
    var meetings: Set<String> = []
    var sessions: Set<String> = []
    var plans: Set<String> = []
    var inspections: Set<String> = []
    /// Whom the broker named absent and who came when chased: meeting and organization.
    var chased: [(meeting: String, organization: String)] = []
    /// Local days that the act is about, both included.
    var period: (from: String, to: String)?
    /// The organization that the act is about.
    var organization: String?

    /// What two acts left.
    mutating func formUnion(_ other: Trace) {
        items.formUnion(other.items)
        whistles.formUnion(other.whistles)
        meetings.formUnion(other.meetings)
        sessions.formUnion(other.sessions)
        plans.formUnion(other.plans)
        inspections.formUnion(other.inspections)
        chased += other.chased
    }
}
