import JSON
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        #"{"a":1,"b":[true,false,null,"x",-2.5,1e3]}"#, #""路灯\n\"坏了\"""#, "[]", "{}", "0", #"{"深":{"度":[[]]}}"#,
    ])
    func textIsReadAndWritten(text: String) throws {
        let json = try JSON(parsing: text)
        #expect(try JSON(parsing: json.text).text == json.text)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "nul", "\"\u{1}\"", "{\"a\":1 \"b\":2}", "[1]x", "{\"a\":1,\"a\":2}",
        "+1",
    ])
    func otherTextIsRefused(text: String) { #expect(throws: JSONError.self) { try JSON(parsing: text) } }

    @Test func membersAreSortedInCanonicalText() throws {
        #expect(try JSON(parsing: #"{"b":{"d":1,"c":2},"a":"中"}"#).canonicalText == #"{"a":"中","b":{"c":2,"d":1}}"#)
    }

    @Test func surrogatePairsAreOneCharacterAndLoneOnesAreMarked() throws {
        #expect(try JSON(parsing: #""😀""#).string == "😀")
        #expect(try JSON(parsing: #""\ud83d""#).string == "\0")
        #expect(try JSON(parsing: #""\udc00x""#).string == "\0x")
    }

    @Test func depthIsBounded() {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        #expect(throws: JSONError.tooDeep(limit: 64)) { try JSON(parsing: deep) }
    }

    @Test func invalidUTF8IsRefused() {
        #expect(throws: JSONError.invalidUTF8) { try JSON(parsing: [0x22, 0xFF, 0x22] as [UInt8]) }
    }

    @Test func hugeNumbersDoNotTrap() throws {
        #expect(try JSON(parsing: "123456789012345678901234567890").integer == nil)
        #expect(try JSON(parsing: "1e999").double == .infinity)
    }
}
