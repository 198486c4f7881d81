import Broker
import Domain
import Foundation
import JSON

/// How a matter is shown to one caller.
struct MatterView: Sendable {
    let matter: Matter
    let caller: Caller
    let now: Timestamp
    var contact: Contact?

    init(_ matter: Matter, for caller: Caller, at now: Timestamp, contact: Contact? = nil) {
        self.matter = matter
        self.caller = caller
        self.now = now
        self.contact = contact
    }

    private var zone: Zone { matter.rules.deadlines.zone }
    private func time(_ moment: Timestamp?) -> JSON { JSON(moment?.text(in: zone)) }

    /// The whistle with its orders.
    var whistle: JSON {
        let whistle = matter.whistle
        var members: [JSON.Member] = [
            JSON.Member("id", .string(whistle.id.text)), JSON.Member("number", .string(whistle.number)),
            JSON.Member("state", .string(whistle.state.rawValue)), JSON.Member("kind", .string(whistle.kind.rawValue)),
            JSON.Member("category", .string(whistle.category)), JSON.Member("title", .string(whistle.title)),
            JSON.Member("description", .string(whistle.details)),
            JSON.Member("channel", .string(whistle.channel.rawValue)),
            JSON.Member("source_reference", JSON(whistle.sourceReference)),
            JSON.Member("location", whistle.location?.json ?? .null),
            JSON.Member("joint_signers", JSON(whistle.jointSigners)),
            JSON.Member("scope", JSON(whistle.scope?.rawValue)), JSON.Member("raiser", .string(whistle.raiser)),
            JSON.Member("township", .string(whistle.township)), JSON.Member("round", .integer(whistle.round)),
            JSON.Member("orders", .array(matter.orders.map(order))),
            JSON.Member("clocks", .array(clocks)), JSON.Member("total_due_at", time(whistle.total?.dueAt)),
            JSON.Member("routing", routing), JSON.Member("items_count", .integer(whistle.itemCount)),
            JSON.Member("rulebook_version", .integer(whistle.rulebookVersion)),
            JSON.Member("merged_into", JSON(whistle.mergedInto?.text)),
            JSON.Member("closed_at", time(whistle.closedAt)),
        ]
        if let contact {
            members.append(
                JSON.Member("contact", ["name": JSON(contact.name), "phone": JSON(contact.phone)]))
        }
        members.append(JSON.Member("version", .integer(matter.version)))
        members.append(JSON.Member("created_at", time(whistle.createdAt)))
        return .object(members)
    }

    /// What a queue shows of the whistle beside an order.
    var summary: JSON {
        [
            "id": .string(matter.whistle.id.text), "number": .string(matter.whistle.number),
            "title": .string(matter.whistle.title), "kind": .string(matter.whistle.kind.rawValue),
            "state": .string(matter.whistle.state.rawValue), "category": .string(matter.whistle.category),
            "description": .string(matter.whistle.details), "township": .string(matter.whistle.township),
            "location": matter.whistle.location?.json ?? .null,
        ]
    }

    /// One of its orders, whole.
    func order(_ order: Order) -> JSON {
        // Until a leader approves the feedback, whoever raised the matter sees neither outcome nor measures.
        let hidden =
            matter.rules.rulebook.feedbackApproval == .leader && matter.whistle.state == .awaitingApproval
            && [matter.whistle.raiser, matter.whistle.township].contains(caller.organization)
        return [
            "id": .string(order.id.text), "number": .string(order.number),
            "whistle_id": .string(order.whistleID.text), "department": .string(order.department),
            "role": .string(order.role.rawValue), "state": .string(order.state.rawValue),
            "round": .integer(order.round), "attempt": .integer(order.attempt),
            "clocks": .array(
                [
                    clock(.receive, order.receive), clock(.report, order.report), clock(.resolve, order.resolve),
                    clock(.total, matter.whistle.total),
                ].compactMap { $0 }),
            "pending_request": pending(order), "person": JSON(order.person), "note": JSON(order.note),
            "percent": JSON(order.percent), "outcome": hidden ? .null : JSON(order.outcome),
            "measures": hidden ? .null : JSON(order.measures),
            "responsible_person": JSON(order.responsiblePerson), "handled_by": JSON(order.handledBy),
            "level": JSON(order.level?.rawValue), "resolved_at": time(order.resolvedAt),
            "ended_at": time(order.endedAt), "whistle": summary, "version": .integer(order.version),
            "created_at": time(order.createdAt),
        ]
    }

    /// An order with the claim that was just given.
    func claimed(_ order: Order) -> JSON {
        guard case .object(var members) = self.order(order), let claim = order.claim else { return self.order(order) }
        members.append(
            JSON.Member(
                "claim", ["token": .string(claim.token.text), "expires_at": time(claim.expiresAt)]))
        return .object(members)
    }

    private func pending(_ order: Order) -> JSON {
        guard let kind = order.pending else { return .null }
        return [
            "kind": .string(kind.rawValue), "at": time(order.pendingAt), "reason": JSON(order.pendingReason),
            "until": time(order.pendingUntil), "legal_basis": JSON(order.pendingBasis),
            "suggested_department": JSON(order.pendingDepartment),
        ]
    }

    private var clocks: [JSON] {
        [
            clock(.review, matter.whistle.review), clock(.handOver, matter.whistle.handOver),
            clock(.reply, matter.whistle.reply), clock(.total, matter.whistle.total),
        ].compactMap { $0 }
    }

    private var routing: JSON {
        guard let routing = matter.whistle.routing else { return .null }
        return ["by": .string(routing.by.rawValue), "rule": JSON(routing.rule), "reason": JSON(routing.reason)]
    }

    private func clock(_ name: ClockName, _ clock: Clock?) -> JSON? {
        guard let clock else { return nil }
        let limit = matter.rules.limit(name, kind: matter.whistle.kind)
        return [
            "name": .string(name.rawValue), "started_at": time(clock.startedAt), "due_at": time(clock.dueAt),
            "met_at": time(clock.metAt), "paused_seconds": .integer(Int(clock.paused / 1_000_000)),
            "overdue": .bool(clock.isOverdue(at: now)),
            "explanation": limit.map { Explanations.shared.json($0, from: clock.startedAt, matter.rules) } ?? .null,
        ]
    }
}
