import Calendars
import Domain
import Testing

/// Notice files as people type them: everything wrong is told at once, each with its place.
@Suite struct CalendarNoticeTests {
    private func findings(_ text: String) -> [String] {
        do {
            _ = try OfficialCalendar.read(text)
            return []
        } catch { return error.findings.map(\.description) }
    }

    private let head = "year: 2027\nnotice: cn-2027\n"

    @Test func aNoticeIsRead() throws {
        let year = try OfficialCalendar.read(
            head + "title: 通知\noff:\n  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}\nmake_up: [2027-01-09]\n")
        #expect(year.year == 2027 && year.notice == "cn-2027" && year.title == "通知")
        #expect(year.off.count == 3 && year.off.values.allSatisfy { $0 == "元旦" })
        #expect(year.makeUp == [try DeadlineFixture.day("2027-01-09")])
        #expect(try OfficialCalendar.read(head + "off: []\nmake_up: []").off.isEmpty)
    }

    @Test func allFindingsAreCollectedInOrder() {
        let text = """
            year: 2027
            notice: cn-2027
            off:
              - {name: 元旦, from: 2026-12-31, to: 2027-01-03}
              - {name: 春节, from: 2027-02-12, to: 2027-02-06}
              - {name: 清明节, from: 2027-04-03, to: 2027-04-05, until: 2027-04-05}
              - {name: 踏青, from: 2027-04-05, to: 2027-04-06}
              - {from: 2027-05-01, to: 2027-05-32}
            make_up: [2027-02-03, 2027-04-04, 2027-02-20, 2027-02-20, 2028-02-20, soon]
            colour: red
            """
        #expect(
            findings(text) == [
                "line 4, column 22: 2026-12-31 is no day of 2027",
                "line 5, column 22: the holiday runs backwards: from 2027-02-12 to 2027-02-06",
                "line 6, column 51: a holiday has no key 'until'; known are name, from, to",
                "line 7, column 22: 2027-04-05 is off already (清明节)",
                "line 8, column 5: a holiday lacks 'name'",
                "line 8, column 28: '2027-05-32' is no day (like 2026-02-15)",
                "line 9, column 11: 2027-02-03 is no make-up day: it is no Saturday or Sunday",
                "line 9, column 23: 2027-04-04 is no make-up day: it is off (清明节)",
                "line 9, column 47: 2027-02-20 is named twice",
                "line 9, column 59: 2028-02-20 is no day of 2027",
                "line 9, column 71: 'soon' is no day (like 2026-02-15)",
                "line 10, column 1: the notice has no key 'colour'; known are year, notice, off, make_up, title",
            ])
    }

    @Test(arguments: [
        ("", "the file is empty"), ("year", "line 1, column 1: a notice is a list of keys and values"),
        ("- 1", "line 1, column 1: a notice is a list of keys"), ("a: [1, b: }", "line 1, column 11: "),
        ("year: 2027\nyear: 2028\n", "line 1, column 1: keys are given twice: year"),
        ("notice: x\noff: []\nmake_up: []", "line 1, column 1: the notice lacks 'year'"),
        ("year: 27\nnotice: x\noff: []\nmake_up: []", "line 1, column 7: 'year' is a year from 1949 to 9999, not '27'"),
        (
            "year: 2027\nnotice: ' '\noff: []\nmake_up: []",
            "line 2, column 9: 'notice' is a text of 1 to 200 characters"
        ),
        ("year: 2027\nnotice: x\noff: none\nmake_up: []", "line 3, column 6: 'off' is a list of holidays"),
        ("year: 2027\nnotice: x\noff: [1]\nmake_up: []", "line 3, column 7: a holiday has name, from and to, not '1'"),
        ("year: 2027\nnotice: x\noff: []\nmake_up: 7", "line 4, column 10: 'make_up' is a list of days"),
        ("year: 2027\nnotice: x\noff: []\nmake_up: [[1]]", "line 4, column 11: a list is no day"),
        ("year: 0\nnotice: x\noff: [{name: a, from: 0001-01-01, to: 9999-01-01}]\nmake_up: []", "line 1, column 7:"),
    ]) func whatIsWrongIsNamed(text: String, finding: String) {
        let found = findings(text)
        #expect(found.first?.hasPrefix(finding) == true, "\(found)")
    }

    @Test func hostileFilesAreRefused() {
        #expect(findings(String(repeating: "[", count: 60_000)) == ["line 1, column 33: nested too deeply"])
        #expect(findings(String(repeating: "- ", count: 30_000)) == ["line 1, column 401: nested too deeply"])
        #expect(findings(String(repeating: "x", count: 65_537)).first?.contains("at most 65536 bytes") == true)
        // Indents alone: as deep as the size allows.
        var text = ""
        for depth in 0..<350 { text += String(repeating: " ", count: depth) + "a:\n" }
        #expect(!findings(text).isEmpty)
    }

    @Test func theErrorSaysAllOfItALine() {
        #expect(throws: OfficialCalendar.NoticeError.self) { try OfficialCalendar.read("year: 2027") }
        do { _ = try OfficialCalendar.read("year: 2027") } catch {
            #expect(error.description.split(separator: "\n").count == 3)
        }
    }
}
