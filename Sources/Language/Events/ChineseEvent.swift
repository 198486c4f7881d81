import Domain

/// A message about an event as a Chinese clerk would write it.
struct ChineseEvent {
    let facts: EventFacts

    var text: EventText {
        let mark = facts.isUrgent ? "【吹哨报到·紧急】" : "【吹哨报到】"
        let subject = facts.title.map { "：\($0)" } ?? ""
        return EventText(title: mark + headline + subject, lines: lines)
    }

    var digestLine: String {
        let mark = facts.isUrgent ? "【紧急】" : ""
        // A line never begins with what somebody typed: that could be a list's or a heading's mark.
        guard facts.number != nil else { return mark + headline + (facts.title.map { "：\($0)" } ?? "") }
        let name = [facts.number, facts.title].compactMap { $0 }.joined(separator: " ")
        let who = facts.department.map { "（\($0)）" } ?? ""
        let state = facts.tellsState ? "" : facts.orderState.map { "，现\(word($0))" } ?? ""
        return "\(mark)\(name)\(who)：\(headline)\(state)"
    }

    private var headline: String {
        guard let type = facts.type else { return "测试消息" }
        let noun = type.rawValue.prefix { $0 != "." }
        return switch noun {
        case "order": orderHeadline(type)
        case "whistle": whistleHeadline(type)
        default: otherHeadline(type)
        }
    }

    private var lines: [String] {
        guard let type = facts.type else {
            return ["收到本消息，说明机器人地址和安全设置正确。", "今后本群将收到所订阅的吹哨、工单和会议消息。"]
        }
        let noun = type.rawValue.prefix { $0 != "." }
        let own: [String?] =
            switch noun {
            case "order": [orderSubject, place] + orderLines(type)
            case "whistle": [whistleSubject, place] + whistleLines(type)
            default: [otherSubject] + otherLines(type)
            }
        return own.compactMap { $0 }
    }

    private var place: String? { facts.address.map { "地点：\($0)" } }

    private var whistleSubject: String? {
        let parts = [
            facts.number.map { "编号：\($0)" }, facts.kind.map { "类型：\(word($0))" }, facts.township.map { "属地：\($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "　")
    }

    private var orderSubject: String? {
        let role = facts.role.map { "（\(word($0))）" } ?? ""
        let parts = [
            facts.number.map { "\(facts.orderState == nil ? "编号" : "工单")：\($0)" },
            facts.department.map { "承办：\($0)\(role)" },
            facts.round.flatMap { $0 > 1 ? "第\($0)轮办理" : nil },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "　")
    }

    private var otherSubject: String? {
        guard let number = facts.number else { return nil }
        return facts.startsAt == nil && facts.meetingState == nil ? "事项编号：\(number)" : "会议编号：\(number)"
    }

    /// `请某单位于某时前做某事。`; without a due time `请某单位尽快做某事。`
    func ask(_ who: String, _ deed: String, by due: Timestamp?) -> String {
        guard let due else { return "请\(who)\(facts.isUrgent ? "立即" : "尽快")\(deed)。" }
        let skipped = facts.skippedDays.map { $0 > 0 ? "（已扣除休息日\($0)天）" : "" } ?? ""
        return "请\(who)于\(deadline(due))前\(deed)\(skipped)。"
    }

    func labelled(_ label: String, _ detail: EventFacts.Detail) -> String? { facts[detail].map { "\(label)：\($0)" } }

    var reason: String? { labelled("理由", .reason) }
    var note: String? { labelled("说明", .note) }
    /// Whom the event waits for. Before dispatch that is the command centre.
    var holder: String {
        switch facts.clock {
        case .review, .handOver, .reply, .convene: facts.department ?? "指挥中心"
        default: facts.department ?? "承办单位"
        }
    }
}

extension ChineseEvent {
    /// `7月3日（周五）17:00`, the year where it is another than the event's.
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
        let weekday = ["一", "二", "三", "四", "五", "六", "日"][date.weekday - 1]
        let minute = second / 60 % 60
        return
            "\(isThisYear ? "" : "\(year)年")\(month)月\(day)日（周\(weekday)）\(second / 3600):\(minute < 10 ? "0" : "")\(minute)"
    }
}
