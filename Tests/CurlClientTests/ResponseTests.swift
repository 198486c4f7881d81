import CurlClient
import Testing

@Suite struct ResponseTests {
    @Test(arguments: [200, 204, 302, 410, 429, 500, 503])
    func `a status is an answer, whatever it is`(_ status: Int) async throws {
        let server = LoopbackServer.answering { connection, _ in
            connection.write("HTTP/1.1 \(status) Words\r\nRetry-After: 7\r\nretry-after:  8 \r\n")
            connection.write("Content-Length: 0\r\n\r\n")
        }
        try await withClient(server: server) { client in
            let request = CurlRequest(method: .POST, url: server.url("/a?b=c"), body: [1, 2, 3])
            let response = try await client.send(request)
            #expect(response.status == status)
            #expect(response.header("RETRY-AFTER") == "8")
            #expect(response.headers.map(\.name) == ["Retry-After", "retry-after", "Content-Length"])
            #expect(response.body.isEmpty)
            #expect(!response.bodyTruncated)
            #expect(response.peerAddress == "127.0.0.1")
            #expect(response.duration > .zero)
        }
    }

    @Test(arguments: CurlRequest.Method.allCases)
    func `a request arrives as it was given`(_ method: CurlRequest.Method) async throws {
        let server = LoopbackServer.answering { connection, request in
            connection.answer("200 OK", body: request.line.hasPrefix("HEAD") ? "" : "fine")
        }
        try await withClient(server: server) { client in
            let body = Array("{\"楼\":1}".utf8)
            let response = try await client.send(
                CurlRequest(
                    method: method, url: server.url("/x?y=z#fragment"),
                    headers: [("Content-Type", "application/json"), ("webhook-id", "msg_1"), ("X-Empty", "")],
                    body: body))
            #expect(response.status == 200)
            let request = try #require(server.requests.first)
            #expect(request.line == "\(method.rawValue) /x?y=z HTTP/1.1")
            #expect(request.body == (method == .HEAD ? [] : body))
            #expect(request.headers("webhook-id") == ["webhook-id: msg_1"])
            #expect(request.headers("Content-Type") == ["Content-Type: application/json"])
            #expect(request.headers("X-Empty") == ["X-Empty:"])
            #expect(request.headers("User-Agent") == ["User-Agent: curl-client-tests"])
            #expect(request.headers("Accept-Encoding").isEmpty)
            #expect(request.headers("Expect").isEmpty)
        }
    }

    @Test func `a pooled handle keeps nothing of the request before`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK", body: "a") }
        try await withClient(server: server) { client in
            _ = try await client.send(
                CurlRequest(method: .PUT, url: server.url(), headers: [("X-Secret", "1")], body: [1]))
            let response = try await client.send(CurlRequest(method: .GET, url: server.url("/2")))
            #expect(response.body == Array("a".utf8))
            #expect(response.headers.count == 1)
            let second = try #require(server.requests.last)
            #expect(second.line == "GET /2 HTTP/1.1")
            #expect(second.headers("X-Secret").isEmpty)
            #expect(second.headers("Content-Length").isEmpty)
            #expect(server.connections == 1)
        }
    }

    @Test func `a redirect to loopback is an answer, not an order`() async throws {
        let prey = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        let location = prey.url("/admin")
        let server = LoopbackServer.answering { connection, _ in
            connection.answer("307 Temporary Redirect", headers: ["Location: \(location)"])
        }
        try await withClient(server: server) { client in
            let response = try await client.send(CurlRequest(method: .POST, url: server.url(), body: [1]))
            #expect(response.status == 307)
            #expect(response.header("location") == location)
            #expect(prey.connections == 0)
        }
        prey.stop()
    }

    @Test func `interim answers and trailers are not the answer's headers`() async throws {
        let server = LoopbackServer.answering { connection, _ in
            connection.write("HTTP/1.1 103 Early Hints\r\nLink: early\r\n\r\n")
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: final\r\n\r\n")
            connection.write("3\r\nabc\r\n0\r\nX-A: trailer\r\n\r\n")
        }
        try await withClient(server: server) { client in
            let response = try await client.send(CurlRequest(method: .GET, url: server.url()))
            #expect(response.status == 200)
            #expect(response.header("Link") == nil)
            #expect(response.header("x-a") == "final")
            #expect(response.body == Array("abc".utf8))
        }
    }

    @Test func `an answer before the body was read counts`() async throws {
        let server = LoopbackServer { connection in
            guard connection.readHead() != nil else { return }
            connection.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            // Hanging up with bytes unread would be a reset, which may overtake the answer.
            while connection.read(atMost: 65_536) != nil {}
        }
        try await withClient(server: server) { client in
            let body = [UInt8](repeating: 120, count: 4_000_000)
            let response = try await client.send(CurlRequest(method: .POST, url: server.url(), body: body))
            #expect(response.status == 204)
        }
    }
}
