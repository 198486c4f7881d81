import Broker
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// A district's feed as server-sent events: the same objects as the JSON page, each with its place as `id`, so that a
/// reader who comes again says where it stopped (`Last-Event-ID`) and misses and repeats nothing.
struct EventStream: Sendable {
    /// Changes looked at in one statement; what is in memory for a reader is about as much.
    private static let changes = 100
    /// A comment is written when nothing happened for so long: proxies close what is silent, and a client that is gone is
    /// found out.
    private static let heartbeat = Duration.seconds(10)

    let call: Call
    let seat: Seat

    static func isAsked(by request: Request) -> Bool {
        request.headers[.accept]?.lowercased().contains("text/event-stream") == true
    }

    static func answer(_ call: Call) async throws -> Answer {
        let place = try start(call)
        let stream = EventStream(call: call, seat: try call.seat(.stream))
        let zone = try await call.district().zone
        var answer = Answer(streaming: "text/event-stream; charset=utf-8") { write in
            try await stream.run(from: place, in: zone, write)
        }
        answer.headers = [
            (.cacheControl, "no-store"), (.vary, "Authorization, Accept, Accept-Language"),
            // What a proxy would hold back until it has a buffer full.
            (HTTPField.Name("X-Accel-Buffering")!, "no"),
        ]
        return answer
    }

    /// After which place the reader wants to go on: a browser that comes again says so in a header.
    private static func start(_ call: Call) throws -> Int {
        guard let text = call.request.headers[HTTPField.Name("Last-Event-ID")!] else {
            return try Cursor.number(call.query.optionalText("cursor")) ?? call.query.integer("after") ?? 0
        }
        guard let place = Int(text), place >= 0 else {
            throw RequestFault.invalid([FieldError("Last-Event-ID", .wrongFormat("id"))])
        }
        return place
    }

    /// Writes events until the reader leaves, its token ends or the broker does; always whole ones.
    private func run(from start: Int, in zone: Zone, _ write: ([UInt8]) async throws -> Void) async throws {
        let channel = call.channel
        let reader = call.broker.feedWatch.open(call.caller.district) { channel.close(promise: nil) }
        defer {
            reader.close()
            seat.leave()
        }
        try await channel.whenClientEnds { reader.leave() }
        var place = start
        try await reader.writing { try await write(Array(": whistle\nretry: 1000\n\n".utf8)) }
        while !reader.isOver {
            // A token that was revoked hears nothing more.
            guard try await isStillValid() else { return }
            guard let part = try await part(after: place) else {
                if case .over = await reader.wait(after: .max, for: .seconds(1)) { return }
                continue
            }
            if !part.events.isEmpty {
                let text = part.events.flatMap { Self.text($0, in: zone) }
                try await reader.writing { try await write(text) }
            }
            place = part.reached
            if part.isFull { continue }
            switch await reader.wait(after: place, for: Self.heartbeat) {
            case .over: return
            case .news: break
            case .quiet: try await reader.writing { try await write(Array(":\n\n".utf8)) }
            }
        }
    }

    private func isStillValid() async throws -> Bool {
        guard let token = call.request.bearer else { return false }
        do { return try await call.broker.authenticate(token) != nil } catch  where Broker.isPassing(error) {
            // What cannot be asked now is asked before the next event.
            return true
        }
    }

    /// `nil` while the database is away: the stream outlives that.
    private func part(after place: Int) async throws -> FeedStretch? {
        do {
            return try await call.broker.feedPart(after: place, changes: Self.changes, for: call.caller)
        } catch  where Broker.isPassing(error) { return nil }
    }

    private static func text(_ event: PlacedEvent, in zone: Zone) -> [UInt8] {
        Array("id: \(event.position)\ndata: ".utf8) + event.json(in: zone).bytes + Array("\n\n".utf8)
    }
}

extension PlacedEvent {
    /// The same on a page and in a stream.
    func json(in zone: Zone) -> JSON {
        [
            "id": .integer(position), "type": .string(type), "at": .string(at.text(in: zone)), "data": .raw(data),
        ]
    }
}

extension Call {
    /// Takes one of the places that the caller's token may hold open.
    /// - Throws: `RequestFault.tooMany` when all of them are taken.
    func seat(_ kind: Seats.Kind) throws -> Seat {
        do { return try broker.seats.take(kind, for: caller) } catch { throw RequestFault.tooMany(retryAfter: 5) }
    }
}

extension NIOCore.Channel {
    /// Has the closure called when the client ends, once.
    func whenClientEnds(_ watcher: @escaping @Sendable () -> Void) async throws {
        try await pipeline.handler(type: ClientEnd.self).get().watch(watcher)
    }
}
