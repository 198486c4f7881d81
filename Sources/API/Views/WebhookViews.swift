import Broker
import Domain
import Foundation
import JSON
import Language

extension WebhookRecord {
    func json(in zone: Zone, _ tongue: Tongue, secret: String? = nil, secretAlreadyShown: Bool = false) -> JSON {
        var members: [JSON.Member] = [
            JSON.Member("id", .string(id.text)), JSON.Member("name", .string(name)),
            JSON.Member("organization", .string(organization)), JSON.Member("adapter", .string(adapter)),
            JSON.Member("url", .string(urlShown)), JSON.Member("events", .array(events.map(JSON.string))),
            JSON.Member("state", .string(state)), JSON.Member("state_reason", JSON(reason(in: tongue))),
            JSON.Member("mentions", .array(mentions.map(JSON.string))), JSON.Member("digest", .bool(digest)),
            JSON.Member("on_unknown", .string(onUnknown)), JSON.Member("handshake", .bool(handshake)),
            JSON.Member("language", JSON(language)),
            JSON.Member("has_signing_secret", .bool(signingSecret != nil)),
        ]
        if let secret { members.append(JSON.Member("secret", .string(secret))) }
        if secretAlreadyShown { members.append(JSON.Member("secret_already_shown", true)) }
        members.append(JSON.Member("version", .integer(version)))
        members.append(JSON.Member("created_at", .string(createdAt.text(in: zone))))
        return .object(members)
    }

    /// Why it was stopped, and what to do about it.
    private func reason(in tongue: Tongue) -> String? {
        guard let fault = stateReason.flatMap(DeliveryFault.init(name:)) else { return stateReason }
        let space = tongue == .chinese ? "。" : ". "
        return [fault.meaning(in: tongue), fault.hint(in: tongue)].compactMap { $0 }.joined(separator: space)
    }
}

extension DeliveryRecord {
    func json(in zone: Zone, _ tongue: Tongue) -> JSON {
        [
            "id": .string(id.text), "event_id": .string(eventID.text), "type": .string(type),
            "state": .string(state), "digest_id": JSON(digest?.text),
            "attempts": .array(
                attempts.map { attempt in
                    let fault = attempt.fault.flatMap(DeliveryFault.init(name:))
                    return [
                        "at": .string(attempt.at.text(in: zone)), "status": JSON(attempt.status),
                        "vendor_code": JSON(attempt.vendorCode), "meaning": JSON(fault?.meaning(in: tongue)),
                        "hint": JSON(fault?.hint(in: tongue)), "duration_ms": .integer(attempt.milliseconds),
                        "error": JSON(attempt.error), "response_excerpt": JSON(attempt.excerpt),
                    ]
                }),
        ]
    }
}
