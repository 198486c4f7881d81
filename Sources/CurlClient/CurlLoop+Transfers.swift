import CLibCurl

extension CurlLoop {
    /// Puts on the wire whoever may go.
    @discardableResult
    func startWaiting() -> Int {
        var started = 0
        while let exchange = line.next() {
            guard let handle = idle.popLast() ?? EasyHandle(route: route, policy: policy) else {
                line.leave(exchange.target)
                finish(exchange, .failure(Self.noMemory))
                continue
            }
            exchange.noteTry(of: route)
            handle.prepare(for: exchange, configuration: configuration)
            handle.place = running.count
            running.append(handle)
            guard curl_multi_add_handle(multi, handle.curl) == CURLM_OK else {
                release(handle, .failure(Self.noMemory))
                continue
            }
            started += 1
        }
        return started
    }

    /// Takes from the multi handle what is done.
    func collectFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE,
                let handle = EasyHandle.at(clibcurl_get_private(message.pointee.easy_handle))
            else { continue }
            let code = message.pointee.data.result
            if handle.sawOtherRoute, handle.surelyNotSent, let exchange = handle.exchange, canPassOn(exchange) {
                detach(handle)
                if passedOn.count >= 1_024 { passedOn.removeAll() }
                passedOn.insert(exchange.target.key)
                passOn(exchange)
            } else {
                if handle.starts > 0, let key = handle.exchange?.target.key, !passedOn.isEmpty { passedOn.remove(key) }
                release(handle, handle.outcome(code))
            }
        }
    }

    /// Ends an exchange on the wire.
    func release(_ handle: EasyHandle, _ outcome: Outcome) {
        guard let exchange = handle.exchange else { return }
        detach(handle)
        finish(exchange, outcome)
    }

    /// Counts the end of an exchange and remembers to tell its caller.
    func finish(_ exchange: Exchange, _ outcome: Outcome) {
        switch outcome {
        case .success: statistics.answered += 1
        case .failure(let error) where error.neverSent: statistics.neverSent += 1
        case .failure: statistics.unknown += 1
        }
        finishedCount += 1
        finished.append((exchange.completion, outcome))
    }

    func canPassOn(_ exchange: Exchange) -> Bool {
        !exchange.hasTried(route == .open ? .internal : .open)
    }

    /// Hands an exchange to the loop that may reach its address.
    func passOn(_ exchange: Exchange) {
        if other.post([exchange], mustAccept: true).refusal == nil {
            finishedCount += 1
        } else {
            finish(exchange, .failure(.shutDown))
        }
    }

    private static let noMemory = CurlError.notSent(
        code: Int(CURLE_OUT_OF_MEMORY.rawValue), message: String(cString: curl_easy_strerror(CURLE_OUT_OF_MEMORY)))

    private func detach(_ handle: EasyHandle) {
        if let target = handle.exchange?.target { line.leave(target) }
        statistics.connections += handle.connections
        curl_multi_remove_handle(multi, handle.curl)
        handle.clear()
        let last = running.removeLast()
        if last !== handle {
            last.place = handle.place
            running[handle.place] = last
        }
        idle.append(handle)
    }
}
