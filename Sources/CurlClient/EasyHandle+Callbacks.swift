import CLibCurl

extension EasyHandle {
    static func at(_ context: UnsafeMutableRawPointer?) -> EasyHandle? {
        context.map { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Whether this handle's route may reach the address by the policy as it stands now; notes why not.
    func admits(_ address: IPAddress) -> Bool {
        let verdict = policy.judge(address)
        if route.admits(verdict) { return true }
        if case .refused(let reason) = verdict {
            refusal = refusal ?? reason
        } else {
            sawOtherRoute = true
        }
        return false
    }

    /// - Returns: the number of bytes taken; fewer than given end the transfer.
    func take(body bytes: UnsafeRawBufferPointer) -> Int {
        let room = bodyLimit - body.count
        guard bytes.count > room else {
            body.append(contentsOf: bytes)
            return bytes.count
        }
        body.append(contentsOf: bytes.prefix(room))
        isCut = true
        return 0
    }

    /// - Returns: the number of bytes taken; fewer than given end the transfer.
    func take(headerLine line: UnsafeRawBufferPointer) -> Int {
        headerBytes += line.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            isCut = true
            // What was in the middle of coming is of no use.
            return 0
        }
        // Trailers come the same way, after the body.
        guard !headersAreComplete else { return line.count }
        // An interim response (100, 103) is followed by the next one's status line.
        if line.starts(with: "HTTP/".utf8) { headerBlock.removeAll(keepingCapacity: true) }
        headerBlock.append(contentsOf: line)
        if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") {
            var status = 0
            clibcurl_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
            headersAreComplete = status >= 200
        }
        return line.count
    }
}
