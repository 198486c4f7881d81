import Foundation
import Language
import Testing
import WitnessRunner

@testable import Papers

/// The pages behind signed links.
@Suite struct LinkPageTests {
    private static let facts: [LinkPage.Fact] = [
        .init(.number, "CS-2026-000001-1"), .init(.matter, PaperSamples.hostile), .init(.place, "海棠路 1 号"),
    ]

    private static var pages: [LinkPage] {
        var wrong = LinkPage(
            .reportInTitle, .reportInAsk, facts: facts, form: .reportIn(person: PaperSamples.hostile, note: "\"'<>&"))
        wrong.fault = .fillIn("报到人")
        return [
            LinkPage(.receiveTitle, .receiveAsk, facts: facts, form: .receive), wrong,
            LinkPage(
                .evaluateTitle, .evaluateAsk, facts: facts,
                form: .evaluate(
                    grades: [.satisfied, .dissatisfied], grade: .dissatisfied, solved: false,
                    comment: PaperSamples.hostile)),
            LinkPage(.usedTitle, .used), LinkPage(.expiredTitle, .expired), LinkPage(.unknownTitle, .unknown),
        ]
    }

    @Test(arguments: Tongue.allCases) func everyPageIsSound(_ tongue: Tongue) async throws {
        let press = try Press()
        for page in Self.pages {
            let html = try press.html(page, in: tongue, style: .linked(href: "/s/style.css"))
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(
                "whistle-\(UUID().uuidString).html")
            defer { try? FileManager.default.removeItem(at: file) }
            try html.write(to: file, atomically: true, encoding: .utf8)
            // The witness fails for what runs or is fetched, and for elements that what was typed opens or closes.
            _ = try await Witness.run("paper.py", ["html", file.path])
            #expect(html.contains("lang=\"\(tongue.rawValue)\""))
            #expect(!html.contains(PaperSamples.hostile))
            #expect(html.components(separatedBy: "<form").count - 1 == (page.form == nil ? 0 : 1))
        }
    }

    @Test func whatWasFilledInIsShownAgain() throws {
        let html = try Press().html(Self.pages[2], style: .linked(href: "/s/style.css"))
        #expect(html.contains(#"name="grade" value="dissatisfied" required checked>"#))
        #expect(html.contains(#"name="grade" value="satisfied" required>"#))
        #expect(html.contains(#"name="solved" value="false" required checked>"#))
        #expect(!html.contains("basically_satisfied"))
    }

    @Test func theSheetFetchesNothing() {
        #expect(!LinkStyle.sheet.contains("url(") && !LinkStyle.sheet.contains("@import"))
        #expect(!LinkStyle.sheet.contains("<"))
    }
}
