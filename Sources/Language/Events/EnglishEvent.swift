import Domain

/// A message about an event in English.
struct EnglishEvent {
    let facts: EventFacts

    var text: EventText {
        let subject = facts.title.map { ": \($0)" } ?? ""
        return EventText(title: "Whistle\(facts.isUrgent ? " · URGENT" : "") · \(headline)\(subject)", lines: lines)
    }

    var digestLine: String {
        let mark = facts.isUrgent ? "URGENT " : ""
        // A line never begins with what somebody typed: that could be a list's or a heading's mark.
        guard facts.number != nil else { return mark + headline + (facts.title.map { ": \($0)" } ?? "") }
        let name = [facts.number, facts.title].compactMap { $0 }.joined(separator: " ")
        let who = facts.department.map { " (\($0))" } ?? ""
        let state = facts.tellsState ? "" : facts.orderState.map { ", now \(word($0))" } ?? ""
        return "\(mark)\(name)\(who): \(headline)\(state)"
    }

    private var headline: String {
        guard let type = facts.type else { return "Test message" }
        let noun = type.rawValue.prefix { $0 != "." }
        return switch noun {
        case "order": orderHeadline(type)
        case "whistle": whistleHeadline(type)
        default: otherHeadline(type)
        }
    }

    private var lines: [String] {
        guard let type = facts.type else {
            return ["This message shows that the address and the security settings are right."]
        }
        let noun = type.rawValue.prefix { $0 != "." }
        let own: [String?] =
            switch noun {
            case "order": [orderSubject, place] + orderLines(type)
            case "whistle": [whistleSubject, place] + whistleLines(type)
            default: [facts.number.map { "Number: \($0)" }] + otherLines(type)
            }
        return own.compactMap { $0 }
    }

    var place: String? { facts.address.map { "Place: \($0)" } }

    private var whistleSubject: String? {
        let parts = [
            facts.number.map { "Number: \($0)" }, facts.kind.map { "Kind: \($0.rawValue)" },
            facts.township.map { "Township: \($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private var orderSubject: String? {
        let role = facts.role.map { " (\($0.rawValue))" } ?? ""
        let parts = [
            facts.number.map { "\(facts.orderState == nil ? "Number" : "Order"): \($0)" },
            facts.department.map { "Department: \($0)\(role)" },
            facts.round.flatMap { $0 > 1 ? "round \($0)" : nil },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    /// `Who: please do so by then.`
    func ask(_ who: String, _ deed: String, by due: Timestamp?) -> String {
        guard let due else { return "\(who): please \(deed) \(facts.isUrgent ? "at once" : "soon")." }
        let skipped = facts.skippedDays.map { $0 > 0 ? " (\($0) days off not counted)" : "" } ?? ""
        return "\(who): please \(deed) by \(deadline(due))\(skipped)."
    }

    func labelled(_ label: String, _ detail: EventFacts.Detail) -> String? { facts[detail].map { "\(label): \($0)" } }

    var reason: String? { labelled("Reason", .reason) }
    var note: String? { labelled("Note", .note) }
    /// Whom the event waits for. Before dispatch that is the command centre.
    var holder: String {
        switch facts.clock {
        case .review, .handOver, .reply, .convene: facts.department ?? "Command centre"
        default: facts.department ?? "Department"
        }
    }
}

extension EnglishEvent {
    /// `Fri 3 Jul 17:00`, the year where it is another than the event's.
    func time(_ moment: Timestamp) -> String {
        let (date, second) = facts.local(moment)
        return clockTime(date, second)
    }

    /// A midnight at which something is due belongs to the day that it ends.
    func deadline(_ moment: Timestamp) -> String {
        let (date, second) = facts.local(moment)
        return second == 0 ? clockTime(date.adding(days: -1), 86_400) : clockTime(date, second)
    }

    private func clockTime(_ date: LocalDate, _ second: Int) -> String {
        let (year, month, day) = date.parts
        let isThisYear = facts.at.map { facts.local($0).date.year == year } ?? true
        let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][date.weekday - 1]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let minute = second / 60 % 60
        return
            "\(weekday) \(day) \(months[month - 1])\(isThisYear ? "" : " \(year)") \(second / 3600):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// A value of the wire in words: `return_requested` as `return requested`.
    func word(_ state: OrderState) -> String { spaced(state.rawValue) }

    func spaced(_ value: String) -> String { String(value.map { $0 == "_" ? " " : $0 }) }

    /// What has to be done before the clock ends.
    func deed(_ clock: ClockName) -> String {
        switch clock {
        case .review: "review"
        case .handOver: "hand over"
        case .reply: "reply"
        case .convene: "fix time, place and form of the meeting"
        case .total: "finish the whole matter"
        case .receive: "receive the order"
        case .report: "report in"
        case .resolve: "resolve the order"
        }
    }

    func name(_ clock: ClockName) -> String { spaced(clock.rawValue) }
}
