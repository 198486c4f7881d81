import Language

extension Reference {
    public func draft(in tongue: Tongue) -> Draft {
        let words = ReferenceWords.dictionary(tongue)
        var view: View = ["heading": title, "t": words]
        view.put("introduction", lines: ReferenceWords.introduction(tongue))
        view["sections"] = sections.map { section -> View in
            [
                "section": section.name,
                "operations": section.operations.map { $0.view(words) },
            ]
        }
        view["objects"] = objects.map { ["object": $0.name, "example": $0.example] }
        return Draft(title: "\(title) · \(words["reference"] ?? "")", template: .reference, view: view)
    }
}

extension ReferenceOperation {
    fileprivate func view(_ words: [String: String]) -> View {
        var view: View = [
            "anchor": id, "method": method, "path": path, "summary": summary,
            "roles": roles.isEmpty ? words["nobody"] ?? "" : roles.joined(separator: ", "),
            "answers": answers.map { answer -> View in
                var view: View = ["status": answer.status, "meaning": answer.meaning]
                view.put("link", answer.object)
                return view
            },
        ]
        view.put("parameters", list: parameters.map { $0.view(words) })
        view.put("fields", list: fields.map { $0.view(words) })
        view.put("request", request)
        view.put("response", response)
        return view
    }
}

extension ReferenceField {
    fileprivate func view(_ words: [String: String]) -> View {
        ["field": name, "kind": kind, "must": (required ? words["required"] : words["optional"]) ?? ""]
    }
}
