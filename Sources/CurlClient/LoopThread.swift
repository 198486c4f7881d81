import Glibc

/// A thread for a loop: libcurl's poll blocks, and the cooperative pool has no thread to spare for that.
enum LoopThread {
    /// Runs the loop on a thread of its own, detached: whoever wants to know its end asks the mailbox.
    static func start(_ loop: CurlLoop) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let context = Unmanaged.passRetained(loop)
        guard pthread_create(&thread, &attributes, body, context.toOpaque()) == 0 else {
            context.release()
            return false
        }
        return true
    }

    private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        blockBrokenPipe()
        guard let context else { return nil }
        let mailbox = live(context)
        mailbox.announceEnd()
        return nil
    }

    /// The loop is gone, and its handles with it, when this returns.
    private static func live(_ context: UnsafeMutableRawPointer) -> Mailbox {
        let loop = Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue()
        loop.run()
        return loop.mailbox
    }

    /// `CURLOPT_NOSIGNAL` also keeps libcurl from ignoring SIGPIPE, and OpenSSL writes without `MSG_NOSIGNAL`: a peer
    /// that hangs up at the wrong moment would end the process. Blocked on this thread only.
    private static func blockBrokenPipe() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
