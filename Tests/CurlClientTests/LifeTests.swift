import CurlClient
import Testing

/// Starting, limits, cancelling, ending.
@Suite struct LifeTests {
    @Test func `two hundred at once share the connections of one host`() async throws {
        let server = LoopbackServer.answering { connection, request in
            connection.answer("200 OK", body: String(decoding: request.body, as: UTF8.self))
        }
        try await withClient(server: server) { client in
            let url = server.url()
            let answers = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let request = CurlRequest(method: .POST, url: url, body: Array("\(number)".utf8))
                        return (number, try await client.send(request).body)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(answers == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, Array("\($0)".utf8)) }))
            #expect(server.connections <= 8)
            try await until { client.statistics.answered == 200 }
            try await until { client.statistics.inFlight == 0 }
            try await until { client.statistics.waiting == 0 }
        }
    }

    @Test func `requests one after the other reuse one connection`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(server: server) { client in
            for _ in 0..<20 { _ = try await client.send(CurlRequest(method: .POST, url: server.url(), body: [1])) }
            #expect(server.connections == 1)
            try await until { client.statistics.connections == 1 }
        }
    }

    @Test func `cancelling a hanging request frees its caller and its place`() async throws {
        let server = LoopbackServer.answering { connection, request in
            if request.line.contains("/hang") { connection.waitForClient() } else { connection.answer("200 OK") }
        }
        try await withClient(maximumPerHost: 1, server: server) { client in
            let url = server.url("/hang")
            let hanging = Task { await failure(of: CurlRequest(method: .POST, url: url, body: [1]), by: client) }
            for await _ in server.arrivals { break }
            // The place is taken: this one waits in line, and is cancelled there.
            let waiting = Task { await failure(of: CurlRequest(method: .POST, url: url, body: [1]), by: client) }
            waiting.cancel()
            #expect(await waiting.value == .cancelled)
            hanging.cancel()
            #expect(await hanging.value == .cancelled)
            let response = try await client.send(CurlRequest(method: .POST, url: server.url("/now")))
            #expect(response.status == 200)
            #expect(server.requests.map(\.line) == ["POST /hang HTTP/1.1", "POST /now HTTP/1.1"])
            try await until { client.statistics.inFlight == 0 }
        }
    }

    @Test func `a request of a cancelled task is never sent`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(server: server) { client in
            let url = server.url()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await failure(of: CurlRequest(method: .POST, url: url), by: client)
            }
            #expect(await task.value == .cancelled)
            #expect(server.connections == 0)
        }
    }

    @Test func `a hanging host takes no other's place`() async throws {
        let hanging = LoopbackServer.answering { connection, _ in connection.waitForClient() }
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        // Four places, of which one host may have two; ten requests want to hang.
        try await withClient(maximumInFlight: 4, maximumPerHost: 2, server: server) { client in
            client.submit((0..<10).map { _ in CurlRequest(method: .POST, url: hanging.url()) }) { _, _ in }
            for _ in 0..<20 {
                let response = try await client.send(CurlRequest(method: .POST, url: server.url()))
                #expect(response.status == 200)
            }
            try await until { client.statistics.inFlight == 2 }
            try await until { client.statistics.waiting == 8 }
            #expect(hanging.connections <= 2)
        }
        hanging.stop()
    }

    @Test func `more than may wait are turned away`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.waitForClient() }
        try await withClient(maximumInFlight: 1, maximumWaiting: 1, server: server) { client in
            let (outcomes, told) = AsyncStream<(Int, Result<CurlResponse, CurlError>)>.makeStream()
            client.submit((0..<3).map { _ in CurlRequest(method: .POST, url: server.url()) }) { told.yield(($0, $1)) }
            for await (index, outcome) in outcomes {
                #expect(index == 2)
                #expect(throws: CurlError.tooManyRequests) { try outcome.get() }
                break
            }
            let error = await failure(of: CurlRequest(method: .POST, url: server.url()), by: client)
            #expect(error == .tooManyRequests)
            #expect(error?.neverSent == true)
        }
    }

    @Test func `a place is free before its caller hears of it`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        try await withClient(maximumInFlight: 1, maximumWaiting: 0, server: server) { client in
            for _ in 0..<100 { _ = try await client.send(CurlRequest(method: .POST, url: server.url())) }
        }
    }

    @Test func `shutdown tells what was sent from what was not`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.waitForClient() }
        try await withClient(maximumPerHost: 1, server: server) { client in
            let (outcomes, told) = AsyncStream<(Int, Result<CurlResponse, CurlError>)>.makeStream()
            client.submit((0..<2).map { _ in CurlRequest(method: .POST, url: server.url()) }) { told.yield(($0, $1)) }
            for await _ in server.arrivals { break }
            await client.shutdown()
            told.finish()
            var errors: [Int: CurlError] = [:]
            for await (index, outcome) in outcomes {
                if case .failure(let error) = outcome { errors[index] = error }
            }
            #expect(errors[0]?.isUnknown == true)
            #expect(errors[1] == .shutDown)
            #expect(await failure(of: CurlRequest(method: .POST, url: server.url()), by: client) == .shutDown)
            try await until { client.statistics.inFlight == 0 }
        }
    }

    @Test func `shutdown lets what is on the wire finish`() async throws {
        let gate = Gate()
        let server = LoopbackServer.answering { connection, request in
            if request.line.contains("/held") { gate.pass() }
            connection.answer("200 OK")
        }
        try await withClient(shutdownGrace: .seconds(60), server: server) { client in
            let url = server.url("/now")
            let held = server.url("/held")
            async let response = client.send(CurlRequest(method: .POST, url: held))
            for await _ in server.arrivals { break }
            async let end: Void = client.shutdown()
            while await failure(of: CurlRequest(method: .POST, url: url), by: client) != .shutDown {
                await Task.yield()
            }
            gate.open()
            let status = try await response.status
            #expect(status == 200)
            await end
        }
    }

    @Test func `a client that does not run sends nothing`() async throws {
        let server = LoopbackServer.answering { connection, _ in connection.answer("200 OK") }
        let client = CurlClient(
            configuration: CurlClientConfiguration(policy: try AddressPolicy.parse("127.0.0.0/8")))
        let request = CurlRequest(method: .POST, url: server.url())
        #expect(await failure(of: request, by: client) == .shutDown)
        client.start()
        client.start()
        #expect(try await client.send(request).status == 200)
        await client.shutdown()
        await client.shutdown()
        client.start()
        #expect(await failure(of: request, by: client) == .shutDown)
        #expect(server.requests.count == 1)
        server.stop()
    }
}
