import CLibCurl

/// Wakes a loop from its poll. Unchecked, because it holds libcurl's pointer: `curl_multi_wakeup` is the one function
/// that any thread may call on it.
struct Waker: @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer

    init(multi: UnsafeMutableRawPointer) {
        self.multi = multi
    }

    func callAsFunction() {
        curl_multi_wakeup(multi)
    }
}
