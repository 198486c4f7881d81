import Broker
import Domain
import Store
import Testing

@testable import Delivery

/// What an answer does to a delivery and its endpoint, from the outbox to a real server and back into the log.
@Suite struct FateTests {
    @Test func whatIsTakenIsDelivered() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .ok }
            let hook = try await post.subscribe(robot)
            try await post.raise()
            try await post.round()
            let log = try await post.log(hook)
            #expect(log.map(\.state) == ["delivered"])
            #expect(log[0].attempts.map(\.status) == [200])
            #expect(robot.told[0].path == "/robot?key=k")
            #expect(robot.told[0].body.contains("第0件"))
            robot.stop()
        }
    }

    @Test(arguments: [
        (RobotServer.Reply(body: ""), "empty-answer", nil as String?),
        (RobotServer.Reply(body: "<html>"), "unreadable-answer", nil), (.code(99), "code:99", "99"),
        (.status(500), "status:500", nil), (.status(302, "Location: http://127.0.0.1:1/"), "redirected:302", nil),
        (RobotServer.Reply(hangsUp: true), "unknown-outcome", nil),
    ]) func failuresAreRetried(_ reply: RobotServer.Reply, _ fault: String, _ code: String?) async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in reply }
            let hook = try await post.subscribe(robot)
            try await post.raise()
            try await post.round()
            let log = try await post.log(hook)
            #expect(log.map(\.state) == ["retrying"])
            #expect(log[0].attempts.map(\.fault) == [fault])
            #expect(log[0].attempts.map(\.vendorCode) == [code])
            #expect(try await post.round() == 0)
            robot.stop()
        }
    }

    @Test func afterTenAttemptsItIsDead() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .status(500) }
            let hook = try await post.subscribe(robot, "standard")
            try await post.raise()
            for _ in 0..<10 {
                try await post.round()
                // Longer than any wait, shorter than the five days in all.
                try await post.pass(40_000)
                if try await post.states(hook) == ["retrying"] { try await post.pass(70_000) }
            }
            let state = try await post.state(hook).state
            let log = try await post.log(hook)
            // Whichever comes first: the schedule's end, or five days without an answer.
            #expect(log[0].state == "dead" || state == "disabled")
            #expect(Set(robot.told.compactMap { $0.headers["webhook-id"] }).count == 1)
            robot.stop()
        }
    }

    @Test func anEndpointThatFailsForFiveDaysIsDisabled() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .status(500) }
            let hook = try await post.subscribe(robot, "standard")
            try await post.raise()
            try await post.round()
            try await post.pass(5 * 86_400)
            try await post.round()
            #expect(try await post.state(hook).state == "disabled")
            #expect(try await post.state(hook).stateReason == "failing-for-days")
            #expect(try await post.states(hook) == ["parked"])
            robot.stop()
        }
    }

    @Test func throttlingUsesUpNoAttemptAndRestsTheEndpoint() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .code(45009) }
            let hook = try await post.subscribe(robot)
            try await post.raise(2)
            try await post.round()
            #expect(robot.told.count == 1 || robot.told.count == 2)
            #expect(try await post.states(hook) == ["pending", "pending"])
            try await post.pass(60)
            #expect(try await post.round() == 0)
            try await post.pass(5)
            #expect(try await post.round() == 1)
            let log = try await post.log(hook)
            #expect(log[0].attempts.allSatisfy { $0.number == 1 && $0.fault == "rate-limited" })
            robot.stop()
        }
    }

    @Test func aRejectedMessageIsDeadAndTheOthersGoOn() async throws {
        try await Post.with { post in
            let robot = RobotServer { told in told.body.contains("第0件") ? .code(40008) : .ok }
            let hook = try await post.subscribe(robot)
            try await post.raise(2)
            try await post.round()
            #expect(try await post.states(hook) == ["dead", "delivered"])
            #expect(try await post.state(hook).state == "active")
            robot.stop()
        }
    }

    @Test(arguments: [
        ("wecom", RobotServer.Reply.code(93000), "disabled", "removed"),
        ("standard", .status(410), "disabled", "removed"),
        ("dingtalk", .code(310_000, "keywords not in content"), "paused", "keyword"),
        ("dingtalk", .code(300_005), "disabled", "removed"),
        ("feishu", RobotServer.Reply(body: #"{"code":19021,"msg":"sign match fail"}"#), "paused", "signature"),
    ]) func whoIsGoneOrWrongIsStopped(
        _ adapter: String, _ reply: RobotServer.Reply, _ state: String, _ reason: String
    ) async throws {
        // Feishu sends nothing that can wait in the first seconds of a half hour.
        try await Post.with { post in
            let robot = RobotServer { _ in reply }
            let hook = try await post.subscribe(robot, adapter)
            try await post.raise(1, kind: .emergency)
            try await post.raise(2)
            try await post.round()
            let row = try await post.state(hook)
            #expect(row.state == state && row.stateReason == reason)
            #expect(Set(try await post.states(hook)) == ["parked"])
            // What comes later is parked as well.
            try await post.raise()
            #expect(try await post.states(hook).count == 4)
            #expect(Set(try await post.states(hook)) == ["parked"])
            robot.stop()
        }
    }

    @Test func whatMayHaveArrivedIsHeldWhereItIsAskedFor() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in RobotServer.Reply(hangsUp: true) }
            let hook = try await post.subscribe(robot) { $0.onUnknown = "hold" }
            try await post.raise()
            try await post.round()
            #expect(try await post.states(hook) == ["unknown"])
            try await post.pass(86_400)
            #expect(try await post.round() == 0)
            robot.stop()
        }
    }

    @Test func aRefusedAddressIsAnAttemptWithoutStatus() async throws {
        try await Post.with { post in
            let draft = WebhookDraft(
                name: "x", url: "http://10.255.0.1/x", adapter: "standard", events: ["whistle.raised"])
            let hook = try await post.test.broker.createWebhook(draft, by: post.caller, Terms()).row
            try await post.raise()
            try await post.round()
            let attempt = try #require(try await post.log(hook).first?.attempts.first)
            #expect(attempt.status == nil && attempt.error != nil && attempt.fault == "refused-address")
        }
    }
}
