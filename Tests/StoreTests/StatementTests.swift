import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// Every statement is prepared by a real server: a misspelt column is found here and not by a user.
@Suite struct StatementTests {
    @Test func everyTablesStatementsArePrepared() async throws {
        let database = try await TestCluster.get().database()
        let statements: [[SQL]] = [
            Table.whistles.statements("changshu"), Table.orders.statements("changshu"),
            Table.items.statements("changshu"),
            Table.evaluations.statements("changshu"), Table.contacts.statements("changshu"),
            Table.history.statements("changshu"),
            Table.outbox.statements("changshu"), Table.answers.statements("changshu"),
            Table.meetings.statements("changshu"),
            Table.meetingWhistles.statements("changshu"), Table.attendance.statements("changshu"),
            Table.milestones.statements("changshu"),
            Table.organizations.statements("changshu"), Table.tokens.statements("changshu"),
            Table.webhooks.statements("changshu"),
            Table.precedents.statements("changshu"),
            Table.itemEvaluations.statements("changshu"), Table.sessions.statements("changshu"),
            Table.areaPlans.statements("changshu"), Table.areaVisits.statements("changshu"),
            Table.inspections.statements("changshu"), Table.inspectedMatters.statements("changshu"),
            Table.inspectionFindings.statements("changshu"),
            Table.calendarTokens.statements("changshu"), Table.hotspots.statements("changshu"),
            Table.bulletins.statements("changshu"),
            Table.attachments.statements("changshu"),
        ]
        for statement in statements.joined() {
            await #expect(throws: Never.self, "\(statement.text)") { try await database.owner.query(statement) }
        }
        await database.close()
    }

