/// A request on its way through the mailboxes and loops.
///
/// Unchecked, because `tried` changes: an exchange is in one mailbox or in one loop at a time, and the mailbox's lock
/// stands between one owner and the next.
final class Exchange: @unchecked Sendable {
    let request: CurlRequest
    let target: Target
    let completion: Completion
    let cancellation: Cancellation?
    /// Routes on which the host was looked up already: each is tried once, so nothing goes round in circles.
    var triedOpen = false
    var triedInternal = false

    init(request: CurlRequest, target: Target, completion: Completion, cancellation: Cancellation?) {
        self.request = request
        self.target = target
        self.completion = completion
        self.cancellation = cancellation
    }

    var isCancelled: Bool { cancellation?.isRequested ?? false }

    func hasTried(_ route: Route) -> Bool {
        route == .open ? triedOpen : triedInternal
    }

    func noteTry(of route: Route) {
        if route == .open { triedOpen = true } else { triedInternal = true }
    }
}
