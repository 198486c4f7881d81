import Testing

@testable import JSON

/// Text written straight into bytes: eight at a time where nothing is to be escaped, and what was written once more.
@Suite struct JSONWriterTests {
    @Test func whateverStandsWhereverComesBack() throws {
        let special = ["\"", "\\", "\n", "\u{1}", "\u{1F}", " ", "\u{7F}", "!", "#", "[", "]", "停"]
        for length in 0..<34 {
            for place in 0...length {
                for character in special {
                    let text =
                        String(repeating: "a", count: place) + character + String(repeating: "z", count: length - place)
                    let bytes = JSONWriter.value { $0.value(text) }
                    #expect(try JSON(parsing: bytes).string == text)
                    let isPlain = !["\"", "\\", "\n", "\u{1}", "\u{1F}"].contains(character)
                    #expect((bytes.count == text.utf8.count + 2) == isPlain, "\(text)")
                }
            }
        }
    }

    @Test func aPassageIsWrittenAgain() throws {
        var passage: Range<Int>?
        let bytes = JSONWriter.array { json in
            for number in 1...3 {
                json.object { json in
                    json.member("number", number)
                    json.member("same", as: &passage) { $0.array { $0.value("路灯") } }
                    json.member("last", true)
                }
            }
        }
        #expect(
            String(decoding: bytes, as: UTF8.self) == "["
                + (1...3).map { #"{"number":\#($0),"same":["路灯"],"last":true}"# }.joined(separator: ",") + "]")
    }
}
