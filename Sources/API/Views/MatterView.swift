import Broker
import Domain
import Foundation
import JSON

/// How a matter is shown to one caller. Written straight into bytes: an answer with two orders has five kilobytes.
struct MatterView: Sendable {
    let matter: Matter
    let caller: Caller
    let now: Timestamp
    var contact: Contact?
    /// A ruling that the command centre may learn from.
    var suggestion: Precedent?
    /// Whistles that may be about the same matter; `nil`: nobody looked.
    var duplicates: [PossibleDuplicate]?

    init(_ matter: Matter, for caller: Caller, at now: Timestamp, contact: Contact? = nil) {
        self.matter = matter
        self.caller = caller
        self.now = now
        self.contact = contact
    }

    private var zone: Zone { matter.rules.deadlines.zone }

    /// The whistle with its orders.
    var whistle: JSON {
        let whistle = matter.whistle
        return .encoded(
            JSONWriter.object(capacity: 2048 + 2048 * matter.orders.count) { json in
                json.member("id", whistle.id)
                json.member("number", whistle.number)
                json.member("state", whistle.state.rawValue)
                json.member("kind", whistle.kind.rawValue)
                json.member("category", whistle.category)
                json.member("title", whistle.title)
                json.member("description", whistle.details)
                json.member("channel", whistle.channel.rawValue)
                json.member("source_reference", whistle.sourceReference)
                json.member("location", whistle.location?.json ?? .null)
                json.member("joint_signers", whistle.jointSigners)
                json.member("scope", whistle.scope?.rawValue)
                json.member("raiser", whistle.raiser)
                json.member("township", whistle.township)
                json.member("round", whistle.round)
                json.member("orders") { json in
                    json.array { json in
                        var written = Written()
                        // Where they lie: an order taken out is thirty fields copied.
                        matter.orders.withUnsafeBufferPointer { orders in
                            for place in orders.indices {
                                // Those made together have the same clocks, which are half of an order's text.
                                if place > 0, !orders[place].hasClocks(of: orders[place - 1]) { written.clocks = nil }
                                write(orders[place], &json, &written)
                            }
                        }
                    }
                }
                json.member("clocks") { $0.array { writeClocks(&$0) } }
                json.member("total_due_at", whistle.total?.dueAt, in: zone)
                json.member("routing") { writeRouting(&$0) }
                if let suggestion { json.member("suggestion", suggestion.json(in: zone)) }
                json.member("answer") { writeAnswer(&$0) }
                json.member("referred_at", whistle.referredAt, in: zone)
                if let duplicates { json.member("possible_duplicates", .array(duplicates.map(\.json))) }
                json.member("items_count", whistle.itemCount)
                json.member("rulebook_version", whistle.rulebookVersion)
                json.member("merged_into", whistle.mergedInto)
                json.member("closed_at", whistle.closedAt, in: zone)
                if let contact {
                    json.member("contact") { json in
                        json.object { json in
                            json.member("name", contact.name)
                            json.member("phone", contact.phone)
                        }
                    }
                }
                json.member("version", matter.version)
                json.member("created_at", whistle.createdAt, in: zone)
            })
    }

    /// One of its orders, whole.
    func order(_ order: Order) -> JSON { alone(order, claim: nil) }

    /// An order with the claim that was just given.
    func claimed(_ order: Order) -> JSON { alone(order, claim: order.claim) }

    private func alone(_ order: Order, claim: Claim?) -> JSON {
        .encoded(
            JSONWriter.value(capacity: 2048) { json in
                var written = Written()
                write(order, &json, &written, claim: claim)
            })
    }

    /// What orders of one whistle may have in common, where it stands in the text.
    private struct Written {
        var clocks: Range<Int>?
        var summary: Range<Int>?
    }

