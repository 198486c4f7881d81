import CurlClient
import JSON

/// Mattermost's incoming webhooks: Markdown of at most 16,383 characters; how often, each server sets itself.
struct Mattermost: ChatRobot {
    let profile = EndpointProfile(
        name: "mattermost", bodyLimit: .characters(16_383), digests: true,
        throttle: ThrottlePause(first: 10, factor: 2, most: 300))

    private static let text = ChatDialect(
        measure: .units, limit: 16_383, title: ("**", "**"), urgentTitle: (":rotating_light: **", "**"),
        separator: "\n\n")

    func dialect(for destination: Destination) -> ChatDialect { Self.text }

    func mentions(of destination: Destination) -> String {
        let users = destination.mentions.users.map { $0.id.hasPrefix("@") ? $0.id : "@\($0.id)" }
        return joined(users + (destination.mentions.everyone ? ["@all"] : []), within: Self.text.limit)
    }

    func request(text: String, title: String, to destination: Destination, at seconds: Int64) -> CurlRequest {
        post(["text": .string(text)], to: destination.url)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        let code = RobotAnswer(response).json?["id"]?.string.map { String($0.prefix(80)) }
        switch response.status {
        case 200: return ShortAnswer.ok(response)
        case 400:
            // A hook that was deleted also answers 400; its message may be fine, so it waits for the administrator.
            let blamesMessage = code.map { $0.contains("parse") || $0.contains("text") } ?? false
            return blamesMessage
                ? Verdict(.rejected, code: code, .malformedMessage) : Verdict(.misconfigured, code: code, .notFound)
        case 404: return Verdict(.misconfigured, code: code, .notFound)
        default:
            return StatusVerdict.of(response, at: seconds, profile)
                ?? Verdict(.failed(retryAfter: nil), code: code, .unreadableAnswer)
        }
    }
}
