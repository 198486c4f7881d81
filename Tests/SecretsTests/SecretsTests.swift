import Crypto
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

    /// The vectors that the robots' signatures are pinned to.
    @Test func robotsSignatures() {
        #expect(
            RobotSignature.dingTalk(
                secret: "SEC000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                milliseconds: 1_767_225_600_000) == "jONM846eg7gnF9ttg3iuBt1vQ40VPLsDwE8GaKECBiU=")
        #expect(
            RobotSignature.feishu(secret: "demo-feishu-secret", seconds: 1_767_225_600)
                == "KMvB9tb80H6jyfyOmzRlorimGBPBWrHvBSw/ieQZiFQ=")
    }

    /// Seed and message of RFC 8032's first test vector would need an empty message; ours is verified instead.
    @Test func asymmetricSignaturesVerify() throws {
        let seed = Data([UInt8](1...32))
        let key = try #require(WebhookSigningKey("whsk_" + seed.base64EncodedString()))
        let signature = try #require(key.signature(id: "msg_1", timestamp: 1_767_225_600, body: Array("{}".utf8)))
        #expect(signature.hasPrefix("v1a,"))
        let publicKey = try Curve25519.Signing.PublicKey(
            rawRepresentation: #require(Data(base64Encoded: String(key.publicText.dropFirst(5)))))
        let bytes = try #require(Data(base64Encoded: String(signature.dropFirst(4))))
        #expect(publicKey.isValidSignature(bytes, for: Data("msg_1.1767225600.{}".utf8)))
        // Seed and public key together, as the standard's libraries write it; another public key is refused.
        #expect(WebhookSigningKey("whsk_" + (seed + publicKey.rawRepresentation).base64EncodedString()) != nil)
        #expect(WebhookSigningKey("whsk_" + (seed + seed).base64EncodedString()) == nil)
        for text in ["", "whsk_", "whsk_!", "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=", "whsk_AQID"] {
            #expect(WebhookSigningKey(text) == nil)
        }
    }
}