    private func write(_ order: Order, _ json: inout JSONWriter, _ written: inout Written, claim: Claim? = nil) {
        let hidden = matter.hidesOutcome(from: caller)
        json.object { json in
            json.member("id", order.id)
            json.member("number", order.number)
            json.member("whistle_id", order.whistleID)
            json.member("department", order.department)
            json.member("role", order.role.rawValue)
            json.member("state", order.state.rawValue)
            json.member("round", order.round)
            json.member("attempt", order.attempt)
            json.member("clocks", as: &written.clocks) { json in
                json.array { json in
                    let still = order.suspendedAt
                    write(.receive, order.receive, still: still, &json)
                    write(.report, order.report, still: still, &json)
                    write(.resolve, order.resolve, still: still, &json)
                    write(.total, matter.whistle.total, still: matter.whistle.suspendedAt, &json)
                }
            }
            json.member("pending_request") { writePending(of: order, &$0) }
            json.member("person", order.person)
            json.member("note", order.note)
            json.member("percent", order.percent)
            json.member("outcome", hidden ? nil : order.outcome)
            json.member("measures", hidden ? nil : order.measures)
            json.member("responsible_person", order.responsiblePerson)
            json.member("handled_by", order.handledBy)
            json.member("level", order.level?.rawValue)
            json.member("suspended_until", matter.suspensionEnd(of: order), in: zone)
            json.member("resolved_at", order.resolvedAt, in: zone)
            json.member("ended_at", order.endedAt, in: zone)
            json.member("whistle", as: &written.summary) { writeSummary(&$0) }
            json.member("version", order.version)
            json.member("created_at", order.createdAt, in: zone)
            if let claim {
                json.member("claim") { json in
                    json.object { json in
                        json.member("token", claim.token)
                        json.member("expires_at", claim.expiresAt, in: zone)
                    }
                }
            }
        }
    }

    /// What a queue shows of the whistle beside an order.
    private func writeSummary(_ json: inout JSONWriter) {
        let whistle = matter.whistle
        json.object { json in
            json.member("id", whistle.id)
            json.member("number", whistle.number)
            json.member("title", whistle.title)
            json.member("kind", whistle.kind.rawValue)
            json.member("state", whistle.state.rawValue)
            json.member("category", whistle.category)
            json.member("description", whistle.details)
            json.member("township", whistle.township)
            json.member("location", whistle.location?.json ?? .null)
        }
    }

    private func writePending(of order: Order, _ json: inout JSONWriter) {
        guard let kind = order.pending else { return json.null() }
        json.object { json in
            json.member("kind", kind.rawValue)
            json.member("at", order.pendingAt, in: zone)
            json.member("reason", order.pendingReason)
            json.member("until", order.pendingUntil, in: zone)
            json.member("legal_basis", order.pendingBasis)
            json.member("suggested_department", order.pendingDepartment)
        }
    }

    private func writeRouting(_ json: inout JSONWriter) {
        guard let routing = matter.whistle.routing else { return json.null() }
        json.object { json in
            json.member("by", routing.by.rawValue)
            json.member("rule", routing.rule)
            json.member("reason", routing.reason)
        }
    }

    private func writeAnswer(_ json: inout JSONWriter) {
        guard let answer = matter.whistle.answer else { return json.null() }
        json.object { json in
            json.member("text", answer.text)
            json.member("to", answer.to)
            json.member("handled_as", answer.handledAs?.rawValue)
        }
    }

    private func writeClocks(_ json: inout JSONWriter) {
        write(.review, matter.whistle.review, &json)
        write(.handOver, matter.whistle.handOver, &json)
        write(.reply, matter.whistle.reply, &json)
        write(.convene, matter.whistle.convene, &json)
        write(.total, matter.whistle.total, still: matter.whistle.suspendedAt, &json)
    }

    /// - Parameter still: since when the clock stands still.
    private func write(_ name: ClockName, _ clock: Clock?, still: Timestamp? = nil, _ json: inout JSONWriter) {
        guard let clock else { return }
        let limit = matter.rules.limit(name, kind: matter.whistle.kind)
        json.object { json in
            json.member("name", name.rawValue)
            json.member("started_at", clock.startedAt, in: zone)
            json.member("due_at", clock.dueAt, in: zone)
            json.member("met_at", clock.metAt, in: zone)
            json.member("paused_seconds", Int(clock.paused / 1_000_000))
            json.member("overdue", clock.isOverdue(at: still ?? now))
            json.member(
                "explanation",
                name == .review && matter.isBeforeSitting
                    ? Explanations.shared.sitting(clock, matter.rules)
                    : limit.map { Explanations.shared.json($0, of: clock, matter.rules) } ?? .null)
        }
    }
}

extension Order {
    /// Whether what is shown of its clocks is the same.
    fileprivate func hasClocks(of other: Order) -> Bool {
        receive == other.receive && report == other.report && resolve == other.resolve
            && suspendedAt == other.suspendedAt
    }
}
