import Domain

/// One invited organization in the minutes.
public struct MinutesAttendee: Sendable, Equatable {
    public var organization: String
    public var status: AttendanceStatus
    /// Who came, or whom it sent instead.
    public var person: String?

    public init(organization: String, status: AttendanceStatus, person: String? = nil) {
        self.organization = organization
        self.status = status
        self.person = person
    }
}
