import Domain
import Foundation
import JSON
import Secrets
import Store

/// A token at the one moment when its text is known.
public struct IssuedToken: Sendable {
    public var row: TokenRow
    public var text: String
}

extension Broker {
    /// Issues a token; its text is shown this once.
    /// - Throws: `.rule` for an unknown organization or a role it cannot have.
    public func issueToken(
        organization: String, role: Role, name: String, scopes: Set<TokenScope> = [], expiresAt: Timestamp?,
        by caller: Caller,
        _ terms: Terms<IssuedToken>
    ) async throws -> IssuedToken {
        guard caller.role == .admin else { throw Refusal.forbidden }
        return try await issueToken(
            organization: organization, role: role, name: name, scopes: scopes, expiresAt: expiresAt, as: caller, terms)
    }

    /// Issues a token in the broker's own name: for the command line and the demo.
    public func issueToken(
        organization: String, role: Role, name: String, scopes: Set<TokenScope> = [], expiresAt: Timestamp?,
        as caller: Caller,
        _ terms: Terms<IssuedToken> = Terms()
    ) async throws -> IssuedToken {
        let district = try await districts.district(caller.district)
        guard let found = district.organizations[organization] else {
            throw Refusal.rule(Refusal.Rule(.unknownOrganization, at: "/organization", organization))
        }
        guard Role.allowed(for: found.kind).contains(role) else {
            throw Refusal.rule(Refusal.Rule(.roleNotAllowed, at: "/role", role.rawValue))
        }
        let text = AccessToken.make(district: district.code)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            let moment = district.now()
            var row = TokenRow()
            row.id = UUID.version7(at: moment.machine)
            row.organization = organization
            row.role = role
            row.name = name
            row.prefix = AccessToken.prefix(text)
            row.hash = AccessToken.hash(text)
            row.scopes = scopes.map(\.rawValue).sorted()
            row.expiresAt = expiresAt
            row.createdAt = moment.machine
            let line = Chronicle.record(
                &head, type: "token.issued", by: caller, at: moment.business,
                data: [
                    "id": .string(row.id.text), "organization": .string(organization), "role": .string(role.rawValue),
                    "scopes": .array(row.scopes.map(JSON.string)),
                ])
            work.add([row])
            work.save(head)
            work.record([line], [])
            let issued = IssuedToken(row: row, text: text)
            work.remember(terms.answer?(issued))
            return issued
        }
    }

    /// Ends a token at once: the other brokers hear of it with the commit, and within a second where they are not heard.
    public func revokeToken(_ id: UUID, by caller: Caller, _ terms: Terms<TokenRow>) async throws -> TokenRow {
        guard caller.role == .admin else { throw Refusal.forbidden }
        let district = try await districts.district(caller.district)
        let row = try await store.change(caller.district) { work in
            guard let row = try await work.revokeToken(id) else { throw Refusal.notFound }
            try terms.check(row.version - 1)
            var head = try await work.lockDistrict()
            let line = Chronicle.record(
                &head, type: "token.revoked", by: caller, at: district.now().business, data: ["id": .string(id.text)])
            work.save(head)
            work.record([line], [])
            work.tell(.token(id))
            return row
        }
        callers.forget(token: id)
        return row
    }

    /// Tokens without their text, newest first.
    public func tokens(for caller: Caller, before: UUID?, limit: Int) async throws -> [TokenRow] {
        guard caller.role == .admin else { throw Refusal.forbidden }
        return try await store.tokens(before: before, limit: limit, in: caller.district)
    }
}
