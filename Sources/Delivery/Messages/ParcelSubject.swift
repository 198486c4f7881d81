import Domain
import JSON
import Language

/// What a parcel is about: the facts of its event, and the object that a digest gives a line and a link leads to.
struct ParcelSubject: Sendable {
    var facts: EventFacts
    /// Names the object among those of one digest.
    let key: String
    /// The console's page of it, from the root.
    let path: String?

    /// The number by which people call what an event is about: the order's before its whistle's.
    static func number(in data: JSON) -> String? {
        ["order", "whistle", "meeting", "item"].lazy.compactMap { data[$0]?["number"]?.string }.first
    }

    init(_ parcel: Parcel, to destination: Destination) {
        let data = (try? JSON(parsing: parcel.data)) ?? [:]
        facts = EventFacts(parcel, data, to: destination)
        let objects = [("order", "orders"), ("whistle", "whistles"), ("meeting", "meetings"), ("item", "items")]
        let found = objects.lazy.compactMap { name, page in data[name]?["id"]?.string.map { (page, $0) } }.first
        guard let (page, id) = found else {
            key = parcel.id
            path = nil
            return
        }
        // A milestone is a matter of its own within its meeting.
        key = data["milestone"]?["id"]?.string ?? id
        let isPlain = id.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...122).contains($0 | 0x20) }
        path = isPlain ? "/\(page)/\(id)" : nil
    }
}
