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

    /// Reserved at once; a gap is at most this large.
    private static let size = 100

    private let store: Store
    private let blocks = Mutex<[Key: Range<Int>]>([:])

    init(store: Store) { self.store = store }

    /// So many numbers of a district's business year: `CS-2026-000123`.
    func take(_ count: Int, prefix: String, in district: District, at moment: Timestamp) async throws -> [String] {
        let key = Key(district: district.code, prefix: prefix, year: district.zone.date(moment).year)
        var numbers = blocks.withLock { blocks in Array(NumberBlocks.cut(count, from: &blocks[key, default: 0..<0])) }
        if numbers.count < count {
            let missing = count - numbers.count
            let reserved = max(NumberBlocks.size, missing)
            let first = try await store.reserveNumbers(reserved, prefix: prefix, year: key.year, in: district.code)
            numbers += first..<(first + missing)
            let rest = (first + missing)..<(first + reserved)
            // Another request may have reserved meanwhile: the longer rest is kept, the other becomes a gap.
            blocks.withLock { blocks in
                if rest.count > blocks[key, default: 0..<0].count { blocks[key] = rest }
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
