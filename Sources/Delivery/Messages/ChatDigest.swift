import Domain
import Language

/// Several parcels as lines, one an object, in the order in which each was first heard of.
struct ChatDigest: Sendable {
    private(set) var lines: [String] = []
    private(set) var isUrgent = false
    private var keys: [String] = []
    private var keyOf: [(id: String, key: String)] = []

    /// A title shown in a line: the state that follows it must stay in sight.
    private static let longestTitle = 40

    init(_ parcels: [Parcel], to destination: Destination) {
        var latest: [String: EventFacts] = [:]
        for parcel in parcels {
            let subject = ParcelSubject(parcel, to: destination)
            if latest[subject.key] == nil { keys.append(subject.key) }
            latest[subject.key] = subject.facts
            keyOf.append((parcel.id, subject.key))
        }
        for key in keys {
            guard var facts = latest[key] else { continue }
            facts.title = facts.title.map { Self.short(PlainText.clean($0)) }
            isUrgent = isUrgent || facts.isUrgent
            lines.append(PlainText.clean(facts.digestLine(in: destination.tongue)))
        }
    }

    /// The ids of the parcels that the first lines tell of, in the order they were given.
    func holds(lines count: Int) -> [String] {
        let told = Set(keys.prefix(count))
        return keyOf.filter { told.contains($0.key) }.map(\.id)
    }

    /// Whole characters, and not many bytes: one character may be made of hundreds.
    private static func short(_ title: String) -> String {
        guard title.count > longestTitle || title.utf8.count > longestTitle * 8 else { return title }
        var result = ""
        for character in title.prefix(longestTitle - 1) {
            guard result.utf8.count + character.utf8.count <= longestTitle * 8 else { break }
            result.append(character)
        }
        return result + "…"
    }
}
