import Domain

extension RulebookReader {
    func readMeetings(_ fields: Fields, _ book: inout Rulebook) {
        book.mustPublishMeetings = reading.flag(fields["must_publish_meetings"]) ?? false
        if let place = fields["resident_ratios"] {
            for entry in reading.entries(place, atMost: 50) {
                guard !entry.key.isEmpty, entry.key.count <= 60 else {
                    reading.note(.wrongLength(least: 1, most: 60), at: entry.keyPlace)
                    continue
                }
                book.residentRatios[entry.key] = reading.integer(entry.value, 0...100)
            }
        }
        guard let place = fields["meetings"], let meetings = reading.fields(place, .meetings) else { return }
        book.meetings.sixStep = reading.flag(meetings["six_step"]) ?? true
        book.meetings.reply = reading.limit(meetings["reply"])
        book.meetings.convene = reading.limit(meetings["convene"])
        if let place = meetings["joint_signers"], let kinds = reading.fields(place, .jointSigners) {
            for kind in OrganizationKind.allCases {
                book.meetings.jointSigners[kind] = reading.integer(kinds[kind.rawValue], 1...1_000_000)
            }
        }
        if let place = meetings["hotspots"], let fields = reading.fields(place, .hotspots) {
            if let count = reading.integer(fields["count"], 2...10_000) { book.meetings.hotspots.count = count }
            if let days = reading.integer(fields["days"], 1...366) { book.meetings.hotspots.days = days }
        }
        guard let place = meetings["triggers"], let triggers = reading.fields(place, .triggers) else { return }
        var rules = MeetingTriggers()
        if let bound = reading.bound(triggers["departments"], 2...100, or: "never") { rules.departments = bound }
        if let bound = reading.bound(triggers["returns"], 1...100, or: "never") { rules.returns = bound }
        rules.reworkBound = reading.flag(triggers["rework_bound"]) ?? true
        rules.suspension = reading.flag(triggers["suspension"]) ?? true
        rules.hotspot = reading.flag(triggers["hotspot"]) ?? true
        book.meetings.triggers = rules
    }

    func visitPlans(_ place: Place?) -> [VisitPlan] {
        unique(
            reading.elements(place, 0...50),
            { (place: Place) -> VisitPlan? in
                guard let fields = reading.fields(place, .visitPlan) else { return nil }
                let days = ["weekday", "monthly_day"]
                if days.filter({ fields[$0] != nil }).count != 1 { reading.note(.exactlyOne(days), at: place) }
                let weekday = reading.choice(fields["weekday"], among: VisitPlan.weekdays)
                    .flatMap(VisitPlan.weekdays.firstIndex)
                let monthly = reading.integer(fields["monthly_day"], 1...28)
                return VisitPlan(
                    code: reading.code(fields["code"]) ?? "", name: reading.text(fields["name"]) ?? "",
                    day: monthly.map(VisitPlan.Day.monthly) ?? .weekly((weekday ?? 0) + 1),
                    units: reading.elements(fields["units"], 0...500).compactMap { members.any($0) },
                    roll: reading.choice(fields["roll"]) ?? .nextWorkingDay)
            }, code: \.code)
    }
}
