import Broker
import Domain
import Foundation
import JSON

/// What waits for the caller, and what was ruled before.
extension Route {
    static let inbox: [Route] = [
        Route(
            .get, "/v1/inbox", "What waits for the caller, the most urgent first",
            query: [Field("limit", .integer(1...200))], answer: .page(.inboxLine)
        ) { call in
            let zone = try await call.district().zone
            let lines = try await call.broker.inbox(for: call.caller, limit: call.limit)
            return .page(lines.map { $0.json(in: zone) }, next: nil)
        },
        Route(
            .get, "/v1/precedents", "Rulings on returns, newest first",
            roles: [.commandCentre, .supervisor, .admin],
            query: .paging + [Field("category", .code), Field("department", .code), Field("q", .text(1...200))],
            answer: .page(.precedent)
        ) { call in
            let zone = try await call.district().zone
            let found = try await call.broker.precedents(
                category: call.query.optionalText("category"), department: call.query.optionalText("department"),
                text: call.query.optionalText("q"), for: call.caller,
                before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                found.map { $0.json(in: zone) },
                next: found.count == call.limit ? found.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
    ]
}

extension InboxEntry {
    fileprivate func json(in zone: Zone) -> JSON {
        [
            "id": .string("\(kind)-\(id.text)"), "kind": .string(kind),
            "subject": [
                "type": .string(subject), "id": .string(id.text), "number": .string(number), "title": .string(title),
            ],
            "due_at": JSON(dueAt?.text(in: zone)), "actions": .array(Broker.actions(on: kind).map(JSON.string)),
        ]
    }
}

extension Precedent {
    func json(in zone: Zone) -> JSON {
        [
            "id": .string(id.text), "whistle_id": .string(whistleID.text), "whistle_number": .string(whistleNumber),
            "order_number": .string(orderNumber), "category": .string(category), "title": .string(title),
            "department": .string(department), "reason": .string(reason), "legal_basis": .string(legalBasis),
            "decision": .string(decision), "decided_department": JSON(decidedDepartment), "note": .string(note),
            "version": .integer(version), "created_at": .string(createdAt.text(in: zone)),
        ]
    }
}
