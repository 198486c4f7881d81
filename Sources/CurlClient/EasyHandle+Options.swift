import CLibCurl

extension EasyHandle {
    /// Makes the handle ready for one exchange. The handle must be clear.
    func prepare(for exchange: Exchange, configuration: CurlClientConfiguration) {
        self.exchange = exchange
        bodyLimit = max(0, exchange.request.maximumResponseBytes)
        setBounds(of: exchange.request)
        setTrust(configuration)
        setCallbacks()
        setRequest(exchange.request, userAgent: configuration.userAgent)
        clibcurl_set_string(curl, CURLOPT_URL, exchange.request.url)
    }

    private func setBounds(of request: CurlRequest) {
        clibcurl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        clibcurl_set_long(curl, CURLOPT_TIMEOUT_MS, request.timeout.wholeMilliseconds)
        clibcurl_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.wholeMilliseconds)
        clibcurl_set_long(curl, CURLOPT_LOW_SPEED_LIMIT, 1)
        clibcurl_set_long(curl, CURLOPT_LOW_SPEED_TIME, Int(request.stallTimeout?.components.seconds ?? 0))
        clibcurl_set_long(curl, CURLOPT_MAXLIFETIME_CONN, 300)
        clibcurl_set_long(curl, CURLOPT_FOLLOWLOCATION, 0)
        clibcurl_set_string(curl, CURLOPT_PROTOCOLS_STR, "http,https")
        // With HTTP/2 a server that answers before it read the body makes libcurl 7.88 report error 92 although the
        // answer had arrived.
        clibcurl_set_long(curl, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        // Empty, not unset: unset means the proxy of the environment.
        clibcurl_set_string(curl, CURLOPT_PROXY, "")
        clibcurl_set_long(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        // Without it, giving up on a name still being resolved would block the loop until the resolver's thread is
        // through with it: a dead name server would stop everybody.
        clibcurl_set_long(curl, CURLOPT_QUICK_EXIT, 1)
    }

    private func setTrust(_ configuration: CurlClientConfiguration) {
        clibcurl_set_long(curl, CURLOPT_SSL_VERIFYPEER, 1)
        clibcurl_set_long(curl, CURLOPT_SSL_VERIFYHOST, 2)
        clibcurl_set_long(curl, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile = configuration.caFile { clibcurl_set_string(curl, CURLOPT_CAINFO, caFile) }
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        clibcurl_set_pointer(curl, CURLOPT_PRIVATE, context)
        clibcurl_set_pointer(curl, CURLOPT_ERRORBUFFER, errorBuffer)
        clibcurl_set_pointer(curl, CURLOPT_WRITEDATA, context)
        clibcurl_set_data_callback(curl, CURLOPT_WRITEFUNCTION, Callbacks.body)
        clibcurl_set_pointer(curl, CURLOPT_HEADERDATA, context)
        clibcurl_set_data_callback(curl, CURLOPT_HEADERFUNCTION, Callbacks.header)
        // The first sees each resolved address but is not asked about a pooled connection; the second is.
        clibcurl_set_pointer(curl, CURLOPT_OPENSOCKETDATA, context)
        clibcurl_set_open_socket_callback(curl, Callbacks.openSocket)
        clibcurl_set_pointer(curl, CURLOPT_PREREQDATA, context)
        clibcurl_set_before_request_callback(curl, Callbacks.beforeRequest)
    }

    private func setRequest(_ request: CurlRequest, userAgent: String) {
        switch request.method {
        case .HEAD:
            clibcurl_set_long(curl, CURLOPT_NOBODY, 1)
        case .GET where request.body.isEmpty:
            clibcurl_set_long(curl, CURLOPT_HTTPGET, 1)
        case .DELETE where request.body.isEmpty, .OPTIONS where request.body.isEmpty:
            clibcurl_set_string(curl, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        default:
            clibcurl_set_long(curl, CURLOPT_POST, 1)
            if request.method != .POST {
                clibcurl_set_string(curl, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            }
            setBody(request.body)
        }
        setHeaders(of: request, userAgent: userAgent)
    }

    private func setBody(_ body: [UInt8]) {
        clibcurl_set_offset(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        // An empty array may have no address, and then libcurl would read the body from standard input.
        guard !body.isEmpty else {
            clibcurl_set_string(curl, CURLOPT_COPYPOSTFIELDS, "")
            return
        }
        _ = body.withUnsafeBytes { clibcurl_set_bytes(curl, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
    }

    private func setHeaders(of request: CurlRequest, userAgent: String) {
        var list: UnsafeMutablePointer<curl_slist>?
        for (name, value) in request.headers {
            // In libcurl's language "Name:" takes a header away, and "Name;" sends it empty.
            list = curl_slist_append(list, value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        if !request.hasHeader("User-Agent") { clibcurl_set_string(curl, CURLOPT_USERAGENT, userAgent) }
        if !request.hasHeader("Expect") { list = curl_slist_append(list, "Expect:") }
        // A body of ours is not a form unless the caller says so.
        if !request.hasHeader("Content-Type") { list = curl_slist_append(list, "Content-Type:") }
        headerList = list
        clibcurl_set_headers(curl, list)
    }
}
