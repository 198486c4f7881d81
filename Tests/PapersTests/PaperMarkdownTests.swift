import Foundation
import Testing
import WitnessRunner

@testable import Papers

@Suite struct PaperMarkdownTests {
    private struct Seen: Decodable {
        let kinds: [String: Int]
        let texts: [String]
    }

    private func seen(_ markdown: String) async throws -> Seen {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("whistle-\(UUID().uuidString).md")
        defer { try? FileManager.default.removeItem(at: file) }
        try markdown.write(to: file, atomically: true, encoding: .utf8)
        let text = try await Witness.run("paper.py", ["markdown", file.path])
        return try JSONDecoder().decode(Seen.self, from: Data(text.utf8))
    }

    private func golden(_ name: String, _ text: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "golden/\(name).md")
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "\(name)")
    }

    @Test func minutes() throws {
        try golden("minutes.zh-CN", Press().markdown(PaperSamples.minutes()))
        try golden("minutes.en", Press().markdown(PaperSamples.minutes(), in: .english))
    }

    @Test func notices() throws {
        try golden("urging.zh-CN", Press().markdown(PaperSamples.notice()))
        try golden("red.zh-CN", Press().markdown(PaperSamples.notice(.supervision(.red))))
        try golden("notice.en", Press().markdown(PaperSamples.notice(.supervision(.notice)), in: .english))
    }

    @Test func bulletins() throws {
        try golden("bulletin.zh-CN", Press().markdown(PaperSamples.bulletin()))
        try golden("bulletin.en", Press().markdown(PaperSamples.bulletin(), in: .english))
    }

    /// markdown-it reads the same headings, tables and lists whatever a title holds.
    @Test func markupStaysText() async throws {
        let press = try Press()
        func sample(_ text: String) -> Minutes {
            var minutes = PaperSamples.minutes(text)
            minutes.host = text
            minutes.items[0].title = text
            minutes.items[0].decision = text
            minutes.items[0].milestones[0].title = text
            minutes.attendance[0].organization = text
            minutes.remark = text
            return minutes
        }
        let plain = try await seen(press.markdown(sample("菜场")))
        #expect(plain.kinds["table_open"] == 2)
        #expect(plain.kinds["heading_open"] == 7)
        for evil in [
            "<b>x</b>", "# x", "- x", "1. x", "2) x", "> x", "***", "---", "===", "    x", "`x`", "~~x~~", "![x](y)",
            "[x]: y",
            "a | b", "\\", "&lt;", "<http://e.cn>", "*x* _y_", "+ x", "```", ":-: x", "1.", "-", "| --- |", "x\\",
        ] {
            let seen = try await seen(press.markdown(sample(evil)))
            // A backslash escape is a token of its own beside its text.
            let tokens = ["text", "text_special"]
            #expect(
                seen.kinds.filter { !tokens.contains($0.key) } == plain.kinds.filter { !tokens.contains($0.key) },
                "\(evil)")
            let wanted = evil.trimmingCharacters(in: .whitespaces)
            #expect(seen.texts.first == wanted, "\(evil)")
            #expect(seen.texts.count { $0 == wanted } == 5, "\(evil)")
        }
    }

    @Test func bareAddressesAreNoLinks() {
        let content = MarkdownContent()
        #expect(content.escapeText("见 https://e.cn 或 www.e.cn") == "见 https:\\//e.cn 或 www\\.e.cn")
        #expect(content.escapeText("2026-03-02 17:00 约 3.5 米") == "2026-03-02 17:00 约 3.5 米")
        #expect(content.escapeText("93.72 %") == "93.72 %")
        #expect(content.escapeText("-1 号") == "-1 号")
        #expect(content.escapeText(" \n ") == "")
        #expect(content.escapeText("两行\r\n文字") == "两行 文字")
    }
}
