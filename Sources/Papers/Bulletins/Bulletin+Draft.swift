import Language

extension Bulletin {
    public func draft(in tongue: Tongue) -> Draft {
        let heading = (period == .weekly ? Word.weeklyBulletin : .monthlyBulletin).text(in: tongue)
        var view: View = [
            "heading": heading, "issue": issue, "from": from, "until": until, "issuer": issuer, "date": date,
        ]
        view.put("summary", lines: summary)
        view.put(
            "figures",
            list: figures.map { ["figure": $0.name, "value": $0.value, "remark": $0.note ?? ""] as View })
        if let ranking, !ranking.columns.isEmpty {
            let width = ranking.columns.count
            view["ranking"] =
                [
                    "rankingTitle": ranking.title, "columns": ranking.columns,
                    "rule": ranking.columns.map { _ in "---" },
                    "lines": ranking.rows.map { row in
                        ["columns": Array((row + Array(repeating: "", count: width)).prefix(width))] as View
                    },
                ] as View
        }
        let lists = [(Word.redCard, redCards), (.yellowCard, yellowCards)].map { word, entries in
            var list: View = ["listTitle": word.text(in: tongue), "listCode": "\(word)", "none": entries.isEmpty]
            list.put("entries", list: entries.map(\.view))
            return list
        }
        view["lists"] = lists
        view.put("copies", copies.joined(separator: tongue == .chinese ? "、" : ", "))
        return Draft(title: "\(heading) \(issue)", template: .bulletin, view: view)
    }
}

extension BulletinEntry {
    fileprivate var view: View {
        ["organization": organization, "order": number, "matter": title, "due": dueAt, "reason": reason]
    }
}
