import CLibCurl

extension EasyHandle {
    /// What became of the exchange, from libcurl's code and what the callbacks saw.
    func outcome(_ code: CURLcode) -> Outcome {
        var status = 0
        clibcurl_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
        // A 2xx status tells that the request was taken, whatever happened to the rest of the answer. Another status
        // counts once its headers are whole and only we ended the body.
        let isTaken = (200...299).contains(status)
        if status >= 200, code == CURLE_OK || isTaken || (isCut && headersAreComplete) {
            return .success(response(status: status, isWhole: code == CURLE_OK))
        }
        if surelyNotSent {
            if let refusal, connections == 0 || code == CURLE_ABORTED_BY_CALLBACK {
                return .failure(.refusedAddress(reason: refusal))
            }
            return .failure(.notSent(code: Int(code.rawValue), message: message(code, fromPeer: false)))
        }
        return .failure(.unknownOutcome(code: Int(code.rawValue), message: message(code, fromPeer: true)))
    }

    /// Decided by what was seen, not by the code: error 1 also stands for an answer without a status line, and error
    /// 7 also for libcurl's second attempt after a pooled connection broke with the request already out.
    var surelyNotSent: Bool {
        if starts == 0 { return true }
        var pretransfer: curl_off_t = 0
        clibcurl_get_offset(curl, CURLINFO_PRETRANSFER_TIME_T, &pretransfer)
        return starts == 1 && pretransfer == 0
    }

    private func response(status: Int, isWhole: Bool) -> CurlResponse {
        var microseconds: curl_off_t = 0
        clibcurl_get_offset(curl, CURLINFO_TOTAL_TIME_T, &microseconds)
        var address: UnsafePointer<CChar>?
        clibcurl_get_string(curl, CURLINFO_PRIMARY_IP, &address)
        return CurlResponse(
            status: status, headers: headers(), body: body, bodyTruncated: !isWhole,
            duration: .microseconds(Int64(microseconds)), peerAddress: address.map { String(cString: $0) })
    }

    /// libcurl's own words only while the peer had no say in them and only if they do not quote the URL's secret part.
    private func message(_ code: CURLcode, fromPeer: Bool) -> String {
        let general = String(cString: curl_easy_strerror(code))
        guard !fromPeer, errorBuffer[0] != 0, code != CURLE_URL_MALFORMAT, let url = exchange?.request.url else {
            return general
        }
        let detail = String(cString: errorBuffer)
        let afterScheme = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
        let secrets = afterScheme.split { "/?#&=".contains($0) }.dropFirst()
        return secrets.contains { $0.utf8.count > 3 && detail.contains($0) } ? general : detail
    }

    /// The headers of the final response, without its status line. Lines without a colon are left out; a continued
    /// line (RFC 9112 forbids it) too.
    private func headers() -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for line in headerBlock.split(separator: UInt8(ascii: "\n")).dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                let first = line.first, first != UInt8(ascii: " "), first != UInt8(ascii: "\t")
            else { continue }
            let value = line[line.index(after: colon)...].trimmingBlanks()
            headers.append((String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
        return headers
    }
}
