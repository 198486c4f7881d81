import Domain
import Store
import Synchronization

/// Hands out numbers from blocks reserved in the database, so that no counter serialises intake. What a broker has not
/// used when it ends is a gap; a number is never given twice.
final class NumberBlocks: Sendable {
    private struct Key: Hashable {
        let district: String
        let prefix: String
        let year: Int
    }

    private struct Block {
        var left = 0..<0
        /// How many were reserved at once, and when.
        var size = NumberBlocks.sizes.lowerBound
        var since: ContinuousClock.Instant?

        /// How many to reserve now: twice as many where the last ones did not last a second.
        mutating func grow() -> Int {
            let now = ContinuousClock.now
            let lasted = since.map { now - $0 } ?? .seconds(60)
            if lasted < .seconds(1) { size = min(size * 2, NumberBlocks.sizes.upperBound) }
            if lasted > .seconds(10) { size = NumberBlocks.sizes.lowerBound }
            since = now
            return size
        }
    }

    /// Reserved at once: as many as the last second took, so that a flood does not ask all the time and a quiet district
    /// loses few when its broker ends.
    private static let sizes = 100...3200

    private let store: Store
    private let blocks = Mutex<[Key: Block]>([:])

    init(store: Store) { self.store = store }

    /// So many numbers of a district's business year: `CS-2026-000123`.
    func take(_ count: Int, prefix: String, in district: District, at moment: Timestamp) async throws -> [String] {
        let key = Key(district: district.code, prefix: prefix, year: district.zone.date(moment).year)
        var (numbers, size) = blocks.withLock { blocks in
            let numbers = Array(NumberBlocks.cut(count, from: &blocks[key, default: Block()].left))
            return (numbers, numbers.count < count ? blocks[key, default: Block()].grow() : 0)
        }
        if numbers.count < count {
            let missing = count - numbers.count
            let reserved = max(size, missing)
            let first = try await store.reserveNumbers(reserved, prefix: prefix, year: key.year, in: district.code)
            numbers += first..<(first + missing)
            let rest = (first + missing)..<(first + reserved)
            // Another request may have reserved meanwhile: the longer rest is kept, the other becomes a gap.
            blocks.withLock { blocks in
                if rest.count > blocks[key, default: Block()].left.count { blocks[key, default: Block()].left = rest }
            }
        }
        return numbers.map { number in
            let digits = String(number)
            return "\(prefix)-\(key.year)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
        }
    }

    private static func cut(_ count: Int, from block: inout Range<Int>) -> Range<Int> {
        let taken = block.lowerBound..<min(block.upperBound, block.lowerBound + count)
        block = taken.upperBound..<block.upperBound
        return taken
    }
}
