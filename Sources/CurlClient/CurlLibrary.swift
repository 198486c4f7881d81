import CLibCurl

/// The process-wide state of libcurl.
enum CurlLibrary {
    /// `curl_global_init` may run once only and not beside itself: a lazy `static let` gives just that. What it
    /// returns is not looked at: if it failed, no handle can be made, and that is seen.
    static let ready: Void = {
        curl_global_init(Int(CURL_GLOBAL_ALL))
    }()
}
