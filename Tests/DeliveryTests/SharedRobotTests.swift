import Broker
import Domain
import Foundation
import Store
import Testing

@testable import Delivery

/// Endpoints that write to one robot share its limit: the platform counts messages, not our webhooks.
@Suite struct SharedRobotTests {
    private func subscribe(_ post: Post, _ robot: RobotServer, _ query: String = "key=k") async throws -> WebhookRow {
        try await post.subscribe(robot) {
            $0.digest = false
            $0.url = "http://127.0.0.1:\(robot.port)/robot?\(query)"
        }
    }

    @Test func twoEndpointsOnOneRobotStayBelowItsLimitTogether() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .ok }
            let first = try await subscribe(post, robot)
            let second = try await subscribe(post, robot, "timestamp=1&key=k")
            try await post.raise(40)
            var counts: [Int] = []
            for _ in 0..<120 {
                // Several brokers ask at the same moment.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 { group.addTask { try await post.round() } }
                    try await group.waitForAll()
                }
                counts.append(robot.told.count)
                try await post.pass(1)
            }
            for (start, before) in counts.enumerated() where start + 60 < counts.count {
                #expect(counts[start + 60] - before <= 18, "\(counts)")
            }
            #expect(counts[0] == 3)
            // Both get their turns.
            let told = try await [first, second].asyncMap {
                try await post.states($0).filter { $0 == "delivered" }.count
            }
            #expect(told.reduce(0, +) == robot.told.count && told.allSatisfy { $0 >= 8 }, "\(told)")
            robot.stop()
        }
    }

    @Test func anotherRobotHasALimitOfItsOwn() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .ok }
            _ = try await subscribe(post, robot)
            _ = try await subscribe(post, robot, "key=other")
            try await post.raise(10)
            try await post.round()
            #expect(robot.told.count == 6)
            robot.stop()
        }
    }

    @Test func aThrottledRobotRestsForAllItsEndpoints() async throws {
        try await Post.with { post in
            let throttles = Switch(true)
            let robot = RobotServer { _ in throttles.isOn ? .code(45009) : .ok }
            let first = try await subscribe(post, robot)
            let second = try await subscribe(post, robot)
            try await post.raise()
            try await post.round()
            try await post.round()
            #expect(robot.told.count == 1)
            throttles.isOn = false
            try await post.pass(60)
            #expect(try await post.round() == 0)
            try await post.pass(6)
            for _ in 0..<12 {
                try await post.round()
                try await post.pass(5)
            }
            for hook in [first, second] { #expect(try await post.states(hook) == ["delivered"]) }
            #expect(robot.told.count == 3)
            robot.stop()
        }
    }

    /// A broker that died with the robot's lease holds up its other endpoints no longer than its own.
    @Test func aDeadBrokersRobotIsTakenOver() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .ok }
            _ = try await subscribe(post, robot)
            _ = try await subscribe(post, robot)
            try await post.raise()
            let dying = try await post.store.leaseWebhooks(limit: 10, seconds: 60, excluding: [])
            #expect(dying.count == 1)
            #expect(try await post.round() == 0)
            try await post.pass(61)
            try await post.round()
            try await post.round()
            #expect(robot.told.count == 2)
            // Back from the dead, it neither takes from the rate nor gives anything back.
            let report = RoundState(condition: EndpointCondition()).report
            #expect(try await post.store.write([], [], report, of: dying[0], seconds: 60) == .lost)
            let kept = try await post.test.database.owner.query("SELECT condition ? 'bucket' FROM whistle.robots")
            #expect(try kept.map { try $0.decode(0, as: Bool.self) } == [true])
            robot.stop()
        }
    }

    /// Endpoints from before this was noted, and after the sealing key changed.
    @Test func robotsAreIdentifiedAfterwards() async throws {
        try await Post.with { post in
            let robot = RobotServer { _ in .ok }
            let hook = try await subscribe(post, robot)
            let program = try await post.subscribe(robot, "standard")
            let owner = post.test.database.owner
            _ = try await owner.query("UPDATE whistle.webhooks SET robot = NULL")
            try await Broker.identifyRobots(SealedValues(owner: owner), with: post.secrets)
            #expect(try await post.state(hook).robot == hook.robot && hook.robot != nil)
            #expect(try await post.state(program).robot == nil)
            robot.stop()
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
