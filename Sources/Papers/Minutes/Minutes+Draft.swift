import Domain
import Language

extension Minutes {
    public func draft(in tongue: Tongue) -> Draft {
        var view: View = [
            "heading": title, "number": number, "time": time, "place": place, "host": host,
            "form": Word(form).text(in: tongue),
        ]
        view.put("recorder", recorder)
        view.put("publishedAt", publishedAt)
        view.put("grade", grade.map { Word($0).text(in: tongue) })
        view.put("remark", lines: remark)
        view.put("agenda", list: agenda)
        view.put("attendance", list: attendance.map { $0.view(in: tongue) })
        view["attendanceSummary"] = summary(in: tongue)
        if let present = residentsPresent {
            view["residents"] = residentsInvited.map { "\(present) / \($0)" } ?? "\(present)"
        }
        view.put("items", list: items.enumerated().map { $1.view(place: $0 + 1, in: tongue) })
        return Draft(title: Word.minutes.text(in: tongue) + " " + title, template: .minutes, view: view)
    }

    private func summary(in tongue: Tongue) -> String {
        func count(_ status: AttendanceStatus) -> Int { attendance.count { $0.status == status } }
        let (present, delegated, absent) = (count(.present), count(.delegated), count(.absent))
        return switch tongue {
        case .chinese: "应到 \(attendance.count) 家，实到 \(present) 家，委托 \(delegated) 家，缺席 \(absent) 家"
        case .english: "invited \(attendance.count), present \(present), delegated \(delegated), absent \(absent)"
        }
    }
}

extension MinutesAttendee {
    fileprivate func view(in tongue: Tongue) -> View {
        var view: View = ["organization": organization, "status": Word(status).text(in: tongue)]
        view["statusCode"] = status.rawValue
        view["person"] = person.flatMap { PaperText.isBlank($0) ? nil : $0 } ?? "—"
        return view
    }
}

extension MinutesItem {
    fileprivate func view(place: Int, in tongue: Tongue) -> View {
        var view: View = ["place": place, "itemNumber": number, "itemTitle": title]
        view["outcome"] = (outcome.map { Word($0) } ?? .undecided).text(in: tongue)
        view.put("decision", lines: decision)
        view.put("lead", lead)
        view.put("assisting", assisting.joined(separator: tongue == .chinese ? "、" : ", "))
        view.put("responsible", responsiblePerson)
        view.put("due", dueAt)
        view.put("result", lines: result)
        view.put(
            "milestones",
            list: milestones.map {
                ["step": $0.title, "stepDue": $0.dueAt, "stepState": Word($0.state).text(in: tongue)] as View
            })
        return view
    }
}
