import Domain

/// What may be done and where things stand, in the words of a refusal.
extension Deed {
    var chinese: String {
        switch self {
        case .whistle(let action): action.chinese
        case .order(let action): action.chinese
        case .meeting(let action): action.chinese
        }
    }

    /// What it is done to.
    var chineseSubject: String {
        switch self {
        case .whistle: "吹哨事项"
        case .order: "工单"
        case .meeting: "会议"
        }
    }

    var englishSubject: String {
        switch self {
        case .whistle: "whistle"
        case .order: "order"
        case .meeting: "meeting"
        }
    }

    /// A state of its subject; a word that is none stays as it is.
    func chinese(state: String) -> String {
        let words = ChineseEvent(facts: EventFacts(nil, zone: nil))
        let word: String? =
            switch self {
            case .whistle: WhistleState(rawValue: state).map(words.word)
            case .order: OrderState(rawValue: state).map(words.word)
            case .meeting: MeetingState(rawValue: state).map(\.chinese)
            }
        return word ?? state
    }
}

extension MeetingState {
    fileprivate var chinese: String {
        switch self {
        case .convened: "已召集"
        case .held: "已召开"
        case .published: "已公示"
        case .closed: "已结束"
        case .cancelled: "已取消"
        }
    }
}

extension WhistleAction {
    fileprivate var chinese: String {
        switch self {
        case .review: "审核"
        case .resubmit: "补正重报"
        case .dispatch: "派单"
        case .decline: "不予受理"
        case .divert: "分流"
        case .returnForCorrection: "退回补正"
        case .merge: "并案"
        case .withdraw: "撤回"
        case .urge: "催办"
        case .referToMeeting: "提请联席会议"
        case .raiseLevel: "升级办理"
        case .approveFeedback: "审批办理结果"
        case .evaluate: "评价"
        case .ordersResolved: "办结"
        case .outcome: "会议决定"
        case .resume: "恢复办理"
        }
    }
}

extension OrderAction {
    fileprivate var chinese: String {
        switch self {
        case .claim: "领取"
        case .release: "退回领取"
        case .extendLease: "续领"
        case .receive: "签收"
        case .reportIn: "报到"
        case .progress: "反馈进展"
        case .resolve: "办结反馈"
        case .return: "退单"
        case .adjudicate: "裁定退单"
        case .delegate: "转交"
        case .requestExtension: "申请延期"
        case .decideExtension: "裁定延期"
        case .suspend: "申请挂账"
        case .decideSuspension: "裁定挂账"
        case .resume: "恢复办理"
        case .supervise: "督办"
        case .rework: "二次整改"
        case .cancel: "终止"
        case .close: "销号"
        }
    }
}

extension MeetingAction {
    fileprivate var chinese: String {
        switch self {
        case .respond: "回复邀请"
        case .checkIn: "签到"
        case .reschedule: "改期"
        case .cancel: "取消"
        case .topics: "收集议题"
        case .plan: "制订方案"
        case .hold: "召开"
        case .outcomes: "记录会议结果"
        case .publish: "公示结果"
        case .carryOut: "实施决定"
        case .evaluate: "评价成果"
        case .close: "结束会议"
        }
    }
}
