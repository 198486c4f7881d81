/// One batch on its way through a connection: what was sent, and what has come back so far.
struct Exchange {
    /// A command the server answers with exactly one result.
    enum Step {
        case prepare(StatementKey)
        case execute(Int)
        /// The library's own upkeep, whose result nobody reads.
        case upkeep
    }

    /// The batch to be answered; `nil` for the library's own statements.
    let batch: Batch?
    private(set) var steps: [Step] = []
    private var position = 0
    private(set) var results: [Rows] = []
    private(set) var failure: PostgresError?
    /// Whether the caller has its answer, which it gets early if it cancels.
    var isAnswered = false

    init(_ batch: Batch?) {
        self.batch = batch
        isAnswered = batch == nil
    }

    /// The command whose result comes next.
    var step: Step? {
        position < steps.count ? steps[position] : nil
    }

    mutating func append(_ step: Step) {
        steps.append(step)
    }

    /// The current command's results are complete.
    mutating func advance() {
        position += 1
    }

    /// Keeps a result if the caller wants it.
    mutating func keep(_ rows: Rows, of statement: Int) {
        guard let batch, failure == nil else { return }
        if batch.answered.contains(statement) {
            results.append(rows)
        } else if batch.commits, statement == batch.statements.count - 1, rows.commandTag == "ROLLBACK" {
            failure = .transactionRolledBack
        }
    }

    /// Keeps the first error; the later ones only follow from it.
    mutating func fail(_ error: PostgresError) {
        failure = failure ?? error
    }

    /// The index the caller knows a statement by.
    func callersIndex(of step: Step?) -> Int? {
        guard let batch else { return nil }
        let statement: Int? =
            switch step {
            case .execute(let index): index
            // A statement is prepared right before it is first executed.
            case .prepare, .upkeep: nextExecution
            case nil: nil
            }
        guard let statement, batch.answered.contains(statement) else { return nil }
        return statement - batch.answered.lowerBound
    }

    var outcome: Reply.Outcome {
        failure.map { .failure($0) } ?? .success(results)
    }

    private var nextExecution: Int? {
        for step in steps[position...] {
            if case .execute(let index) = step { return index }
        }
        return nil
    }
}
