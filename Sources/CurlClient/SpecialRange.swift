/// A named range of addresses. IPv4 addresses stand in the upper half of `high`, so that one comparison serves both.
struct SpecialRange {
    let name: String
    private let high: UInt64
    private let low: UInt64
    private let highMask: UInt64
    private let lowMask: UInt64

    init(_ version4: UInt64, _ length: Int, _ name: String) {
        self.init(high: version4 << 32, low: 0, length, name)
    }

    init(high: UInt64, low: UInt64, _ length: Int, _ name: String) {
        self.name = name
        highMask = UInt64.max << (64 - min(length, 64))
        lowMask = UInt64.max << (128 - max(length, 64))
        self.high = high & highMask
        self.low = low & lowMask
    }

    func contains(_ high: UInt64, _ low: UInt64) -> Bool {
        high & highMask == self.high && low & lowMask == self.low
    }
}
