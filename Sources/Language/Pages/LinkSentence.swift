import Domain

/// What the pages behind signed links say. They are read on a phone by people who have no account here.
public enum LinkSentence: Sendable, Equatable {
    // What is asked.
    case receiveTitle, receiveButton, reportInTitle, reportInButton, evaluateTitle, evaluateButton
    case receiveAsk, reportInAsk, evaluateAsk
    // What the fields are for.
    case number, matter, place, department, due, outcome
    case person, note, grade, solved, yes, no, comment, optional
    case judgement(Grade)
    // What came of it.
    case received, reportedIn, evaluated, thanks
    case doneAlreadyTitle, doneAlready
    case notNowTitle, notNow, heldByAnother
    // Why there is nothing to do here.
    case unknownTitle, unknown, expiredTitle, expired, usedTitle, used, withdrawn
    case unavailableTitle, unavailable
    case wrongMethodTitle
    /// A field is missing or too long.
    case fillIn(String), tooLong(String)

    public func text(in tongue: Tongue) -> String { tongue == .chinese ? chinese : english }

    private var chinese: String {
        switch self {
        case .receiveTitle: "签收工单"
        case .receiveButton: "确认签收"
        case .reportInTitle: "报到"
        case .reportInButton: "确认报到"
        case .evaluateTitle: "请您评价"
        case .evaluateButton: "提交评价"
        case .receiveAsk: "请核对下面的工单，确认由本单位签收。"
        case .reportInAsk: "请填写已经到岗办理的人员，确认报到。"
        case .evaluateAsk: "您反映的事项已经办理。请告诉我们结果如何；每个链接只能评价一次。"
        case .number: "编号"
        case .matter: "事项"
        case .place: "地点"
        case .department: "承办单位"
        case .due: "时限"
        case .outcome: "办理结果"
        case .person: "报到人"
        case .note: "说明"
        case .grade: "您对办理结果是否满意？"
        case .solved: "问题解决了吗？"
        case .yes: "已解决"
        case .no: "没有解决"
        case .comment: "意见"
        case .optional: "选填"
        case .judgement(.satisfied): "满意"
        case .judgement(.basicallySatisfied): "基本满意"
        case .judgement(.dissatisfied): "不满意"
        case .received: "已签收"
        case .reportedIn: "已报到"
        case .evaluated: "已收到您的评价"
        case .thanks: "谢谢。可以关闭本页。"
        case .doneAlreadyTitle: "已经办过了"
        case .doneAlready: "这一步已由本单位完成，不需要再做。"
        case .notNowTitle: "现在不能办理"
        case .notNow: "该事项目前不在这一步，请稍后再打开，或登录系统查看。"
        case .heldByAnother: "该工单正被本单位的另一人领取，请稍后再试。"
        case .unknownTitle: "链接无效"
        case .unknown: "请检查链接是否完整，或向发给您的单位询问。"
        case .expiredTitle: "链接已过期"
        case .expired: "出于安全考虑，链接只在一段时间内有效。请登录系统办理，或请对方重新发送。"
        case .usedTitle: "链接已使用"
        case .used: "每个链接只能使用一次，这一步已经记录在案。"
        case .withdrawn: "本地区已停用这类链接，请登录系统办理。"
        case .unavailableTitle: "暂时无法办理"
        case .unavailable: "系统繁忙，什么都没有改变。请过一会儿再试。"
        case .wrongMethodTitle: "不能这样打开"
        case .fillIn(let field): "请填写“\(field)”。"
        case .tooLong(let field): "“\(field)”太长。"
        }
    }

    private var english: String {
        switch self {
        case .receiveTitle: "Receive the order"
        case .receiveButton: "Receive"
        case .reportInTitle: "Report in"
        case .reportInButton: "Report in"
        case .evaluateTitle: "Your judgement"
        case .evaluateButton: "Send"
        case .receiveAsk: "Please check the order below and confirm that your organization receives it."
        case .reportInAsk: "Please name who is on it now, and confirm."
        case .evaluateAsk:
            "What you told us about has been dealt with. Please say how it turned out; each link can be used once."
        case .number: "Number"
        case .matter: "Matter"
        case .place: "Place"
        case .department: "Handled by"
        case .due: "Due"
        case .outcome: "What was done"
        case .person: "Who is on it"
        case .note: "Note"
        case .grade: "Are you satisfied with the result?"
        case .solved: "Is the problem solved?"
        case .yes: "Solved"
        case .no: "Not solved"
        case .comment: "Comment"
        case .optional: "optional"
        case .judgement(.satisfied): "Satisfied"
        case .judgement(.basicallySatisfied): "Basically satisfied"
        case .judgement(.dissatisfied): "Dissatisfied"
        case .received: "Received"
        case .reportedIn: "Reported in"
        case .evaluated: "We have your judgement"
        case .thanks: "Thank you. You may close this page."
        case .doneAlreadyTitle: "Done already"
        case .doneAlready: "Your organization has taken this step; there is nothing left to do."
        case .notNowTitle: "Not possible now"
        case .notNow: "The matter is not at this step. Open the link again later, or sign in to look at it."
        case .heldByAnother: "Somebody else of your organization holds this order now; please try again later."
        case .unknownTitle: "No such link"
        case .unknown: "Please check that the link is whole, or ask whoever sent it to you."
        case .expiredTitle: "The link has expired"
        case .expired: "For safety links are valid for a while only. Please sign in, or ask for a new one."
        case .usedTitle: "The link was used"
        case .used: "Each link can be used once; this step is on record."
        case .withdrawn: "Links of this kind are no longer in use here; please sign in."
        case .unavailableTitle: "Not available at the moment"
        case .unavailable: "Nothing was changed. Please try again in a while."
        case .wrongMethodTitle: "It cannot be opened this way"
        case .fillIn(let field): "Please fill in \u{201C}\(field)\u{201D}."
        case .tooLong(let field): "\u{201C}\(field)\u{201D} is too long."
        }
    }
}
