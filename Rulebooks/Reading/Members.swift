import Domain

/// The organizations that a rulebook may name, and the checks of such a name.
struct Members {
    let organizations: [String: Organization]
    let reading: Reading

    init(_ organizations: [Organization], _ reading: Reading) {
        self.organizations = Dictionary(organizations.map { ($0.code, $0) }) { first, _ in first }
        self.reading = reading
    }

    /// An organization's code; noted when there is none of that code, or it is of another kind.
    func any(_ place: Place?, kind: OrganizationKind? = nil) -> String? {
        guard let place, let code = reading.code(place) else { return nil }
        guard let organization = organizations[code] else {
            reading.note(.unknownOrganization(code), at: place)
            return nil
        }
        if let kind, organization.kind != kind {
            reading.note(.wrongKind(code, wanted: kind.rawValue), at: place)
            return nil
        }
        return code
    }

    /// The code of an organization that orders may be sent to.
    func queue(_ place: Place?) -> String? {
        guard let place, let code = any(place) else { return nil }
        guard organizations[code]?.hasQueue ?? false else {
            reading.note(.noQueue(code), at: place)
            return nil
        }
        return code
    }

    /// A lead and its assistants: each once.
    func team(lead: Place?, assisting: Place?) -> (lead: String?, assisting: [String]) {
        let leader = queue(lead)
        var helpers: [String] = []
        for element in reading.elements(assisting, 0...50) {
            guard let code = queue(element) else { continue }
            if code == leader || helpers.contains(code) { reading.note(.duplicate(code), at: element) }
            helpers.append(code)
        }
        return (leader, helpers)
    }
}
