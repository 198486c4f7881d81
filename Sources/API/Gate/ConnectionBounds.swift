import HTTPTypes
import NIOCore
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Stands in a connection's pipeline and bounds what is read of a request that was answered before it ended. The framework
/// reads such a body to its end, however long it is, to find the next request behind it.
///
/// A client that sends all before it reads must still get to read its answer: so much is taken as a good request could
/// have, or, of a body that was refused for its size or slowness and of which much was read already, a little more. Then
/// the connection is closed.
final class ConnectionBounds: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How much more is taken, and for how long.
    struct Rest {
        let bytes: Int
        let time: TimeAmount

        /// The largest body that any request may have.
        static let ofGoodRequest = Rest(bytes: RequestReader.largestBody, time: .seconds(60))
        static let ofRefusedBody = Rest(bytes: 1 << 20, time: .seconds(5))
    }

    /// Requests that came in whole, and those that were answered: a connection serves one after another.
    private var whole = 0
    private var answered = 0
    private var rest = Rest.ofGoodRequest
    private var taken = 0
    private var end: Scheduled<Void>?

    private var isReadingAnswered: Bool { answered > whole }

    func handlerAdded(context: ChannelHandlerContext) {
        do {
            let pipeline = context.pipeline.syncOperations
            // Only before this one is a request's version known, and each of its Host lines.
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(HostLine(), position: .before(codec))
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: break
        case .body(let bytes):
            if isReadingAnswered {
                taken += bytes.readableBytes
                if taken > rest.bytes { return context.close(promise: nil) }
            }
        case .end:
            whole += 1
            end?.cancel()
            end = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational && answered == whole:
            // Its request is still coming in.
            let isRefusedBody = [.contentTooLarge, .requestTimeout].contains(head.status)
            rest = isRefusedBody ? .ofRefusedBody : .ofGoodRequest
            if isRefusedBody { head.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            answered += 1
            if isReadingAnswered {
                taken = 0
                let channel = context.channel
                end = context.eventLoop.scheduleTask(in: rest.time) { channel.close(promise: nil) }
            }
            context.write(data, promise: promise)
        default: context.write(data, promise: promise)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        end = nil
        context.fireChannelInactive()
    }
}
