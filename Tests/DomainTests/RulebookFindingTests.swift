import Domain
import Rulebooks
import Testing

/// Broken files: the documented example with one thing changed, and what is found where.
@Suite struct RulebookFindingTests {
    struct Broken: Sendable, CustomStringConvertible {
        var old: String
        var new: String
        /// What marks the line; the column is that of `at` in it.
        var at: String
        var path: String
        var code: String

        init(_ old: String, _ new: String, at: String, _ path: String, _ code: String) {
            (self.old, self.new, self.at, self.path, self.code) = (old, new, at, path, code)
        }

        var description: String { new }
    }

    static let broken = [
        Broken("code: example", "code: Example", at: "Example", "code", "wrong-form"),
        Broken("name: 示例县\n", "name: 7\n", at: "7", "name", "wrong-type"),
        Broken("item: EXI", "item: EX", at: "EX, meeting", "prefixes.item", "duplicate"),
        Broken("kind: supervisor", "kind: overseer", at: "overseer", "organizations[1].kind", "not-one-of"),
        Broken(
            "code: grid, kind", "code: water, kind", at: "water, kind: department, name: 供电", "organizations[7].code",
            "duplicate"),
        Broken("parent: east}", "parent: west}", at: "west", "organizations[3].parent", "unknown-organization"),
        Broken(
            "parent: east, queue", "parent: water, queue", at: "water, queue", "organizations[8].parent", "wrong-kind"),
        Broken("demo: true", "demo: yes", at: "yes", "organizations[7].demo", "wrong-type"),
        Broken("  dispatch: automatic", "  dispach: automatic", at: "dispach", "rulebook.dispach", "unknown-key"),
        Broken("dispatch: automatic", "dispatch: random", at: "random", "rulebook.dispatch", "not-one-of"),
        Broken(
            "feedback_approver: secretary", "feedback_approver: water", at: "water\n  must",
            "rulebook.feedback_approver", "wrong-kind"),
        Broken("\"08:30-12:00\"", "\"12:30-08:00\"", at: "\"12:30", "rulebook.hours.spans[0]", "wrong-form"),
        Broken("\"13:30-17:30\"", "\"11:30-17:30\"", at: "\"11:30", "rulebook.hours.spans[1]", "not-here"),
        Broken("livelihood: 60", "livelihood: 101", at: "101", "rulebook.resident_ratios.livelihood", "out-of-range"),
        Broken(
            "rework_bound: unlimited", "rework_bound: endless", at: "endless", "rulebook.rework_bound", "not-one-of"),
        Broken(
            "amount: 90", "amount: 0", at: "0, unit: calendar_days}}\n  limits", "rulebook.suspension.maximum.amount",
            "out-of-range"),
        Broken("unit: calendar_days}}", "unit: weeks}}", at: "weeks", "rulebook.suspension.maximum.unit", "not-one-of"),
        Broken(
            "report: {amount: 3", "report: {amount: 8", at: "{amount: 8", "rulebook.limits.routine.report",
            "contradictory-limits"),
        Broken("at: {share: 50}", "at: {share: 0}", at: "0}, do", "rulebook.ladder[0].at.share", "out-of-range"),
        Broken(
            "at: {opening: 1}", "at: {opening: 8}", at: "{after: {amount: 5, unit: working_days}}, do: supervise",
            "rulebook.ladder[3].at", "out-of-order"),
        Broken("level: yellow, ", "", at: "{name: yellow", "rulebook.ladder[3]", "needs"),
        Broken("do: overdue", "do: remind", at: "- {name: half", "rulebook.ladder", "needs"),
        Broken(
            "at: {opening: 1}", "at: {opening: 1, share: 100}", at: "{opening: 1", "rulebook.ladder[2].at",
            "exactly-one"),
        Broken(
            "weight: 50", "weight: 150", at: "150", "rulebook.evaluation.basically_satisfied_weight", "out-of-range"),
        Broken("grades: [satisfied, ", "grades: [", at: "[basically", "rulebook.evaluation.grades", "needs"),
        Broken(
            "dissatisfied: 0.5", "dissatisfied: 0.555", at: "0.555", "rulebook.evaluation.points.member.dissatisfied",
            "wrong-type"),
        Broken("response: 30", "response: 31", at: "{response", "rulebook.scoring.weights", "wrong-sum"),
        Broken(
            "members: [water, roads]", "members: [water, rails]", at: "rails",
            "rulebook.scoring.peer_groups[0].members[1]", "unknown-organization"),
        Broken(
            "weekday: tuesday", "weekday: tuesday, monthly_day: 3", at: "{code: courtyards", "rulebook.visit_plans[0]",
            "exactly-one"),
        Broken("monthly_day: 15", "monthly_day: 31", at: "31}", "rulebook.visit_plans[1].monthly_day", "out-of-range"),
        Broken(
            "code: neighbours", "code: drainage", at: "drainage, name: 邻里", "rulebook.categories[1].code", "duplicate"),
        Broken("lead: lakeside}", "lead: supervision}", at: "supervision}", "rulebook.categories[1].lead", "no-queue"),
        Broken(
            "triage: private", "triage: private, lead: water", at: "water}", "rulebook.categories[2].lead", "not-here"),
        Broken(
            "assisting: [roads]", "assisting: [water]", at: "water]", "rulebook.categories[0].assisting[0]", "duplicate"
        ),
        Broken("kind: emergency, lead", "lead", at: "{name: flood", "rulebook.categories[0].routes[1]", "needs"),
        Broken(
            "keywords: [诉讼]", "categories: [court]", at: "court]", "rulebook.excluded[0].categories[0]",
            "unknown-category"),
        Broken("  name: 示例县规则\n", "", at: "hours: {spans", "rulebook.name", "missing"),
        Broken("lead: water\n", "lead: \"\"\n", at: "\"\"", "rulebook.categories[0].lead", "wrong-length"),
        Broken("name: 示例县\n", "name: 示例县\nname: 又一个\n", at: "name: 示例县", "", "duplicate"),
        Broken("rulebook:\n", "rulebook: &book\n", at: "&book", "", "left-out"),
        Broken("rulebook:\n", "rulebook: *book\n", at: "*book", "", "left-out"),
        Broken("rework_bound: unlimited", "rework_bound: !!int 3", at: "!!int", "", "left-out"),
        Broken("advice: 请依法", "advice: \"请依法", at: "\"请依法", "", "left-out"),
        Broken("name: 水务局}", "name: 水务局", at: "{code: roads", "", "syntax"),
    ]

