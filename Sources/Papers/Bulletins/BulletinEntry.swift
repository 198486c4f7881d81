/// One order that a bulletin names.
public struct BulletinEntry: Sendable, Equatable {
    public var organization: String
    public var number: String
    public var title: String
    public var dueAt: String
    public var reason: String

    public init(organization: String, number: String, title: String, dueAt: String, reason: String) {
        self.organization = organization
        self.number = number
        self.title = title
        self.dueAt = dueAt
        self.reason = reason
    }
}
