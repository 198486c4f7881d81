import Domain

/// Reads the mapping that a district's file is.
struct DistrictReader {
    let reading: Reading

    func district(_ place: Place, source: String) -> DistrictFile? {
        guard let fields = reading.fields(place, .district) else { return nil }
        let code = reading.text(fields["code"], like: /[a-z][a-z0-9-]{0,29}/, example: "changshu")
        let name = reading.text(fields["name"])
        let organizations = organizations(fields["organizations"])
        let reader = RulebookReader(reading, organizations: organizations)
        var base = Rulebook()
        base.zone = reader.zone(fields["zone"]) ?? base.zone
        base.prefixes = reader.prefixes(fields["prefixes"]) ?? base.prefixes
        guard let place = fields["rulebook"], let rulebook = reader.rulebook(place, from: base) else { return nil }
        if case .mapping(let mapping) = place.node {
            // A district says these once, for itself.
            for (key, _) in mapping {
                guard let word = key.scalar?.string, ["zone", "prefixes"].contains(word) else { continue }
                reading.note(
                    .notHere(word, because: "it stands beside 'rulebook'"),
                    at: Place(node: key, path: place.path.adding(word)))
            }
        }
        guard let code, let name else { return nil }
        return DistrictFile(code: code, name: name, organizations: organizations, rulebook: rulebook, source: source)
    }

    private func organizations(_ place: Place?) -> [Organization] {
        guard let place else { return [] }
        var seen: Set<String> = []
        var found: [(place: Place, organization: Organization)] = []
        for element in reading.elements(place, 1...5000) {
            guard let fields = reading.fields(element, .organization), let organization = organization(fields) else {
                continue
            }
            if !seen.insert(organization.code).inserted {
                reading.note(.duplicate(organization.code), at: fields.anchor("code"))
                continue
            }
            found.append((fields.anchor("parent"), organization))
        }
        checkParents(found)
        checkCentre(found.map(\.organization), at: place)
        return found.map(\.organization)
    }

    private func organization(_ fields: Fields) -> Organization? {
        let code = reading.code(fields["code"])
        let kind = reading.choice(fields["kind"], OrganizationKind.self)
        let name = reading.text(fields["name"])
        let parent = reading.code(fields["parent"])
        let external = reading.flag(fields["external"]) ?? false
        // Named by us and not by the district's text: for whoever reads the file.
        _ = reading.flag(fields["demo"])
        let queue = reading.flag(fields["queue"])
        guard let code, let kind, let name else { return nil }
        let holds = kind == .department || kind == .leader || kind == .community
        return Organization(
            code: code, kind: kind, name: name, parent: parent, external: external, hasQueue: queue ?? holds)
    }

    private func checkParents(_ found: [(place: Place, organization: Organization)]) {
        let kinds = Dictionary(found.map { ($0.organization.code, $0.organization.kind) }) { first, _ in first }
        for (place, organization) in found {
            guard let parent = organization.parent else { continue }
            guard let kind = kinds[parent] else {
                reading.note(.unknownOrganization(parent), at: place)
                continue
            }
            if organization.kind == .community || organization.kind == .enterprise, kind != .township {
                reading.note(.wrongKind(parent, wanted: OrganizationKind.township.rawValue), at: place)
            }
        }
    }

    /// One command centre, under the code that programs know it by.
    private func checkCentre(_ organizations: [Organization], at place: Place) {
        let centres = organizations.filter { $0.kind == .commandCentre }
        if centres.map(\.code) != ["command-centre"] { reading.note(.needs("command-centre"), at: place) }
    }
}
