extension DeliveryFault {
    var chineseMeaning: String {
        switch self {
        case .emptyAnswer: "对方返回空内容，不能确认已送达"
        case .unreadableAnswer: "对方返回的内容不是机器人应有的格式，不能确认已送达"
        case .unknownCode(let code): "对方返回错误码 \(code)"
        case .status(let status): "对方返回 HTTP \(status)"
        case .redirected(let status): "对方要求转到别的地址（HTTP \(status)），系统不予跟随"
        case .notFound: "地址不存在"
        case .forbidden: "对方拒绝访问"
        case .tooLarge: "消息超过对方允许的大小"
        case .removed: "机器人或接收地址已被删除、停用"
        case .keyword: "消息不含机器人设置的关键词"
        case .signature: "签名不对"
        case .clock: "签名时间与对方相差超过一小时"
        case .address: "本系统的出口 IP 不在机器人的白名单内"
        case .security: "未通过机器人的安全设置"
        case .unsupportedMessage: "对方不支持这种消息类型"
        case .malformedMessage: "对方认为消息格式有误"
        case .rateLimited: "发送过于频繁，被对方限流"
        case .busy: "对方系统繁忙"
        case .quota: "对方的调用额度已用完"
        case .workflowOff: "接收消息的工作流已停用或被删除"
        case .refusedAddress: "该地址不在允许访问的范围内，没有发出任何内容"
        case .unreachable: "没有连上对方，消息没有发出"
        case .certificate: "对方的证书不可信，消息没有发出"
        case .noConsent: "对方没有同意接收消息"
        case .failingForDays: "连续五天没有一条消息送达"
        case .unusable: "推送设置无法读取"
        case .unknownOutcome: "消息已发出但没有收到完整答复，可能已经送达"
        }
    }

    var chineseHint: String? {
        switch self {
        case .emptyAnswer, .unreadableAnswer: "请核对地址是否为机器人的 Webhook 地址，中间有无代理或登录页。系统会自动重试。"
        case .unknownCode: "请按错误码查阅平台的机器人文档。系统会自动重试。"
        case .status, .unreachable: "系统会自动重试；如长时间不恢复，请联系对方管理员。"
        case .redirected: "请把地址改为最终地址。"
        case .notFound, .forbidden: "请到群机器人设置中重新复制地址，更新后恢复推送；期间的消息可以补发。"
        case .tooLarge, .unsupportedMessage, .malformedMessage: "这条消息不再重试，其他消息不受影响；请把投递记录交给系统管理员。"
        case .removed: "推送已停用。请在群里重新添加机器人，更新地址后启用；停用期间的消息可以补发。"
        case .keyword: "请在机器人安全设置中把关键词设为“吹哨报到”（英文消息设为 Whistle），再恢复推送。"
        case .signature: "请重新复制机器人的签名密钥（加签），更新后恢复推送。"
        case .clock: "请校准服务器时间（NTP），再恢复推送。"
        case .address: "请把服务器的出口 IP 加入机器人的 IP 白名单，再恢复推送。"
        case .security: "请核对机器人安全设置（关键词、加签、IP 白名单），再恢复推送。"
        case .rateLimited: "无需处理，稍后自动续发；如经常出现，请减少订阅的事件或分设机器人。"
        case .busy: nil
        case .quota: "请减少订阅的事件，或联系平台提高额度；额度恢复后自动续发。"
        case .workflowOff: "请在 Teams 的“工作流”中启用或重建，更新地址后恢复推送。"
        case .refusedAddress: "如确需访问内网地址，请系统管理员在 WHISTLE_WEBHOOK_ALLOW 中放行。"
        case .certificate: "请检查对方证书是否过期、域名是否一致。"
        case .noConsent: "请对方对 OPTIONS 握手返回 WebHook-Allowed-Origin；同意之前不会发送任何消息。"
        case .failingForDays: "推送已停用，消息保留。请检查地址，启用后可以补发。"
        case .unusable: "请重新填写地址和密钥；如更换过系统密钥，请恢复原密钥。"
        case .unknownOutcome: "将按此推送的设置重发或等待处理；重发时编号不变。"
        }
    }
}
