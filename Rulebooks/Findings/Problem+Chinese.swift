extension Problem {
    var chinese: String {
        switch self {
        case .tooLarge(let limit): "文本超过 \(limit) 字节"
        case .tooDeep(let limit): "嵌套超过 \(limit) 层"
        case .leftOut(let construct): "本格式不使用\(construct.chinese)"
        case .syntax(let words): "不是可读的 YAML:\(words)"
        case .missing(let key): "缺少“\(key)”"
        case .unknownKey(let key, let known): "没有“\(key)”这一项;可用:\(known.joined(separator: "、"))"
        case .wrongShape(let shape): "此处应为\(shape.chinese)"
        case .notOneOf(let value, let allowed): "“\(value)”不在可选值之内:\(allowed.joined(separator: "、"))"
        case .outOfRange(let value, let least, let most): "\(value) 不在 \(least) 至 \(most) 之间"
        case .wrongLength(let least, let most): "长度应在 \(least) 至 \(most) 之间"
        case .wrongForm(let value, let example): "“\(value)”写法不对,应如“\(example)”"
        case .duplicate(let value): "“\(value)”重复"
        case .unknownOrganization(let code): "没有代码为“\(code)”的单位"
        case .noQueue(let code): "单位“\(code)”没有工单队列"
        case .wrongKind(let code, let wanted): "单位“\(code)”的类型应为 \(wanted)"
        case .unknownCategory(let code): "没有代码为“\(code)”的分类"
        case .longer(let stage, let other): "“\(stage)”的时限长于“\(other)”"
        case .wrongSum(let sum, let wanted): "合计为 \(sum),应为 \(wanted)"
        case .exactlyOne(let keys): "以下各项须且只能有一项:\(keys.joined(separator: "、"))"
        case .needs(let what): "此处需要“\(what)”"
        case .notHere(let key, let reason): "“\(key)”不应在此:\(reason)"
        case .outOfOrder(let name): "阶梯“\(name)”早于前一级"
        }
    }
}

extension Problem.Shape {
    var chinese: String {
        switch self {
        case .mapping: "键值表"
        case .list: "列表"
        case .text: "文字"
        case .integer: "整数"
        case .number: "数字(至多两位小数)"
        case .boolean: "true 或 false"
        }
    }
}

extension Problem.Construct {
    var chinese: String {
        switch self {
        case .alias: "引用(*名称)"
        case .anchor: "锚点(&名称)"
        case .tag: "标签(!名称)"
        case .directive: "指令(%)"
        case .blockText: "块文本(| 或 >),请在一行内加引号书写"
        case .complexKey: "非文字的键"
        case .openQuote: "跨行或夹在文字中的引号"
        case .controlCharacter: "控制字符"
        }
    }
}
