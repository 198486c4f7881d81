import Domain
import Foundation
import Language
import Secrets
import Store

/// An endpoint, opened, for a message beside its queue.
public struct ProbeTarget: Sendable {
    public var district: String
    public var adapter: String
    public var url: String
    /// The keys that sign now, newest first.
    public var secrets: [String]
    public var signingSecret: String?
    public var mentions: [String]
    public var handshake: Bool
    /// The language of its messages; `nil`: the district's.
    public var language: String?
}

/// What came back from a test message.
public struct ProbeOutcome: Sendable {
    public var delivered: Bool
    public var status: Int?
    /// The platform's own code.
    public var vendorCode: String?
    public var fault: DeliveryFault?
    public var error: String?
    public var milliseconds: Int
    public var excerpt: String?

    public init(
        delivered: Bool, status: Int?, vendorCode: String? = nil, fault: DeliveryFault? = nil, error: String?,
        milliseconds: Int, excerpt: String?
    ) {
        self.delivered = delivered
        self.status = status
        self.vendorCode = vendorCode
        self.fault = fault
        self.error = error
        self.milliseconds = milliseconds
        self.excerpt = excerpt
    }
}

/// Sends one message to an endpoint at once. The broker knows no webhook's format: whoever delivers brings this along.
public protocol EndpointProbe: Sendable {
    func probe(_ target: ProbeTarget) async -> ProbeOutcome
}

extension Broker {
    /// Sends a test message to an endpoint now, beside its queue.
    public func testWebhook(
        _ id: UUID, by caller: Caller, _ terms: Terms<ProbeOutcome> = Terms()
    ) async throws -> ProbeOutcome {
        let row = try await webhook(id, for: caller)
        try terms.check(row.version)
        let own = row.id.text
        let current = try row.secret.map { try secrets.open($0, context: "webhook-secret:\(own)") }
        let retired = try retired(of: row)
        return await probe.probe(
            ProbeTarget(
                district: caller.district, adapter: row.adapter,
                url: try secrets.open(row.url, context: "webhook-url:\(own)"),
                secrets: (current.map { [$0] } ?? []) + retired.signing(at: Timestamp.machineNow.seconds),
                signingSecret: try row.signingSecret.map {
                    try secrets.open($0, context: "webhook-signing-secret:\(own)")
                }, mentions: row.mentions, handshake: row.handshake, language: row.language))
    }

    /// The secrets that were replaced and may still sign.
    func retired(of row: WebhookRow) throws -> RetiredSecrets {
        guard let sealed = row.oldSecrets else { return RetiredSecrets() }
        return RetiredSecrets(parsing: try secrets.open(sealed, context: "webhook-old-secrets:\(row.id.text)"))
    }

    /// Whether text is a secret that Standard Webhooks allows.
    public static func isWebhookSecret(_ text: String) -> Bool { WebhookSecret(text) != nil }
}
