import Domain
import Foundation
import JSON
import Postgres
import Secrets
import ServiceLifecycle
import Store
import Synchronization

/// One raise request on its way to the common commit.
struct RaiseRequest: Sendable {
    var draft: WhistleDraft
    var caller: Caller
    var contact: SealedContact?
    var answer: (@Sendable (Matter) -> RememberedAnswer)?
}

/// Group commit for raising: the requests of a district that wait while a commit runs share the next one. Measured, the
/// rate is three to four times that of one commit each, and two flights at once are best: more only add waiting.
///
/// A batch that fails is halved until the poison one stands alone; its neighbours are stored.
public final class Intake: Service, Sendable {
    private typealias Waiter = (request: RaiseRequest, answer: CheckedContinuation<Matter, any Error>)

    private struct Line {
        var waiting: [Waiter] = []
        var flights = 0

        /// What waits is taken by a flight that ends, so only the first must begin for little.
        var isFlightWorthwhile: Bool {
            switch flights {
            case 0: !waiting.isEmpty
            case ..<Intake.flights: waiting.count >= Intake.worthwhile
            default: false
            }
        }
    }

    private static let batch = 50
    private static let flights = 2
    /// What must wait before a flight begins beside another: two half-empty batches cost more than one full one.
    private static let worthwhile = 32
    /// More than this waiting for one district is answered 503 at once.
    private static let capacity = 10_000

    private let store: Store
    private let districts: Districts
    private let numbers: NumberBlocks
    private let desks: Desks
    private let turns: Turns
    private let lines = Mutex<[String: Line]>([:])
    private let starts: AsyncStream<String>
    private let start: AsyncStream<String>.Continuation

    init(store: Store, districts: Districts, numbers: NumberBlocks, desks: Desks) {
        self.store = store
        self.districts = districts
        self.numbers = numbers
        self.desks = desks
        turns = Turns(store: store)
        (starts, start) = AsyncStream.makeStream()
    }

    /// Serves flights until told to end; those under way are finished.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await district in starts {
                    group.addTask { await self.fly(district) }
                }
            }
        } onGracefulShutdown: {
            // Requests that are running when the end comes still find their flight: the stream ends when all are
            // answered, since the HTTP server stops before this service does.
            self.start.finish()
        }
    }

    /// Raises one whistle; returns after the commit that holds it.
    func raise(_ request: RaiseRequest) async throws -> Matter {
        try await withCheckedThrowingContinuation { continuation in
            let district = request.caller.district
            let takes: Bool? = lines.withLock { lines in
                guard lines[district, default: Line()].waiting.count < Intake.capacity else { return nil }
                lines[district, default: Line()].waiting.append((request, continuation))
                guard lines[district, default: Line()].isFlightWorthwhile else { return false }
                lines[district, default: Line()].flights += 1
                return true
            }
            switch takes {
            case .none: continuation.resume(throwing: BrokerError.overloaded)
            case .some(false): break
            case .some(true):
                if case .terminated = start.yield(district) { abandon(district) }
            }
        }
    }

    /// After the end nobody will fly: what waits is refused, nothing was stored.
    private func abandon(_ district: String) {
        let left = lines.withLock { lines in
            let left = lines[district]?.waiting ?? []
            lines[district] = nil
            return left
        }
        for waiter in left { waiter.answer.resume(throwing: BrokerError.overloaded) }
    }

    private func fly(_ district: String) async {
        while true {
            let batch = lines.withLock { lines -> [Waiter] in
                guard var line = lines[district] else { return [] }
                line.flights -= 1
                defer { lines[district] = line }
                guard line.isFlightWorthwhile else { return [] }
                line.flights += 1
                let batch = Array(line.waiting.prefix(Intake.batch))
                line.waiting.removeFirst(batch.count)
                return batch
            }
            guard !batch.isEmpty else { return }
            await store(batch, in: district)
        }
    }

    private func store(_ batch: [Waiter], in code: String) async {
        do {
            let district = try await districts.district(code)
            let moment = district.now()
            let book = district.current.rulebook
            let made = batch.reduce(0) { $0 + ($1.request.draft.items.isEmpty ? 1 : 0) }
            var whistles = try await numbers.take(
                batch.count, prefix: book.prefixes.whistle, in: district, at: moment.business)[...]
            var items = try await numbers.take(made, prefix: book.prefixes.item, in: district, at: moment.business)[...]
            var ready = Load()
            for (request, continuation) in batch {
                do throws(Refusal) {
                    let raised = try RaisedMatter.make(
                        request, in: district, number: whistles.removeFirst(),
                        item: request.draft.items.isEmpty ? items.removeFirst() : nil, at: moment)
                    ready.raised.append(raised)
                    ready.waiting.append(continuation)
                } catch { continuation.resume(throwing: error) }
            }
            await turns.assign(&ready.raised, in: code)
            await commit(ready, in: code)
        } catch {
            for waiter in batch { waiter.answer.resume(throwing: error) }
        }
    }

    private func commit(_ load: Load, in district: String) async {
        guard !load.raised.isEmpty else { return }
        do {
            try await add(load.raised, to: district)
            for place in load.raised.indices { load.waiting[place].resume(returning: load.raised[place].matter) }
            for place in load.raised.indices { desks.arrived(load.raised[place].matter, in: district) }
        } catch {
            // Only an error that the rows themselves cause can be one neighbour's alone.
            guard load.raised.count > 1, error.isCausedByRows else {
                for continuation in load.waiting { continuation.resume(throwing: error) }
                return
            }
            let middle = load.raised.count / 2
            await commit(load.part(..<middle), in: district)
            await commit(load.part(middle...), in: district)
        }
    }

    /// What a flight carries, and at the same places who waits for it.
    private struct Load {
        var raised: [RaisedMatter] = []
        var waiting: [CheckedContinuation<Matter, any Error>] = []

        func part(_ places: some RangeExpression<Int>) -> Load {
            Load(raised: Array(raised[places]), waiting: Array(waiting[places]))
        }
    }
}

