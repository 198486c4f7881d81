/// A network: an address and the number of leading bits that count.
public struct CIDR: Sendable, Hashable {
    /// The first address of the network; the bits beyond the prefix are zero.
    public let network: IPAddress
    /// 0...32 for IPv4, 0...128 for IPv6.
    public let prefixLength: Int

    /// Reads `10.0.0.0/8`, `fd00::/8`, or a single address (`10.1.2.3`). Bits beyond the prefix are dropped.
    /// A network of v4-mapped addresses is read as the IPv4 network it means.
    ///
    /// - Throws: `CurlError.refusedAddress` when the text is none of these.
    public init(_ text: String) throws(CurlError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)) else {
            throw .refusedAddress(reason: "'\(text)' is not a network such as 10.0.0.0/8")
        }
        let width = address.width
        var length = width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let bits = Int(parts[1]), bits <= width else {
                throw .refusedAddress(reason: "'\(text)' has no prefix length within 0...\(width)")
            }
            length = bits
        }
        if case .v4(let value) = address.normalized, width == 128, length >= 96, address.isMapped {
            self.init(network: .v4(value), prefixLength: length - 96)
        } else {
            self.init(network: address, prefixLength: length)
        }
    }

    init(network: IPAddress, prefixLength: Int) {
        self.network = network.masked(to: prefixLength)
        self.prefixLength = prefixLength
    }

    /// Whether the address lies inside. An IPv4 network holds no IPv6 address and the other way round: normalise
    /// first.
    public func contains(_ address: IPAddress) -> Bool {
        address.width == network.width && address.masked(to: prefixLength) == network
    }
}
