import CurlClient
import JSON
import Language

/// Teams through Workflows: an Adaptive Card of at most 28 KB. Taken is 202 and nothing else: a 200 carries an error.
struct Teams: ChatRobot {
    /// 4 in any second.
    let profile = EndpointProfile(
        name: "teams", bodyLimit: .bytes(28_672),
        rate: RateLimit([RateLimit.Window(burst: 2, refill: 2, seconds: 1, kept: 0)]), digests: true,
        throttle: ThrottlePause(first: 10, factor: 2, most: 300))

    private static let text = ChatDialect(measure: .jsonBytes, limit: 18_000, separator: "\n\n")

    func dialect(for destination: Destination) -> ChatDialect { Self.text }

    func mentions(of destination: Destination) -> String {
        joined(called(destination).map { "<at>\($0.name)</at>" }, within: Self.text.limit)
    }

    /// The card names each mentioned person twice: in the text, and with the id beside it.
    private func called(_ destination: Destination) -> [(id: String, name: String)] {
        destination.mentions.users.prefix(20).map { ($0.id, $0.name ?? MarkupEscape.fullWidth($0.id)) }
    }

    func request(text: String, title: String, to destination: Destination, at seconds: Int64) -> CurlRequest {
        let parts = text.split(separator: "\n\n", maxSplits: 1)
        var blocks: [JSON] = []
        if let first = parts.first {
            blocks.append([
                "type": "TextBlock", "text": .string(String(first)), "wrap": true, "weight": "Bolder", "size": "Medium",
            ])
        }
        if parts.count > 1 {
            blocks.append(["type": "TextBlock", "text": .string(String(parts[1])), "wrap": true])
        }
        let entities = called(destination).filter { text.contains("<at>\($0.name)</at>") }.map { user -> JSON in
            [
                "type": "mention", "text": .string("<at>\(user.name)</at>"),
                "mentioned": ["id": .string(user.id), "name": .string(user.name)],
            ]
        }
        let card: JSON = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": .array(blocks), "msteams": ["width": "Full", "entities": .array(entities)],
        ]
        return post(
            [
                "type": "message",
                "attachments": [
                    [
                        "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": card,
                    ]
                ],
            ], to: destination.url)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        let text = String(decoding: response.body.prefix(4096), as: UTF8.self)
        switch response.status {
        case 202: return .delivered
        case 200..<300:
            // "… endpoint returned HTTP error 429 …", under a status that says that all is well.
            if text.split(whereSeparator: { !$0.isNumber }).contains("429") {
                return Verdict(.throttled(seconds: profile.throttle.first), code: "429", .rateLimited)
            }
            return Verdict(.failed(retryAfter: nil), response.body.isEmpty ? .emptyAnswer : .unreadableAnswer)
        case 400:
            return text.contains("WorkflowTriggerIsNotEnabled")
                ? Verdict(.misconfigured, code: "WorkflowTriggerIsNotEnabled", .workflowOff)
                : Verdict(.rejected, .malformedMessage)
        case 404: return Verdict(.misconfigured, .workflowOff)
        case 413: return Verdict(.rejected, .tooLarge)
        default:
            return StatusVerdict.of(response, at: seconds, profile)
                ?? Verdict(.failed(retryAfter: nil), .unreadableAnswer)
        }
    }
}