    /// The questions with everything they can be narrowed by; what they answer is other tests' business.
    @Test func everyQuestionIsPrepared() async throws {
        let database = try await TestCluster.get().database()
        let (store, district, id, now) = (database.store, "changshu", UUID.version7(), Timestamp.machineNow)
        let rules: (Int) throws -> MatterRules = { _ in throw Refusal.notFound }
        var filter = Store.WhistleFilter()
        filter.state = .inProgress
        filter.kind = .routine
        filter.category = "parking"
        filter.township = "meili"
        filter.department = "water"
        filter.overdueAt = now
        filter.text = "停车"
        filter.since = now
        filter.until = now
        filter.viewer = "meili"
        _ = try await store.whistles(filter, before: id, limit: 1, in: district, rules: rules)
        _ = try await store.matter(.whistles([id]), in: district, rules: rules)
        _ = try await store.matter(.orders([id]), in: district, rules: rules)
        _ = try await store.hasWhistle(id, in: district)
        _ = try await store.history(of: id, department: "water", after: 0, limit: 1, in: district)
        try await askTheField(store, district, id, now)
        _ = try await store.item(id, in: district)
        _ = try await store.contacts(of: [id], in: district)
        _ = try await store.receive([], history: [], outbox: [], answer: nil, in: district)
        _ = try await store.claim(
            [ClaimDemand(maximum: 1, leaseSeconds: 60)], queue: "water", in: district, at: now)
        let bound = QueueBound(rank: 1, due: now, turn: 1, id: id)
        _ = try await store.queue(
            "water", states: [.queued], after: bound, limit: 1, at: now, invitations: 1, in: district)
        _ = try await store.release([(order: id, token: id)], in: district, at: now, actor: "water")
        _ = try await store.extendLease(id, token: id, seconds: 60, in: district)
        _ = try await store.reapLeases(limit: 1)
        _ = try await store.turns("water", due: now, rank: 1, in: district)
        _ = try await store.events(after: 0, limit: 1, viewer: "water", in: district)
        _ = try await store.relay(district, limit: 1)
        _ = try await store.feedPart(after: 0, changes: 1, viewer: "water", in: district)
        _ = try await store.feedPlaces([district])
        try await store.tell([.feed, .queue(district: district, code: "water"), .token(UUID())])
        _ = try await store.auditLines(after: nil, limit: 1, in: district)
        _ = try await store.auditFeed(after: 0, limit: 1, in: district)
        _ = try await store.withoutHistory("whistle", after: id, window: 1, in: district)
        _ = try await store.withoutHistory("meeting", after: id, window: 1, in: district)
        _ = try await store.hashes(at: [(id, 1)], in: district)
        _ = try await store.checkpoints(after: 0, limit: 1, in: district)
        _ = try await store.checkpointEntries(of: 1, after: 0, limit: 1, in: district)
        _ = try await store.attachments(of: id, in: district)
        _ = try await store.attachment(id, in: district)
        _ = try await store.attachmentSum(of: id, in: district)
        try await store.change(district) { work in
            _ = try await work.attachment(id)
            _ = try await work.attachmentSum(of: id)
            work.erase(Attachment())
        }
        _ = try await store.chunk(0, of: id, in: district)
        try await store.dropChunks(of: id, in: district)
        try await store.dropLostChunks()
        let observer = Caller(district: district, organization: "meili", role: .township, token: id)
        _ = try await store.contacts(of: [id], shownTo: observer)
        _ = try await store.contactsPast(now, limit: 1, in: district)
        _ = try await store.contactViews(of: id, limit: 1, in: district)
        try await store.noteView(of: id, by: observer)
        _ = try await store.attachmentViews(of: id, limit: 1, in: district)
        _ = try await store.hasNews(district)
        _ = try await store.districtsWithNews()
        _ = try await store.districtsWithEscalations()
        _ = try await store.dueEscalations(in: district, by: now, limit: 1)
        _ = try await store.openWhistles(after: id, limit: 1, in: district)
        let owner = InboxOwner(
            organization: "meili", isCommandCentre: true, isLeader: true, approves: true, revisitsBy: now)
        _ = try await store.inbox(of: owner, limit: 1, in: district)
        _ = try await store.precedents(
            category: "parking", department: "water", text: "停车", before: id, limit: 1, in: district)
        _ = try await store.suggestion(for: "parking", in: district)
        let period = RatePeriod(from: now, until: now, now: now, zone: "Asia/Shanghai")
        for subject in RateSubject.allCases { _ = try await store.tallies(by: subject, period, in: district) }
        _ = try await store.histories(
            from: now, until: now, after: CountedBound(at: now, id: id), limit: 1, in: district)
        _ = try await store.itemsHeard(
            through: Channel.allCases, township: "x", from: now, until: now, zone: "Asia/Shanghai", in: district)
        _ = try await store.gradedTasks(from: now, until: now, in: district)
        _ = try await store.branchSessions(from: now, until: now, in: district)
        _ = try await store.memberItems(from: now, until: now, in: district)
        _ = try await store.suggestion(for: "parking", returnedBy: ["water"], in: district)
        try await store.change(district) { work in _ = try await work.onOtherTables([id], than: id) }
        _ = try await store.meeting(id, in: district)
        _ = try await store.meetings(
            whistle: id, state: .convened, viewer: "water", before: id, limit: 1, in: district)
        _ = try await store.milestones(of: id, in: district)
        _ = try await store.milestone(id, in: district)
        _ = try await store.meetings(endingAfter: now, viewer: "water", limit: 1, in: district)
        _ = try await store.meetingWithDueMilestones(in: district, by: now)
        _ = try await store.calendarReader(tokenHash: [1], in: district)
        _ = try await store.sent(by: id, in: district)
        _ = try await store.calendarToken(id, of: "meili", in: district)
        _ = try await store.calendarTokens(of: "meili", before: id, limit: 1, in: district)
        _ = try await store.find(
            "停车", category: "parking", township: "meili", viewer: "meili", before: id, limit: 1, in: district)
        _ = try await store.find("停", viewer: nil, before: nil, limit: 1, in: district)
        _ = try await store.likeWhistles("停车", category: "parking", since: now, viewer: "meili", in: district)
        _ = try await store.districtsToGather()
        let cluster = Cluster(category: "parking", township: "meili", place: "镇北社区")
        _ = try await store.hotspots(id, state: .open, township: "meili", before: id, limit: 1, in: district)
        _ = try await store.whistles(of: cluster, from: now, to: now, limit: 1, in: district)
        _ = try await store.largestClusters(from: now, before: now, township: "meili", limit: 1, in: district)
        _ = try await store.bulletins(id, period: .weekly, before: id, limit: 1, in: district)
        try await store.change(district) { work in
            _ = try await work.lockMilestones(of: id, dueBy: now)
            _ = try await work.revokeCalendarToken(id, of: "meili")
            _ = try await work.lockGathering()
            _ = try await work.catchWords(after: 0, limit: 1)
            _ = try await work.count(cluster, since: now, threshold: 5)
            _ = try await work.lockHotspot(of: cluster, at: now)
            _ = try await work.lockHotspot(id)
            _ = try await work.nextHotspotNumber(prefix: "CSR", year: 2026, after: 0)
            _ = try await work.figures(from: now, before: now)
            _ = try await work.ordersToName(limit: 1, rules: rules)
            work.moveGathering(to: 0)
        }
        _ = try await store.caller(tokenHash: [1], in: district)
        _ = try await store.tokens(before: id, limit: 1, in: district)
        try await store.markUsed([id], in: district)
        _ = try await store.webhooks(id, of: "meili", before: id, limit: 1, in: district)
        _ = try await store.deliveries(of: id, state: "pending", before: 1, limit: 1, in: district)
        _ = try await store.isSpent([1], in: district)
        try await store.dropSpentLinks()
        let sealed = SealedValues(owner: database.owner)
        for place in SealedValues.places { _ = try await sealed.values(of: place, after: nil, limit: 1) }
        _ = try await sealed.robots(unknownOnly: true, programs: ["standard"])
        _ = try await store.leaseWebhooks(limit: 1, seconds: 60, excluding: [id])
        _ = try await store.answers([(organization: "meili", key: "k")], in: district)
        try await store.forgetAnswers(olderThanHours: 48)
        try await store.makePartitions()
        _ = try await store.queueDepths()
        _ = try await store.districtCodes()
        _ = try await store.districtStates()
        _ = try await store.calendars()
        await database.close()
    }

