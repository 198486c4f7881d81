/// Whom to tell how a request ended. Called once, by the loop that held the request last.
enum Completion: Sendable {
    case resume(UnsafeContinuation<Outcome, Never>)
    case call(Int, @Sendable (Int, Outcome) -> Void)

    func callAsFunction(_ outcome: Outcome) {
        switch self {
        case .resume(let continuation): continuation.resume(returning: outcome)
        case .call(let index, let onDone): onDone(index, outcome)
        }
    }
}