extension Intake {
    /// Stores a batch. Where the answer to COMMIT was lost, whether it took effect is seen by its first whistle: the
    /// batch is stored whole or not at all.
    private func add(_ raised: [RaisedMatter], to district: String) async throws(PostgresError) {
        do { try await store.add(raised, to: district) } catch {
            guard error.isOutcomeUnknown, let first = raised.first else { throw error }
            let isStored: Bool
            do { isStored = try await store.hasWhistle(first.matter.whistle.id, in: district) } catch _ { throw error }
            if !isStored { try await store.add(raised, to: district) }
        }
    }
}

extension PostgresError {
    /// Data exceptions and broken constraints (classes 22 and 23): another row would not have met them.
    var isCausedByRows: Bool { sqlState.map { $0.hasPrefix("22") || $0.hasPrefix("23") } ?? false }
}

extension RaisedMatter {
    /// Decides about one request and makes all that is stored for it.
    static func make(
        _ request: RaiseRequest, in district: District, number: String, item: String?, at moment: Moment
    ) throws(Refusal) -> RaisedMatter {
        var draft = request.draft
        draft.number = number
        var matter = try Matter.raise(
            draft, by: request.caller, under: district.current, organizations: district.organizations, at: moment)
        let (line, entry) = Chronicle.record(
            &matter, by: request.caller, at: moment.business, facts: matter.facts(contact: request.contact))
        var items: [Item] = []
        if let item {
            var heard = Item()
            heard.id = UUID.version7(at: moment.machine)
            heard.number = item
            heard.state = .whistled
            heard.title = draft.title
            heard.category = draft.category
            heard.channel = draft.channel
            heard.location = draft.location
            heard.organization = request.caller.organization
            heard.township = matter.whistle.township
            heard.whistleID = draft.id
            heard.createdAt = moment.business
            items = [heard]
        }
        return RaisedMatter(
            matter: matter, items: items, contact: request.contact, history: line, outbox: entry,
            answer: request.answer?(matter))
    }
}
