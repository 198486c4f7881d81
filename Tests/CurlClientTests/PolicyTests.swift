import CurlClient
import Testing

/// No byte reaches an address the operator did not allow.
@Suite struct PolicyTests {
    @Test(arguments: RefusalTests.oddLoopbacks)
    func `no spelling of loopback is connected to`(_ host: String) async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(allow: "", server: server) { client in
            let request = CurlRequest(method: .POST, url: server.url(host: host), body: [1])
            let error = await failure(of: request, by: client)
            // With a dot behind it, `localhost` is left to the name server, which may not know it.
            #expect(error?.isRefusedAddress == true || host == "localhost.")
            #expect(error?.neverSent == true)
            #expect(server.connections == 0)
            try await until { client.statistics.connections == 0 }
        }
    }

    @Test(arguments: ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
    func `the same spellings work where loopback is allowed`(_ host: String) async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(server: server) { client in
            // A v4-mapped address is a socket of the other family: the server hears it all the same.
            let response = try await client.send(CurlRequest(method: .GET, url: server.url(host: host)))
            #expect(response.status == 200)
        }
    }

    @Test(arguments: ["localhost", "robot.localhost"])
    func `a name that leads inside goes by the internal pool`(_ host: String) async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(server: server) { client in
            for _ in 0..<3 {
                let response = try await client.send(CurlRequest(method: .GET, url: server.url(host: host)))
                #expect(response.status == 200)
                #expect(response.peerAddress == "127.0.0.1")
            }
            #expect(server.connections == 1)
            try await until { client.statistics.answered == 3 }
            try await until { client.statistics.neverSent == 0 }
            client.update(policy: AddressPolicy())
            let request = CurlRequest(method: .GET, url: server.url(host: host))
            #expect(await failure(of: request, by: client)?.isRefusedAddress == true)
        }
    }

    @Test func `a change of policy holds for a pooled connection at once`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        // By name, so that only the callbacks can judge.
        let url = server.url("/hook", host: "localhost")
        try await withClient(server: server) { client in
            _ = try await client.send(CurlRequest(method: .POST, url: url, body: [1]))
            let bytes = server.bytes
            #expect(bytes > 0)
            client.update(policy: AddressPolicy())
            let error = await failure(of: CurlRequest(method: .POST, url: url, body: [1]), by: client)
            #expect(error == .refusedAddress(reason: "loopback address 127.0.0.1"))
            client.update(policy: try AddressPolicy.parse("127.0.0.1"))
            // Whatever was sent in between would have arrived before this.
            _ = try await client.send(CurlRequest(method: .POST, url: url, body: [1]))
            #expect(server.requests.count == 2)
            #expect(server.bytes == bytes * 2)
        }
    }

    @Test func `the proxies of the environment are ignored`() async throws {
        let proxy = EnvironmentProxy.server
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(server: server) { client in
            let response = try await client.send(CurlRequest(method: .GET, url: server.url()))
            #expect(response.status == 200)
            let name = CurlRequest(method: .GET, url: server.url(host: "localhost"))
            let responseByName = try await client.send(name)
            #expect(responseByName.status == 200)
            #expect(server.requests.allSatisfy { $0.line == "GET / HTTP/1.1" })
            #expect(proxy.connections == 0)
        }
    }

    @Test(arguments: ["http://user@127.0.0.1/", "http://user:word@127.0.0.1/", "ftp://127.0.0.1/", "127.0.0.1", ""])
    func `a URL with a user name or another scheme is refused`(_ url: String) async throws {
        let server = LoopbackServer { _ in }
        try await withClient(server: server) { client in
            let error = await failure(of: CurlRequest(method: .GET, url: url), by: client)
            #expect(error?.isRefusedURL == true)
        }
    }

    @Test func `a batch is judged like single requests`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(server: server) { client in
            let urls = [server.url(), "http://10.0.0.1/", "ftp://x/", server.url(host: "localhost")]
            let (outcomes, told) = AsyncStream<(Int, Result<CurlResponse, CurlError>)>.makeStream()
            client.submit(urls.map { CurlRequest(method: .POST, url: $0) }) { told.yield(($0, $1)) }
            var seen: [Int: Result<CurlResponse, CurlError>] = [:]
            for await (index, outcome) in outcomes {
                seen[index] = outcome
                if seen.count == urls.count { break }
            }
            let statuses = [try seen[0]?.get().status, try seen[3]?.get().status]
            #expect(statuses == [200, 200])
            #expect(throws: CurlError.refusedAddress(reason: "private address 10.0.0.1")) { try seen[1]?.get() }
            #expect(throws: CurlError.self) { try seen[2]?.get() }
        }
    }
}
