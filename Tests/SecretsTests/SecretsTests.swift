import Foundation
import Secrets
import Testing

@Suite struct SecretsTests {
    @Test func sealedValuesOpenOnlyInTheirPlace() throws {
        let box = try SecretBox(key: Random.bytes(32))
        let sealed = try box.seal("张三", context: "name:1")
        #expect(try box.open(sealed, context: "name:1") == "张三")
        #expect(throws: SecretsError.cannotOpen) { try box.open(sealed, context: "name:2") }
        #expect(throws: SecretsError.cannotOpen) {
            try SecretBox(key: Random.bytes(32)).open(sealed, context: "name:1")
        }
    }

    @Test func theKeyFileIsMadeOnceAndForItsOwnerOnly() throws {
        let path = "/tmp/whistle-key-\(UUID().uuidString)"
        defer { unlink(path) }
        let key = try KeyFile.load(path)
        #expect(try KeyFile.load(path) == key)
        let mode = try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
        #expect(mode == 0o600)
        chmod(path, 0o644)
        #expect(throws: SecretsError.self) { try KeyFile.load(path) }
    }

    @Test func tokensNameTheirDistrict() {
        for _ in 0..<200 {
            let token = AccessToken.make(district: "changshu")
            #expect(AccessToken.district(of: token) == "changshu")
            #expect(token.wholeMatch(of: /whs_changshu_[A-Za-z0-9_-]{43}/) != nil)
        }
        #expect(AccessToken.district(of: "whs_x") == nil)
        #expect(AccessToken.district(of: "") == nil)
    }

    /// The vector that the Standard Webhooks signature is pinned to.
    @Test func signaturesAreTheStandards() throws {
        let secret = try #require(WebhookSecret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="))
        let body =
            #"{"type":"workorder.dispatched","timestamp":"2026-01-01T00:00:00Z","data":{"id":"WO-2026-000001","title":"路灯损坏"}}"#
        #expect(
            secret.signature(id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", timestamp: 1_767_225_600, body: Array(body.utf8))
                == "v1,Nr2US7qCn2LmSAVa94XizG5Kp4gg9s2CD387vItZanU=")
    }
}
