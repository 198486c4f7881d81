import Broker
import Domain
import Secrets
import Store
import Testing

@testable import Delivery

/// Rates, digests, breaker, leases and the verbs on an endpoint, against a real database and a real server.
@Suite struct RoundTests {
    @Test func threeWaitingAreToldAsOne() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .ok }
            let hook = try await post.subscribe(robot)
            try await post.raise(5)
            try await post.round()
            #expect(robot.told.count == 1)
            let log = try await post.log(hook)
            #expect(log.map(\.state) == ["coalesced", "coalesced", "coalesced", "coalesced", "delivered"])
            #expect(log.dropLast().allSatisfy { $0.digest == log[4].id && $0.attempts.isEmpty })
            for number in 0..<5 { #expect(robot.told[0].body.contains("第\(number)件")) }
            robot.stop()
        }
    }

    @Test func aRefusedDigestIsToldOneByOne() async throws {
        try await Post.with { post in
            let robot = RobotServer { told in told.body.contains("第1件") ? .code(40008) : .ok }
            let hook = try await post.subscribe(robot)
            try await post.raise(3)
            for _ in 0..<8 {
                try await post.round()
                try await post.pass(10)
            }
            #expect(try await post.states(hook) == ["delivered", "dead", "delivered"])
            robot.stop()
        }
    }

    @Test func aFailedDigestIsRetriedWhole() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .status(500) }
            let hook = try await post.subscribe(robot)
            try await post.raise(3)
            try await post.round()
            #expect(robot.told.count == 1)
            #expect(try await post.states(hook) == ["retrying", "retrying", "retrying"])
            #expect(try await post.log(hook).allSatisfy { $0.attempts.count == 1 })
            robot.stop()
        }
    }

    /// Without digests: three of the burst, then one every five seconds; the urgent take what is kept for them.
    @Test func theRateIsKeptAcrossRoundsAndBrokers() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .ok }
            _ = try await post.subscribe(robot) { $0.digest = false }
            try await post.raise(30)
            try await post.round()
            #expect(robot.told.count == 3)
            #expect(try await post.round() == 0)
            try await post.raise(4, kind: .emergency)
            try await post.round()
            #expect(robot.told.count == 6)
            #expect(robot.told.dropFirst(3).allSatisfy { $0.body.contains("紧急") })
            var counts: [Int] = []
            for _ in 0..<60 {
                try await post.pass(1)
                try await post.round()
                counts.append(robot.told.count)
            }
            // In the minute after the burst: what flows in, and nothing more.
            #expect(counts[59] <= 18 + 1 && counts[59] >= 15, "\(counts)")
            robot.stop()
        }
    }

    @Test func theBreakerOpensAndOneMessageTries() async throws {
        try await Post.with { post in
            let broken = Switch(true)
            let robot = RobotServer { _ in broken.isOn ? .status(500) : .status(204) }
            let hook = try await post.subscribe(robot, "standard")
            try await post.raise(30)
            try await post.round()
            let first = robot.told.count
            #expect(first >= 5 && first <= 12)
            #expect(try await post.round() == 0)
            try await post.pass(11)
            try await post.round()
            #expect(robot.told.count == first + 1)
            broken.isOn = false
            try await post.pass(21)
            try await post.round()
            try await post.pass(600)
            try await post.round()
            #expect(Set(try await post.states(hook)) == ["delivered"])
            // What was never tried used up no attempt.
            #expect(try await post.log(hook).filter { $0.attempts.count > 1 }.count <= first + 1)
            robot.stop()
        }
    }

    @Test func aBrokerThatDiesBetweenSendAndWriteSendsTheSameIdAgain() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .status(204) }
            let hook = try await post.subscribe(robot, "standard")
            try await post.raise()
            let dying = try await post.store.leaseWebhooks(limit: 1, seconds: 60, excluding: [])
            let due = try await post.store.dueDeliveries(of: dying[0], limit: 10)
            let destination = Destination(url: robot.url)
            let sending = Sending(adapter: StandardWebhook(), destination: destination, client: post.client)
            let exchange = try #require(await sending.send(Consignment(due[0])))
            // It is dead now; nobody else may have the endpoint before its lease is over.
            #expect(try await post.round() == 0)
            try await post.pass(61)
            #expect(try await post.round() == 1)
            #expect(robot.told.count == 2 && Set(robot.told.map { $0.headers["webhook-id"] }).count == 1)
            // Back from the dead it writes nothing.
            let settled = exchange.settle(holds: false)
            let report = RoundState(condition: EndpointCondition()).report
            let standing = try await post.store.write(
                settled.finished, settled.attempts, report, of: dying[0], seconds: 60)
            #expect(standing == .lost)
            #expect(try await post.log(hook)[0].attempts.count == 1)
            robot.stop()
        }
    }

    @Test func pausedEventsAreParkedAndReplayedUnderTheirIds() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .status(204) }
            let hook = try await post.subscribe(robot, "standard")
            try await post.raise(2)
            let broker = post.test.broker
            _ = try await broker.pauseWebhook(hook.id, by: post.caller, Terms())
            try await post.raise(2)
            #expect(try await post.states(hook) == ["parked", "parked", "parked", "parked"])
            _ = try await broker.resumeWebhook(hook.id, by: post.caller, Terms())
            try await post.raise()
            try await post.round()
            #expect(robot.told.count == 1)
            let since = Timestamp.machineNow.adding(seconds: -3600)
            let until = Timestamp.machineNow.adding(seconds: 3600)
            let early = try await broker.replayWebhook(
                hook.id, since: since, until: since, dryRun: false, by: post.caller, Terms())
            #expect(early.parked == 0)
            let dry = try await broker.replayWebhook(
                hook.id, since: since, until: until, dryRun: true, by: post.caller, Terms())
            #expect(dry.parked == 4 && dry.dead == 0)
            #expect(try await post.round() == 0)
            _ = try await broker.replayWebhook(
                hook.id, since: since, until: until, dryRun: false, by: post.caller, Terms())
            try await post.round()
            let log = try await post.log(hook)
            #expect(Set(log.map(\.state)) == ["delivered"])
            #expect(Set(robot.told.compactMap { $0.headers["webhook-id"] }) == Set(log.map { $0.eventID.text }))
            _ = try await broker.redeliver(log[0].id, by: post.caller, Terms())
            try await post.round()
            #expect(robot.told.last?.headers["webhook-id"] == log[0].eventID.text && robot.told.count == 6)
            robot.stop()
        }
    }

    @Test func bothSecretsSignForADay() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .status(204) }
            let old = WebhookSecret.make()
            let hook = try await post.subscribe(robot, "standard") { $0.secret = old.text }
            let rotated = try await post.test.broker.rotateSecret(of: hook.id, to: nil, by: post.caller, Terms())
            try await post.raise()
            try await post.round()
            let told = robot.told[0]
            let id = told.headers["webhook-id"] ?? ""
            let time = Int64(told.headers["webhook-timestamp"] ?? "") ?? 0
            let new = try #require(WebhookSecret(rotated.secret))
            let body = Array(told.body.utf8)
            #expect(
                told.headers["webhook-signature"]
                    == [new, old].map { $0.signature(id: id, timestamp: time, body: body) }.joined(separator: " "))
            var retired = RetiredSecrets()
            retired.retire(old.text, until: 100, at: 0)
            #expect(RetiredSecrets(parsing: retired.text).signing(at: 99) == [old.text])
            #expect(RetiredSecrets(parsing: retired.text).signing(at: 100) == [])
            robot.stop()
        }
    }

    @Test func nothingIsSentBeforeConsent() async throws {
        try await Post.with { post in
            let agrees = Switch(false)
            let robot = RobotServer { told in
                guard told.method == "OPTIONS" else { return .status(204) }
                return agrees.isOn
                    ? .status(200, "WebHook-Allowed-Origin: *", "WebHook-Allowed-Rate: 3") : .status(200)
            }
            let hook = try await post.subscribe(robot, "cloudevents") { $0.handshake = true }
            try await post.raise(5)
            try await post.round()
            #expect(robot.told.map(\.method) == ["OPTIONS"])
            #expect(try await post.log(hook)[0].attempts.map(\.fault) == ["no-consent"])
            #expect(Set(try await post.states(hook)) == ["pending"])
            agrees.isOn = true
            try await post.pass(11)
            try await post.round()
            // The breaker lets one try, then the allowed rate holds.
            #expect(robot.told.map(\.method) == ["OPTIONS", "OPTIONS", "POST"])
            robot.stop()
        }
    }

    @Test func twoBrokersServeAnEndpointOneAfterTheOther() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .status(204) }
            let hook = try await post.subscribe(robot, "standard")
            try await post.raise(40)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await post.round() } }
                try await group.waitForAll()
            }
            try await post.round()
            #expect(robot.told.count == 40 && Set(robot.told.map { $0.headers["webhook-id"] }).count == 40)
            #expect(Set(try await post.states(hook)) == ["delivered"])
            robot.stop()
        }
    }

    @Test func oldDeliveriesGoAndWhatWaitsStays() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .status(204) }
            let hook = try await post.subscribe(robot, "standard")
            try await post.raise(2)
            try await post.round()
            _ = try await post.test.broker.pauseWebhook(hook.id, by: post.caller, Terms())
            try await post.raise()
            _ = try await post.test.database.owner.query(
                "UPDATE whistle.deliveries SET recorded_at = now() - interval '31 days'")
            #expect(try await post.store.dropDeliveries(olderThanDays: 30, limit: 10) == 2)
            #expect(try await post.states(hook) == ["parked"])
            #expect(try await post.store.dropAttempts(olderThanDays: 30) == 0)
            _ = try await post.test.database.owner.query(
                """
                CREATE TABLE whistle.delivery_attempts_2020_01 PARTITION OF whistle.delivery_attempts
                FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')
                """)
            #expect(try await post.store.dropAttempts(olderThanDays: 30) == 1)
            robot.stop()
        }
    }
}
