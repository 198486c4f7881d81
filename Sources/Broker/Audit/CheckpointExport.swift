import Domain
import JSON
import Store

/// Writes checkpoints as lines of JSON, a page at a time: see `ExportReader`.
public struct CheckpointExport: Sendable {
    private static let page = 1_000

    private let broker: Broker
    private let caller: Caller

    public init(broker: Broker, caller: Caller) {
        self.broker = broker
        self.caller = caller
    }

    /// - Parameter number: only those after it.
    public func write(after number: Int, _ write: ([UInt8]) async throws -> Void) async throws {
        var number = number
        while let row = try await broker.checkpoints(after: number, limit: 1, for: caller).first {
            try await write(
                Self.line([
                    "checkpoint": .integer(row.number), "district": .string(caller.district),
                    "at": .string(row.madeAt.canonical), "entries": .integer(row.entries),
                    "previous_hash": .string(Broker.hexadecimal(row.previousHash)),
                ]))
            var place = 0
            while true {
                let entries = try await broker.entries(of: row.number, after: place, limit: Self.page, for: caller)
                guard let last = entries.last else { break }
                try await write(
                    entries.flatMap { entry in
                        Self.line([
                            "kind": .string(entry.head.kind), "id": .string(entry.head.id.text),
                            "number": .string(entry.head.label), "seq": .integer(entry.head.sequence),
                            "hash": .string(Broker.hexadecimal(entry.head.hash)),
                        ])
                    })
                place = last.place
            }
            try await write(
                Self.line(["checkpoint": .integer(row.number), "hash": .string(Broker.hexadecimal(row.hash))]))
            number = row.number
        }
    }

    private static func line(_ json: JSON) -> [UInt8] { json.bytes + [UInt8(ascii: "\n")] }
}
