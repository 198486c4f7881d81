import Broker
import Domain
import Foundation
import HTTPTypes
import JSON

/// Whether history is what was written, and what proves it later.
extension Route {
    private static let overseeing: Set<Role> = [.commandCentre, .supervisor, .admin]

    static let audit: [Route] = [
        Route(
            .get, "/v1/audit/verify", "Walk over the whole history and name the first thing that is not as written",
            roles: overseeing.union([.observer]), answer: .value(.view(.auditReport))
        ) { call in
            let seat = try call.seat(.audit)
            defer { seat.leave() }
            let (broker, caller) = (call.broker, call.caller)
            do {
                let report = try await call.channel.untilClientEnds { try await broker.verifyHistory(for: caller) }
                return .ok(report?.json(in: call) ?? .null)
            } catch is CancellationError {
                // Nobody waits for it any more.
                return Answer(.noContent, nil)
            }
        },
        Route(
            .get, "/v1/audit/checkpoints", "The checkpoints of history, oldest first", roles: overseeing,
            query: .paging, answer: .page(.checkpoint)
        ) { call in
            let zone = try await call.district().zone
            let found = try await call.broker.checkpoints(
                after: try Cursor.number(call.query.optionalText("cursor")) ?? 0, limit: call.limit, for: call.caller)
            return .page(
                found.map { $0.json(in: zone) },
                next: found.count == call.limit ? found.last.map { Cursor.encode(["\($0.number)"]) } : nil)
        },
        Route(
            .post, "/v1/audit/checkpoints", "Make a checkpoint now, as before an export", roles: overseeing,
            body: .nothing, bodyOptional: true, idempotent: false, success: .created, answer: .value(.view(.checkpoint))
        ) { call in
            let made = try await call.broker.makeCheckpoint(by: call.caller)
            return Answer(.created, made.json(in: try await call.district().zone), location: "/v1/audit/checkpoints")
        },
        Route(
            .get, "/v1/audit/export", "All checkpoints with their entries, a line of JSON each, to be kept elsewhere",
            roles: overseeing, query: [Field("after", .integer(0...Int.max))],
            answer: .media(["application/x-ndjson"])
        ) { call in
            let after = call.query.integer("after") ?? 0
            return Answer(streaming: "application/x-ndjson; charset=utf-8") { write in
                try await CheckpointExport(broker: call.broker, caller: call.caller).write(after: after, write)
            }
        },
    ]
}

extension AuditReport {
    fileprivate func json(in call: Call) -> JSON {
        [
            "ok": .bool(firstBroken == nil), "events_checked": .integer(checked),
            "checkpoints_checked": .integer(checkpoints), "feed_checked": .integer(changes),
            "first_broken": firstBroken.map { fault in
                [
                    "type": .string(fault.subject), "id": .string(fault.id), "number": JSON(fault.number),
                    "seq": .integer(fault.sequence), "fault": .string(fault.kind.rawValue),
                    "detail": .string(fault.text(in: call.tongue)),
                ]
            } ?? .null,
        ]
    }
}

extension Checkpoint {
    fileprivate func json(in zone: Zone) -> JSON {
        [
            "number": .integer(number), "created_at": .string(madeAt.text(in: zone)), "entries": .integer(entries),
            "previous_hash": .string(Broker.hexadecimal(previousHash)), "hash": .string(Broker.hexadecimal(hash)),
        ]
    }
}
