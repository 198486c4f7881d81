import CurlClient
import JSON
import Language
import Secrets

/// 钉钉 group robots: markdown in a body of at most 20,000 bytes, time in milliseconds and signature in the query.
struct DingTalk: ChatRobot {
    let profile = EndpointProfile(
        name: "dingtalk", bodyLimit: .bytes(20_000), rate: .robot, digests: true, throttle: ThrottlePause(first: 600))

    /// What is left of the body for the text, beside the title and those who are mentioned.
    private static let markdown = ChatDialect(
        measure: .jsonBytes, limit: 15_000, title: ("### ", ""), urgentTitle: ("### ", ""), separator: "\n\n")
    private static let mentionBytes = 3500

    func dialect(for destination: Destination) -> ChatDialect { Self.markdown }

    /// The text must name them too, or the platform marks nobody.
    func mentions(of destination: Destination) -> String {
        let called = called(destination)
        return (called.phones + called.users).map { "@\($0)" }.joined(separator: " ")
    }

    /// As many as there is room for, since the body names each of them twice.
    private func called(_ destination: Destination) -> (phones: [String], users: [String]) {
        var room = Self.mentionBytes
        func fits(_ id: String) -> Bool {
            room -= id.utf8.count + 3
            return room >= 0
        }
        let phones = destination.mentions.phones.filter(fits)
        return (phones, destination.mentions.users.map(\.id).filter(fits))
    }

    func request(text: String, title: String, to destination: Destination, at seconds: Int64) -> CurlRequest {
        let called = called(destination)
        let body: JSON = [
            "msgtype": "markdown",
            "markdown": [
                // Shown in the list of conversations.
                "title": .string(TextMeasure.jsonBytes.cut(title, to: 400, characters: 60, .fullWidth)),
                "text": .string(text),
            ],
            "at": [
                "atMobiles": .array(called.phones.map(JSON.string)),
                "atUserIds": .array(called.users.map(JSON.string)),
                "isAtAll": .bool(destination.mentions.everyone),
            ],
        ]
        var url = destination.url
        if let secret = destination.robotSecret {
            let time = seconds * 1000
            let sign = RobotSignature.dingTalk(secret: secret, milliseconds: time)
            url = QueryFields.adding([("timestamp", "\(time)"), ("sign", sign)], to: url)
        }
        return post(body, to: url)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        let answer = RobotAnswer(response)
        let status = StatusVerdict.of(response, at: seconds, profile)
        guard let code = answer.code("errcode") else { return status ?? answer.unreadable }
        switch code {
        case 0: return status ?? .delivered
        case 300_005: return Verdict(.gone, code: "300005", .removed)
        case 310_000: return Verdict(.misconfigured, code: "310000", Self.security(answer.text("errmsg")))
        case 130_101: return Verdict(.throttled(seconds: profile.throttle.first), code: "130101", .rateLimited)
        case 90_030: return Verdict(.throttled(seconds: 3600), code: "90030", .quota)
        default: return answer.unknown(code, status)
        }
    }

    /// Which of the security settings refused, by the message's words in either language. Only what describes the fault is
    /// read: the proposed solution names timestamps and signatures, too.
    private static func security(_ message: String) -> DeliveryFault {
        let fault = message.lowercased().split(separator: ";").first.map(String.init) ?? ""
        func says(_ words: String...) -> Bool { words.contains { fault.contains($0) } }
        if says("keyword", "关键词") { return .keyword }
        if says("timestamp", "expire", "过期", "时间戳") { return .clock }
        if says("sign", "签名") { return .signature }
        // "description" holds an "ip".
        let words = fault.split { !$0.isASCII || !$0.isLetter }
        if words.contains("ip") || says("whitelist", "白名单") { return .address }
        return .security
    }
}
