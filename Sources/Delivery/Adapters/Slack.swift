import CurlClient
import JSON

/// Slack's incoming webhooks: `mrkdwn` text of at most 40,000 characters, one message a second.
struct Slack: ChatRobot {
    let profile = EndpointProfile(
        name: "slack", bodyLimit: .characters(40_000),
        rate: RateLimit([RateLimit.Window(burst: 1, refill: 1, seconds: 1, kept: 0)]), digests: true,
        throttle: ThrottlePause(first: 30))

    private static let text = ChatDialect(
        measure: .units, limit: 40_000, escape: .slack, title: ("*", "*"), urgentTitle: (":rotating_light: *", "*"),
        prefix: "> ", link: .slack)

    func dialect(for destination: Destination) -> ChatDialect { Self.text }

    func mentions(of destination: Destination) -> String {
        let users = destination.mentions.users.map { $0.id.hasPrefix("S") ? "<!subteam^\($0.id)>" : "<@\($0.id)>" }
        return joined(users + (destination.mentions.everyone ? ["<!channel>"] : []), within: Self.text.limit)
    }

    func request(text: String, title: String, to destination: Destination, at seconds: Int64) -> CurlRequest {
        // Slack must not fetch what messages link to: some links act.
        post(
            ["text": .string(text), "mrkdwn": true, "unfurl_links": false, "unfurl_media": false],
            to: destination.url)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        let word = ShortAnswer.word(response)
        switch response.status {
        case 200: return ShortAnswer.ok(response)
        case 403: return Verdict(.misconfigured, code: word, .forbidden)
        case 404: return Verdict(.misconfigured, code: word, .notFound)
        case 410: return Verdict(.gone, code: word, .removed)
        default:
            return StatusVerdict.of(response, at: seconds, profile)
                ?? Verdict(.failed(retryAfter: nil), .unreadableAnswer)
        }
    }
}
