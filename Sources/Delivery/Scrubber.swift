import Foundation

/// Takes an endpoint's own secrets out of what is kept of its answers: some servers say back what they were sent.
struct Scrubber: Sendable {
    /// Shorter ones are words like any other.
    private static let shortest = 6

    private let secrets: [String]

    init(_ destination: Destination) {
        var secrets = destination.secrets + [destination.signingSecret].compactMap { $0 }
        let address = destination.url.drop { $0 != ":" }.drop { $0 == ":" || $0 == "/" }
        let path = address.drop { $0 != "/" && $0 != "?" }
        // The address whole, its path and query, and each part that may be a key.
        secrets += [destination.url, String(path)]
        for part in path.split(whereSeparator: { "/?&=#".contains($0) }) { secrets.append(String(part)) }
        secrets += secrets.compactMap(\.removingPercentEncoding)
        secrets += secrets.map { $0.replacing("/", with: "\\/") }
        // The longest first: a part taken out before would leave the rest of the whole.
        self.secrets = Set(secrets.filter { $0.utf8.count >= Self.shortest }).sorted { $0.utf8.count > $1.utf8.count }
    }

    func callAsFunction(_ text: String?) -> String? {
        guard var text else { return nil }
        for secret in secrets where text.contains(secret) { text = text.replacing(secret, with: "…") }
        return text
    }
}
