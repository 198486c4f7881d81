import Domain
import Foundation
import Logging
import ServiceLifecycle
import Store
import Synchronization

/// The queues as pollers meet them. All requests that wait on a queue are served by one claim statement for the sum of
/// what they ask, never ahead of demand: a prefetched order would be leased by nobody.
public final class Desks: Service, Sendable {
    struct Key: Hashable {
        let district: String
        let queue: String
    }

    private struct Waiter {
        let id: UInt64
        let demand: ClaimDemand
        let until: ContinuousClock.Instant
        /// Whether the queue was asked for it: a poll that does not wait is still asked for once.
        var asked = false
        let answer: CheckedContinuation<[ClaimedOrder], any Error>
    }

    private struct Desk {
        var waiting: [Waiter] = []
        /// A serve is running, or about to.
        var busy = false
        /// Something arrived, or somebody came, since the serve began.
        var again = false
        /// From where on the queue is read.
        var mark = QueueMark()
        /// Who left while the queue was being asked for them.
        var gone: Set<UInt64> = []
    }

    private struct State {
        var desks: [Key: Desk] = [:]
        var nextID: UInt64 = 0
        var ended = false
    }

    private enum Job: Sendable {
        case serve(Key)
        case giveBack([ClaimedOrder], Key)
    }

    private static let tick = Duration.milliseconds(200)

    private let store: Store
    private let districts: Districts
    private let hints: Hints
    /// The database is asked at least this often for a queue with pollers: hints between brokers may be lost.
    private let polling: Duration
    private let logger: Logger
    /// What pollers hold, for when they say that they received it.
    let handed = HandedOrders()
    private let state = Mutex(State())
    private let jobs: AsyncStream<Job>
    private let job: AsyncStream<Job>.Continuation

    init(store: Store, districts: Districts, hints: Hints, polling: Duration, logger: Logger) {
        self.store = store
        self.districts = districts
        self.hints = hints
        self.polling = polling
        self.logger = logger
        (jobs, job) = AsyncStream.makeStream()
    }

