/// An exception of a category: where its whistles go when township, area and kind are these. Conditions that are named
/// must all hold; one that is not named always holds.
public struct CategoryRoute: Sendable, Equatable {
    /// Unique in its category; routing explanations cite it as `<category>/<name>`.
    public var name: String
    /// The raising township's code.
    public var township: String?
    /// Text found in the location's community, grid or address.
    public var area: String?
    public var kind: WhistleKind?
    public var lead: String
    public var assisting: [String]

    public init(
        name: String, township: String? = nil, area: String? = nil, kind: WhistleKind? = nil, lead: String,
        assisting: [String] = []
    ) {
        self.name = name
        self.township = township
        self.area = area
        self.kind = kind
        self.lead = lead
        self.assisting = assisting
    }

    /// Whether every condition that is named holds.
    public func matches(township: String, kind: WhistleKind, location: Location?) -> Bool {
        if let wanted = self.township, wanted != township { return false }
        if let wanted = self.kind, wanted != kind { return false }
        guard let area else { return true }
        return [location?.community, location?.grid, location?.address].contains { $0?.contains(area) ?? false }
    }
}
