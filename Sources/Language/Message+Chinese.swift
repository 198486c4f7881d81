import Domain

extension Message {
    var chinese: String {
        switch self {
        case .unauthorizedTitle: "未登录"
        case .unauthorized: "请携带有效的令牌:Authorization: Bearer <令牌>。"
        case .notFoundTitle: "没有找到"
        case .notFound: "该地址不存在,或者您无权查看。"
        case .forbiddenTitle: "无权操作"
        case .forbidden: "您可以查看,但这一步不由您的单位或角色办理。"
        case .methodNotAllowedTitle: "方法不对"
        case .methodNotAllowed(let allowed): "此地址只接受:\(allowed)。"
        case .unsupportedMediaTypeTitle: "内容类型不对"
        case .unsupportedMediaType: "请求正文须为 application/json(UTF-8)。"
        case .tooLargeTitle: "内容太大"
        case .tooLarge(let limit): "请求正文不得超过 \(limit) 字节。"
        case .notJSONTitle: "不是 JSON"
        case .notJSON(let reason): "请求正文无法解析为 JSON(\(reason))。"
        case .invalidTitle: "填写有误"
        case .invalid(let count): "有 \(count) 处填写有误,请逐项改正。"
        case .staleTitle: "已被他人更新"
        case .stale: "您看到的版本已不是最新,请刷新后再办。"
        case .conflictTitle: "当前状态不能这样办"
        case .conflict(let state): "当前状态为“\(state)”,不能办理此步;allowed 列出您现在可以办理的事项。"
        case .guardFailed(let condition): chinese(condition)
        case .notNow(let deed, let state, let condition):
            "\(deed.chineseSubject)现为“\(deed.chinese(state: state))”,不能“\(deed.chinese)”;"
                + (condition.map { chinese($0) } ?? "allowed 列出您现在可以办理的事项。")
        case .notYours(let deed): "您可以查看该\(deed.chineseSubject),但“\(deed.chinese)”不由您的单位或角色办理。"
        case .claimLostTitle: "领取已失效"
        case .claimLost: "这次领取已超时、已退回或不属于您,请重新领取。"
        case .keyReused: "这个 Idempotency-Key 已用于另一个请求,请换一个。"
        case .keyInvalid: "Idempotency-Key 须为 1–255 个可见 ASCII 字符。"
        case .keyInFlightTitle: "同一请求正在办理"
        case .keyInFlight: "带同一 Idempotency-Key 的请求正在办理,请稍候再查。"
        case .overloadedTitle: "暂时繁忙"
        case .overloaded: "系统暂时无法受理,请稍后重试;没有任何内容被保存。"
        case .unsupportedFile: "只接受 JPEG、PNG、WebP、HEIC 图片和 PDF 文件。"
        case .erasedTitle: "附件已清除"
        case .erased: "这个附件的内容已按要求清除，只保留摘要。"
        case .hostTitle: "请求没有指明主机"
        case .host: "HTTP/1.1 请求须有且只有一行合法的 Host。"
        case .tooSlowTitle: "请求太慢"
        case .tooSlow: "请求正文没有在规定时间内送达。"
        case .tooManyTitle: "请求过多"
        case .tooMany(let seconds): "同时打开或尝试得太多,请在 \(seconds) 秒后再试。"
        case .internalErrorTitle: "系统内部错误"
        case .internalError(let request): "系统出错,请把请求编号 \(request) 告诉管理员。"
        case .rule(let code, let value): chinese(code, value)
        case .verbatim(let chinese, _): chinese
        case .field(let fault): chinese(fault)
        }
    }

    private func chinese(_ condition: Guard) -> String {
        switch condition {
        case .claimHeld: "该工单没有被领取。"
        case .claimFree: "该工单正被他人领取,领取期满或退回后才能签收。"
        case .assistingDone: "首接负责:协办工单全部办结后,主办方可办结。"
        case .insideReturnWindow: "已过退单期限。"
        case .beforeDeadline: "办理期限已过,不能再申请延期。"
        case .noPendingRequest: "已有一项申请待裁定。"
        case .extensionPending: "没有待裁定的延期申请。"
        case .suspensionPending: "没有待裁定的挂账申请。"
        case .suspendedOrPending: "该工单没有挂账,也没有挂账申请。"
        case .ownReview: "现在不由您审核。"
        case .notHandler: "承办单位不能评价自己的办理。"
        case .everyOutcome: "会上还有事项没有结果。"
        case .publishedWhereDemanded: "须先公示会议结果。"
        case .stepInOrder: "六步工作法须按顺序进行,不能跳步。"
        case .notEvaluated: "会议成果已经评价,不再重复评价。"
        case .resultsKnown: "会上事项均有结果、序时进度均已完成或逾期后,方可评价成果。"
        }
    }

