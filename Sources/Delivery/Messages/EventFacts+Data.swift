import Domain
import JSON
import Language

extension EventFacts {
    /// Reads an event's data; what is missing or of another form is left out. Codes of organizations become names.
    init(_ parcel: Parcel, _ data: JSON, to destination: Destination) {
        self.init(EventType(rawValue: parcel.type), zone: destination.zone)
        func named(_ code: String) -> String { parcel.names[code] ?? destination.names[code] ?? code }
        let (whistle, order, meeting) = (data["whistle"], data["order"], data["meeting"])
        let (milestone, item, detail) = (data["milestone"], data["item"], data["detail"])

        at = Timestamp(rfc3339: parcel.at)
        actor = data["actor"]?.string.flatMap { $0 == "system" ? nil : named($0) }
        number = ParcelSubject.number(in: data)
        title =
            [milestone, milestone == nil ? nil : detail, whistle, meeting, item, detail].lazy
            .compactMap { $0?["title"]?.string }.first
        address = [whistle, item].lazy.compactMap { ($0?["address"] ?? $0?["location"]?["address"])?.string }.first
        township = whistle?["township"]?.string.map(named)
        kind = whistle?["kind"]?.string.flatMap(WhistleKind.init)
        whistleState = whistle?["state"]?.string.flatMap(WhistleState.init)
        department = (order?["department"] ?? milestone?["organization"])?.string.map(named)
        role = order?["role"]?.string.flatMap(OrderRole.init)
        orderState = order?["state"]?.string.flatMap(OrderState.init)
        round = (order?["round"] ?? detail?["round"])?.integer
        meetingState = meeting?["state"]?.string.flatMap(MeetingState.init)
        startsAt = Self.time(detail?["starts_at"] ?? meeting?["starts_at"])
        endsAt = Self.time(detail?["ends_at"] ?? meeting?["ends_at"])
        proposedAt = Self.time(detail?["proposed_at"])
        step = detail?["step"]?.string.flatMap(MeetingStep.init)
        organizations = (detail?["invitees"] ?? detail?["absent"])?.array.map { $0.compactMap(\.string).map(named) }
        readClocks(data)
        approved = (detail?["approve"] ?? detail?["approved"])?.bool
        solved = detail?["solved"]?.bool
        valid = detail?["valid"]?.bool
        let places: Set<Detail> = [.to, .department, .suggestedDepartment, .lead, .organization]
        // An evaluation says its grade and note in the step's content.
        let told = step == .evaluate ? detail?["content"] : detail
        for name in Detail.allCases {
            guard let value = told?[name.rawValue] else { continue }
            let text = value.string ?? value.integer.map(String.init)
            guard let text, !text.isEmpty else { continue }
            details[name] = places.contains(name) ? named(text) : text
        }
    }

    private mutating func readClocks(_ data: JSON) {
        let (order, detail) = (data["order"], data["detail"])
        clock = (data["clock"] ?? detail?["clock"])?.string.flatMap(ClockName.init)
        share = detail?["share"]?.integer
        until = Self.time(detail?["until"])
        dueAt = Self.time(detail?["due_at"] ?? data["milestone"]?["due_at"])
        skippedDays = detail?["skipped_days"]?.integer
        for name in ClockName.allCases {
            if let due = Self.time(order?["due"]?[name.rawValue] ?? data["whistle"]?["due"]?[name.rawValue]) {
                dues[name] = due
            }
        }
        // The clock an event is about has its due time in the detail, whether or not the object lists its clocks.
        if let clock, let dueAt, dues[clock] == nil { dues[clock] = dueAt }
    }

    private static func time(_ value: JSON?) -> Timestamp? { value?.string.flatMap(Timestamp.init(rfc3339:)) }
}
