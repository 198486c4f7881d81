import Domain

extension ChineseEvent {
    func whistleHeadline(_ type: EventType) -> String {
        switch type {
        case .whistleRaised: "\(facts.actor ?? "")吹哨"
        case .whistleReviewed: "吹哨已审核"
        case .whistleDispatched: "已派单"
        case .whistleReturnedForCorrection: "吹哨退回补正"
        case .whistleDeclined: "吹哨不予受理"
        case .whistleDiverted: "吹哨已分流"
        case .whistleMerged: "吹哨已并案办理"
        case .whistleWithdrawn: "吹哨已撤回"
        case .whistleUrged: "催办"
        case .whistleReferred: "提请召开联席会议"
        case .whistleAwaitingApproval: "办理结果待审批"
        case .whistleAwaitingEvaluation: "各单位已办结，待评价"
        case .whistleEvaluated: evaluation
        case .whistleReworking: "评价未通过，二次整改"
        case .whistleSuspended: "吹哨事项已挂账"
        case .whistleResumed: "吹哨事项恢复办理"
        case .whistleResubmitted: "吹哨已补正重报"
        case .whistleLevelRaised: "事项升级办理"
        case .whistleDeadlinesMoved: "办理期限已按新节假日安排重算"
        case .whistleAttached: "新增附件"
        case .whistleAttachmentErased: "附件已清除"
        case .whistleContactErased: "联系人信息已清除"
        case .whistleClosed: "已销号"
        default: type.rawValue
        }
    }

    func whistleLines(_ type: EventType) -> [String?] {
        switch type {
        case .whistleRaised: [nextStep]
        case .whistleReviewed: [review, labelled("意见", .advice), note]
        case .whistleDispatched:
            ["请各承办单位\(facts.isUrgent ? "立即签收、赶赴现场" : "按时签收、报到")。", facts.dues[.total].map { "全程办结期限：\(deadline($0))" }]
        case .whistleReturnedForCorrection: ["请吹哨单位补正后重新提交。", reason]
        case .whistleDeclined: [reason]
        case .whistleDiverted: [labelled("分流至", .to), labelled("意见", .advice)]
        case .whistleMerged: [facts[.into].map { "并入\($0)一并办理，后续进展以该件为准。" } ?? "与同类事项一并办理。"]
        case .whistleWithdrawn: ["尚未办结的工单随之终止，承办单位不再办理。", reason]
        case .whistleUrged: ["请承办单位加快办理，及时反馈进展。", note]
        case .whistleReferred: [ask("指挥中心", "安排联席会议", by: facts.dues[.reply]), reason, trigger]
        case .whistleAwaitingApproval: ["请分管领导审批；审批通过后反馈吹哨单位。"]
        case .whistleAwaitingEvaluation: [ask("吹哨单位", "评价办理结果", by: facts.dueAt)]
        case .whistleEvaluated:
            [
                [
                    facts[.by].flatMap(Evaluator.init).map { "评价方：\(word($0))" },
                    facts.valid == false ? nil : facts.solved.map { $0 ? "问题已解决" : "问题未解决" },
                ].compactMap { $0 }.joined(separator: "　").nonempty, labelled("评语", .comment),
            ]
        case .whistleReworking:
            [
                facts.round.map { "进入第\($0)轮办理，全程时限连续计算。" } ?? "全程时限连续计算。",
                ask("原承办单位", "整改到位并反馈结果", by: facts.dueAt),
            ]
        case .whistleSuspended: ["挂账期间暂停计时，条件具备后恢复办理。", reason]
        case .whistleResumed: ["请承办单位继续办理，挂账期间不计入办理时限。"]
        case .whistleResubmitted: [nextStep]
        case .whistleLevelRaised: ["事项范围扩大，请按新的层级协调办理。", note]
        case .whistleDeadlinesMoved: ["请以系统显示的新期限为准。"]
        case .whistleAttached: ["有新的照片或文件，请登录查看。"]
        case .whistleAttachmentErased: ["一个附件的内容已按要求清除，办理不受影响。"]
        case .whistleContactErased: ["诉求人的姓名和电话已清除，办理不受影响。"]
        case .whistleClosed: ["评价通过，事项已从台账销号。"]
        default: [reason, note]
        }
    }

    private var trigger: String? { facts[.trigger].flatMap(MeetingTrigger.init).map { "缘由：\(word($0))" } }

    private var nextStep: String? {
        switch facts.whistleState {
        case .awaitingReview: "请审核单位及时审核。"
        case .awaitingDispatch: "请指挥中心派单。"
        case .inProgress: "已自动派单，请各承办单位\(facts.isUrgent ? "立即签收、赶赴现场" : "按时签收、报到")。"
        default: facts.whistleState.map { "当前状态：\(word($0))" }
        }
    }

    private var review: String? {
        switch facts[.decision] {
        case "accept": "审核意见：受理"
        case "settle": "审核意见：属地已就地解决"
        case "decline": "审核意见：不予受理"
        case "return": "审核意见：退回补正"
        case "divert": "审核意见：分流办理"
        default: nil
        }
    }

    private var evaluation: String {
        if facts.valid == false { return "回访未联系上，不计入评价" }
        return facts[.grade].flatMap(Grade.init).map { "评价“\(word($0))”" } ?? "已评价"
    }
}

extension String {
    /// `nil` instead of nothing.
    var nonempty: String? { isEmpty ? nil : self }
}
