extension Rulebook {
    /// Who gets the orders of a whistle of that category: its first route that matches, else its own lead.
    /// - Returns: `nil` when nobody is named, for an unknown category, and for a private matter, which is advice and
    ///   never an order of the rulebook's making.
    public func route(category code: String, township: String, kind: WhistleKind, location: Location?) -> Routed? {
        guard let category = category(code), category.triage != .private else { return nil }
        if let route = category.routes.first(where: {
            $0.matches(township: township, kind: kind, location: location)
        }) {
            return Routed(lead: route.lead, assisting: route.assisting, ruleName: "\(code)/\(route.name)")
        }
        return category.lead.map { Routed(lead: $0, assisting: category.assisting, ruleName: code) }
    }

    /// The first excluded subject that a whistle falls under.
    public func exclusion(category: String, title: String, description: String) -> ExcludedSubject? {
        excluded.first { subject in
            subject.categories.contains(category)
                || subject.keywords.contains { title.contains($0) || description.contains($0) }
        }
    }
}
