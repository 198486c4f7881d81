import CurlClient
import Testing

/// Peers that fail, and what is known afterwards.
@Suite struct FailureTests {
    private static let secret = "/cgi-bin/robot/send-s3cr3t?key=5d6f-s3cr3t"

    @Test func `nobody listening: never sent`() async throws {
        let server = LoopbackServer { _ in }
        let port = LoopbackServer.closedPort()
        try await withClient(server: server) { client in
            let request = CurlRequest(method: .POST, url: "http://127.0.0.1:\(port)\(Self.secret)", body: [1])
            let error = try #require(await failure(of: request, by: client))
            #expect(error.isNotSent)
            #expect(error.code == 7)
            #expect(error.neverSent)
            #expect(error.description.contains("127.0.0.1"))
            #expect(!error.description.contains("s3cr3t"))
        }
    }

    @Test func `a name that does not exist: never sent`() async throws {
        let server = LoopbackServer { _ in }
        try await withClient(server: server) { client in
            let request = CurlRequest(method: .POST, url: "http://robot.invalid\(Self.secret)")
            let error = try #require(await failure(of: request, by: client))
            // Error 6; 28 where no name server answers.
            #expect(error.isNotSent)
            #expect(error.neverSent)
            #expect(!error.description.contains("s3cr3t"))
        }
    }

    @Test func `no TLS spoken: never sent`() async throws {
        let server = LoopbackServer { connection in
            _ = connection.read(atMost: 16)
            connection.write("HTTP/1.1 200 OK\r\n\r\n")
        }
        try await withClient(server: server) { client in
            let request = CurlRequest(method: .POST, url: "https://127.0.0.1:\(server.port)\(Self.secret)", body: [1])
            let error = try #require(await failure(of: request, by: client))
            #expect(error.isNotSent)
            #expect(error.code == 35)
            #expect(!error.description.contains("s3cr3t"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func `closed after the request: unknown`(_ byReset: Bool) async throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            if byReset { connection.reset() }
        }
        try await withClient(server: server) { client in
            let request = CurlRequest(method: .POST, url: server.url(Self.secret), body: [1])
            let error = try #require(await failure(of: request, by: client))
            #expect(error.isUnknown)
            #expect(error.code == (byReset ? 56 : 52))
            #expect(!error.neverSent)
            #expect(!error.description.contains("s3cr3t"))
            #expect(server.requests.count == 1)
        }
    }

    @Test func `closed before the request was read: not held to be unsent`() async throws {
        let server = LoopbackServer { connection in
            // Until the first bytes are there to be ignored.
            connection.waitForClient()
            connection.reset()
        }
        try await withClient(server: server) { client in
            let error = await failure(of: CurlRequest(method: .POST, url: server.url(), body: [1]), by: client)
            #expect(error?.isUnknown == true)
        }
    }

    @Test func `a hang is ended by the timeout: unknown`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.waitForClient() }
        try await withClient(server: server) { client in
            let request = CurlRequest(
                method: .POST, url: server.url(Self.secret), body: [1], timeout: .seconds(1))
            let error = try #require(await failure(of: request, by: client))
            #expect(error.isUnknown)
            #expect(error.code == 28)
            #expect(!error.description.contains("s3cr3t"))
        }
    }

    @Test(arguments: [
        "not HTTP s3cr3t\r\n\r\n", "HTTP/7.7 s3cr3t\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: s3cr3t\r\n\r\n",
    ])
    func `nonsense is an outcome unknown, and its words are not repeated`(_ answer: String) async throws {
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(answer)
        }
        try await withClient(server: server) { client in
            let request = CurlRequest(method: .POST, url: server.url(Self.secret), body: [1])
            if let error = await failure(of: request, by: client) {
                #expect(error.isUnknown)
                #expect(!error.description.contains("s3cr3t"))
            } else {
                // A 2xx status was there before the nonsense.
                #expect(answer.hasPrefix("HTTP/1.1 200"))
            }
        }
    }

    /// libcurl repeats a request on a fresh connection when a pooled one breaks; if that fails with "could not
    /// connect", the first attempt may still have arrived.
    @Test func `a broken pooled connection and then nobody listening: unknown`() async throws {
        let server = LoopbackServer { connection in
            guard let first = connection.readRequest() else { return }
            connection.answer("200 OK", body: first.line)
            guard connection.readRequest() != nil else { return }
            connection.server.stop()
        }
        try await withClient(server: server) { client in
            _ = try await client.send(CurlRequest(method: .POST, url: server.url("/1"), body: [1]))
            let error = await failure(of: CurlRequest(method: .POST, url: server.url("/2"), body: [1]), by: client)
            #expect(error?.isUnknown == true)
            #expect(server.requests.count == 2)
        }
    }

    @Test(arguments: [
        ("X-A", "1\r\nX-B: 2"), ("X-A", "1\n"), ("X-A", "\0"), ("X A", "1"), ("X-A:", "1"), ("", "1"), ("X-A\r\n", "1"),
        ("Content-Length", "7"), ("transfer-encoding", "chunked"), ("Connection", "close"),
    ])
    func `a header that would be more than a header is not sent`(_ name: String, _ value: String) async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(server: server) { client in
            let request = CurlRequest(method: .POST, url: server.url(), headers: [(name, value)])
            #expect(await failure(of: request, by: client)?.code == 43)
            #expect(server.connections == 0)
        }
    }
}
