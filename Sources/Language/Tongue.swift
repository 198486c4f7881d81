/// The languages that a person may read here.
public enum Tongue: String, Sendable, CaseIterable {
    case chinese = "zh-CN"
    case english = "en"

    /// The first language of an `Accept-Language` header that is spoken here; Chinese where none is.
    public init(acceptLanguage header: String?) {
        let ranges = (header ?? "").lowercased().split(separator: ",").map {
            range -> (tag: Substring, weight: Double) in
            let parts = range.split(separator: ";")
            let tag = parts.first.map { $0.drop { $0 == " " } } ?? ""
            let weight = parts.dropFirst().compactMap { part -> Double? in
                let part = part.drop { $0 == " " }
                return part.hasPrefix("q=") ? Double(part.dropFirst(2)) : nil
            }
            return (tag, weight.first ?? 1)
        }
        let best = ranges.filter { $0.weight > 0 && ($0.tag.hasPrefix("zh") || $0.tag.hasPrefix("en")) }
            .max { $0.weight < $1.weight }
        self = best?.tag.hasPrefix("en") == true ? .english : .chinese
    }
}
