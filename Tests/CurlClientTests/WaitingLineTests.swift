import Testing

@testable import CurlClient

@Suite struct WaitingLineTests {
    private func exchange(_ host: String, _ number: Int = 0) throws -> Exchange {
        let url = "http://\(host)/\(number)"
        return Exchange(
            request: CurlRequest(method: .POST, url: url), target: try Target(url: url),
            completion: .call(number) { _, _ in }, cancellation: nil)
    }

    /// Expects the line to let exactly these go, in this order.
    private func expect(_ line: inout WaitingLine, _ urls: [String]) {
        var gone: [String] = []
        while let next = line.next() { gone.append(next.request.url) }
        #expect(gone == urls)
    }

    @Test func `hosts take turns, and within a host the first comes first`() throws {
        var line = WaitingLine(maximum: 10, perHost: 2)
        for number in 0..<3 { line.join(try exchange("a", number)) }
        for number in 0..<2 { line.join(try exchange("b", number)) }
        expect(&line, ["http://a/0", "http://b/0", "http://a/1", "http://b/1"])
        #expect((line.running, line.waiting) == (4, 1))
        line.leave(try exchange("b").target)
        expect(&line, [])
        line.leave(try exchange("a").target)
        expect(&line, ["http://a/2"])
    }

    @Test func `the bound on all holds`() throws {
        var line = WaitingLine(maximum: 3, perHost: 2)
        for host in ["a", "b", "c", "d"] { line.join(try exchange(host)) }
        expect(&line, ["http://a/0", "http://b/0", "http://c/0"])
        line.leave(try exchange("b").target)
        expect(&line, ["http://d/0"])
    }

    @Test func `who is removed leaves no gap`() throws {
        var line = WaitingLine(maximum: 1, perHost: 1)
        for number in 0..<4 { line.join(try exchange("a", number)) }
        let first = line.next()
        #expect(first?.request.url == "http://a/0")
        let removed = line.remove { $0.request.url != "http://a/2" }
        #expect(removed.map(\.request.url) == ["http://a/1", "http://a/3"])
        #expect(line.waiting == 1)
        line.leave(try exchange("a").target)
        expect(&line, ["http://a/2"])
    }

    @Test func `removing some leaves the others' turns as they were`() throws {
        var line = WaitingLine(maximum: 9, perHost: 1)
        let hosts = (0..<9).map { "host\($0)" }
        for host in hosts { line.join(try exchange(host)) }
        let removed = line.remove { $0.target.host == "host4" }
        #expect(removed.count == 1)
        line.join(try exchange("host4", 1))
        expect(&line, hosts.filter { $0 != "host4" }.map { "http://\($0)/0" } + ["http://host4/1"])
    }

    @Test func `a long line is served whole and in order`() throws {
        var line = WaitingLine(maximum: 1, perHost: 1)
        for number in 0..<1_000 { line.join(try exchange("a", number)) }
        for number in 0..<1_000 {
            let first = line.next()
            let next = try #require(first)
            #expect(next.request.url == "http://a/\(number)")
            line.leave(next.target)
        }
        #expect((line.running, line.waiting) == (0, 0))
        expect(&line, [])
    }
}
