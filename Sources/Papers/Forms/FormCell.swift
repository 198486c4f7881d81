import Language

/// One cell of a printed form; a form's grid has four columns, a label beside each value.
struct FormCell {
    enum Content {
        case label(String)
        /// Blank where there is no value, to be filled in by hand.
        case value(String?)
        /// Printed boxes, the chosen one filled.
        case choices([FormChoice])
        /// What somebody says over a line for signature and date.
        case opinion(FormOpinion)
    }

    var content: Content
    var span = 1
    var height = FormHeight.line

    func view(in tongue: Tongue) -> View {
        var view: View = ["span": span]
        switch content {
        case .label(let text): view["label"] = text
        case .value(let text):
            view["isValue"] = true
            view.put("value", text)
        case .choices(let choices):
            view.put(
                "choices", list: choices.map { ["box": $0.chosen ? "■" : "□", "choice": $0.text] as View })
        case .opinion(let opinion):
            view["isOpinion"] = true
            view.put("opinion", opinion.text)
            view["signatureLabel"] = Word.signature.text(in: tongue)
            view["signer"] = opinion.signer ?? ""
            view["signedOn"] = opinion.date ?? Word.blankDate.text(in: tongue)
        }
        return view
    }
}
