import Domain
import Language

extension Notice {
    public func draft(in tongue: Tongue) -> Draft {
        let heading = (kind == .urging ? Word.urgingNotice : .supervisionNotice).text(in: tongue)
        var view: View = ["heading": heading, "number": number, "recipient": recipient, "issuer": issuer, "date": date]
        if let card { view["card"] = card.text(in: tongue) }
        view["cardCode"] = card.map { "\($0)" } ?? ""
        let sentences = tongue == .chinese ? chinese : english
        view["sentences"] = sentences
        view.put("note", lines: note)
        view.put("contact", contact)
        view.put("copies", copies.joined(separator: tongue == .chinese ? "、" : ", "))
        return Draft(title: "\(heading) \(number)", template: .notice, view: view)
    }

    private var card: Word? {
        switch kind {
        case .supervision(.yellow): .yellowCard
        case .supervision(.red): .redCard
        case .urging, .supervision(.notice): nil
        }
    }

    private var chinese: [String] {
        let act = Word(clock).text(in: .chinese)
        let late = lateBy.map { "，已超期 \($0)" } ?? ""
        var sentences = [
            "你单位\(Word(role).text(in: .chinese))的《\(whistleTitle)》（工单 \(orderNumber)），\(act)时限为 \(dueAt)，"
                + "至今尚未\(act)\(late)。"
        ]
        let by = replyBy.map { "于 \($0) 前" } ?? "立即"
        switch kind {
        case .urging: sentences.append("请\(by)\(act)；确有困难的，请说明原因和预计完成时间。")
        case .supervision:
            let level = card.map { "予以\($0.text(in: .chinese))督办" } ?? "列入督办"
            sentences.append("经催办仍未落实，现\(level)。请\(by)\(act)并书面报告办理情况；仍未落实的，在下一期通报中列名。")
        }
        return sentences + ["特此通知。"]
    }

    private var english: [String] {
        let act = Word(clock).text(in: .english).lowercased()
        let late = lateBy.map { " (\($0) late)" } ?? ""
        var sentences = [
            "\u{201C}\(whistleTitle)\u{201D}, order \(orderNumber), of which your department is "
                + "\(Word(role).text(in: .english).lowercased()): the clock to \(act) ended at \(dueAt) and is missed\(late)."
        ]
        let by = replyBy.map { "by \($0)" } ?? "at once"
        switch kind {
        case .urging: sentences.append("Please \(act) \(by), or say what hinders you and when it will be done.")
        case .supervision:
            let level = card.map { " with a \($0.text(in: .english).lowercased())" } ?? ""
            sentences.append(
                "As urging had no effect, the order is now under supervision\(level). Please \(act) \(by) and report in "
                    + "writing; otherwise it will be named in the next bulletin.")
        }
        return sentences
    }
}
