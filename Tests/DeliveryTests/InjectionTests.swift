import Domain
import Foundation
import JSON
import Testing

@testable import Delivery

/// Whatever people type stays text: no markup, no mention, no link, no second line.
@Suite struct InjectionTests {
    static let attacks = [
        "</font>[x](http://evil.example)", "<@all>", "@all", "@13800001111", "<at user_id=\"all\">x</at>", "<!channel>",
        "<!here|x>", "<https://evil.example|click>", "**bold** _i_ ~s~ `c`", "![i](http://evil.example/i.png)",
        "# heading", "a\n# heading", "a\r\n\r\n> quote", "a\u{2028}**b**", "&lt;@all&gt;", "<at>值班员</at>",
        "${secret} {{DATE(2020)}}", "#channel ~town-square", "<\u{0338}@all>", "[\u{0301}x](http://evil.example)",
        "| a | b |", "\\<@all\\>", "\u{202E}txet desrever", "https://evil.example",
    ]

    private static func destination(_ robot: String) -> Destination {
        Destination(url: "https://x.example/", mentions: ["u1|张"], publicURL: "https://whistle.example")
    }

    /// The markup of a message about a harmless title is the markup of every other.
    private func markup(_ text: String) -> String {
        String(text.unicodeScalars.filter { "<>[]*_`~#@|&{}\\\n".unicodeScalars.contains($0) }.map(Character.init))
    }

    /// Slack's entities are what keeps text text. Compared by scalar: a mark may follow one.
    private func withoutEntities(_ text: String) -> String {
        ["&lt;", "&gt;", "&amp;"].reduce(text) { $0.replacingOccurrences(of: $1, with: "", options: .literal) }
    }

