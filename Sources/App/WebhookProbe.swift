import Broker
import Delivery

/// Delivery's probe in the broker's words.
struct WebhookProbe: EndpointProbe {
    let probe: Probe

    func probe(_ target: ProbeTarget) async -> ProbeOutcome {
        let outcome = await probe.send(
            to: Probe.Target(
                adapter: target.adapter, url: target.url, secrets: target.secrets,
                signingSecret: target.signingSecret, mentions: target.mentions, handshake: target.handshake,
                district: target.district, language: target.language))
        return ProbeOutcome(
            delivered: outcome.delivered, status: outcome.status, vendorCode: outcome.vendorCode,
            fault: outcome.fault, error: outcome.error, milliseconds: outcome.milliseconds, excerpt: outcome.excerpt)
    }
}

/// What messages say of a district, in the broker's words.
struct DistrictDirectory: Sendable {
    let districts: Districts

    /// Without the database messages still go out, with codes instead of names.
    func facts(_ code: String) async -> Surroundings.District {
        guard let district = try? await districts.district(code) else { return Surroundings.District() }
        return Surroundings.District(
            names: district.organizations.mapValues(\.name), zone: district.zone,
            messages: district.current.rulebook.messages)
    }
}
