/// One category of a rulebook and where its whistles go.
public struct Category: Sendable, Equatable {
    /// `[a-z0-9-]`, 1–60 characters, unique in the rulebook.
    public var code: String
    public var name: String
    public var triage: Triage
    /// The kind a whistle of this category takes when its raiser names none; `nil`: routine.
    public var kind: WhistleKind?
    /// `nil`: nobody is named, so the command centre dispatches by hand.
    public var lead: String?
    public var assisting: [String]
    /// Exceptions from lead and assisting; the first that matches wins.
    public var routes: [CategoryRoute]

    public init(
        code: String, name: String, triage: Triage, lead: String?, assisting: [String], kind: WhistleKind? = nil,
        routes: [CategoryRoute] = []
    ) {
        self.code = code
        self.name = name
        self.triage = triage
        self.lead = lead
        self.assisting = assisting
        self.kind = kind
        self.routes = routes
    }
}
