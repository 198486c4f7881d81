import Domain
import Foundation
import Secrets
import Store

extension Broker {
    /// Reads a signed link and looks at what it leads to; changes nothing.
    /// - Throws: `LinkFault`.
    public func openLink(_ text: String) async throws -> OpenedLink {
        guard let link = secrets.link(text) else { throw LinkFault.unknown }
        let district = try await linkedDistrict(link)
        guard link.expires > Timestamp.machineNow.seconds else { throw LinkFault.expired }
        guard try await !store.isSpent(link.spending, in: link.district) else { throw LinkFault.used }
        let caller = try holder(of: link, in: district)
        let key: MatterKey = link.act == .evaluate ? .whistles([link.subject]) : .orders([link.subject])
        guard let matter = try await store.matter(key, in: district.code, rules: district.rules),
            matter.isVisible(to: caller)
        else { throw LinkFault.unknown }
        let moment = district.now()
        func opened(_ act: OpenedLink.Act, _ isOpen: Bool, isDone: Bool) -> OpenedLink {
            OpenedLink(
                act: act, matter: matter, district: district, isOpen: isOpen, isDone: isDone, link: link, caller: caller
            )
        }
        if link.act == .evaluate {
            let allowed = matter.allowed(by: caller, at: moment)
            return opened(
                .evaluate(grades: matter.rules.rulebook.evaluation.grades), allowed.contains(.evaluate), isDone: false)
        }
        guard let order = matter.order(link.subject), order.department == link.organization else {
            throw LinkFault.unknown
        }
        let allowed = matter.allowed(on: order, by: caller, at: moment)
        return link.act == .receive
            ? opened(.receive(order), allowed.contains(.receive), isDone: order.receive?.metAt != nil)
            : opened(.reportIn(order), allowed.contains(.reportIn), isDone: order.report?.metAt != nil)
    }

    /// The district a link names, where its rulebook still allows what the link does.
    private func linkedDistrict(_ link: SignedLink) async throws -> District {
        let district: District
        do { district = try await districts.district(link.district) } catch is Refusal { throw LinkFault.unknown }
        let actions = district.current.rulebook.messages.actionLinks.map(\.rawValue)
        guard link.act == .evaluate || actions.contains(link.act.name) else { throw LinkFault.withdrawn }
        return district
    }

    /// Whom a link's holder acts for.
    private func holder(of link: SignedLink, in district: District) throws(LinkFault) -> Caller {
        guard let organization = district.organizations[link.organization] else { throw .unknown }
        var caller = Caller(
            district: district.code, organization: organization.code, role: organization.kind.role,
            parent: organization.parent)
        caller.isResident = link.act == .evaluate
        return caller
    }
}
