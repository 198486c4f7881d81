extension AddressPolicy {
    /// The name of the special range an address belongs to, `nil` for an ordinary public address. Takes a normalised
    /// address. From IANA's registries of special-purpose addresses (RFC 6890 and what followed it).
    static func specialRange(of address: IPAddress) -> String? {
        let ranges: [SpecialRange]
        switch address {
        case .v4:
            ranges = version4
        case .v6(let high, let low):
            ranges = version6
            // Only 2000::/3 is handed out; whatever else is not named below may be anything, some day.
            if high >> 61 != 1, !ranges.contains(where: { $0.contains(high, low) }) { return "reserved" }
        }
        switch address {
        case .v4(let value):
            return ranges.first { $0.contains(UInt64(value) << 32, 0) }?.name
        case .v6(let high, let low):
            return ranges.first { $0.contains(high, low) }?.name
        }
    }

    private static let version4: [SpecialRange] = [
        SpecialRange(0x0000_0000, 8, "unspecified"),
        SpecialRange(0x0a00_0000, 8, "private"),
        SpecialRange(0x6440_0000, 10, "carrier-grade NAT"),
        SpecialRange(0x7f00_0000, 8, "loopback"),
        SpecialRange(0xa9fe_a9fe, 32, "metadata"),
        SpecialRange(0xa9fe_0000, 16, "link-local"),
        SpecialRange(0xac10_0000, 12, "private"),
        SpecialRange(0xc000_0000, 24, "reserved"),
        SpecialRange(0xc000_0200, 24, "documentation"),
        SpecialRange(0xc058_6300, 24, "reserved"),
        SpecialRange(0xc0a8_0000, 16, "private"),
        SpecialRange(0xc612_0000, 15, "benchmark"),
        SpecialRange(0xc633_6400, 24, "documentation"),
        SpecialRange(0xcb00_7100, 24, "documentation"),
        SpecialRange(0xe000_0000, 4, "multicast"),
        SpecialRange(0xffff_ffff, 32, "broadcast"),
        SpecialRange(0xf000_0000, 4, "reserved"),
    ]

    private static let version6: [SpecialRange] = [
        SpecialRange(high: 0, low: 0, 128, "unspecified"),
        SpecialRange(high: 0, low: 1, 128, "loopback"),
        SpecialRange(high: 0xfd00_0ec2_0000_0000, low: 0x254, 128, "metadata"),
        SpecialRange(high: 0xfc00_0000_0000_0000, low: 0, 7, "unique local"),
        SpecialRange(high: 0xfe80_0000_0000_0000, low: 0, 10, "link-local"),
        SpecialRange(high: 0xfec0_0000_0000_0000, low: 0, 10, "site-local"),
        SpecialRange(high: 0xff00_0000_0000_0000, low: 0, 8, "multicast"),
        SpecialRange(high: 0x0064_ff9b_0001_0000, low: 0, 48, "local NAT64"),
        SpecialRange(high: 0x0100_0000_0000_0000, low: 0, 64, "discard"),
        // Teredo, ORCHID, benchmarking and the like: all of 2001::/23.
        SpecialRange(high: 0x2001_0000_0000_0000, low: 0, 23, "reserved"),
        SpecialRange(high: 0x2001_0db8_0000_0000, low: 0, 32, "documentation"),
        SpecialRange(high: 0x3fff_0000_0000_0000, low: 0, 20, "documentation"),
    ]
}
