import Language

/// The rows of a printed form, built label by label.
struct FormGrid {
    private(set) var rows: [(cells: [FormCell], height: FormHeight)] = []
    let tongue: Tongue

    init(_ tongue: Tongue) { self.tongue = tongue }

    /// Two labels with their values.
    mutating func pair(_ left: Word, _ leftValue: String?, _ right: Word, _ rightValue: String?) {
        rows.append(
            (
                [
                    label(left), FormCell(content: .value(leftValue)), label(right),
                    FormCell(content: .value(rightValue)),
                ], .line
            ))
    }

    /// A label with one value over the rest of the line.
    mutating func wide(_ word: Word, _ value: String?, _ height: FormHeight = .line) {
        rows.append(([label(word), FormCell(content: .value(value), span: 3)], height))
    }

    mutating func choices(_ word: Word, _ choices: [FormChoice], _ height: FormHeight = .line) {
        rows.append(([label(word), FormCell(content: .choices(choices), span: 3)], height))
    }

    mutating func opinion(_ word: Word, _ opinion: FormOpinion, _ height: FormHeight = .short) {
        rows.append(([label(word), FormCell(content: .opinion(opinion), span: 3)], height))
    }

    /// Two offices beside each other.
    mutating func opinions(
        _ left: Word, _ leftOpinion: FormOpinion, _ right: Word, _ rightOpinion: FormOpinion,
        _ height: FormHeight = .short
    ) {
        let cells = [
            label(left), FormCell(content: .opinion(leftOpinion)), label(right),
            FormCell(content: .opinion(rightOpinion)),
        ]
        rows.append((cells, height))
    }

    /// - Parameters:
    ///   - scheme: what the district calls the practice; it comes before the form's own name.
    ///   - notes: printed below the table.
    func draft(_ form: Word, scheme: String?, number: String?, notes: [String]) -> Draft {
        let name = form.text(in: tongue)
        let title = [scheme, name].compactMap { $0 }.joined(separator: tongue == .chinese ? "" : " · ")
        var view: View = ["heading": title]
        view.put("formNumber", number)
        view.put("notes", list: notes.filter { !PaperText.isBlank($0) })
        view["rows"] = rows.map { row in
            ["height": row.height.rawValue, "cells": row.cells.map { $0.view(in: tongue) }] as View
        }
        return Draft(title: title, template: .form, view: view)
    }

    private func label(_ word: Word) -> FormCell { FormCell(content: .label(word.text(in: tongue))) }
}
