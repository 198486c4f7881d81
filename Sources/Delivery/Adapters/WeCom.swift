import CurlClient
import JSON

/// 企业微信 group robots. The URL is the secret. Markdown of at most 4096 bytes; mentions by phone number and of everybody
/// exist only in text messages, of at most 2048 bytes.
struct WeCom: ChatRobot {
    let profile = EndpointProfile(
        name: "wecom", bodyLimit: .bytes(4096), rate: .robot, digests: true, throttle: ThrottlePause(first: 65))

    private static let markdown = ChatDialect(
        measure: .bytes, limit: 4096, title: ("**", "**"), urgentTitle: ("<font color=\"warning\">**", "**</font>"),
        prefix: "> ")
    private static let text = ChatDialect(measure: .bytes, limit: 2048, link: .plain)

    private func needsText(_ destination: Destination) -> Bool {
        destination.mentions.everyone || !destination.mentions.phones.isEmpty
    }

    func dialect(for destination: Destination) -> ChatDialect {
        needsText(destination) ? Self.text : Self.markdown
    }

    func mentions(of destination: Destination) -> String {
        needsText(destination)
            ? "" : joined(destination.mentions.users.map { "<@\($0.id)>" }, within: Self.markdown.limit)
    }

    func request(text: String, title: String, to destination: Destination, at seconds: Int64) -> CurlRequest {
        guard needsText(destination) else {
            return post(["msgtype": "markdown", "markdown": ["content": .string(text)]], to: destination.url)
        }
        let users = destination.mentions.users.map(\.id) + (destination.mentions.everyone ? ["@all"] : [])
        return post(
            [
                "msgtype": "text",
                "text": [
                    "content": .string(text), "mentioned_list": .array(users.map(JSON.string)),
                    "mentioned_mobile_list": .array(destination.mentions.phones.map(JSON.string)),
                ],
            ], to: destination.url)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        let answer = RobotAnswer(response)
        let status = StatusVerdict.of(response, at: seconds, profile)
        guard let code = answer.code("errcode") else { return status ?? answer.unreadable }
        switch code {
        case 0: return status ?? .delivered
        case 93000: return Verdict(.gone, code: "93000", .removed)
        case 40008: return Verdict(.rejected, code: "40008", .unsupportedMessage)
        case 40033: return Verdict(.rejected, code: "40033", .malformedMessage)
        case 45009: return Verdict(.throttled(seconds: profile.throttle.first), code: "45009", .rateLimited)
        // Too many calls at once, and the platform's own load: over in moments.
        case 45033: return Verdict(.throttled(seconds: 5), code: "45033", .rateLimited)
        case -1: return Verdict(.throttled(seconds: 5), code: "-1", .busy)
        default: return answer.unknown(code, status)
        }
    }
}
