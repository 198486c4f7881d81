import Foundation
import Testing

@testable import Secrets

/// Keys that follow one another, and what is made with keys derived from them.
@Suite struct KeyRingTests {
    private let old = [UInt8](repeating: 1, count: 32)
    private let new = [UInt8](repeating: 2, count: 32)

    @Test func anOldKeyOpensAndTheNewOneSeals() throws {
        let before = try SecretBox(key: old)
        let after = try SecretBox(keys: [new, old])
        let sealed = try before.seal("秘密", context: "name:1")
        #expect(try after.open(sealed, context: "name:1") == "秘密")
        #expect(throws: SecretsError.cannotOpen) { try after.open(sealed, context: "name:2") }
        #expect(!after.isCurrent(sealed, context: "name:1"))
        let again = try after.seal("秘密", context: "name:1")
        #expect(after.isCurrent(again, context: "name:1") && !after.isCurrent(again, context: "name:2"))
        #expect(throws: SecretsError.cannotOpen) { try before.open(again, context: "name:1") }
        #expect(throws: SecretsError.wrongKeyLength(31)) { try SecretBox(keys: [new, Array(old.dropLast())]) }
        #expect(throws: SecretsError.wrongKeyLength(0)) { try SecretBox(keys: []) }
    }

    @Test func theKeyFileIsRotatedInPlace() throws {
        let path = "/tmp/whistle-key-\(UUID().uuidString)"
        defer { unlink(path) }
        let first = try KeyFile.load(path)
        let both = try KeyFile.rotate(path)
        #expect(both.count == 2 && both[1] == first[0] && both[0] != first[0])
        #expect(try KeyFile.load(path) == both)
        let mode = try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
        #expect(mode == 0o600)
        try KeyFile.forgetOld(path)
        #expect(try KeyFile.load(path) == [both[0]])
    }

    @Test func keysComeOneOrSeveral() throws {
        let (a, b) = (Data(old).base64EncodedString(), Data(new).base64EncodedString())
        for text in ["\(a) \(b)", "\(a),\(b)\n", " \(a)\r\n\(b)\n\n"] {
            #expect(try KeyFile.parse(text, from: "WHISTLE_KEY") == [old, new])
        }
        for text in ["", " \n", "\(a) x", Data(old.dropLast()).base64EncodedString()] {
            #expect(throws: SecretsError.self) { try KeyFile.parse(text, from: "WHISTLE_KEY") }
        }
    }

    private var link: SignedLink {
        SignedLink(
            act: .reportIn, district: "changshu", subject: UUID(), organization: "housing", use: UUID(),
            expires: 1_900_000_000)
    }

    @Test func aLinkComesBackAsItWasMade() throws {
        let (before, after) = (try SecretBox(key: old), try SecretBox(keys: [new, old]))
        for act in SignedLink.Act.allCases {
            var link = link
            link.act = act
            let text = before.text(of: link)
            #expect(before.link(text) == link && after.link(text) == link)
            #expect(before.link(after.text(of: link)) == nil)
            #expect(
                text.utf8.allSatisfy {
                    $0 == 45 || $0 == 95 || Character(Unicode.Scalar($0)).isLetter || (48...57).contains($0)
                })
        }
    }

    /// Every single changed bit, and every cut.
    @Test func nothingElseIsALink() throws {
        let box = try SecretBox(key: old)
        let bytes = try #require(Base64URL.decode(box.text(of: link)))
        for index in bytes.indices {
            for bit in 0..<8 {
                var forged = bytes
                forged[index] ^= 1 << bit
                #expect(box.link(Base64URL.encode(forged)) == nil)
            }
            #expect(box.link(Base64URL.encode(Array(bytes.prefix(index)))) == nil)
            #expect(box.link(Base64URL.encode(bytes + bytes.prefix(index + 1))) == nil)
        }
        for text in ["", "x", "whs_changshu_x", String(repeating: "A", count: 1025)] { #expect(box.link(text) == nil) }
    }

    /// A message that is sent again carries a later end; it is the same link all the same.
    @Test func aLinksUseDoesNotDependOnItsEnd() {
        let first = link
        var later = first
        later.expires += 5
        var other = first
        other.act = .receive
        #expect(first.spending == later.spending && first.spending != other.spending)
        #expect(first.spending != link.spending)
    }

    @Test func oneRobotHasOneIdentity() throws {
        let box = try SecretBox(key: old)
        let robot = box.robotIdentity("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a")
        for same in [
            "https://QYAPI.weixin.qq.com:443/cgi-bin/webhook/send?key=a",
            "http://qyapi.weixin.qq.com/cgi-bin/webhook/send/?key=a",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?timestamp=1&key=a&sign=x",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=%61#top",
        ] { #expect(box.robotIdentity(same) == robot, "\(same)") }
        for other in [
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=b",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/Send?key=a",
            "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=a",
            "https://weixin.qq.com/cgi-bin/webhook/send?key=a",
        ] { #expect(box.robotIdentity(other) != robot, "\(other)") }
        #expect(
            try SecretBox(key: new).robotIdentity("https://x.example/a") != box.robotIdentity("https://x.example/a"))
    }
}
