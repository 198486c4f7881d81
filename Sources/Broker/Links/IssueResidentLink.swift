import Domain
import Foundation
import JSON
import Secrets
import Store

/// A resident's link at the one moment when its text is known.
public struct ResidentLink: Sendable {
    /// From the root: `/s/…`.
    public let path: String
    /// The whole address; `nil` where the installation does not know its own.
    public let url: String?
    public let expiresAt: Timestamp
}

extension Broker {
    /// Makes a link with which a resident evaluates a whistle, once and without a token: for the phone of whoever came to
    /// the raiser.
    /// - Throws: `.illegal` where a resident could not evaluate it now.
    public func issueResidentLink(
        _ id: UUID, by caller: Caller, _ terms: Terms<ResidentLink>
    ) async throws -> ResidentLink {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            guard let matter = try await work.lockMatters(.whistles([id]), rules: district.rules).first,
                matter.isVisible(to: caller)
            else { throw Refusal.notFound }
            try matter.permitResidentLink(by: caller)
            try terms.check(matter.version)
            let moment = district.now()
            var resident = Caller(district: caller.district, organization: matter.whistle.raiser, role: .township)
            resident.isResident = true
            guard matter.allowed(by: resident, at: moment).contains(.evaluate) else {
                throw Refusal.illegal(
                    state: matter.whistle.state.rawValue,
                    allowed: matter.allowed(by: caller, at: moment).map(\.rawValue), because: nil)
            }
            let expires = moment.machine.seconds + Int64(district.current.rulebook.messages.residentLinkDays) * 86_400
            let text = secrets.text(
                of: SignedLink(
                    act: .evaluate, district: caller.district, subject: id, organization: matter.whistle.raiser,
                    use: UUID(), expires: expires))
            let link = ResidentLink(
                path: "/s/\(text)", url: address.current.map { "\($0)/s/\(text)" },
                expiresAt: Timestamp(microseconds: expires * 1_000_000))
            let line = Chronicle.record(
                &head, type: "resident-link.issued", by: caller, at: moment.business,
                data: ["whistle": .string(id.text), "expires_at": .string(link.expiresAt.canonical)])
            work.save(head)
            work.record([line], [])
            work.remember(terms.answer?(link))
            return link
        }
    }
}
