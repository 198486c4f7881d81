import Foundation

/// Takes an endpoint's own secrets out of what is kept of its answers: some servers say back what they were sent.
struct Scrubber: Sendable {
    /// Shorter ones are words like any other.
    private static let shortest = 6

    /// The shortest that a signed link's token can be.
    private static let linkLength = 95

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

    func callAsFunction(_ text: String) -> String {
        var text = text
        for secret in secrets where text.contains(secret) { text = text.replacing(secret, with: "…") }
        return unlinked(text)
    }

    /// Without what may be a signed link of ours: the token at its end is a long run of base64url.
    private func unlinked(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var run = String.UnicodeScalarView()
        func flush() {
            result.append(contentsOf: run.count < Self.linkLength ? run : "…".unicodeScalars)
            run = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": run.append(scalar)
            default:
                flush()
                result.append(scalar)
            }
        }
        flush()
        return String(result)
    }
}
