import NIOCore
import NIOHTTP1

/// Looks at whom a request is for before its version is forgotten. What goes on has exactly one Host line, or none: then it
/// must be refused (RFC 9112, 3.2). HTTP/1.0 knew no Host; such a request goes on with an empty one.
final class HostLine: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        let hosts = head.headers["host"]
        if hosts.isEmpty, (head.version.major, head.version.minor) < (1, 1) {
            head.headers.add(name: "Host", value: "")
        } else if hosts.count != 1 || !Self.isHost(hosts[0]) {
            head.headers.remove(name: "host")
        } else {
            return context.fireChannelRead(data)
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// Whether text can be a host with or without a port (RFC 3986, 3.2.2); an empty one is allowed.
    private static func isHost(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~!$&'()*+;=:[]%".utf8.contains(byte)
            }
        }
    }
}
