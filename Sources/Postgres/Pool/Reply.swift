/// Where a batch's results go; must be called exactly once.
struct Reply: Sendable {
    typealias Outcome = Result<[Rows], PostgresError>

    private let continuation: CheckedContinuation<Outcome, Never>

    init(_ continuation: CheckedContinuation<Outcome, Never>) {
        self.continuation = continuation
    }

    func callAsFunction(_ outcome: Outcome) {
        continuation.resume(returning: outcome)
    }
}
