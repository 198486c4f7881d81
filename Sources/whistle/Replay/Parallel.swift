/// Works on many values, a bounded number at a time; the results stand in the values' order. The first error ends it.
func inParallel<Value: Sendable, Result: Sendable>(
    _ values: [Value], width: Int = 16, _ work: @escaping @Sendable (Value) async throws -> Result
) async throws -> [Result] {
    var results: [Result?] = Array(repeating: nil, count: values.count)
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var next = 0
        // So many at once that the broker shares its commits, and few enough that it is not flooded.
        while next < min(width, values.count) {
            let index = next
            group.addTask { (index, try await work(values[index])) }
            next += 1
        }
        while let (index, result) = try await group.next() {
            results[index] = result
            guard next < values.count else { continue }
            let following = next
            // One ends, one begins.
            group.addTask { (following, try await work(values[following])) }
            next += 1
        }
    }
    return results.compactMap(\.self)
}

extension Int {
    /// The share of a whole that falls to one of so many turns, so that all turns together make the whole.
    func share(of turn: Int, in turns: Int) -> Int { self * (turn + 1) / turns - self * turn / turns }
}

extension Array {
    /// The element of a turn, round and round.
    func inTurn(_ turn: Int) -> Element { self[turn % count] }

    /// Pieces of at most so many.
    func pieces(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
