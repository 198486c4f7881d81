/// Where it is.
public struct Location: Sendable, Equatable {
    public var address: String?
    /// Degrees, WGS 84.
    public var longitude: Double?
    public var latitude: Double?
    public var community: String?
    public var grid: String?

    public init(
        address: String? = nil, longitude: Double? = nil, latitude: Double? = nil, community: String? = nil,
        grid: String? = nil
    ) {
        self.address = address
        self.longitude = longitude
        self.latitude = latitude
        self.community = community
        self.grid = grid
    }
}

/// A person to ask; kept apart from everything that is copied, hashed or told.
public struct Contact: Sendable, Equatable {
    public var name: String?
    public var phone: String?

    public init(name: String? = nil, phone: String? = nil) {
        self.name = name
        self.phone = phone
    }
}