    /// Serves until told to end; then every waiting poll has its answer at once.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await keepTime()
        } onGracefulShutdown: {
            self.end()
        }
    }

    /// What is done for the desks. It ends after the HTTP server: an answer that cannot be handed over while that
    /// finishes still gives its claims back.
    public var clerks: Clerks { Clerks(desks: self) }

    public struct Clerks: Service {
        fileprivate let desks: Desks

        public func run() async throws {
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { group in
                    for await next in desks.jobs {
                        // One queue must not wait for another's database; the group ends with the service.
                        group.addTask {
                            switch next {
                            case .serve(let key): await desks.serve(key)
                            case .giveBack(let orders, let key): await desks.giveBack(orders, key)
                            }
                        }
                    }
                }
            } onGracefulShutdown: {
                desks.end()
                desks.job.finish()
            }
        }
    }

    /// Waits for orders, first come first served.
    /// - Parameter wait: how long at the most; then the answer is empty.
    func claim(_ demand: ClaimDemand, queue: String, in district: String, wait: Duration) async throws -> [ClaimedOrder]
    {
        let key = Key(district: district, queue: queue)
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let orders = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(
                    Waiter(id: id, demand: demand, until: .now + wait, answer: continuation), at: key)
            }
        } onCancel: {
            leave(id, key)
        }
        if Task.isCancelled, !orders.isEmpty {
            job.yield(.giveBack(orders, key))
            return []
        }
        return orders
    }

    /// How many polls wait that the queue had nothing for, for metrics.
    public var waitingCount: Int {
        state.withLock { $0.desks.values.reduce(0) { $0 + $1.waiting.count { $0.asked } } }
    }

    /// Gives claims back that could not be handed over.
    public func returned(_ orders: [ClaimedOrder], queue: String, in district: String) {
        if !orders.isEmpty { job.yield(.giveBack(orders, Key(district: district, queue: queue))) }
    }

    /// New orders of a matter are in their queues: wakes who waits there.
    func arrived(_ matter: Matter, in district: String) {
        matter.orders.withUnsafeBufferPointer { orders in
            for place in orders.indices where orders[place].state == .queued && orders[place].claim == nil {
                arrived(district: district, queue: orders[place].department, at: QueueBound(orders[place]))
            }
        }
    }

    /// Something may be in a queue again.
    /// - Parameter place: where, if that is known.
    func arrived(district: String, queue: String, at place: QueueBound? = nil) {
        wake(district: district, queue: queue, from: place)
        hints.add(.queue(district: district, code: queue))
    }

    /// Has a queue looked at for those who wait here.
    func wake(district: String, queue: String, from place: QueueBound? = nil) {
        let key = Key(district: district, queue: queue)
        let serve = state.withLock { state in
            guard var desk = state.desks[key] else { return false }
            desk.mark.lower(to: place)
            let serve = !desk.waiting.isEmpty && !desk.busy
            if serve { desk.busy = true } else { desk.again = true }
            state.desks[key] = desk
            return serve
        }
        if serve { job.yield(.serve(key)) }
    }

    /// Has all queues looked at for those who wait here.
    func wakeAll() {
        for key in state.withLock({ Array($0.desks.keys) }) { wake(district: key.district, queue: key.queue) }
    }

    private func enqueue(_ waiter: Waiter, at key: Key) {
        let refused: Bool? = state.withLock { state in
            if state.ended || Task.isCancelled { return nil }
            state.desks[key, default: Desk()].waiting.append(waiter)
            state.desks[key]?.again = true
            guard state.desks[key]?.busy == false else { return false }
            state.desks[key]?.busy = true
            return true
        }
        switch refused {
        case .none: waiter.answer.resume(returning: [])
        case .some(true): job.yield(.serve(key))
        case .some(false): break
        }
    }

    private func leave(_ id: UInt64, _ key: Key) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.desks[key]?.waiting.firstIndex(where: { $0.id == id }) else {
                if state.desks[key]?.busy == true { state.desks[key]?.gone.insert(id) }
                return nil
            }
            return state.desks[key]?.waiting.remove(at: index)
        }
        waiter?.answer.resume(returning: [])
    }

    private func end() {
        let left = state.withLock { state in
            state.ended = true
            let left = state.desks.values.flatMap(\.waiting)
            state.desks.removeAll()
            return left
        }
        for waiter in left { waiter.answer.resume(returning: []) }
    }

    /// One statement for everyone who waits now; again while something new came meanwhile.
    private func serve(_ key: Key) async {
        while true {
            let waiting = state.withLock { state -> [Waiter] in
                guard var desk = state.desks[key] else { return [] }
                desk.again = false
                let waiting = desk.waiting
                desk.waiting = []
                state.desks[key] = desk
                return waiting
            }
            if !waiting.isEmpty { await serve(waiting, key) }
            let more = state.withLock { state in
                guard var desk = state.desks[key] else { return false }
                let more = desk.again && !desk.waiting.isEmpty
                if !more {
                    desk.busy = false
                    desk.gone = []
                }
                state.desks[key] = desk
                return more
            }
            if !more { return }
        }
    }

    private func serve(_ waiting: [Waiter], _ key: Key) async {
        do {
            let moment = try await districts.district(key.district).now()
            // A bounded number a statement: what is beyond it waits for the next round.
            var taken: [Waiter] = []
            var sum = 0
            for waiter in waiting where sum < 1000 {
                taken.append(waiter)
                sum += waiter.demand.maximum
            }
            let orders = try await claim(taken.map(\.demand), sum, key, at: moment.business)
            handed.keep(orders, of: key.district)
            let shares = Dictionary(grouping: orders, by: \.demand)
            // Fewer than were asked for: there is nothing for those beyond the bound either.
            let emptied = orders.count < sum
            var unserved: [Waiter] = []
            for (index, waiter) in waiting.enumerated() {
                if let share = shares[index] {
                    waiter.answer.resume(returning: share)
                } else if waiter.until <= .now, emptied || index < taken.count {
                    waiter.answer.resume(returning: [])
                } else {
                    var waiter = waiter
                    waiter.asked = waiter.asked || emptied || index < taken.count
                    unserved.append(waiter)
                }
            }
            settle(unserved, key, found: !emptied)
        } catch {
            logger.warning("claim failed", metadata: ["queue": "\(key.queue)", "error": "\(error)"])
            for waiter in waiting { waiter.answer.resume(throwing: error) }
        }
    }

    /// Claims from the queue's mark on; from its beginning where nothing was found and that proves nothing.
    private func claim(
        _ demands: [ClaimDemand], _ sum: Int, _ key: Key, at moment: Timestamp
    ) async throws -> [ClaimedOrder] {
        for isAgain in [false, true] {
            let look = state.withLock { $0.desks[key, default: Desk()].mark.begin(at: .now, isAgain: isAgain) }
            let orders = try await store.claim(
                demands, queue: key.queue, from: look.from, in: key.district, at: moment)
            let last = orders.count < sum ? nil : orders.last.map { QueueBound($0.order) }
            state.withLock { $0.desks[key]?.mark.end(at: last) }
            if !orders.isEmpty || look.isProof { return orders }
        }
        return []
    }

    /// Those who got nothing wait on, before those who came meanwhile.
    private func settle(_ unserved: [Waiter], _ key: Key, found: Bool) {
        let leaving = state.withLock { state -> [Waiter] in
            if state.ended { return unserved }
            let gone = state.desks[key]?.gone ?? []
            state.desks[key, default: Desk()].waiting.insert(
                contentsOf: unserved.filter { !gone.contains($0.id) }, at: 0)
            if found, !unserved.isEmpty { state.desks[key]?.again = true }
            return unserved.filter { gone.contains($0.id) }
        }
        for waiter in leaving { waiter.answer.resume(returning: []) }
    }

    private func giveBack(_ orders: [ClaimedOrder], _ key: Key) async {
        let claims = orders.compactMap { claimed in claimed.order.claim.map { (claimed.order.id, $0.token) } }
        do {
            let moment = try await districts.district(key.district).now()
            _ = try await store.release(
                claims.map { (order: $0.0, token: $0.1) }, in: key.district, at: moment.business, actor: key.queue)
            arrived(district: key.district, queue: key.queue)
        } catch {
            // The leases run out by themselves.
            logger.warning("claims could not be given back", metadata: ["error": "\(error)"])
        }
    }

    /// Ends polls whose time is up, and asks the database now and then.
    private func keepTime() async {
        var lastPoll = ContinuousClock.now
        while !Task.isCancelled, !state.withLock({ $0.ended }) {
            try? await Task.sleep(for: Desks.tick)
            let now = ContinuousClock.now
            let polls = now - lastPoll >= polling
            if polls { lastPoll = now }
            let (late, due) = state.withLock { state -> ([Waiter], [Key]) in
                var late: [Waiter] = []
                var due: [Key] = []
                for key in state.desks.keys {
                    guard let waiting = state.desks[key]?.waiting, !waiting.isEmpty else { continue }
                    late += waiting.filter { $0.asked && $0.until <= now }
                    state.desks[key]?.waiting.removeAll { $0.asked && $0.until <= now }
                    guard polls, state.desks[key]?.waiting.isEmpty == false else { continue }
                    if state.desks[key]?.busy == true {
                        state.desks[key]?.again = true
                    } else {
                        state.desks[key]?.busy = true
                        due.append(key)
                    }
                }
                return (late, due)
            }
            for waiter in late { waiter.answer.resume(returning: []) }
            for key in due { job.yield(.serve(key)) }
        }
    }
}
