/// Kinds of whistle (三声哨).
public enum WhistleKind: String, Sendable, CaseIterable {
    /// 日常／综合执法
    case routine
    /// 重点工作
    case priority
    /// 应急处置
    case emergency

    /// The place in a queue before due times are compared: emergencies first.
    public var rank: Int16 { self == .emergency ? 0 : 1 }

    /// By its place: the hash of its text, which it would have of itself, costs more than what is looked up with it.
    public func hash(into hasher: inout Hasher) {
        let place: UInt8 =
            switch self {
            case .routine: 0
            case .priority: 1
            case .emergency: 2
            }
        hasher.combine(place)
    }
}

/// How something was heard.
public enum Channel: String, Sendable, CaseIterable {
    case hotline, grid, visit, interview, meeting, online, letter, enterprise, inspection, research, chat, council
    case deputy, petition
}

/// How far a matter reaches.
public enum Scope: String, Sendable, CaseIterable {
    case grid, community, township, district
}

/// Who answers for the whole (主办) and who helps (协办).
public enum OrderRole: String, Sendable, CaseIterable {
    case lead, assisting
}

/// How somebody judged the result.
public enum Grade: String, Sendable, CaseIterable {
    /// 满意
    case satisfied
    /// 基本满意
    case basicallySatisfied = "basically_satisfied"
    /// 不满意
    case dissatisfied
}

/// Who evaluates.
public enum Evaluator: String, Sendable, CaseIterable {
    case raiser, resident, supervisor
}

/// Who decided where a whistle's orders go.
public enum RoutedBy: String, Sendable, CaseIterable {
    case raiser, rulebook
    case commandCentre = "command_centre"
    case precedent
}

/// The level of supervision an order is under (督办).
public enum SupervisionLevel: String, Sendable, CaseIterable {
    case notice, yellow, red
}

/// What a department asked and the command centre has not decided.
public enum PendingRequest: String, Sendable, CaseIterable {
    case `return`, `extension`, suspension
}
