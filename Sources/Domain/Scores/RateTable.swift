/// One line of the scoreboard.
public struct RateRow: Sendable, Equatable {
    public var key: String
    public var name: String
    /// The peer group it is ranked in; `nil`: with all others that are in none.
    public var group: String?
    public var tally: Tally
    public var score: Percentage?
    /// 1 is the best; equal scores share a rank, and the next one counts on behind them. `nil` without a score.
    public var rank: Int?
    /// What it filed in per cent of the mean of its peers, and what that says; `nil` without peers or whistles.
    public var share: Percentage?
    public var balance: WhistleBalance?

    public init(key: String, name: String, tally: Tally) {
        self.key = key
        self.name = name
        self.tally = tally
    }
}

/// Whether a township blows the whistle about as often as its peers.
public enum WhistleBalance: String, Sendable, CaseIterable {
    case tooFew = "too_few"
    case usual
    case tooMany = "too_many"
}

/// Rows scored and ranked under one rulebook.
public struct RateTable: Sendable, Equatable {
    public let subject: RateSubject
    public let rows: [RateRow]
    /// What `basically_satisfied` counted.
    public let basicallySatisfiedWeight: Int

    /// - Parameter rows: in any order; they come out by peer group in the rulebook's order (those in none last), rank, key;
    ///   months in the order of time.
    public init(_ subject: RateSubject, _ rows: [RateRow], under book: Rulebook) {
        let weight = book.evaluation.basicallySatisfiedWeight
        var groups: [String: (place: Int, code: String)] = [:]
        if subject == .department || subject == .township {
            for (place, group) in book.scoring.peerGroups.enumerated() {
                for member in group.members { groups[member] = (place, group.code) }
            }
        }
        let last = book.scoring.peerGroups.count
        let places = Dictionary(grouping: rows) { groups[$0.key]?.place ?? last }
        self.subject = subject
        basicallySatisfiedWeight = weight
        let ranked = places.sorted { $0.key < $1.key }.flatMap { _, peers in
            RateTable.ranked(
                peers.map { row in
                    var row = row
                    row.group = groups[row.key]?.code
                    row.score = row.tally.score(book.scoring, basicallySatisfiedWeight: weight)
                    return row
                }, balance: subject == .township ? book.scoring : nil)
        }
        self.rows = subject == .month ? ranked.sorted { $0.key < $1.key } : ranked
    }

    private static func ranked(_ peers: [RateRow], balance rules: ScoringRules?) -> [RateRow] {
        let scores = peers.compactMap(\.score)
        let filed = peers.reduce(0) { $0 + $1.tally.filed }
        return peers.map { row in
            var row = row
            row.rank = row.score.map { score in 1 + scores.count { $0 > score } }
            guard let rules, peers.count > 1, let share = Percentage(row.tally.filed * peers.count, of: filed) else {
                return row
            }
            row.share = share
            row.balance =
                share.hundredths < rules.tooFew * 100
                ? .tooFew : share.hundredths > rules.tooMany * 100 ? .tooMany : .usual
            return row
        }.sorted { ($0.rank ?? .max, $0.key) < ($1.rank ?? .max, $1.key) }
    }
}
