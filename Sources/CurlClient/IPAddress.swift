import Glibc

/// An IPv4 or IPv6 address, as a number: one value has one spelling.
public enum IPAddress: Sendable, Hashable {
    /// An IPv4 address in host byte order: `127.0.0.1` is `0x7f00_0001`.
    case v4(UInt32)
    /// An IPv6 address as its upper and lower 64 bits. A zone is not part of it.
    case v6(high: UInt64, low: UInt64)

    /// Reads the ordinary spellings (`192.0.2.1`, `2001:db8::1`), without brackets, port or zone; `nil` for anything
    /// else, and so for the odd spellings (`127.1`, `0x7f.1`) that `CurlClient.refusal(ofURL:policy:)` unravels.
    public init?(_ text: String) {
        self.init(text: text)
    }

    /// The same, from a C string.
    init?(text: UnsafePointer<CChar>) {
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self = .v4(UInt32(bigEndian: v4.s_addr))
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        self.init(v6)
    }

    /// The address inside a socket address; `nil` for any family but `AF_INET` and `AF_INET6`.
    /// The pointer must reach as much memory as its family says.
    public init?(_ socketAddress: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(socketAddress)
        switch Int32(socketAddress.pointee.sa_family) {
        case AF_INET:
            self = .v4(UInt32(bigEndian: raw.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            self.init(raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default:
            return nil
        }
    }

    private init(_ address: in6_addr) {
        self = withUnsafeBytes(of: address) { bytes in
            .v6(
                high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }

    /// The address that is really reached: the IPv4 address carried by a v4-mapped (`::ffff:0:0/96`), NAT64
    /// (`64:ff9b::/96`) or 6to4 (`2002::/16`) address, otherwise the address itself.
    public var normalized: IPAddress {
        guard case .v6(let high, let low) = self else { return self }
        if high == 0, low >> 32 == 0xffff { return .v4(UInt32(truncatingIfNeeded: low)) }
        if high == 0x0064_ff9b_0000_0000, low >> 32 == 0 { return .v4(UInt32(truncatingIfNeeded: low)) }
        if high >> 48 == 0x2002 { return .v4(UInt32(truncatingIfNeeded: high >> 16)) }
        return self
    }
}
