import CurlClient
import Testing

/// Answers without end, size or hurry.
@Suite struct BoundTests {
    @Test(arguments: [200, 500])
    func `an endless body is cut at its bound`(_ status: Int) async throws {
        let server = LoopbackServer.answering { connection, _ in
            connection.write("HTTP/1.1 \(status) Words\r\n\r\n")
            while connection.write([UInt8](repeating: 120, count: 30_000)) {}
        }
        try await withClient(server: server) { client in
            let response = try await client.send(CurlRequest(method: .POST, url: server.url()))
            #expect(response.status == status)
            #expect(response.body == [UInt8](repeating: 120, count: 65_536))
            #expect(response.bodyTruncated)
        }
    }

    @Test func `a body as long as its bound is whole, one byte more is cut`() async throws {
        let server = LoopbackServer.answering { connection, request in
            connection.answer("200 OK", body: String(repeating: "x", count: request.body.count))
        }
        try await withClient(server: server) { client in
            for (length, isCut) in [(99, false), (100, false), (101, true)] {
                let response = try await client.send(
                    CurlRequest(
                        method: .POST, url: server.url(), body: [UInt8](repeating: 1, count: length),
                        maximumResponseBytes: 100))
                #expect(response.bodyTruncated == isCut)
                #expect(response.body.count == min(length, 100))
            }
        }
    }

    @Test func `a flood of headers ends the exchange; a 2xx status before it counts`() async throws {
        let server = LoopbackServer.answering { connection, request in
            connection.write("HTTP/1.1 \(request.line.contains("/good") ? 200 : 500) Words\r\n")
            while connection.write("X-Flood: \(String(repeating: "y", count: 1_000))\r\n") {}
        }
        try await withClient(server: server) { client in
            let response = try await client.send(CurlRequest(method: .POST, url: server.url("/good")))
            #expect(response.status == 200)
            #expect(response.bodyTruncated)
            #expect(response.headers.count < 66)
            #expect(response.headers.count > 60)
            let error = await failure(of: CurlRequest(method: .POST, url: server.url("/bad")), by: client)
            #expect(error?.isUnknown == true)
        }
    }

    @Test func `interim answers without end are a flood too`() async throws {
        let server = LoopbackServer.answering { connection, _ in
            while connection.write("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n") {}
        }
        try await withClient(server: server) { client in
            let error = await failure(of: CurlRequest(method: .POST, url: server.url()), by: client)
            #expect(error?.isUnknown == true)
        }
    }

    @Test func `a compressed body stays compressed`() async throws {
        let bomb = GzipBomb.bytes
        let server = LoopbackServer.answering { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
            connection.write(bomb)
        }
        try await withClient(server: server) { client in
            let response = try await client.send(
                CurlRequest(method: .POST, url: server.url(), headers: [("Accept-Encoding", "gzip")]))
            #expect(response.body == bomb)
            #expect(response.header("content-encoding") == "gzip")
        }
    }

    @Test func `a compressed transfer is cut like any other`() async throws {
        let server = LoopbackServer.answering { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")
            connection.write(GzipBomb.bytes)
        }
        try await withClient(server: server) { client in
            let response = try await client.send(CurlRequest(method: .POST, url: server.url()))
            #expect(response.status == 200)
            #expect(response.bodyTruncated)
            #expect(response.body.count <= 65_536)
        }
    }

    @Test func `a drip is ended by the timeout; a 2xx status before it counts`() async throws {
        let server = LoopbackServer.answering { connection, request in
            let status = request.line.contains("/good") ? 200 : 500
            connection.write("HTTP/1.1 \(status) Words\r\nContent-Length: 1000\r\n\r\n")
            while !connection.clientLeaves(within: 20) { connection.write("d") }
        }
        try await withClient(server: server) { client in
            // Long enough for a busy machine to see the status; both at once.
            let good = CurlRequest(method: .POST, url: server.url("/good"), timeout: .seconds(3))
            let bad = CurlRequest(method: .POST, url: server.url("/bad"), timeout: .seconds(3))
            async let error = failure(of: bad, by: client)
            let response = try await client.send(good)
            #expect(response.status == 200)
            #expect(response.bodyTruncated)
            #expect(response.body.allSatisfy { $0 == UInt8(ascii: "d") })
            let code = await error?.code
            #expect(code == 28)
        }
    }
}