    /// What is asked of items, sessions, visits and inspections.
    private func askTheField(_ store: Store, _ district: String, _ id: UUID, _ now: Timestamp) async throws {
        var items = Store.ItemFilter()
        items.state = .open
        items.channel = .visit
        items.category = "parking"
        items.whistle = id
        items.visitPlan = id.text
        items.session = id
        items.since = now
        items.until = now
        items.community = "meili-zhenbei"
        items.township = "meili"
        items.viewer = "meili"
        _ = try await store.items(items, before: id, limit: 1, in: district)
        _ = try await store.itemCounts(items, in: district)
        var sessions = Store.SessionFilter()
        sessions.theme = "民生"
        sessions.branch = "一支部"
        sessions.organization = "meili"
        sessions.township = "meili"
        sessions.since = now
        sessions.until = now
        sessions.viewer = "meili"
        _ = try await store.sessions(sessions, before: id, limit: 1, in: district)
        _ = try await store.sessionTotals(sessions, in: district)
        _ = try await store.session(id, in: district)
        var plans = Store.AreaPlanFilter()
        plans.kind = .agent
        plans.area = "yushan-fangta"
        plans.township = "yushan"
        plans.sender = "approvals"
        plans.visitor = "丙"
        plans.activeOn = LocalDate(daysSince1970: 20_000)
        plans.viewer = "yushan"
        _ = try await store.areaPlans(plans, before: id, limit: 1, in: district)
        _ = try await store.areaPlan(id, in: district)
        _ = try await store.areaVisits(of: [id], in: district)
        var inspections = Store.InspectionFilter()
        inspections.method = .phone
        inspections.organization = "supervision"
        inspections.since = now
        inspections.until = now
        inspections.viewer = "meili"
        _ = try await store.inspections(inspections, id: id, before: id, limit: 1, in: district)
        _ = try await store.inspectionTotals(inspections, in: district)
        _ = try await store.whistleNames([id], in: district)
        try await store.change(district) { work in
            var plan = AreaPlan()
            for kind in AreaPlanKind.allCases {
                plan.kind = kind
                _ = try await work.isTaken(plan)
            }
            _ = try await work.takenDays(of: id)
            _ = try await work.lockAreaPlan(id)
            _ = try await work.lockInspection(id)
            _ = try await work.drawSample(3, seed: 7, from: now, to: now, township: "meili")
        }
    }

