import Glibc

extension IPAddress: CustomStringConvertible {
    /// The ordinary spelling, as `inet_ntop` writes it.
    public var description: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            switch self {
            case .v4(let value):
                var address = in_addr(s_addr: value.bigEndian)
                inet_ntop(AF_INET, &address, text.baseAddress, socklen_t(text.count))
            case .v6(let high, let low):
                var words = (high.bigEndian, low.bigEndian)
                inet_ntop(AF_INET6, &words, text.baseAddress, socklen_t(text.count))
            }
            return String(cString: text.baseAddress!)
        }
    }
}