    @Test(arguments: CuttingTests.robots, attacks) func titlesStayText(_ robot: String, _ attack: String) throws {
        let adapter = try #require(Adapters.named(robot))
        let destination = Self.destination(robot)
        for type in [EventType.orderQueued, .whistleRaised, .itemHeard] {
            let harmless = adapter.request(SampleEvents.parcel(type, title: "路灯"), to: destination, at: 0)
            let attacked = adapter.request(SampleEvents.parcel(type, title: attack), to: destination, at: 0)
            var text = try RobotText.text(of: attacked.body)
            #expect(!text.contains("://evil"))
            #expect(!text.unicodeScalars.contains("\u{202E}") && !text.unicodeScalars.contains("\u{2028}"))
            if robot == "slack" { text = withoutEntities(text) }
            #expect(markup(text) == markup(try RobotText.text(of: harmless.body)), "\(text)")
            let digest = try #require(
                adapter.digest([SampleEvents.parcel(type, title: attack)], to: destination, at: 0))
            let plain = try #require(
                adapter.digest([SampleEvents.parcel(type, title: "路灯")], to: destination, at: 0))
            var line = try RobotText.text(of: digest.request.body)
            if robot == "slack" { line = withoutEntities(line) }
            #expect(markup(line) == markup(try RobotText.text(of: plain.request.body)))
        }
    }

    @Test(arguments: [
        ("电话13812345678联系", "电话138＊＊＊＊5678联系"), ("+8613812345678", "+861＊＊＊＊＊＊5678"),
        ("32058119900101123X", "320＊＊＊＊＊＊＊＊＊＊1123X"), ("320581199001011234", "320＊＊＊＊＊＊＊＊＊＊＊1234"),
        ("12345-2026-000088", "12345-2026-000088"), ("0512-52880000", "0512-52880000"),
        ("编号20260701001", "编号20260701001"),
    ])
    func numbersOfPersonsAreMasked(_ text: String, _ expected: String) { #expect(PlainText.clean(text) == expected) }

    /// Names of persons are in the data for those who may read it, never in a group's message.
    @Test(arguments: CuttingTests.robots) func personsAreNotNamed(_ robot: String) throws {
        let adapter = try #require(Adapters.named(robot))
        for parcel in SampleEvents.all {
            let text = try RobotText.text(of: adapter.request(parcel, to: Destination(url: ""), at: 0).body)
            for person in ["张三", "李四", "王五"] { #expect(!text.contains(person)) }
        }
    }

    @Test func actionLinksStandBesideTheOthers() throws {
        var parcel = SampleEvents.parcel(.orderQueued)
        parcel.actions = [ActionLink(label: .receive, url: "https://whistle.example/s/abc?x=1&y=2")]
        let destination = Destination(url: "", publicURL: "https://whistle.example/")
        func text(_ adapter: any Adapter) throws -> String {
            try RobotText.text(of: adapter.request(parcel, to: destination, at: 0).body)
        }
        #expect(
            try text(WeCom()).hasSuffix(
                """
                [查看详情](https://whistle.example/orders/0198aaaa-11)
                [点此签收](https://whistle.example/s/abc?x=1&y=2)
                """))
        #expect(try text(Slack()).hasSuffix("<https://whistle.example/s/abc?x=1&amp;y=2|点此签收>"))
        #expect(try text(Feishu()).hasSuffix("点此签收 https://whistle.example/s/abc?x=1&y=2"))
        // Programs are told the event, not how to act for somebody.
        let body = StandardWebhook().request(parcel, to: destination, at: 0).body
        #expect(!String(decoding: body, as: UTF8.self).contains("/s/abc"))
    }

    @Test func linksCannotEndEarly() throws {
        let destination = Destination(url: "", publicURL: "https://whistle.example/a) [x](b|c>d")
        let text = try RobotText.text(
            of: Mattermost().request(SampleEvents.parcel(.orderQueued), to: destination, at: 0).body)
        #expect(text.contains("(https://whistle.example/a%29%20%5Bx%5D%28b%7Cc%3Ed/orders/0198aaaa-11)"))
    }

    @Test(arguments: [
        ("all", Mention.everyone), ("@all", .everyone), ("13800001111", .phone("13800001111")),
        ("+86-13800001111", .phone("+86-13800001111")), ("ou_1|张三", .user(id: "ou_1", name: "张三")),
        ("a@b.example", .user(id: "a@b.example", name: nil)), ("x|<at>", .user(id: "x", name: "＜at＞")),
    ])
    func mentions(_ text: String, _ mention: Mention) { #expect(Mention(text) == mention) }

    @Test(arguments: ["", "a b", "x\"", "<x>", "张三", "a\nb", "|x y"]) func noMention(_ text: String) {
        #expect(Mention(text) == nil)
    }

    @Test func mentionsOfEachRobot() throws {
        func body(_ adapter: any Adapter, _ mentions: String...) -> String {
            String(
                decoding: adapter.request(SampleEvents.test, to: Destination(url: "", mentions: mentions), at: 0).body,
                as: UTF8.self)
        }
        #expect(body(WeCom(), "zhang").contains("<@zhang>"))
        let text = body(WeCom(), "zhang", "13800001111", "all")
        #expect(text.contains(#""msgtype":"text""#))
        #expect(text.contains(#""mentioned_list":["zhang","@all"],"mentioned_mobile_list":["13800001111"]"#))
        #expect(
            body(DingTalk(), "13800001111", "u1", "all").hasSuffix(
                #"@13800001111 @u1"},"at":{"atMobiles":["13800001111"],"atUserIds":["u1"],"isAtAll":true}}"#))
        #expect(body(Feishu(), "ou_1|张").contains(#"<at user_id=\"ou_1\">张</at>"#))
        #expect(body(Feishu(), "all").contains(#"<at user_id=\"all\">所有人</at>"#))
        #expect(body(Slack(), "U1", "S2", "all").contains("<@U1> <!subteam^S2> <!channel>"))
        #expect(body(Mattermost(), "zhang", "all").contains("@zhang @all"))
        #expect(
            body(Teams(), "a@b.example|张").contains(
                #""entities":[{"type":"mention","text":"<at>张</at>","mentioned":{"id":"a@b.example","name":"张"}}]"#))
    }
}
