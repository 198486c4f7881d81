import Domain
import Foundation
import Testing

/// The one table: what is written about it, and what must be true of it.
@Suite struct LifecycleTests {
    private var file: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/lifecycle.md").path
    }

    /// WHISTLE_WRITE_DOCS=1 writes the page anew.
    @Test func thePageIsTheTable() throws {
        if ProcessInfo.processInfo.environment["WHISTLE_WRITE_DOCS"] == "1" {
            try LifecycleDocument.text.write(toFile: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == LifecycleDocument.text)
    }

    @Test func everyActionHasARowAndEveryGuardIsUsed() {
        #expect(Set(Lifecycle.whistles.map(\.action)) == Set(WhistleAction.allCases))
        #expect(Set(Lifecycle.orders.map(\.action)) == Set(OrderAction.allCases))
        #expect(Set(Lifecycle.meetings.map(\.action)) == Set(MeetingAction.allCases))
        let used =
            Lifecycle.whistles.flatMap(\.guards) + Lifecycle.orders.flatMap(\.guards)
            + Lifecycle.meetings.flatMap(\.guards)
        #expect(Set(used) == Set(Guard.allCases))
    }

    @Test func everyStateIsReachedAndNoEndIsLeft() {
        let firsts: Set<WhistleState> = [.awaitingReview, .awaitingDispatch, .inProgress]
        #expect(firsts.union(Lifecycle.whistles.flatMap(\.to)) == Set(WhistleState.allCases))
        #expect(Set([OrderState.queued] + Lifecycle.orders.flatMap(\.to)) == Set(OrderState.allCases))
        #expect(Set([MeetingState.convened] + Lifecycle.meetings.flatMap(\.to)) == Set(MeetingState.allCases))
        for end in [WhistleState.declined, .diverted, .merged, .withdrawn] {
            #expect(!Lifecycle.whistles.contains { $0.from.contains(end) })
        }
        for end in [OrderState.rerouted, .cancelled] { #expect(!Lifecycle.orders.contains { $0.from.contains(end) }) }
    }
}
