import NIOCore
import Synchronization

/// Stands in a connection's pipeline and tells a waiting poll that its client has said its last: it closed, or will send
/// nothing more. The framework's own means costs the connection and cannot be used once the body was read.
final class ClientEnd: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private struct State {
        var ended = false
        var watcher: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Calls the closure when the client ends, or at once where it has.
    func watch(_ watcher: @escaping @Sendable () -> Void) {
        let ended = state.withLock { state in
            state.watcher = watcher
            return state.ended
        }
        if ended { watcher() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { end() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func end() {
        let watcher = state.withLock { state in
            state.ended = true
            return state.watcher
        }
        watcher?()
    }
}

extension NIOCore.Channel {
    /// Runs the body; cancels it when the client ends first. What the body then returns is the answer: a client that only
    /// half closed still reads it.
    func untilClientEnds<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result? {
        let (ends, end) = AsyncStream<Void>.makeStream()
        let handler = try await pipeline.handler(type: ClientEnd.self).get()
        handler.watch { end.finish() }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in ends {}
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            return try await group.next() ?? nil
        }
    }
}
