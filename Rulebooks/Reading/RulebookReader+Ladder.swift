import Domain

extension RulebookReader {
    /// The words for what a rung does.
    static let deeds = ["remind", "overdue", "urge", "supervise", "bulletin"]

    func ladder(_ place: Place) -> Ladder? {
        let places = reading.elements(place, 1...20)
        var lastRank = Int.min
        var lastLevel: Int?
        var found = false
        let rungs = unique(
            places,
            { (place: Place) -> Rung? in
                guard let rung = rung(place) else { return nil }
                let rank = Self.rank(rung.at)
                if rank < lastRank { reading.note(.outOfOrder(rung.name), at: anchor(place, "at")) }
                lastRank = rank
                if case .supervise(let level) = rung.deed, let height = SupervisionLevel.allCases.firstIndex(of: level)
                {
                    if height < lastLevel ?? 0 { reading.note(.outOfOrder(rung.name), at: anchor(place, "level")) }
                    lastLevel = height
                }
                if rung.deed == .overdue {
                    if found { reading.note(.duplicate("overdue"), at: anchor(place, "do")) }
                    found = true
                }
                return rung
            }, by: "name", code: \.name)
        // `order.overdue` is promised for every clock, whatever else a district wants.
        if !found { reading.note(.needs("do: overdue"), at: place) }
        return Ladder(rungs)
    }

    private func rung(_ place: Place) -> Rung? {
        guard let fields = reading.fields(place, .rung) else { return nil }
        let name = reading.code(fields["name"])
        let point = fields["at"].flatMap(point)
        let word = reading.choice(fields["do"], among: Self.deeds)
        let level = reading.choice(fields["level"], SupervisionLevel.self)
        if let place = fields["level"], let word, word != "supervise" {
            reading.note(.notHere("level", because: "do: \(word)"), at: place)
        }
        let clocks = reading.choices(fields["clocks"], 1...ClockName.allCases.count, ClockName.self)
        let to = reading.choices(fields["to"], 1...Rung.Recipient.allCases.count, Rung.Recipient.self) ?? [.handler]
        guard let name, let point, let word else { return nil }
        let deed: Rung.Deed
        switch word {
        case "remind": deed = .remind
        case "overdue": deed = .overdue
        case "urge": deed = .urge
        case "bulletin": deed = .bulletin
        default:
            guard let level else {
                if fields["level"] == nil { reading.note(.needs("level"), at: place) }
                return nil
            }
            deed = .supervise(level)
        }
        check(deed, point, clocks, fields)
        return Rung(name: name, at: point, deed: deed, clocks: clocks.map(Set.init), to: to)
    }

    /// A reminder comes before the due time, everything else at it or after it.
    private func check(_ deed: Rung.Deed, _ point: Rung.Point, _ clocks: [ClockName]?, _ fields: Fields) {
        let share: Int? = if case .share(let share) = point { share } else { nil }
        switch deed {
        case .overdue:
            if share != 100 { reading.note(.needs("share: 100"), at: fields.anchor("at")) }
            if clocks != nil {
                reading.note(.notHere("clocks", because: "do: overdue"), at: fields.anchor("clocks"))
            }
        case .remind: break
        case .urge, .supervise, .bulletin:
            if let share, share < 100 {
                reading.note(.notHere("share: \(share)", because: "not late yet"), at: fields.anchor("at"))
            }
        }
    }

    private func point(_ place: Place) -> Rung.Point? {
        guard let fields = reading.fields(place, .rungPoint) else { return nil }
        let said = FileSection.rungPoint.keys.filter { fields[$0] != nil }
        guard said.count == 1 else {
            reading.note(.exactlyOne(FileSection.rungPoint.keys), at: place)
            return nil
        }
        if let share = fields["share"] { return reading.integer(share, 1...100).map(Rung.Point.share) }
        if let opening = fields["opening"] { return reading.integer(opening, 1...250).map(Rung.Point.opening) }
        return reading.limit(fields["after"]).map(Rung.Point.after)
    }

    /// A number that rises with time: shares first, then what follows the due time, a working day counted as a day.
    private static func rank(_ point: Rung.Point) -> Int {
        switch point {
        case .share(let share): share - 100
        case .after(let limit): limit.minutes(.standard)
        // In the morning, before anything that is due by the end of that day.
        case .opening(let days): days * 1440 - 480
        }
    }
}
