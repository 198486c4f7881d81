import CurlClient
import JSON
import Language

/// An adapter that writes messages for people. It says what one text becomes; what is the same for all is here.
protocol ChatRobot: Adapter {
    /// The dialect for a destination: mentions may need another form of message.
    func dialect(for destination: Destination) -> ChatDialect
    /// The markup that calls the mentioned; at most a quarter of the dialect's limit.
    func mentions(of destination: Destination) -> String
    /// The request that carries a text.
    func request(text: String, title: String, to destination: Destination, at seconds: Int64) -> CurlRequest
}

extension ChatRobot {
    func request(_ parcel: Parcel, to destination: Destination, at seconds: Int64) -> CurlRequest {
        let note = ChatNote(parcel, to: destination)
        let text = dialect(for: destination).set(note, mentions: mentions(of: destination))
        return request(text: text, title: note.title, to: destination, at: seconds)
    }

    func digest(_ parcels: [Parcel], to destination: Destination, at seconds: Int64) -> DigestRequest? {
        guard profile.digests, !parcels.isEmpty else { return nil }
        let digest = ChatDigest(parcels, to: destination)
        let (text, taken) = dialect(for: destination).set(
            digest: digest.lines, isUrgent: digest.isUrgent, mentions: mentions(of: destination),
            in: destination.tongue)
        let title = DigestText.title(lines: taken, in: destination.tongue)
        return DigestRequest(
            request: request(text: text, title: title, to: destination, at: seconds), holds: digest.holds(lines: taken))
    }

    /// As many as fit into a quarter of the limit, separated by blanks.
    func joined(_ mentions: [String], within limit: Int) -> String {
        var result = ""
        for mention in mentions where result.utf8.count + mention.utf8.count < limit / 4 {
            result += result.isEmpty ? mention : " " + mention
        }
        return result
    }

    func post(_ body: JSON, to url: String) -> CurlRequest {
        CurlRequest(
            method: .POST, url: url, headers: [(name: "Content-Type", value: "application/json; charset=utf-8")],
            body: body.bytes)
    }
}
