import Domain
import Foundation
import JSON
import Secrets
import Store

/// What a line of history keeps beside the events' names, so that the figures of any month can be told from history
/// alone. Canonical: members in the order of their names' bytes.
extension Matter {
    /// Of a new whistle: all that was asked; of the contact only a keyed digest.
    func facts(contact: SealedContact?) -> JSON {
        .encoded(
            JSONWriter.object { json in
                json.member("category", whistle.category)
                json.member("channel", whistle.channel.rawValue)
                if let contact { json.member("contact_digest", Digest.hex(contact.digest)) }
                json.member("description", whistle.details)
                json.member("kind", whistle.kind.rawValue)
                json.member("number", whistle.number)
                json.member("orders") { json in
                    json.array { json in
                        orders.withUnsafeBufferPointer { orders in
                            for place in orders.indices { write(orders[place], &json) }
                        }
                    }
                }
                json.member("raiser", whistle.raiser)
                json.member("rulebook_version", whistle.rulebookVersion)
                json.member("title", whistle.title)
                json.member("total_due_at", whistle.total?.dueAt.canonical)
                json.member("township", whistle.township)
            })
    }

    /// Of a change: orders that are new, or have another role or due time; what else of the whistle the events do not
    /// tell. `nil` where there is nothing, as with every receipt and report.
    var changedFacts: JSON? {
        guard let stored else { return nil }
        let before = stored.whistle
        let noted = orders.filter { order in
            if addedOrders.contains(order.id) || decidedDues[order.id] != nil { return true }
            guard changedOrders.contains(order.id), let old = stored.orders.first(where: { $0.id == order.id }) else {
                return false
            }
            return old.role != order.role || old.report?.dueAt != order.report?.dueAt
                || old.resolve?.dueAt != order.resolve?.dueAt
        }
        let due = before.total?.dueAt != whistle.total?.dueAt ? whistle.total?.dueAt : nil
        let category = before.category != whistle.category ? whistle.category : nil
        let kind = before.kind != whistle.kind ? whistle.kind : nil
        let stands = before.suspendedAt == nil ? "stopped" : "resumed"
        let total = (before.suspendedAt == nil) != (whistle.suspendedAt == nil) ? stands : nil
        guard !noted.isEmpty || due != nil || category != nil || kind != nil || total != nil else { return nil }
        return .encoded(
            JSONWriter.object { json in
                if let category { json.member("category", category) }
                if let kind { json.member("kind", kind.rawValue) }
                if !noted.isEmpty {
                    json.member("orders") { json in json.array { json in for order in noted { write(order, &json) } } }
                }
                if let total { json.member("total", total) }
                if let due { json.member("total_due_at", due.canonical) }
            })
    }

    /// The states that a change leads to: of what is new alone, of what it moves behind the one it was found in. So the last
    /// line that names an order or its whistle says what must stand in its row, and each that what it found was as written.
    var movedStates: JSON {
        var moved: [JSON.Member] = []
        for order in orders where stored == nil || addedOrders.contains(order.id) || changedOrders.contains(order.id) {
            let before = stored?.orders.first { $0.id == order.id }?.state
            if let move = Self.move(from: before?.rawValue, to: order.state.rawValue) {
                moved.append(JSON.Member(order.number, move))
            }
        }
        var states: [JSON.Member] = []
        if !moved.isEmpty { states.append(JSON.Member("orders", .object(moved))) }
        if let move = Self.move(from: stored?.whistle.state.rawValue, to: whistle.state.rawValue) {
            states.append(JSON.Member("whistle", move))
        }
        return .object(states)
    }

    private static func move(from before: String?, to state: String) -> JSON? {
        guard let before else { return .string(state) }
        return before == state ? nil : .array([.string(before), .string(state)])
    }

    var hasChangedFacts: Bool { changedFacts != nil }

    private func write(_ order: Order, _ json: inout JSONWriter) {
        json.object { json in
            if let due = decidedDues[order.id] { json.member("decided_due_at", due.canonical) }
            json.member("department", order.department)
            json.member("number", order.number)
            if let clock = order.report { json.member("report_due_at", clock.dueAt.canonical) }
            if let clock = order.resolve { json.member("resolve_due_at", clock.dueAt.canonical) }
            json.member("role", order.role.rawValue)
        }
    }
}
