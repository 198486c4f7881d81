import Foundation
import Secrets
import Testing

@testable import Delivery

/// The vectors that the signatures are pinned to, seen in the requests themselves.
@Suite struct SignatureTests {
    private let second: Int64 = 1_767_225_600
    private let standardSecret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
    private let parcel = Parcel(
        id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", type: "workorder.dispatched", at: "2026-01-01T00:00:00Z",
        data: #"{"id":"WO-2026-000001","title":"路灯损坏"}"#)

    @Test func standard() {
        let request = StandardWebhook().request(
            parcel, to: Destination(url: "https://x.example/hook", secrets: [standardSecret]), at: second)
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"type":"workorder.dispatched","timestamp":"2026-01-01T00:00:00Z","data":{"id":"WO-2026-000001","title":"路灯损坏"}}"#
        )
        #expect(request.header("webhook-signature") == "v1,Nr2US7qCn2LmSAVa94XizG5Kp4gg9s2CD387vItZanU=")
        #expect(request.header("webhook-id") == parcel.id)
        #expect(request.header("webhook-timestamp") == "1767225600")
    }

    /// During a rotation each key signs; an asymmetric key adds its own.
    @Test func everyKeySigns() throws {
        let old = WebhookSecret.make()
        let seed = "whsk_" + Data([UInt8](1...32)).base64EncodedString()
        let request = StandardWebhook().request(
            parcel,
            to: Destination(
                url: "https://x.example/hook", secrets: [standardSecret, old.text], signingSecret: seed), at: second)
        let signatures = try #require(request.header("webhook-signature")).split(separator: " ").map(String.init)
        #expect(signatures.count == 3)
        #expect(signatures[0] == "v1,Nr2US7qCn2LmSAVa94XizG5Kp4gg9s2CD387vItZanU=")
        #expect(signatures[1] == old.signature(id: parcel.id, timestamp: second, body: request.body))
        #expect(signatures[2].hasPrefix("v1a,"))
    }

    @Test func dingTalk() {
        let secret = "SEC000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        let request = DingTalk().request(
            SampleEvents.test,
            to: Destination(url: "https://oapi.dingtalk.com/robot/send?access_token=T", signingSecret: secret),
            at: second)
        #expect(
            request.url
                == "https://oapi.dingtalk.com/robot/send?access_token=T&timestamp=1767225600000&sign=jONM846eg7gnF9ttg3iuBt1vQ40VPLsDwE8GaKECBiU%3D"
        )
    }

    @Test func feishu() {
        let request = Feishu().request(
            SampleEvents.test, to: Destination(url: "https://x.example/hook/T", signingSecret: "demo-feishu-secret"),
            at: second)
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(
            body.hasPrefix(
                #"{"timestamp":"1767225600","sign":"KMvB9tb80H6jyfyOmzRlorimGBPBWrHvBSw/ieQZiFQ=","msg_type":"text""#))
        #expect(request.url == "https://x.example/hook/T")
    }

    /// The secret that the broker makes for every endpoint signs no robot's message.
    @Test func robotsWithoutASecretOfTheirOwnAreNotSigned() {
        let destination = Destination(url: "https://x.example/r?a=b", secrets: [standardSecret])
        #expect(DingTalk().request(SampleEvents.test, to: destination, at: second).url == destination.url)
        #expect(Destination(url: "", secrets: ["SECabc"]).robotSecret == "SECabc")
    }

    @Test(arguments: [
        ("https://h/p", "https://h/p?sign=%2B%2F%3D"), ("https://h/p?", "https://h/p?sign=%2B%2F%3D"),
        ("https://h/p?a=1&a=2", "https://h/p?a=1&a=2&sign=%2B%2F%3D"),
        ("https://h/p?a=%20#frag", "https://h/p?a=%20&sign=%2B%2F%3D#frag"),
        ("http://[::1]:8080/x/y?k=%E5%93%A8", "http://[::1]:8080/x/y?k=%E5%93%A8&sign=%2B%2F%3D"),
    ])
    func queriesAreKept(_ url: String, _ expected: String) {
        #expect(QueryFields.adding([(name: "sign", value: "+/=")], to: url) == expected)
    }
}
