import Domain

extension HistoryFault {
    /// What was found, in a sentence.
    public func text(in tongue: Tongue) -> String {
        let name = number ?? id
        return switch tongue {
        case .chinese:
            switch kind {
            case .altered: "\(name) 的第 \(sequence) 条记录被改动过。"
            case .removed: "\(name) 的第 \(sequence) 条记录被删除。"
            case .inserted: "\(name) 的第 \(sequence) 条记录是后来插入的。"
            case .reordered: "\(name) 的第 \(sequence) 条记录被调换了次序。"
            case .subjectRemoved: "\(name) 本身被删除,只剩下历史记录。"
            case .state: "\(name) 的状态与第 \(sequence) 条记录不符。"
            case .checkpoint: "第 \(sequence) 个检查点缺失或被改动过。"
            }
        case .english:
            switch kind {
            case .altered: "Line \(sequence) of \(name) was altered."
            case .removed: "Line \(sequence) of \(name) was removed."
            case .inserted: "Line \(sequence) of \(name) was inserted later."
            case .reordered: "Line \(sequence) of \(name) stands in another's place."
            case .subjectRemoved: "\(name) itself was removed; its history is left."
            case .state: "The state of \(name) is not what line \(sequence) says."
            case .checkpoint: "Checkpoint \(sequence) is missing or was altered."
            }
        }
    }
}