    /// What the queue, the escalator and the inbox read stands in an index of its own.
    @Test(arguments: [
        (
            "whistles_escalate",
            "SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = 'x' AND w.escalate_at <= now() ORDER BY w.escalate_at LIMIT 5"
        ),
        (
            "orders_lease",
            "SELECT o.id FROM whistle.orders AS o WHERE o.lease_until < now() ORDER BY o.lease_until LIMIT 5"
        ),
        (
            "orders_pkey",
            "UPDATE whistle.orders AS o SET claim_token = NULL, lease_until = NULL FROM unnest(ARRAY[gen_random_uuid()], ARRAY[gen_random_uuid()]) AS u(id, token) WHERE o.district_id = 'x' AND o.id = u.id AND o.claim_token = u.token"
        ),
        (
            "orders_department",
            "SELECT o.id FROM whistle.orders AS o WHERE o.district_id = 'x' AND o.department = 'water' AND o.state = 'received'"
        ),
        (
            "whistles_revisit",
            "SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = 'x' AND w.revisited_at IS NULL AND w.state IN ('awaiting_evaluation', 'closed') AND w.total_due_at <= now() ORDER BY w.total_due_at LIMIT 5"
        ),
        (
            "whistles_closed",
            "SELECT count(*) FROM whistle.whistles AS w WHERE w.district_id = 'x' AND w.state = 'closed' AND w.closed_at >= '2026-01-01' AND w.closed_at < '2026-02-01'"
        ),
        (
            "items_session",
            "SELECT i.id FROM whistle.items AS i WHERE i.district_id = 'x' AND i.session_id = '01900000-0000-7000-8000-000000000000' ORDER BY i.id DESC LIMIT 5"
        ),
        (
            "items_visit_plan",
            "SELECT i.id FROM whistle.items AS i WHERE i.district_id = 'x' AND i.visit_plan = 'p' ORDER BY i.id DESC LIMIT 5"
        ),
        (
            "whistles_convening",
            "SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = 'x' AND w.convene_due_at IS NOT NULL AND w.convene_met_at IS NULL"
        ),
        (
            "milestones_next",
            "SELECT s.meeting_id FROM whistle.milestones AS s WHERE s.district_id = 'x' AND s.next_at <= now() ORDER BY s.next_at LIMIT 1"
        ),
        (
            "attendance_open",
            "SELECT a.meeting_id FROM whistle.attendance AS a WHERE a.district_id = 'x' AND a.organization = 'water' AND a.status IN ('invited', 'accepted')"
        ),
        (
            "attendance_delegate",
            "SELECT a.meeting_id FROM whistle.attendance AS a WHERE a.district_id = 'x' AND a.delegate = 'water' AND a.status = 'delegated'"
        ),
        (
            "catchwords_category",
            "SELECT c.whistle_id FROM whistle.catchwords AS c WHERE c.district_id = 'x' AND c.category = 'a' AND c.township = 'b' ORDER BY c.whistle_id DESC LIMIT 5000"
        ),
        (
            "catchwords_pairs",
            "SELECT c.whistle_id FROM whistle.catchwords AS c WHERE c.pairs @> ARRAY['路灯']"
        ),
        (
            "catchwords_place",
            "SELECT c.raised_at FROM whistle.catchwords AS c WHERE c.district_id = 'x' AND c.category = 'a' AND c.township = 'b' AND c.place = '' AND c.raised_at > now() ORDER BY c.raised_at DESC LIMIT 5"
        ),
        (
            "events_pkey",
            "SELECT f.events FROM whistle.events AS f WHERE f.district_id = 'x' AND f.position > 7 ORDER BY f.position LIMIT 5"
        ),
        (
            "whistles_pkey",
            "SELECT w.version FROM whistle.whistles AS w WHERE w.district_id = 'x' AND w.id = '00000000-0000-7000-8000-000000000001'"
        ),
        (
            "items_pkey",
            "SELECT i.version FROM whistle.items AS i WHERE i.district_id = 'x' AND i.id = '00000000-0000-7000-8000-000000000001'"
        ),
    ])
    func theHotPlansReadTheirIndex(index: String, statement: String) async throws {
        let database = try await TestCluster.get().database()
        let plan = try await database.owner.pipeline([
            "SET LOCAL enable_seqscan = off", SQL(stringLiteral: "EXPLAIN \(statement)"),
        ])[1].map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
        #expect(plan.contains(index), "\(plan)")
        await database.close()
    }

    /// A column that an INSERT may leave out gives what the row holds: NULL, or the table's own default.
    @Test func whatIsLeftOutIsWhatTheTableGives() async throws {
        let database = try await TestCluster.get().database()
        let rows = try await database.owner.query(
            """
            SELECT c.table_name || '.' || c.column_name FROM information_schema.columns AS c
            WHERE c.table_schema = 'whistle' AND c.data_type = 'jsonb' AND c.is_nullable = 'NO'
            AND c.column_default IS DISTINCT FROM '''[]''::jsonb' AND c.column_name <> 'condition'
            """)
        #expect(try rows.map { try $0.decode(0, as: String.self) } == [])
        await database.close()
    }
}
