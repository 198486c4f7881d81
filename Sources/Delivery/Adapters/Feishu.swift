import CurlClient
import JSON
import Language
import Secrets

/// 飞书/Lark group robots: text in a body of at most 20 KB, time in seconds and signature in the body. Text, because only
/// there the platform knows no markup beside its mentions.
struct Feishu: ChatRobot {
    /// 90 in any minute and 4 in any second, of the platform's 100 and 5.
    let profile = EndpointProfile(
        name: "feishu", bodyLimit: .bytes(20_480),
        rate: RateLimit([
            RateLimit.Window(burst: 30, refill: 60, seconds: 60, kept: 10),
            RateLimit.Window(burst: 2, refill: 2, seconds: 1, kept: 0),
        ]), digests: true, throttle: ThrottlePause(first: 5, factor: 2, most: 300), shunsFullHours: true)

    private static let text = ChatDialect(measure: .jsonBytes, limit: 18_000, link: .plain)

    func dialect(for destination: Destination) -> ChatDialect { Self.text }

    func mentions(of destination: Destination) -> String {
        var marks = destination.mentions.users.map { "<at user_id=\"\($0.id)\">\($0.name ?? $0.id)</at>" }
        if destination.mentions.everyone {
            marks.append("<at user_id=\"all\">\(destination.tongue == .chinese ? "所有人" : "everyone")</at>")
        }
        return joined(marks, within: Self.text.limit)
    }

    func request(text: String, title: String, to destination: Destination, at seconds: Int64) -> CurlRequest {
        var members: [JSON.Member] = []
        if let secret = destination.robotSecret {
            members = [
                JSON.Member("timestamp", .string("\(seconds)")),
                JSON.Member("sign", .string(RobotSignature.feishu(secret: secret, seconds: seconds))),
            ]
        }
        members += [JSON.Member("msg_type", "text"), JSON.Member("content", ["text": .string(text)])]
        return post(.object(members), to: destination.url)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        let answer = RobotAnswer(response)
        let status = StatusVerdict.of(response, at: seconds, profile)
        // The older answers have another name for it.
        guard let code = answer.code("code") ?? answer.code("StatusCode") else { return status ?? answer.unreadable }
        switch code {
        case 0: return status ?? .delivered
        case 19001: return Verdict(.gone, code: "19001", .removed)
        case 19002: return Verdict(.rejected, code: "19002", .malformedMessage)
        case 19021: return Verdict(.misconfigured, code: "19021", .signature)
        case 19022: return Verdict(.misconfigured, code: "19022", .address)
        case 19024: return Verdict(.misconfigured, code: "19024", .keyword)
        case 11232: return Verdict(.throttled(seconds: profile.throttle.first), code: "11232", .rateLimited)
        case 9499:
            // One code for two things; the second comes with status 400.
            return answer.text("msg").lowercased().contains("too many request")
                ? Verdict(.throttled(seconds: profile.throttle.first), code: "9499", .rateLimited)
                : Verdict(.rejected, code: "9499", .malformedMessage)
        default: return answer.unknown(code, status)
        }
    }
}
