import Foundation
import TestSupport
import Testing

/// The real program, seen from outside, with other people's libraries as witnesses.
@Suite struct MainJobTests {
    private let witness: Witness

    init() throws { witness = try Witness() }

    @Test func theMainJobRuns() async throws { try await witness("main_job.py") }

    @Test func killedUnderLoadNothingIsLost() async throws { try await witness("kill_drill.py", "3") }

    @Test func theContractHolds() async throws { try await witness("contract.py") }

    @Test func everyVerbOfALifeHolds() async throws { try await witness("lifecycle.py") }

    @Test func reviewsAndApprovalsHold() async throws { try await witness("review.py") }

    /// Every figure of every scoreboard is counted again by a model, and told from history.
    @Test func theScoreboardHolds() async throws { try await witness("rates.py") }

    /// A model-based walk over all actions by all roles; its seed repeats it.
    @Test func aRandomWalkFindsNothing() async throws { try await witness("random_walk.py", "800", "1") }

    @Test func goingOutAndListeningHolds() async throws { try await witness("field.py") }

    @Test func aClerksFileIsCarriedInOnce() async throws { try await witness("importing.py") }

    /// zigong's is below.
    @Test(arguments: ["changshu", "jiangdong", "liuyang", "dujiangyan"])
    func theFiguresOfADistrictAreReached(_ district: String) async throws { try await witness("replays.py", district) }

    @Test func aJointMeetingIsKeptToItsWord() async throws { try await witness.onDatabase("table.py") }

    @Test func calendarProgramsReadTheSubscription() async throws { try await witness("calendar_feed.py") }

    @Test func patternsAreFound() async throws { try await witness("patterns.py") }

    @Test func theFormsComeOutOfThePrinter() async throws { try await witness("printed.py") }

    @Test func everyRungFiresOnceUnderTwoBrokers() async throws {
        try await witness.onDatabase("ladder_drill.py", "12")
    }

    @Test func theReadmesCommandsRunAndTheFiguresAreReached() async throws {
        try await witness("readme.py", "\(Project.root)/README.md")
    }

    @Test func deliveriesSurviveFaultsWithTwoBrokers() async throws { try await witness.onDatabase("delivery.py") }

    /// Server-sent events through kills and a SIGTERM, slow readers, bounds.
    @Test func eventStreamsMissAndRepeatNothing() async throws { try await witness("event_stream.py") }

    /// Tokens, counted attempts, attachments, contacts, the audit from both sides.
    @Test func theWallsHold() async throws { try await witness("walls.py") }

    /// As long as the limits that end what never ends by itself, a minute and a half: meanwhile the longest replay runs.
    @Test func requestsThatNeverEndAreEndedAndZigongsFiguresReached() async throws {
        async let replay: Void = witness("replays.py", "zigong")
        try await witness("slow_requests.py")
        try await replay
    }

    @Test func whatNoLibrarySendsIsRefusedAndBounded() async throws { try await witness("raw_requests.py") }

    @Test func theVerbsOnWebhooksHold() async throws { try await witness("webhooks.py") }

    /// By hand with 60 s without PostgreSQL and more kills: `delivery_faults.py PROGRAM DATA_DIR 60 16`.
    @Test func deliveriesSurviveKillsAtEachStep() async throws { try await witness("delivery_faults.py", "5", "4") }

    @Test func aNameThatChangesItsAddressReachesNobodyElse() async throws { try await witness("rebinding.py") }

    @Test func noSecretIsLoggedOrStored() async throws { try await witness("secrets_search.py") }

    @Test func aNewKeyTakesOver() async throws { try await witness("key_rotation.py") }

    @Test func signedLinksActOnce() async throws { try await witness("links.py") }

    /// The full drill has 20,000 orders and 64 pollers: WHISTLE_DRILL_ORDERS and WHISTLE_DRILL_POLLERS ask for it.
    @Test func twoBrokersGiveEachOrderOnce() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await witness.onDatabase(
            "claim_drill.py", environment["WHISTLE_DRILL_ORDERS"] ?? "2000",
            environment["WHISTLE_DRILL_POLLERS"] ?? "16")
    }

    @Test func helpNamesEveryVerb() async throws {
        let outcome = try await Program.run(Project.program, ["--help"])
        #expect(outcome.status == 0)
        for verb in [
            "serve", "migrate", "token", "demo", "raise", "queue", "claim", "receive", "report-in", "resolve",
            "meeting", "import", "audit",
        ] {
            #expect(outcome.output.contains(verb), "\(verb)")
        }
    }

    @Test func wrongUseIsSixtyFour() async throws {
        #expect(try await Program.run(Project.program, ["serve", "--nonsense"]).status == 64)
    }

    @Test func anUnknownDemoIsOneClearLine() async throws {
        let data = "/tmp/whistle-e2e-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: data) }
        let outcome = try await Program.run(
            Project.program, ["serve", "--demo", "nowhere", "--data-dir", data, "--listen", "127.0.0.1:0"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("there is no demo 'nowhere'"))
    }
}
