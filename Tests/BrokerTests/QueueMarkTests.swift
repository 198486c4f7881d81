import Domain
import Foundation
import Store
import Testing

@testable import Broker

/// From where on a queue is read.
@Suite struct QueueMarkTests {
    private let start = ContinuousClock.now

    private func place(_ turn: Int, rank: Int16 = 1) -> QueueBound {
        QueueBound(rank: rank, due: Timestamp(seconds: 0), turn: turn, id: .version7())
    }

    @Test func itRisesWithWhatWasTaken() {
        var (mark, last) = (QueueMark(), place(7))
        #expect(mark.begin(at: start, isAgain: false) == (.first, true))
        mark.end(at: last)
        #expect(mark.begin(at: start + .milliseconds(60), isAgain: false) == (last, false))
        last = place(8)
        mark.end(at: last)
        #expect(mark.begin(at: start + .milliseconds(120), isAgain: false).from == last)
        mark.end(at: nil)
        #expect(mark.begin(at: start + .milliseconds(180), isAgain: false).from == .end)
    }

    @Test func theQueueIsReadWholeEachSecondAndWhereNothingWasProved() {
        var mark = QueueMark()
        _ = mark.begin(at: start, isAgain: false)
        mark.end(at: nil)
        #expect(mark.begin(at: start + .milliseconds(40), isAgain: false) == (.end, true))
        mark.end(at: nil)
        #expect(mark.begin(at: start + .milliseconds(60), isAgain: false) == (.end, false))
        mark.end(at: nil)
        #expect(mark.begin(at: start + .milliseconds(60), isAgain: true) == (.first, true))
        mark.end(at: nil)
        #expect(mark.begin(at: start + .milliseconds(1060), isAgain: false) == (.first, true))
    }

    @Test func whatBecomesReadyLowersIt() {
        var mark = QueueMark()
        _ = mark.begin(at: start, isAgain: false)
        // While the look is under way, and after it.
        let (early, emergency) = (place(3), place(9, rank: 0))
        mark.lower(to: early)
        mark.end(at: place(7))
        #expect(mark.begin(at: start + .milliseconds(60), isAgain: false).from == early)
        mark.end(at: place(8))
        mark.lower(to: place(11))
        mark.lower(to: emergency)
        #expect(mark.begin(at: start + .milliseconds(60), isAgain: false).from == emergency)
        mark.lower(to: nil)
        mark.end(at: place(12))
        #expect(mark.begin(at: start + .milliseconds(60), isAgain: false).from == .first)
    }
}