    @Test(arguments: broken)
    func isFoundInItsPlace(broken: Broken) throws {
        let example = try RulebookDocs.example()
        let range = try #require(example.firstRange(of: broken.old))
        let text = String(example[..<range.lowerBound] + broken.new + example[range.upperBound...])
        let findings = DistrictFile.check(text)
        #expect(findings.count == 1, "\(findings)")
        let finding = try #require(findings.first)
        #expect(finding.path == broken.path)
        #expect(finding.code == broken.code)
        let start = try #require(text.firstRange(of: broken.at)?.lowerBound)
        let before = text[..<start]
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        #expect("\(finding.line):\(finding.column)" == "\(line):\(column)", "\(finding)")
        #expect(!finding.chinese.isEmpty && !finding.english.isEmpty)
    }

    @Test func everythingIsFoundAtOnce() throws {
        var text = try RulebookDocs.example()
        for change in [0, 3, 8, 13, 23, 31] {
            let broken = Self.broken[change]
            let range = try #require(text.firstRange(of: broken.old))
            text.replaceSubrange(range, with: broken.new)
        }
        let findings = DistrictFile.check(text)
        #expect(findings.map(\.path) == [0, 3, 8, 13, 23, 31].map { Self.broken[$0].path })
        #expect(findings.map(\.line) == findings.map(\.line).sorted())
        #expect(throws: RulebookError.findings(findings)) { try DistrictFile.read(text) }
    }
}
