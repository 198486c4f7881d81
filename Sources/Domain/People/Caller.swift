import Foundation

/// Who asks: what a token stands for.
public struct Caller: Sendable, Equatable {
    public var district: String
    public var organization: String
    public var role: Role
    /// The township above a community or enterprise.
    public var parent: String?
    public var token: UUID?
    /// What the token may do; a token without scopes may do all of it.
    public var scopes: Set<TokenScope>
    /// A resident with a signed link, who speaks for nobody else; `organization` is the one that gave the link.
    public var isResident = false

    public init(
        district: String, organization: String, role: Role, parent: String? = nil, token: UUID? = nil,
        scopes: Set<TokenScope> = Set(TokenScope.allCases)
    ) {
        self.district = district
        self.organization = organization
        self.role = role
        self.parent = parent
        self.token = token
        self.scopes = scopes
    }

    /// The broker itself: timers and what follows from another verb.
    public static func system(district: String) -> Caller {
        Caller(district: district, organization: "", role: .admin)
    }

    /// The name under which history and events show the caller.
    public var actor: String { isResident ? "resident" : organization.isEmpty ? "system" : organization }
}
