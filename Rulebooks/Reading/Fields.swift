/// A mapping's values by their keys, all of them known.
struct Fields {
    let place: Place
    let section: FileSection
    fileprivate let values: [String: Place]
    fileprivate let reading: Reading

    init(_ place: Place, _ section: FileSection, _ values: [String: Place], _ reading: Reading) {
        self.place = place
        self.section = section
        self.values = values
        self.reading = reading
    }

    /// What stands under a key; `nil` where there is nothing or `null`.
    subscript(key: String) -> Place? {
        assert(section.keys.contains(key), "\(section) does not list \(key)")
        guard let value = values[key], !value.isNull else { return nil }
        return value
    }

    /// The value that a later finding about that key stands at.
    func anchor(_ key: String) -> Place { values[key] ?? place }
}
