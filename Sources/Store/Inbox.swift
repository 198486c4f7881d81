import Domain
import Foundation
import Postgres

/// One thing that waits for somebody.
public struct InboxLine: Sendable {
    public var kind: String
    public var subject: String
    public var id: UUID
    public var number: String
    public var title: String
    public var dueAt: Timestamp?
}

/// Whose inbox: what the caller's role and organization open.
public struct InboxOwner: Sendable {
    public var organization: String
    public var isCommandCentre: Bool
    public var isLeader: Bool
    /// The leaders' offices that approve feedback on whatever they may see; `nil`: only where they hold an order.
    public var approves: Bool
    /// A supervisor's: revisits whose time has come by then; `nil`: none.
    public var revisitsBy: Timestamp?

    public init(
        organization: String, isCommandCentre: Bool, isLeader: Bool, approves: Bool, revisitsBy: Timestamp? = nil
    ) {
        self.revisitsBy = revisitsBy
        self.organization = organization
        self.isCommandCentre = isCommandCentre
        self.isLeader = isLeader
        self.approves = approves
    }
}

extension Store {
    /// What waits for the owner, the most urgent first; each kind read from an index of what waits.
    public func inbox(of owner: InboxOwner, limit: Int, in district: String) async throws -> [InboxLine] {
        let own = owner.organization
        let centre = owner.isCommandCentre
        let rows = try await read(
            district,
            """
            SELECT * FROM (
                SELECT CASE w.state WHEN 'awaiting_review' THEN 'review' WHEN 'returned_for_correction' THEN 'correction'
                        WHEN 'awaiting_dispatch' THEN 'dispatch' WHEN 'awaiting_approval' THEN 'approval'
                        ELSE 'evaluation' END AS kind,
                    'whistle' AS subject, w.id, w.number, w.title,
                    CASE w.state WHEN 'awaiting_review' THEN w.review_due_at
                        WHEN 'awaiting_dispatch' THEN w.hand_over_due_at ELSE w.total_due_at END AS due_at
                FROM whistle.whistles AS w WHERE w.district_id = \(district) AND (
                    (w.state = 'awaiting_review' AND (
                        (w.reviewer = 'command_centre' AND \(centre)) OR (w.reviewer = 'township' AND w.township = \(own))))
                    OR (w.state = 'returned_for_correction' AND w.raiser = \(own))
                    OR (w.state = 'awaiting_dispatch' AND \(centre))
                    OR (w.state = 'awaiting_approval' AND \(owner.isLeader) AND (\(owner.approves) OR EXISTS (
                        SELECT 1 FROM whistle.orders AS o WHERE o.district_id = \(district) AND o.whistle_id = w.id
                        AND o.department = \(own))))
                    OR (w.state = 'awaiting_evaluation' AND (w.raiser = \(own) OR w.co_raisers ? \(own))))
                UNION ALL
                SELECT 'referral', 'whistle', w.id, w.number, w.title, w.reply_due_at
                FROM whistle.whistles AS w WHERE w.district_id = \(district) AND w.referred_at IS NOT NULL AND \(centre)
                AND w.state IN ('awaiting_dispatch', 'in_progress', 'reworking', 'suspended')
                UNION ALL
                SELECT 'convening', 'whistle', w.id, w.number, w.title, w.convene_due_at
                FROM whistle.whistles AS w WHERE w.district_id = \(district) AND w.convene_due_at IS NOT NULL
                AND w.convene_met_at IS NULL AND (\(centre) OR w.township = \(own))
                UNION ALL
                SELECT 'appointment', 'order', o.id, o.number, w.title, w.convene_due_at
                FROM whistle.whistles AS w JOIN whistle.orders AS o ON o.district_id = \(district) AND o.whistle_id = w.id
                WHERE w.district_id = \(district) AND w.convene_due_at IS NOT NULL AND w.convene_met_at IS NULL
                AND \(owner.isLeader) AND o.department = \(own) AND o.state IN ('queued', 'received', 'reported')
                UNION ALL
                SELECT o.pending, 'order', o.id, o.number, w.title, o.resolve_due_at
                FROM whistle.orders AS o JOIN whistle.whistles AS w ON w.district_id = \(district) AND w.id = o.whistle_id
                WHERE o.district_id = \(district) AND o.pending IS NOT NULL AND \(centre)
                UNION ALL
                SELECT 'invitation', 'meeting', m.id, m.number, m.title, m.starts_at
                FROM whistle.attendance AS a JOIN whistle.meetings AS m
                    ON m.district_id = \(district) AND m.id = a.meeting_id
                WHERE a.district_id = \(district) AND m.state = 'convened'
                AND ((a.organization = \(own) AND a.status = 'invited')
                    OR (a.delegate = \(own) AND a.status = 'delegated'))
                UNION ALL
                SELECT 'absence', 'meeting', m.id, m.number, m.title, m.held_at
                FROM whistle.attendance AS a JOIN whistle.meetings AS m
                    ON m.district_id = \(district) AND m.id = a.meeting_id
                WHERE a.district_id = \(district) AND a.status = 'absent' AND m.state IN ('held', 'published')
                AND (a.organization = \(own) OR a.delegate = \(own))
                UNION ALL
                SELECT 'postponement', 'meeting', m.id, m.number, m.title, min(a.proposed_at)
                FROM whistle.attendance AS a JOIN whistle.meetings AS m
                    ON m.district_id = \(district) AND m.id = a.meeting_id
                WHERE a.district_id = \(district) AND a.proposed_at IS NOT NULL AND m.state = 'convened'
                AND m.convener = \(own)
                GROUP BY m.id, m.number, m.title
                UNION ALL
                SELECT 'hotspot', 'hotspot', h.id, h.number, h.category, NULL
                FROM whistle.hotspots AS h WHERE h.district_id = \(district) AND h.state = 'open' AND \(centre)
                UNION ALL
                SELECT 'milestone', 'milestone', s.id, m.number, s.title, s.due_at
                FROM whistle.milestones AS s JOIN whistle.meetings AS m
                    ON m.district_id = \(district) AND m.id = s.meeting_id
                WHERE s.district_id = \(district) AND m.state <> 'cancelled' AND s.state <> 'done'
                AND (s.organization = \(own) OR (\(centre) AND s.state = 'missed'))
                UNION ALL
                (SELECT 'revisit', 'whistle', w.id, w.number, w.title, w.total_due_at
                FROM whistle.whistles AS w WHERE w.district_id = \(district) AND w.revisited_at IS NULL
                AND w.state IN ('awaiting_evaluation', 'closed') AND w.total_due_at <= \(owner.revisitsBy)
                ORDER BY w.total_due_at LIMIT \(limit))
            ) AS waiting ORDER BY due_at NULLS LAST, id LIMIT \(limit)
            """)
        return try rows.map { row in
            InboxLine(
                kind: try row.decode(0), subject: try row.decode(1), id: try row.decode(2), number: try row.decode(3),
                title: try row.decode(4), dueAt: try row.decodeIfPresent(5))
        }
    }
}
