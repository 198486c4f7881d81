import Domain

extension RulebookReader {
    func readPolicies(_ fields: Fields, _ book: inout Rulebook) {
        book.review = reading.choice(fields["review"]) ?? book.review
        if let place = fields["review_cadence"], let cadence = reading.fields(place, .reviewCadence) {
            book.reviewCadence = ReviewCadence(
                rhythm: reading.choice(cadence["rhythm"]) ?? .none,
                day: reading.integer(cadence["day"], 1...28),
                specialAnyTime: reading.flag(cadence["special_any_time"]) ?? true)
        }
        book.dispatch = reading.choice(fields["dispatch"]) ?? book.dispatch
        book.declinedAs = reading.choice(fields["declined_as"])
        book.feedbackApproval = reading.choice(fields["feedback_approval"]) ?? book.feedbackApproval
        book.feedbackApprover = members.any(fields["feedback_approver"], kind: .leader)
        if let place = fields["feedback_approver"], book.feedbackApproval == .none {
            reading.note(.notHere("feedback_approver", because: "feedback_approval: none"), at: place)
        }
        book.returnWindow = reading.limit(fields["return_window"]) ?? book.returnWindow
        if let bound = reading.bound(fields["rework_bound"], 0...100, or: "unlimited") { book.reworkBound = bound }
        if let days = reading.bound(fields["contact_days"], 1...36_500, or: "unlimited") { book.contactDays = days }
        if let place = fields["attachments"], let limits = reading.fields(place, .attachments) {
            let standard = AttachmentLimits()
            book.attachments = AttachmentLimits(
                count: reading.integer(limits["count"], 1...1_000) ?? standard.count,
                mebibytes: reading.integer(limits["mebibytes"], 1...10_240) ?? standard.mebibytes)
        }
        if let place = fields["extensions"], let extensions = reading.fields(place, .extensions) {
            book.extensions.count = reading.bound(extensions["count"], 0...100, or: "unlimited") ?? nil
            book.extensions.total = reading.limit(extensions["total"])
        }
        if let place = fields["suspension"], let suspension = reading.fields(place, .suspension) {
            book.suspension.allowed = reading.flag(suspension["allowed"]) ?? true
            book.suspension.maximum = reading.limit(suspension["maximum"])
        }
    }

    /// Every kind gets its limits: stages that the text leaves out are the standard ones.
    func readLimits(_ fields: Fields, _ book: inout Rulebook) {
        let kinds = fields["limits"].flatMap { reading.fields($0, .kinds) }
        for kind in WhistleKind.allCases {
            book.limits[kind] = .standard(for: kind)
            guard let place = kinds?[kind.rawValue], let stages = reading.fields(place, .limits) else { continue }
            let standard = Limits.standard(for: kind)
            let limits = Limits(
                receive: reading.limit(stages["receive"]) ?? standard.receive,
                report: reading.limit(stages["report"]) ?? standard.report,
                resolve: reading.limit(stages["resolve"]) ?? standard.resolve,
                total: reading.limit(stages["total"]) ?? standard.total,
                review: reading.limit(stages["review"]), handOver: reading.limit(stages["hand_over"]))
            let inOrder = [
                ("receive", limits.receive), ("report", limits.report), ("resolve", limits.resolve),
                ("total", limits.total),
            ]
            for (one, next) in zip(inOrder, inOrder.dropFirst())
            where one.1.minutes(book.hours) > next.1.minutes(book.hours) {
                let named = stages[one.0] == nil && stages[next.0] != nil ? next.0 : one.0
                reading.note(.longer(one.0, than: next.0), at: stages.anchor(named))
            }
            book.limits[kind] = limits
        }
    }

    func evaluation(_ place: Place) -> EvaluationRules? {
        guard let fields = reading.fields(place, .evaluation) else { return nil }
        var rules = EvaluationRules()
        rules.grades = reading.choices(fields["grades"], 2...3, Grade.self) ?? rules.grades
        if let place = fields["grades"] {
            for grade in [Grade.satisfied, .dissatisfied] where !rules.grades.contains(grade) {
                reading.note(.needs(grade.rawValue), at: place)
            }
        }
        rules.evaluators = reading.choices(fields["evaluators"], 1...3, Evaluator.self) ?? rules.evaluators
        rules.basicallySatisfiedWeight = reading.integer(fields["basically_satisfied_weight"], 0...100) ?? 0
        guard let place = fields["points"], let holders = reading.fields(place, .pointHolders) else { return rules }
        for holder in PointHolder.allCases {
            guard let place = holders[holder.rawValue], let scale = reading.fields(place, .points) else { continue }
            var points = PointScale(session: reading.points(scale["session"]) ?? .zero)
            for grade in Grade.allCases { points.grades[grade] = reading.points(scale[grade.rawValue]) }
            rules.points[holder] = points
        }
        return rules
    }

    func scoring(_ place: Place) -> ScoringRules? {
        guard let fields = reading.fields(place, .scoring) else { return nil }
        var rules = ScoringRules()
        if let place = fields["weights"], let weights = reading.fields(place, .weights) {
            let values = FileSection.weights.required.map { reading.integer(weights[$0], 0...100) }
            let sum = values.compactMap(\.self).reduce(0, +)
            if values.allSatisfy({ $0 != nil }), sum != 100 {
                reading.note(.wrongSum(sum, wanted: 100), at: place)
            }
            (rules.response, rules.resolution, rules.satisfaction) = (values[0] ?? 0, values[1] ?? 0, values[2] ?? 0)
        }
        if let place = fields["balance"], let balance = reading.fields(place, .balance) {
            rules.tooFew = reading.integer(balance["too_few"], 0...100) ?? rules.tooFew
            rules.tooMany = reading.integer(balance["too_many"], 100...10_000) ?? rules.tooMany
        }
        var grouped: Set<String> = []
        rules.peerGroups = unique(
            reading.elements(fields["peer_groups"], 0...50),
            { (place: Place) -> PeerGroup? in
                guard let group = reading.fields(place, .peerGroup) else { return nil }
                var codes: [String] = []
                for element in reading.elements(group["members"], 1...500) {
                    guard let code = members.any(element) else { continue }
                    if !grouped.insert(code).inserted { reading.note(.duplicate(code), at: element) }
                    codes.append(code)
                }
                return PeerGroup(
                    code: reading.code(group["code"]) ?? "", name: reading.text(group["name"]) ?? "", members: codes)
            }, code: \.code)
        return rules
    }
}

extension Limit {
    /// About how long it is in real time, to compare limits of different units: a working day is a day, and a working
    /// hour its share of one.
    func minutes(_ hours: OfficeHours) -> Int {
        switch unit {
        case .minutes: amount
        case .calendarDays, .workingDays: amount * 1440
        case .workingHours: amount * 1440 / max(1, hours.spans.reduce(0) { $0 + $1.count } / 3600)
        }
    }
}
