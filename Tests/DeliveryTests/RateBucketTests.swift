import Domain
import Testing

@testable import Delivery

@Suite struct RateBucketTests {
    private static let start = Timestamp(seconds: 1_767_225_600)

    /// Sends whatever comes at random over simulated hours, through a bucket that is kept and read again, under clocks that
    /// sometimes go back; returns when messages went.
    private func run(
        _ limit: RateLimit, hours: Int, most: Int64, seed: UInt64
    ) -> (sent: [Int64], refused: Int) {
        var generator = SplitMix(state: seed)
        var bucket = RateBucket(limit, at: Self.start)
        var now: Int64 = 0
        var sent: [Int64] = []
        var refused = 0
        while now < Int64(hours) * 3_600_000_000 {
            // Bursts and lulls.
            now += Int64.random(in: 0...(Bool.random(using: &generator) ? most : most / 50), using: &generator)
            let skew = Int.random(in: 0..<20, using: &generator) == 0 ? Int64(-2_000_000) : 0
            let urgent = Int.random(in: 0..<5, using: &generator) == 0
            bucket = RateBucket(levels: bucket.levels, updatedAt: bucket.updatedAt, of: limit)
            let full = bucket.levels.allSatisfy { $0 >= 1_000_000 }
            switch bucket.take(at: Self.start.adding(microseconds: now + skew), urgent: urgent, limit) {
            case .taken: sent.append(now)
            case .wait(let wait):
                if (urgent && full) || wait <= 0 { refused += 1 }
            }
        }
        return (sent, refused)
    }

    private func most(_ sent: [Int64], in window: Int64) -> Int {
        var first = 0
        var most = 0
        for last in sent.indices {
            while sent[last] - sent[first] > window { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }

    @Test(arguments: [UInt64](1...8)) func neverMoreThanEighteenInAnyMinute(_ seed: UInt64) {
        for interval: Int64 in [1_000_000, 5_000_000, 10_000_000, 60_000_000] {
            let (sent, refused) = run(.robot, hours: 6, most: interval, seed: seed)
            // The clock that goes back by two seconds makes the true interval at most so much shorter.
            #expect(most(sent, in: 60_000_000 - 2_000_000) <= 18)
            #expect(most(sent, in: 60_000_000) <= 18)
            #expect(refused == 0, "an urgent one waited although there was a place")
            if interval <= 1_000_000 { #expect(sent.count > 6 * 60 * 12 - 20, "the flow is used") }
        }
    }

    @Test func feishuStaysBelowBothItsLimits() throws {
        let limit = try #require(Feishu().profile.rate)
        for interval: Int64 in [20_000, 500_000, 2_000_000] {
            let (sent, _) = run(limit, hours: 1, most: interval, seed: 7)
            #expect(most(sent, in: 60_000_000) <= 90)
            #expect(most(sent, in: 1_000_000) <= 4)
        }
    }

    @Test func threeAreKeptForTheUrgent() {
        var bucket = RateBucket(.robot, at: Self.start)
        for _ in 0..<3 { #expect(bucket.take(at: Self.start, urgent: false, .robot) == .taken) }
        #expect(bucket.take(at: Self.start, urgent: false, .robot) == .wait(microseconds: 5_000_000))
        for _ in 0..<3 { #expect(bucket.take(at: Self.start, urgent: true, .robot) == .taken) }
        #expect(bucket.take(at: Self.start, urgent: true, .robot) == .wait(microseconds: 5_000_000))
        #expect(bucket.take(at: Self.start, urgent: false, .robot) == .wait(microseconds: 20_000_000))
        #expect(bucket.take(at: Self.start.adding(seconds: 20), urgent: false, .robot) == .taken)
    }

    /// Asking again and again costs nothing: fractions of a place are not lost in between.
    @Test func askingOftenLosesNothing() {
        var bucket = RateBucket(.robot, at: Self.start)
        for _ in 0..<6 { _ = bucket.take(at: Self.start, urgent: true, .robot) }
        for microsecond in stride(from: Int64(1), to: 5_000_000, by: 997) {
            let admission = bucket.take(at: Self.start.adding(microseconds: microsecond), urgent: true, .robot)
            guard case .wait(let wait) = admission else {
                Issue.record("taken too early")
                return
            }
            // A millionth of a message flows in every five microseconds.
            #expect((0..<5).contains(wait - (5_000_000 - microsecond)))
        }
        #expect(bucket.take(at: Self.start.adding(seconds: 5), urgent: true, .robot) == .taken)
    }

    @Test func whatIsKeptIsWhatIsRead() {
        var bucket = RateBucket(.robot, at: Self.start)
        _ = bucket.take(at: Self.start, urgent: true, .robot)
        #expect(RateBucket(levels: bucket.levels, updatedAt: bucket.updatedAt, of: .robot) == bucket)
        // A limit that changed begins empty, never full.
        #expect(RateBucket(levels: [1, 2, 3], updatedAt: Self.start, of: .robot).levels == [0])
        // From before the epoch to far ahead: full, no overflow.
        var old = RateBucket(levels: [0], updatedAt: Timestamp(microseconds: .min / 4), of: .robot)
        #expect(old.take(at: Timestamp(seconds: 9_000_000_000), urgent: false, .robot) == .taken)
        #expect(old.levels == [5_000_000])
        bucket.drain(at: Self.start)
        #expect(bucket.levels == [0])
    }

    @Test func pausesGrow() {
        let feishu = Feishu().profile.throttle
        #expect((1...8).map { feishu.seconds(after: $0) } == [5, 10, 20, 40, 80, 160, 300, 300])
        #expect(DingTalk().profile.throttle.seconds(after: 9) == 600)
        #expect(WeCom().profile.throttle.seconds(after: 3) == 65)
        #expect(feishu.seconds(after: .max) == 300 && feishu.seconds(after: 0) == 5)
    }

    @Test func messagesStayAwayFromTheCrowd() {
        #expect(HourJitter.wait(at: 1_767_225_600, random: 0) == 20)
        #expect(HourJitter.wait(at: 1_767_225_600 + 1800 + 19, random: 1) == 41)
        #expect(HourJitter.wait(at: 1_767_225_600 + 20, random: 1) == 0)
        #expect(HourJitter.wait(at: 1_767_225_600 - 1, random: 1) == 0)
    }

    @Test func whenDigestsApply() {
        #expect(DigestRule.applies(waiting: 3, oldest: 0))
        #expect(!DigestRule.applies(waiting: 2, oldest: 20) && DigestRule.applies(waiting: 2, oldest: 21))
        #expect(!DigestRule.applies(waiting: 1, oldest: 1000) && !DigestRule.applies(waiting: 0, oldest: 1000))
        #expect(SampleEvents.parcel(.orderQueued, kind: .emergency).isUrgent)
        #expect(!SampleEvents.parcel(.orderQueued).isUrgent && !SampleEvents.test.isUrgent)
    }

    @Test func ownRatesAndShares() {
        for count in 2...300 {
            let window = RateLimit.perMinute(count).windows[0]
            #expect(window.burst + window.refill <= count && window.refill > 0)
        }
        #expect(RateLimit.robot.share(4).windows[0] == RateLimit.Window(burst: 1, refill: 12, seconds: 240, kept: 0))
    }
}

/// A generator whose runs repeat.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
