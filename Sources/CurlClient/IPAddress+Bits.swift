extension IPAddress {
    /// 32 or 128.
    var width: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    /// Whether this is an IPv4 address in IPv6 dress (`::ffff:0:0/96`).
    var isMapped: Bool {
        guard case .v6(let high, let low) = self else { return false }
        return high == 0 && low >> 32 == 0xffff
    }

    /// The address with every bit after the first `length` set to zero. Swift's `<<` gives zero when the shift is as
    /// wide as the number, which is what a prefix of 0 needs.
    func masked(to length: Int) -> IPAddress {
        switch self {
        case .v4(let value):
            return .v4(value & (UInt32.max << (32 - length)))
        case .v6(let high, let low):
            let upper = UInt64.max << (64 - min(length, 64))
            let lower = UInt64.max << (128 - max(length, 64))
            return .v6(high: high & upper, low: low & lower)
        }
    }
}
