import Domain
import Foundation
import Rulebooks
import Testing

/// What is written about the format is what the reader does.
@Suite struct RulebookDocumentTests {
    @Test func theExampleIsReadAndComesBack() throws {
        let example = try RulebookDocs.example()
        #expect(DistrictFile.check(example) == [])
        let district = try DistrictFile.read(example)
        let book = district.rulebook
        #expect(try Rulebook.read(book.document().text, organizations: district.organizations) == book)
        #expect(book.hours == OfficeHours(spans: [30_600..<43_200, 48_600..<63_000], closeOfBusiness: 63_000))
        #expect(book.extensions == ExtensionPolicy(count: 2, total: Limit(10, .workingDays)))
        #expect(book.suspension.maximum == Limit(90, .calendarDays))
        #expect(book.feedbackApprover == "secretary" && book.reworkBound == nil)
        #expect(book.meetings.triggers.returns == nil && !book.meetings.triggers.hotspot)
        #expect(book.visitPlans.map(\.day) == [.weekly(2), .monthly(15)])
        #expect(book.ladder.rungs.map(\.deed) == [.remind, .overdue, .urge, .supervise(.yellow), .bulletin])
        #expect(book.ladder.rungs[3].clocks == [.resolve, .total])
        #expect(book.category("drainage")?.kind == .priority)
    }

    @Test func theExampleNamesEveryKey() throws {
        let example = try RulebookDocs.example()
        // Said by a district for itself, or shown by what stands beside them.
        let unused: Set = ["zone", "queue", "after", "opening", "leader", "dissatisfied"]
        for section in FileSection.allCases where section != .jointSigners && section != .kinds {
            for key in section.keys where !unused.contains(key) {
                #expect(example.contains("\(key):"), "\(section.rawValue).\(key)")
            }
        }
    }

    @Test func thePageNamesEveryKey() throws {
        let page = try RulebookDocs.text("rulebook.md")
        for section in FileSection.allCases {
            for key in section.keys { #expect(page.contains(key), "\(section.rawValue).\(key)") }
        }
    }

    @Test func theSchemaHasTheReadersKeys() throws {
        let data = Data(try RulebookDocs.text("rulebook.schema.json").utf8)
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        for section in FileSection.allCases {
            let definition = try #require(definitions[section.rawValue], "\(section.rawValue)")
            let properties = try #require(definition["properties"] as? [String: Any])
            #expect(Set(properties.keys) == Set(section.keys), "\(section.rawValue)")
            #expect(Set(definition["required"] as? [String] ?? []) == Set(section.required), "\(section.rawValue)")
            #expect(definition["additionalProperties"] as? Bool == false, "\(section.rawValue)")
        }
        let objects = definitions.filter { $0.value["properties"] != nil }.keys
        #expect(Set(objects) == Set(FileSection.allCases.map(\.rawValue)))
    }

    @Test func aRulebookAloneKeepsZoneAndPrefixes() throws {
        var base = Rulebook()
        base.zone = "Asia/Urumqi"
        base.prefixes = NumberPrefixes(whistle: "XA", item: "XB", meeting: "XC")
        base.version = 4
        let text = #"{"name": "规则", "categories": [{"code": "other", "name": "其他", "triage": "government"}]}"#
        let book = try Rulebook.read(text, organizations: [], from: base)
        #expect(book.zone == base.zone && book.prefixes == base.prefixes && book.version == 4)
        #expect(book.ladder == .standard)
    }

    @Test func findingsOfARulebookAlonePointIntoIt() throws {
        let text =
            #"{"name": "规则", "rework_bound": -1, "categories": [{"code": "a", "name": "甲", "triage": "government", "lead": "x/y"}]}"#
        let error = #expect(throws: RulebookError.self) { try Rulebook.read(text, organizations: []) }
        #expect(error?.findings.map(\.pointer) == ["/rework_bound", "/categories/0/lead"])
        #expect(error?.findings.map(\.code) == ["out-of-range", "wrong-form"])
    }

    @Test func jsonIsReadAsOthersWriteIt() throws {
        let text = """
            {
            \t"name": "\\u89c4\\u5219 \\ud83d\\ude00 \\\\ud83d \\/",
            \t"categories": [ {"code":"a","name":"\u{7532}","triage":"community","lead":null} ],
            \t"resident_ratios": {"\u{6c11}\u{751f}":60}, "rework_bound": 0
            }
            """
        let book = try Rulebook.read(text, organizations: [])
        #expect(book.name == "规则 😀 \\ud83d /" && book.reworkBound == 0)
        #expect(book.residentRatios == ["民生": 60] && book.categories.first?.lead == nil)
    }

    @Test func plainAndQuotedKeysMayFollowOneAnother() throws {
        let example = try RulebookDocs.example()
        let quoted = example.replacing("  review: working", with: "  \"review\": working")
            .replacing("name: 示例县\n", with: "'name': 示例县 # 县\r\n")
        #expect(quoted != example && DistrictFile.check(quoted) == [])
        #expect(DistrictFile.check("\u{FEFF}" + example) == [])
    }
}
