import Rulebooks
import Testing

/// Texts made to cost more than they weigh: each is refused, soon and without a crash.
@Suite(.timeLimit(.minutes(1))) struct RulebookHostileTests {
    static let texts: [String] = {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (one, next) in zip("abcdefghijklmno", "bcdefghijklmnop") {
            bomb += "\(next): &\(next) [*\(one), *\(one), *\(one), *\(one), *\(one), *\(one), *\(one), *\(one)]\n"
        }
        let quoted = String(repeating: "[\"]\", ", count: 2000)
        return [
            bomb,
            "x: &a y\n? *a\n: z\n",
            String(repeating: "[", count: 100_000),
            String(repeating: "{a: ", count: 100_000),
            String(repeating: "{\"a\":", count: 5000) + "1" + String(repeating: "}", count: 5000),
            String(repeating: "- ", count: 100_000) + "x",
            String(repeating: "? ", count: 5000) + "x",
            (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
            quoted, "x: '" + quoted, "# [\n" + quoted, "x: y\n  \"" + quoted,
            String(repeating: "a", count: (1 << 20) + 1),
            "a: |\n  [[[[\n", "a: \u{0}", "\u{1}", "%YAML 1.1\n---\na: b", "a: \"\\ud800\"", "a: \"\\0\"",
            "a: b\u{2028}c: [", "\"", "'", "--- a\n--- b\n", "a: b: c", "\t", "", "   \n", "[]", "null", "---",
            "!!map {}",
            "a: b\r\n\"c\": [", "{[a, b]: c}", "{}", "x", "*", "&", "a: 99999999999999999999999999",
            #"{"code": "\u0000"}"#,
        ]
    }()

    @Test(arguments: texts.indices)
    func isRefused(index: Int) { #expect(!DistrictFile.check(Self.texts[index]).isEmpty) }

    @Test func aLongTextOfNothingIsReadInTime() {
        let many = (0..<20_000).map { "key\($0): [1, 2, {a: b}]\n" }.joined()
        #expect(DistrictFile.check(many).count == 200)
        let items = (0..<20_000).map { _ in "{code: a, kind: b}" }.joined(separator: ", ")
        #expect(!DistrictFile.check("organizations: [\(items)]").isEmpty)
    }
}
