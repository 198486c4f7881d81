import Domain

extension RulebookReader {
    func category(_ place: Place) -> Category? {
        guard let fields = reading.fields(place, .category) else { return nil }
        let triage = reading.choice(fields["triage"], Triage.self)
        let team = members.team(lead: fields["lead"], assisting: fields["assisting"])
        if let place = fields["lead"], triage == .private {
            reading.note(.notHere("lead", because: "triage: private"), at: place)
        }
        if let place = fields["assisting"], fields["lead"] == nil, !team.assisting.isEmpty {
            reading.note(.needs("lead"), at: place)
        }
        let routes = unique(reading.elements(fields["routes"], 0...100), route, by: "name") { $0.name }
        if let place = fields["routes"], triage == .private, !routes.isEmpty {
            reading.note(.notHere("routes", because: "triage: private"), at: place)
        }
        return Category(
            code: reading.code(fields["code"]) ?? "", name: reading.text(fields["name"]) ?? "",
            triage: triage ?? .government, lead: team.lead, assisting: team.assisting,
            kind: reading.choice(fields["kind"]), routes: routes)
    }

    private func route(_ place: Place) -> CategoryRoute? {
        guard let fields = reading.fields(place, .route) else { return nil }
        let team = members.team(lead: fields["lead"], assisting: fields["assisting"])
        if ["township", "area", "kind"].allSatisfy({ fields[$0] == nil }) {
            // It would hide the category's own lead and every route below it.
            reading.note(.needs("township, area, kind"), at: place)
        }
        return CategoryRoute(
            name: reading.code(fields["name"]) ?? "", township: members.any(fields["township"], kind: .township),
            area: reading.text(fields["area"], 1...60), kind: reading.choice(fields["kind"]), lead: team.lead ?? "",
            assisting: team.assisting)
    }

    func excluded(_ place: Place, categories known: Set<String>) -> ExcludedSubject? {
        guard let fields = reading.fields(place, .excluded) else { return nil }
        var categories: [String] = []
        for element in reading.elements(fields["categories"], 0...100) {
            guard let code = reading.code(element) else { continue }
            if !known.contains(code) { reading.note(.unknownCategory(code), at: element) }
            categories.append(code)
        }
        let keywords = reading.elements(fields["keywords"], 0...100).compactMap { reading.text($0, 2...60) }
        if fields["categories"] == nil, fields["keywords"] == nil {
            reading.note(.needs("categories, keywords"), at: place)
        }
        return ExcludedSubject(
            code: reading.code(fields["code"]) ?? "", name: reading.text(fields["name"]) ?? "", categories: categories,
            keywords: keywords, divertTo: reading.text(fields["divert_to"]) ?? "",
            advice: reading.text(fields["advice"], 1...1000) ?? "")
    }
}
