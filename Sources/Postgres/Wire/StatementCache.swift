/// The prepared statements of one connection.
struct StatementCache {
    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [StatementKey: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0
    /// Statements the server knows and nobody will use again.
    private var retired: [String] = []

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// The name the statement is or shall be prepared by, and whether it still has to be.
    mutating func name(for key: StatementKey) -> (name: String, isNew: Bool) {
        uses += 1
        if let index = entries.index(forKey: key) {
            entries.values[index].lastUse = uses
            return (entries.values[index].name, false)
        }
        names += 1
        let entry = Entry(name: "w\(names)", lastUse: uses)
        entries[key] = entry
        return (entry.name, true)
    }

    /// The server refused or skipped the preparation.
    mutating func forget(_ key: StatementKey) {
        entries[key] = nil
    }

    /// The statement's plan is no longer good.
    mutating func retire(_ key: StatementKey) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        retired.append(entry.name)
    }

    /// Takes out what the server should forget: the least recently used statements over capacity, and some more, so
    /// that this is not needed again at the next new statement.
    mutating func takeRetired() -> [String] {
        if entries.count > capacity {
            let surplus = entries.count - capacity + capacity / 8
            for (key, _) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }).prefix(surplus) {
                retire(key)
            }
        }
        defer { retired = [] }
        return retired
    }

    var needsUpkeep: Bool { entries.count > capacity || !retired.isEmpty }
}
