import CLibCurl

/// One of libcurl's easy handles with what its callbacks write to. Belongs to one loop's thread; reused.
final class EasyHandle {
    /// The bound on all header bytes of one exchange, interim responses included.
    static let maximumHeaderBytes = 65_536

    let curl: UnsafeMutableRawPointer
    let route: Route
    let policy: CurrentPolicy
    let errorBuffer: UnsafeMutablePointer<CChar>
    var headerList: UnsafeMutablePointer<curl_slist>?

    /// Where it stands among the loop's running handles.
    var place = 0
    var exchange: Exchange?

    // What the callbacks saw.
    var bodyLimit = 0
    var body: [UInt8] = []
    /// The header lines of the final response as they came, the status line first.
    var headerBlock: [UInt8] = []
    var headerBytes = 0
    var headersAreComplete = false
    /// The answer is longer than its bound, and we ended it.
    var isCut = false
    /// How often a request was about to be sent. More than once: libcurl began anew on a fresh connection after a
    /// pooled one broke.
    var starts = 0
    var connections = 0
    /// The first reason for which an address was refused.
    var refusal: String?
    /// An address was met that belongs to the other route.
    var sawOtherRoute = false

    /// - Returns: `nil` when libcurl has no memory.
    init?(route: Route, policy: CurrentPolicy) {
        guard let curl = curl_easy_init() else { return nil }
        self.curl = curl
        self.route = route
        self.policy = policy
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(curl)
        curl_slist_free_all(headerList)
        errorBuffer.deallocate()
    }

    /// Forgets the last exchange. Connections and names stay with the multi handle.
    func clear() {
        curl_easy_reset(curl)
        curl_slist_free_all(headerList)
        headerList = nil
        errorBuffer[0] = 0
        exchange = nil
        body = []
        headerBlock.removeAll(keepingCapacity: true)
        headerBytes = 0
        headersAreComplete = false
        isCut = false
        starts = 0
        connections = 0
        refusal = nil
        sawOtherRoute = false
    }
}
