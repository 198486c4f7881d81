import Domain

/// Reads the mapping that a rulebook is.
struct RulebookReader {
    let reading: Reading
    let members: Members

    init(_ reading: Reading, organizations: [Organization]) {
        self.reading = reading
        members = Members(organizations, reading)
    }

    /// - Parameter base: keeps what the text does not say about zone and prefixes.
    func rulebook(_ place: Place, from base: Rulebook) -> Rulebook? {
        guard let fields = reading.fields(place, .rulebook) else { return nil }
        var book = Rulebook()
        (book.id, book.version) = (base.id, base.version)
        book.name = reading.text(fields["name"]) ?? ""
        book.zone = zone(fields["zone"]) ?? base.zone
        book.prefixes = prefixes(fields["prefixes"]) ?? base.prefixes
        book.hours = hours(fields["hours"]) ?? book.hours
        readPolicies(fields, &book)
        readLimits(fields, &book)
        if let place = fields["ladder"] { book.ladder = ladder(place) ?? book.ladder }
        if let place = fields["evaluation"] { book.evaluation = evaluation(place) ?? book.evaluation }
        readMeetings(fields, &book)
        if let place = fields["scoring"] { book.scoring = scoring(place) ?? book.scoring }
        if let place = fields["messages"] { book.messages = messages(place) ?? book.messages }
        book.visitPlans = visitPlans(fields["visit_plans"])
        if let place = fields["categories"] {
            book.categories = unique(reading.elements(place, 1...500), category) { $0.code }
        }
        let known = Set(book.categories.map(\.code))
        book.excluded = unique(reading.elements(fields["excluded"], 0...100), { excluded($0, categories: known) }) {
            $0.code
        }
        return book
    }

    /// Reads a list whose elements each bear a code of their own.
    func unique<Value>(
        _ places: [Place], _ read: (Place) -> Value?, by key: String = "code", code: (Value) -> String
    ) -> [Value] {
        var seen: Set<String> = []
        return places.compactMap { place in
            guard let value = read(place) else { return nil }
            guard code(value).isEmpty || seen.insert(code(value)).inserted else {
                reading.note(.duplicate(code(value)), at: anchor(place, key))
                return nil
            }
            return value
        }
    }

    /// The value under a key of a mapping that was read before, for a finding about it.
    func anchor(_ place: Place, _ key: String) -> Place {
        guard case .mapping(let mapping) = place.node, let node = mapping.first(where: { $0.key.scalar?.string == key })
        else { return place }
        return Place(node: node.value, path: place.path.adding(key))
    }

    func zone(_ place: Place?) -> String? {
        guard let place, let name = reading.text(place) else { return nil }
        guard Zone(name) != nil else {
            reading.note(.wrongForm(Reading.short(name), example: "Asia/Shanghai"), at: place)
            return nil
        }
        return name
    }

    func prefixes(_ place: Place?) -> NumberPrefixes? {
        guard let place, let fields = reading.fields(place, .prefixes) else { return nil }
        var seen: Set<String> = []
        var values: [String] = []
        for key in FileSection.prefixes.required {
            guard let text = reading.text(fields[key], like: /[A-Z]{1,8}/, example: "CS") else { continue }
            if !seen.insert(text).inserted { reading.note(.duplicate(text), at: fields.anchor(key)) }
            values.append(text)
        }
        guard values.count == 3 else { return nil }
        return NumberPrefixes(whistle: values[0], item: values[1], meeting: values[2])
    }

    func hours(_ place: Place?) -> OfficeHours? {
        guard let place, let fields = reading.fields(place, .hours) else { return nil }
        var hours = OfficeHours.standard
        if let place = fields["spans"] {
            hours.spans = []
            for element in reading.elements(place, 1...6) {
                guard let text = reading.text(element) else { continue }
                let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(reading.timeOfDay)
                guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else {
                    reading.note(.wrongForm(Reading.short(text), example: "09:00-12:00"), at: element)
                    continue
                }
                if let last = hours.spans.last, from <= last.upperBound {
                    reading.note(.notHere(text, because: "spans follow one another with a pause between"), at: element)
                    continue
                }
                hours.spans.append(from..<to)
            }
        }
        if let place = fields["close_of_business"], let text = reading.text(place) {
            if let close = reading.timeOfDay(text[...]), close > 0 {
                hours.closeOfBusiness = close
            } else {
                reading.note(.wrongForm(Reading.short(text), example: "17:00"), at: place)
            }
        }
        return hours
    }
}
