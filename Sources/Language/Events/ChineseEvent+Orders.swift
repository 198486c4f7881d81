import Domain

extension ChineseEvent {
    func orderHeadline(_ type: EventType) -> String {
        switch type {
        case .orderQueued: "新工单待签收"
        case .orderClaimed: "工单已领取，待签收"
        case .orderReleased: "工单退回队列，待签收"
        case .orderReceived: "工单已签收"
        case .orderReported: "承办单位已报到"
        case .orderProgressed: facts[.percent].map { "办理进展\($0)%" } ?? "办理进展"
        case .orderResolved: "工单已办结反馈"
        case .orderReturned: "承办单位申请退单"
        case .orderAdjudicated: "退单已裁定"
        case .orderRerouted: "工单已改派"
        case .orderDelegated: "工单已转交办理"
        case .orderExtensionRequested: "承办单位申请延期"
        case .orderExtensionDecided: decided("延期申请")
        case .orderSuspensionRequested: "承办单位申请挂账"
        case .orderSuspensionDecided: decided("挂账申请")
        case .orderSuspended: "工单已挂账"
        case .orderResumed: "工单恢复办理"
        case .orderReminded: "\(facts.clock.map(deed) ?? "办理")时限提醒"
        case .orderOverdue: "\(facts.clock.map(deed) ?? "办理")已超期"
        case .orderSupervised: facts[.level].flatMap(SupervisionLevel.init).map(word) ?? "督办"
        case .orderReworking: "工单退回二次整改"
        case .orderClosed: "工单已销号"
        case .orderCancelled: "工单已终止"
        default: type.rawValue
        }
    }

    func orderLines(_ type: EventType) -> [String?] {
        switch type {
        case .orderQueued: [ask(holder, facts.isUrgent ? "签收并赶赴现场报到" : "签收", by: facts.dues[.receive])]
        case .orderClaimed: ["领取后须在约定时间内签收，逾期未签收的退回队列。"]
        case .orderReleased: [ask(holder, "签收", by: facts.dues[.receive])]
        case .orderReceived: [ask(holder, "派人报到", by: facts.dues[.report])]
        case .orderReported: [ask(holder, "办结并反馈结果", by: facts.dues[.resolve]), note]
        case .orderProgressed: [note]
        case .orderResolved:
            [
                facts.role == .lead ? nil : "协办工单全部办结后，由主办单位办结。", labelled("结果", .outcome),
                labelled("措施", .measures),
            ]
        case .orderClosed: ["\(holder)承办的部分已经销号。"]
        case .orderCancelled: ["\(holder)不再办理此单。", reason]
        case .orderReworking: [ask(holder, "整改到位并反馈结果", by: facts.dues[.resolve] ?? facts.dueAt), reason]
        case .orderReminded, .orderOverdue, .orderSupervised: pressing(type)
        default: requested(type)
        }
    }

    /// The ladder: remind, overdue, supervise.
    private func pressing(_ type: EventType) -> [String?] {
        let deed = facts.clock.map(deed) ?? "办结反馈"
        let due = facts.dueAt ?? facts.clock.flatMap { facts.dues[$0] }
        return switch type {
        case .orderReminded:
            [facts.share.map { "\(deed)时限已过\($0)%。" }, ask(holder, deed, by: due), note]
        case .orderOverdue:
            [due.map { "\(deed)期限为\(deadline($0))，现已超过。" }, "请\(holder)立即\(deed)，并说明超期原因。"]
        default:
            ["请\(holder)抓紧办理，并将整改情况报督查部门。", due.map { "办理期限：\(deadline($0))" }, note]
        }
    }

    /// Returns, extensions, suspensions: what the department asks and the command centre decides.
    private func requested(_ type: EventType) -> [String?] {
        switch type {
        case .orderReturned:
            [
                "请指挥中心裁定；裁定之前，办理时限照常计算。", labelled("建议改派", .suggestedDepartment), reason,
                labelled("依据", .legalBasis),
            ]
        case .orderAdjudicated: [ruling, note]
        case .orderRerouted:
            [
                facts[.to].map { "改由\($0)办理，另行派发新工单。" } ?? "改由其他单位办理，另行派发新工单。",
                "全程时限不变，不因改派重新计算。", reason,
            ]
        case .orderDelegated: [facts[.to].map { "转由\($0)具体办理。" }, reason]
        case .orderExtensionRequested:
            [facts.until.map { "申请延至\(deadline($0))。" }, "请指挥中心审定；审定之前，原期限照常计算。", reason]
        case .orderExtensionDecided:
            [
                facts.approved == false
                    ? "未获同意，请\(holder)按原期限办结。" : facts.until.map { "办理期限延至\(deadline($0))。" }, note,
            ]
        case .orderSuspensionRequested: ["请指挥中心审定；审定之前，办理时限照常计算。", reason]
        case .orderSuspensionDecided:
            [
                facts.approved.map { $0 ? "挂账期间暂停计时，条件具备后恢复办理。" : "未获同意，请\(holder)继续办理。" }, note,
            ]
        case .orderSuspended: ["挂账期间暂停计时，条件具备后恢复办理。", reason]
        case .orderResumed: [ask(holder, "办结并反馈结果", by: facts.dues[.resolve]), "挂账期间不计入办理时限。"]
        default: [reason, note]
        }
    }

    private var ruling: String? {
        switch facts[.decision] {
        case "uphold": "维持原派单，请\(holder)继续办理，时限连续计算。"
        case "reroute": facts[.department].map { "同意退单，改派\($0)办理。" } ?? "同意退单，改派其他单位办理。"
        case "excuse": "同意退单，\(holder)不再承办。"
        default: nil
        }
    }

    private func decided(_ what: String) -> String {
        switch facts.approved {
        case true: "\(what)已同意"
        case false: "\(what)未同意"
        default: "\(what)已审定"
        }
    }
}
