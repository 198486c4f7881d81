/// What was counted of the matters of a period. A matter counts in the period that holds its total due date, by local
/// dates; one that was never put to work, in the period in which it was raised.
public struct Tally: Sendable, Equatable {
    /// Everything that counts in the period.
    public var filed = 0
    /// Of those, what was put to work and still stands: not withdrawn, merged, rerouted or cancelled.
    public var due = 0
    /// Of those due, what stands still now (挂账): it leaves every denominator, and is in no figure below.
    public var suspended = 0
    /// Of those due, what nobody has finished and whose due time has not come: while it is not 0, the rates still move.
    public var running = 0
    /// Reported in within the limit.
    public var answered = 0
    /// Struck off the ledger (销号).
    public var closed = 0
    public var onTime = 0
    /// Matters with a valid revisit; the latest one counts.
    public var revisits = 0
    public var solved = 0
    public var satisfied = 0
    public var basicallySatisfied = 0
    /// The whistler's side: of what was filed, declined, withdrawn, or sent back to be corrected; each matter once.
    public var needless = 0
    /// The responder's side: returns that were ruled on, and those of them in which the dispatch was upheld.
    public var returns = 0
    public var unjustReturns = 0

    public init() {}

    /// 应办: what the rates are parts of.
    public var counted: Int { due - suspended }

    /// 响应率
    public var responseRate: Percentage? { Percentage(answered, of: counted) }
    /// 办结率
    public var closingRate: Percentage? { Percentage(closed, of: counted) }
    /// 按时办结率
    public var onTimeRate: Percentage? { Percentage(onTime, of: counted) }
    /// 解决率
    public var resolutionRate: Percentage? { Percentage(solved, of: revisits) }
    public var needlessRate: Percentage? { Percentage(needless, of: filed) }

    /// 满意率. `basically_satisfied` counts by its weight, in per cent of a `satisfied`.
    public func satisfactionRate(weight: Int) -> Percentage? {
        Percentage(satisfied * 100 + basicallySatisfied * weight, of: revisits * 100)
    }

    /// The three rates by their weights. A rate that does not exist leaves its weight to the others, since nothing due is
    /// neither a success nor a failure; `nil` when none of those that weigh anything exists.
    public func score(_ rules: ScoringRules, basicallySatisfiedWeight: Int) -> Percentage? {
        let rates: [(weight: Int, part: Int, whole: Int)] = [
            (rules.response, answered, counted), (rules.resolution, solved, revisits),
            (rules.satisfaction, satisfied * 100 + basicallySatisfied * basicallySatisfiedWeight, revisits * 100),
        ]
        let parts = rates.filter { $0.whole > 0 && $0.weight > 0 }
        let weights = parts.reduce(0) { $0 + $1.weight }
        let whole = parts.reduce(Int128(1)) { $0 * Int128($1.whole) }
        let sum = parts.reduce(Int128(0)) { $0 + Int128($1.weight) * Int128($1.part) * (whole / Int128($1.whole)) }
        return Percentage(sum, of: whole * Int128(weights))
    }

    public static func += (left: inout Tally, right: Tally) {
        for path in paths { left[keyPath: path] += right[keyPath: path] }
    }

    private static var paths: [WritableKeyPath<Tally, Int>] {
        [
            \.filed, \.due, \.suspended, \.running, \.answered, \.closed, \.onTime, \.revisits, \.solved, \.satisfied,
            \.basicallySatisfied, \.needless, \.returns, \.unjustReturns,
        ]
    }
}