    private func chinese(_ code: Refusal.Code, _ value: String) -> String {
        switch code {
        case .unknownCategory: "规则中没有类别“\(value)”。"
        case .unknownOrganization: "没有单位“\(value)”。"
        case .noQueue: "单位“\(value)”没有工单队列,不能派单。"
        case .unknownItem: "没有事项 \(value),或者您无权查看。"
        case .itemTaken: "事项 \(value) 已经处理,不能再次吹哨。"
        case .unknownWhistle: "没有这个哨,或者它不在本次会议上。"
        case .whistleEnded: "\(value) 已经办结或终止,会议不能再作决定。"
        case .notInvited: "“\(value)”没有受邀参加本次会议。"
        case .residentRatio: "群众代表不足到会人数的 \(value)%。"
        case .duplicate: "“\(value)”重复出现。"
        case .missingLead: "须指定主办单位。"
        case .adviceOnly: "此类个人事务只提供咨询,不派部门。"
        case .idempotencyReused: "这个 Idempotency-Key 已用于另一个请求。"
        case .clockBackwards: "演示时钟只能向前拨。"
        case .roleNotAllowed: "该单位不能有角色“\(value)”。"
        case .refusedURL: "这个地址不允许:\(value)。"
        case .wrongOrder: "结束时间须晚于开始时间。"
        case .revisitOnly: "已销号,只能由群众或督查回访。"
        case .townshipOnly: "只有乡镇(街道)审核时可以就地解决。"
        case .missingDepartment: "改派须指定单位。"
        case .extensionsUsedUp: "每张工单最多延期 \(value) 次。"
        case .extensionTooLong: "超过规则允许的延期上限。"
        case .suspensionNotAllowed: "本地规则不允许挂账。"
        case .highestLevel: "已是最高层级。"
        case .tooManyAttachments: "一件事项最多 \(value) 个附件。"
        case .attachmentsTooLarge: "一件事项的附件合计不得超过 \(value) MiB。"
        case .tooFewSigners: "联名人数不足:\(value) 人。"
        case .missingReason: "请说明理由。"
        case .dueInPast: "期限已经过去。"
        case .unknownVisitPlan: "规则中没有走访计划“\(value)”。"
        case .outsidePlan: "“\(value)”不在这个走访计划内。"
        case .gridTaken: "网格“\(value)”已有网格长。"
        case .agentTaken: "代办员“\(value)”已联系一家单位。"
        case .agentArea: "代办员联系一家企业或一个社区,“\(value)”都不是。"
        case .notYet: "“\(value)”这一天还没有到。"
        case .notSampled: "\(value) 不在本次抽查的样本内。"
        case .missingDay: "须写明走访日:weekday 或 monthly_day,只写一个。"
        case .alreadyAssigned: "“\(value)”在本件中已有在办工单;要由它主办,请免办原工单并指定它主办。"
        case .methodNotOffered: "本地规则不采用六步工作法。"
        case .gradeNotOffered: "本地规则没有评价等次“\(value)”。"
        case .evaluatorNotOffered: "本地规则不采用“\(value)”的评价。"
        }
    }

    private func chinese(_ fault: FieldFault) -> String {
        switch fault {
        case .missing: "必填。"
        case .blank: "不能为空白。"
        case .unknown: "没有这个字段。"
        case .wrongType(let expected): "类型不对,应为\(expected)。"
        case .tooShort(let least): "至少 \(least) 个。"
        case .tooLong(let most): "最多 \(most) 个。"
        case .outOfRange(let range): "须在 \(range) 之间。"
        case .notOneOf(let words): "只能是:\(words.joined(separator: "、"))。"
        case .wrongFormat(let format): "格式不对,应为 \(format)。"
        case .forbiddenCharacter: "含有不允许的字符(空字符或残缺的代理对)。"
        }
    }
}
