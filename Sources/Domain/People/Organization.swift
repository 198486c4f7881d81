import Foundation

/// A body that raises, handles or oversees. Its code is its name everywhere else.
public struct Organization: Sendable, Equatable {
    /// `[a-z0-9-]`, 1–60 characters, unique in the district.
    public var code: String
    public var kind: OrganizationKind
    public var name: String
    /// The township of a community or enterprise.
    public var parent: String?
    /// A utility or other body outside the government.
    public var external: Bool
    /// Whether orders may be sent to it.
    public var hasQueue: Bool
    public var id: UUID
    public var version: Int
    public var createdAt: Timestamp

    public init(
        code: String = "", kind: OrganizationKind = .department, name: String = "", parent: String? = nil,
        external: Bool = false, hasQueue: Bool = false, id: UUID = UUID.none, version: Int = 1,
        createdAt: Timestamp = Timestamp(microseconds: 0)
    ) {
        self.code = code
        self.kind = kind
        self.name = name
        self.parent = parent
        self.external = external
        self.hasQueue = hasQueue
        self.id = id
        self.version = version
        self.createdAt = createdAt
    }
}
