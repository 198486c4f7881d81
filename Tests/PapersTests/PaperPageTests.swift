import Foundation
import Language
import Testing
import WitnessRunner

@testable import Papers

@Suite struct PaperPageTests {
    private struct Seen: Decodable {
        let lang: String
        let tags: [String: Int]
        let texts: [String: String]
    }

    private func seen(_ html: String) async throws -> Seen {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("whistle-\(UUID().uuidString).html")
        defer { try? FileManager.default.removeItem(at: file) }
        try html.write(to: file, atomically: true, encoding: .utf8)
        let text = try await Witness.run("paper.py", ["html", file.path])
        return try JSONDecoder().decode(Seen.self, from: Data(text.utf8))
    }

    private static let papers: [any Paper] = [
        PaperSamples.minutes(), PaperSamples.application(), PaperSamples.handover(), PaperSamples.record(),
        PaperSamples.feedback(), PaperSamples.notice(), PaperSamples.notice(.supervision(.yellow)),
        PaperSamples.notice(.supervision(.red)), PaperSamples.bulletin(), ApplicationForm(), HandoverForm(),
        RecordForm(), FeedbackForm(),
    ]

    /// Every paper in both languages is well-formed, has one heading and a title, and fetches and runs nothing.
    @Test(arguments: Tongue.allCases) func everyPageIsSound(_ tongue: Tongue) async throws {
        let press = try Press()
        for paper in Self.papers {
            let html = try press.html(paper, in: tongue, style: .linked(href: "/assets/paper.css"))
            let seen = try await seen(html)
            #expect(seen.lang == tongue.rawValue)
            #expect(seen.tags["h1"] == 1)
            #expect(seen.tags["link"] == 1)
            #expect(seen.tags["style"] == nil)
            #expect(seen.tags["meta"] == 2)
            #expect(seen.texts["title"]?.isEmpty == false)
            #expect(html.contains("<meta charset=\"utf-8\">"))
        }
    }

    @Test func aSavedPageCarriesItsStyle() async throws {
        let seen = try await seen(try Press().html(PaperSamples.minutes(), style: .inline))
        #expect(seen.tags["link"] == nil)
        #expect(seen.texts["style"]?.contains("@page { size: A4;") == true)
        #expect(!PaperStyle.sheet.contains("<"))
        #expect(!PaperStyle.sheet.contains("url("))
    }

    /// What people type stays text, in every place of every paper.
    @Test func markupIsEscaped() async throws {
        let press = try Press()
        let evil = PaperSamples.hostile
        var minutes = PaperSamples.minutes(evil)
        minutes.items[0].title = evil
        minutes.items[0].decision = evil
        minutes.attendance[0].person = "\"\u{301} onmouseover=\"x"
        var form = PaperSamples.application()
        form.description = evil
        form.number = evil
        form.classes = [FormChoice(evil)]
        form.townshipReview = FormOpinion(evil, signer: evil, date: evil)
        var notice = PaperSamples.notice()
        notice.whistleTitle = evil
        notice.note = evil
        var bulletin = PaperSamples.bulletin()
        bulletin.ranking?.rows = [[evil, "{{w.none}}"]]
        bulletin.redCards[0].title = evil
        for paper in [minutes, form, notice, bulletin] as [any Paper] {
            let html = try press.html(paper, style: .linked(href: "/a\"><script>.css"))
            #expect(!html.contains("<script"))
            #expect(!html.contains("\u{202E}"))
            let seen = try await seen(html)
            #expect(seen.texts.values.contains { $0.contains("<script>alert(\"1\")</script> & 'x' **b**") })
        }
        #expect(try press.html(bulletin, style: .inline).contains("{{w.none}}"))
        // A combining mark does not carry a quote past the escaping.
        #expect(PageContent().escapeText("\"\u{301}<\u{301}") == "&quot;\u{301}&lt;\u{301}")
    }

    @Test func blankFormsHaveRoomForThePen() throws {
        let html = try Press().html(FeedbackForm(scheme: "群众约谈"), style: .inline)
        #expect(html.contains("<h1>群众约谈办理情况反馈表</h1>"))
        #expect(html.contains("□ 同意反馈"))
        #expect(!html.contains("■"))
        #expect(html.contains("年\u{3000}\u{3000}月"))
        #expect(throws: PapersError.noTemplate("form.md")) { try Press().markdown(FeedbackForm()) }
    }

    /// A word that a template names and nobody wrote would print as nothing.
    @Test func everyWordOfTheTemplatesExists() throws {
        for tongue in Tongue.allCases {
            let words = Word.dictionary(tongue)
            #expect(words.values.allSatisfy { !$0.isEmpty })
            for template in TemplateName.allCases {
                for found in (template.html + (template.markdown ?? "")).matches(of: /\{\{w\.(\w+)\}\}/) {
                    #expect(words[String(found.1)] != nil, "\(found.1)")
                }
            }
        }
    }
}
