import Domain

extension ChineseEvent {
    func otherHeadline(_ type: EventType) -> String {
        switch type {
        case .itemHeard: "登记新事项"
        case .itemResolved: "事项已就地解决"
        case .itemDropped: "事项不再跟进"
        case .meetingConvened: "联席会议通知"
        case .meetingResponded: answered
        case .meetingRescheduled: "联席会议改期"
        case .meetingCheckedIn: "\(facts[.organization] ?? "参会单位")已到会"
        case .meetingHeld: "联席会议已召开"
        case .meetingAbsent: "\(facts[.organization] ?? "受邀单位")缺席联席会议"
        case .meetingOutcomeRecorded: facts[.outcome].flatMap(Outcome.init).map { "会议结果（\(word($0))）" } ?? "会议已有结果"
        case .meetingStepTaken:
            facts.step == .evaluate
                ? facts[.grade].flatMap(Grade.init).map { "会议成果评价“\(word($0))”" } ?? "会议成果已评价" : "六步议事推进一步"
        case .meetingPublished: "会议结果已公示"
        case .meetingClosed: "联席会议已办结"
        case .meetingCancelled: "联席会议取消"
        case .milestoneDueSoon: "序时进度即将到期"
        case .milestoneMissed: "序时进度未按期完成"
        case .milestoneChased: "序时进度催办"
        case .milestoneCompleted: "序时进度已完成"
        case .hotspotDetected: "热点提示"
        case .bulletinPublished: "督查通报"
        default: type.rawValue
        }
    }

    func otherLines(_ type: EventType) -> [String?] {
        let holder = facts.department ?? "责任单位"
        return switch type {
        case .itemHeard: [facts.actor.map { "登记单位：\($0)" }, place]
        case .itemResolved: [labelled("处理结果", .outcome), note]
        case .itemDropped: [reason ?? labelled("理由", .outcome)]
        case .meetingConvened: [when, venue, invited, labelled("议题数", .whistles), "请受邀单位及时回复，按时参会。"]
        case .meetingResponded: [when, facts.proposedAt.map { "建议时间：\(time($0))" }, reason]
        case .meetingRescheduled: [when, venue, "请受邀单位重新安排，按时参会。", reason]
        case .meetingCheckedIn: [when]
        case .meetingHeld:
            [
                facts.organizations.map {
                    $0.isEmpty ? "受邀单位均已到会或事先请假。" : "缺席单位：\($0.joined(separator: "、"))"
                },
                "请召集单位及时登记会议结果。",
            ]
        case .meetingAbsent: [when, "请\(facts[.organization] ?? "缺席单位")说明原因，到场后补签到。"]
        case .meetingOutcomeRecorded:
            [
                labelled("事项", .whistleNumber), labelled("牵头单位", .lead), facts.dueAt.map { "办理期限：\(deadline($0))" },
                facts[.decision].map { "决定：\($0)" },
            ]
        case .meetingStepTaken:
            facts.step == .evaluate
                ? [facts.actor.map { "评价单位：\($0)" }, note] : ["请按六步工作法依次推进，不跳步。"]
        case .meetingPublished: ["请责任单位按会议决定落实。"]
        case .meetingClosed: ["会议事项均已有结果，按决定继续跟踪落实。"]
        case .meetingCancelled: ["原定安排取消，请相互转告。", when.map { "原定\($0)" }, reason]
        case .milestoneDueSoon: [ask(holder, "完成并报送进度", by: facts.dueAt)]
        case .milestoneMissed: [facts.dueAt.map { "应于\(deadline($0))前完成。" }, "请\(holder)立即落实，并说明原因。"]
        case .milestoneChased:
            [facts.dueAt.map { "应于\(deadline($0))前完成，至今未完成。" }, "请\(holder)今日报送进度和预计完成时间。"]
        case .milestoneCompleted: [facts.actor.map { "报送单位：\($0)" }, note]
        case .hotspotDetected: [concentration, "请指挥中心研判，可列入“每月一题”专项治理。"]
        case .bulletinPublished: [labelled("期次", .period), "请被通报单位对照整改，按时报送结果。", note]
        default: [reason, note]
        }
    }

    private var answered: String {
        let who = facts[.organization] ?? "受邀单位"
        return facts[.answer].flatMap(MeetingAnswer.init).map { "\(who)\(word($0))" } ?? "\(who)已回复会议通知"
    }

    private var when: String? {
        guard let start = facts.startsAt else { return nil }
        guard let end = facts.endsAt, facts.local(end).date == facts.local(start).date else {
            return "时间：\(time(start))"
        }
        return "时间：\(time(start))至\(time(end).split(separator: "）").last ?? "")"
    }

    private var venue: String? { labelled("地点", .place) }

    private var invited: String? {
        facts.organizations.flatMap { $0.isEmpty ? nil : "受邀单位：\($0.joined(separator: "、"))" }
    }

    private var place: String? { facts.address.map { "地点：\($0)" } }

    private var concentration: String? {
        let parts = [
            labelled("类别", .category), labelled("单位", .organization), facts[.count].map { "数量：\($0)件" },
            labelled("时段", .period),
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "　")
    }
}
