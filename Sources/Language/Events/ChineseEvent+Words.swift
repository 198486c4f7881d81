import Domain

extension ChineseEvent {
    func word(_ kind: WhistleKind) -> String {
        switch kind {
        case .routine: "日常工作"
        case .priority: "重点工作"
        case .emergency: "应急处置"
        }
    }

    func word(_ role: OrderRole) -> String { role == .lead ? "主办" : "协办" }

    func word(_ state: OrderState) -> String {
        switch state {
        case .queued: "待签收"
        case .received: "已签收"
        case .reported: "已报到"
        case .returnRequested: "退单待裁定"
        case .reworking: "二次整改中"
        case .suspended: "已挂账"
        case .resolved: "已办结待评价"
        case .closed: "已销号"
        case .rerouted: "已改派"
        case .cancelled: "已终止"
        }
    }

    func word(_ state: WhistleState) -> String {
        switch state {
        case .awaitingReview: "待审核"
        case .returnedForCorrection: "待补正"
        case .awaitingDispatch: "待派单"
        case .inProgress: "办理中"
        case .awaitingApproval: "结果待审批"
        case .awaitingEvaluation: "待评价"
        case .reworking: "二次整改中"
        case .suspended: "已挂账"
        case .closed: "已销号"
        case .declined: "不予受理"
        case .diverted: "已分流"
        case .merged: "已并案"
        case .withdrawn: "已撤回"
        }
    }

    /// What has to be done before the clock ends.
    func deed(_ clock: ClockName) -> String {
        switch clock {
        case .review: "审核"
        case .handOver: "交办"
        case .reply: "答复"
        case .convene: "确定约谈时间、地点和形式"
        case .total: "全部办结"
        case .receive: "签收"
        case .report: "报到"
        case .resolve: "办结反馈"
        }
    }

    func word(_ trigger: MeetingTrigger) -> String {
        switch trigger {
        case .departments: "涉及部门较多"
        case .returns: "多次退单"
        case .reworkBound: "二次整改已达规定次数"
        case .suspension: "承办单位申请挂账"
        }
    }

    func word(_ outcome: Outcome) -> String {
        switch outcome {
        case .resolvedOnSite: "现场解决"
        case .assigned: "交办解决"
        case .supervised: "督办解决"
        case .deferred: "挂账"
        case .noAgreement: "未达成一致"
        }
    }

    func word(_ grade: Grade) -> String {
        switch grade {
        case .satisfied: "满意"
        case .basicallySatisfied: "基本满意"
        case .dissatisfied: "不满意"
        }
    }

    func word(_ evaluator: Evaluator) -> String {
        switch evaluator {
        case .raiser: "吹哨单位"
        case .resident: "群众"
        case .supervisor: "督查部门"
        }
    }

    func word(_ level: SupervisionLevel) -> String {
        switch level {
        case .notice: "督办通知"
        case .yellow: "黄牌督办"
        case .red: "红牌督办"
        }
    }

    func word(_ answer: MeetingAnswer) -> String {
        switch answer {
        case .accept: "同意参加"
        case .decline: "不能参加"
        case .delegate: "委托他人参加"
        case .postpone: "建议改期"
        }
    }
}
