import CurlClient
import Foundation
import Language
import Testing

@testable import Delivery

/// Every code of the table, and what stands around it.
@Suite struct VerdictTests {
    private static let now: Int64 = 1_767_225_600

    private func verdict(
        _ adapter: String, _ status: Int, _ body: String = "", retryAfter: String? = nil
    ) throws -> Verdict {
        let headers = retryAfter.map { [(name: "retry-after", value: $0)] } ?? []
        return try #require(Adapters.named(adapter)).verdict(
            CurlResponse(status: status, headers: headers, body: Array(body.utf8)), at: Self.now)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let adapter: String, status: Int, body: String, fate: Verdict.Fate
        let code: String?
        let fault: DeliveryFault?
        init(
            _ adapter: String, _ status: Int, _ body: String, _ fate: Verdict.Fate, _ code: String? = nil,
            _ fault: DeliveryFault? = nil
        ) {
            (self.adapter, self.status, self.body, self.fate) = (adapter, status, body, fate)
            (self.code, self.fault) = (code, fault)
        }
        var testDescription: String { "\(adapter) \(status) \(body)" }
    }

    static let again = Verdict.Fate.failed(retryAfter: nil)

    static let rows: [Row] = [
        Row("wecom", 200, #"{"errcode":0,"errmsg":"ok"}"#, .delivered),
        Row("wecom", 200, #"{"errcode":93000,"errmsg":"invalid webhook url"}"#, .gone, "93000", .removed),
        Row("wecom", 200, #"{"errcode":40008,"errmsg":"x"}"#, .rejected, "40008", .unsupportedMessage),
        Row("wecom", 200, #"{"errcode":40033,"errmsg":"x"}"#, .rejected, "40033", .malformedMessage),
        Row("wecom", 200, #"{"errcode":45009,"errmsg":"x"}"#, .throttled(seconds: 65), "45009", .rateLimited),
        Row("wecom", 200, #"{"errcode":45033,"errmsg":"x"}"#, .throttled(seconds: 5), "45033", .rateLimited),
        Row("wecom", 200, #"{"errcode":-1,"errmsg":"x"}"#, .throttled(seconds: 5), "-1", .busy),
        Row("wecom", 200, #"{"errcode":40001}"#, again, "40001", .unknownCode("40001")),
        Row("wecom", 429, #"{"errcode":7}"#, .throttled(seconds: 65), "7", .rateLimited),
        Row("wecom", 500, #"{"errcode":7}"#, again, "7", .unknownCode("7")),
        // A proxy's error is an error, whatever stands in the body.
        Row("wecom", 500, #"{"errcode":0}"#, again, nil, .status(500)),
        Row("dingtalk", 200, #"{"errcode":0,"errmsg":"ok"}"#, .delivered),
        Row("dingtalk", 200, #"{"errcode":300005,"errmsg":"token is not exist"}"#, .gone, "300005", .removed),
        Row(
            "dingtalk", 200, #"{"errcode":130101,"errmsg":"send too fast"}"#, .throttled(seconds: 600), "130101",
            .rateLimited),
        Row("dingtalk", 200, #"{"errcode":90030,"errmsg":"x"}"#, .throttled(seconds: 3600), "90030", .quota),
        Row(
            "dingtalk", 200, #"{"errcode":310000,"errmsg":"keywords not in content"}"#, .misconfigured, "310000",
            .keyword),
        Row(
            "dingtalk", 200, #"{"errcode":310000,"errmsg":"description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词"}"#,
            .misconfigured, "310000", .keyword),
        Row("dingtalk", 200, #"{"errcode":310000,"errmsg":"invalid timestamp"}"#, .misconfigured, "310000", .clock),
        Row(
            "dingtalk", 200, #"{"errcode":310000,"errmsg":"description:机器人发送签名过期;solution:签名生成时间和发送时间请保持在一小时内"}"#,
            .misconfigured, "310000", .clock),
        Row("dingtalk", 200, #"{"errcode":310000,"errmsg":"sign not match"}"#, .misconfigured, "310000", .signature),
        Row(
            "dingtalk", 200,
            #"{"errcode":310000,"errmsg":"description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中"}"#, .misconfigured,
            "310000", .signature),
        Row(
            "dingtalk", 200, #"{"errcode":310000,"errmsg":"ip 1.2.3.4 not in whitelist"}"#, .misconfigured, "310000",
            .address),
        Row(
            "dingtalk", 200, #"{"errcode":310000,"errmsg":"description:来源ip地址不在白名单;solution:x"}"#, .misconfigured,
            "310000", .address),
        Row("dingtalk", 200, #"{"errcode":310000,"errmsg":"description:其他"}"#, .misconfigured, "310000", .security),
        Row("feishu", 200, #"{"code":0,"msg":"success","data":{}}"#, .delivered),
        Row("feishu", 200, #"{"StatusCode":0,"StatusMessage":"success"}"#, .delivered),
        Row("feishu", 200, #"{"code":19001,"msg":"incoming webhook access token invalid"}"#, .gone, "19001", .removed),
        Row("feishu", 400, #"{"code":19002,"msg":"params error"}"#, .rejected, "19002", .malformedMessage),
        Row("feishu", 200, #"{"code":19021,"msg":"sign match fail"}"#, .misconfigured, "19021", .signature),
        Row("feishu", 200, #"{"code":19022,"msg":"Ip Not Allowed"}"#, .misconfigured, "19022", .address),
        Row("feishu", 200, #"{"code":19024,"msg":"Key Words Not Found"}"#, .misconfigured, "19024", .keyword),
        Row("feishu", 400, #"{"code":9499,"msg":"Bad Request"}"#, .rejected, "9499", .malformedMessage),
        Row("feishu", 400, #"{"code":9499,"msg":"too many request"}"#, .throttled(seconds: 5), "9499", .rateLimited),
        Row("feishu", 200, #"{"code":11232,"msg":"frequency limited"}"#, .throttled(seconds: 5), "11232", .rateLimited),
        Row("feishu", 429, #"{"code":11232,"msg":"frequency limited"}"#, .throttled(seconds: 5), "11232", .rateLimited),
        Row("slack", 200, "ok", .delivered), Row("slack", 200, "ok\n", .delivered),
        Row("slack", 200, "no_text", again, "no_text", .unreadableAnswer),
        Row("slack", 403, "invalid_token", .misconfigured, "invalid_token", .forbidden),
        Row("slack", 404, "no_service", .misconfigured, "no_service", .notFound),
        Row("slack", 410, "channel_is_archived", .gone, "channel_is_archived", .removed),
        Row("slack", 429, "", .throttled(seconds: 30), nil, .rateLimited),
        Row("mattermost", 200, "ok", .delivered),
        Row(
            "mattermost", 400, #"{"id":"web.incoming_webhook.invalid.app_error"}"#, .misconfigured,
            "web.incoming_webhook.invalid.app_error", .notFound),
        Row(
            "mattermost", 400, #"{"id":"web.incoming_webhook.parse.app_error"}"#, .rejected,
            "web.incoming_webhook.parse.app_error", .malformedMessage),
        Row("mattermost", 404, "", .misconfigured, nil, .notFound),
        Row("mattermost", 429, "", .throttled(seconds: 10), nil, .rateLimited),
        Row("teams", 202, "", .delivered),
        Row(
            "teams", 200,
            "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x",
            .throttled(seconds: 10), "429", .rateLimited),
        Row("teams", 200, "1", again, nil, .unreadableAnswer),
        Row("teams", 400, "{}", .rejected, nil, .malformedMessage),
        Row(
            "teams", 400, #"{"error":{"code":"WorkflowTriggerIsNotEnabled"}}"#, .misconfigured,
            "WorkflowTriggerIsNotEnabled", .workflowOff),
        Row("teams", 404, "", .misconfigured, nil, .workflowOff), Row("teams", 413, "", .rejected, nil, .tooLarge),
        Row("teams", 429, "", .throttled(seconds: 10), nil, .rateLimited),
        Row("standard", 204, "", .delivered), Row("standard", 299, "anything", .delivered),
        Row("standard", 410, "", .gone, nil, .removed), Row("standard", 404, "", again, nil, .status(404)),
        Row("cloudevents", 202, "", .delivered), Row("cloudevents", 410, "", .gone, nil, .removed),
    ]

    @Test(arguments: rows) func codes(_ row: Row) throws {
        #expect(try verdict(row.adapter, row.status, row.body) == Verdict(row.fate, code: row.code, row.fault))
    }

    @Test(arguments: ["wecom", "dingtalk", "feishu", "slack", "mattermost", "teams"])
    func a200ThatSaysNothingIsNoSuccess(_ robot: String) throws {
        for body in ["", "  \n", "<html>login</html>", "null", "[]", "{}", "okay", #"{"errcode":"#, "\u{FEFF}ok"] {
            #expect(try verdict(robot, 200, body).fate == Self.again, "\(robot) \(body)")
        }
        #expect(try verdict(robot, 200).fault == .emptyAnswer)
    }

    @Test func aCutAnswerIsNoSuccess() {
        let answer = CurlResponse(status: 200, body: Array(#"{"errcode":0}"#.utf8), bodyTruncated: true)
        #expect(WeCom().verdict(answer, at: Self.now).fate == Self.again)
    }

    @Test(arguments: Adapters.all.map(\.profile.name)) func statuses(_ name: String) throws {
        for status in [300, 301, 302, 307, 308] {
            #expect(try verdict(name, status) == Verdict(Self.again, .redirected(status)))
        }
        for status in [500, 501, 502, 503, 504, 599] {
            #expect(try verdict(name, status, "<html>").fate == Self.again, "\(name) \(status)")
        }
        #expect(try verdict(name, 410).fate == .gone)
        #expect(try verdict(name, 429, retryAfter: "120").fate == .throttled(seconds: 120))
        #expect(try verdict(name, 429, retryAfter: "0").fate == .throttled(seconds: 1))
        #expect(try verdict(name, 503, retryAfter: "7").fate == .throttled(seconds: 7))
        #expect(try verdict(name, 429, retryAfter: "99999999999999999999999").fate == .throttled(seconds: 86_400))
    }

    @Test(arguments: [
        ("0", 0.0), ("120", 120), ("00000000000000000120", 120), (" 5 ", 5), ("86401", 86_400),
        ("123456789012", 86_400),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60), ("Thu, 01 Jan 2026 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ])
    func retryAfter(_ header: String, _ seconds: Double) {
        #expect(RetryAfter.seconds(header, at: Self.now) == seconds)
    }

    @Test(arguments: [
        "", " ", "-1", "1.5", "1e9", "inf", "nan", "0x10", "１２", "soon", "Thu, 01 Jan 2026 00:01:00 CET",
        "Thu, 32 Jan 2026 00:01:00 GMT", "Thu, 01 Foo 2026 00:01:00 GMT", "Thu, 01 Jan 2026 24:01:00 GMT",
        "Thu,é01 Jan 2026 00:01:00 GMT", "Thu, 01 Jan 2026 00:01:00 GMT; x",
    ])
    func retryAfterRefused(_ header: String) { #expect(RetryAfter.seconds(header, at: Self.now) == nil) }

    @Test func withoutAnAnswer() {
        #expect(Verdict(.refusedAddress(reason: "x")).fault == .refusedAddress)
        #expect(Verdict(.notSent(code: 6, message: "")).fault == .unreachable)
        #expect(Verdict(.notSent(code: 60, message: "")).fault == .certificate)
        #expect(Verdict(.unknownOutcome(code: 52, message: "")).fault == .unknownOutcome)
        #expect(Verdict(.unknownOutcome(code: 52, message: "")).fate == Self.again)
    }

    @Test func faultsSayThemselves() {
        for row in Self.rows where row.fault != nil {
            for tongue in Tongue.allCases { #expect(row.fault?.meaning(in: tongue).isEmpty == false) }
        }
        #expect(Verdict(.misconfigured, .keyword).hint(in: .chinese)?.contains("吹哨报到") == true)
        #expect(Verdict.delivered.meaning(in: .chinese) == nil)
    }
}
