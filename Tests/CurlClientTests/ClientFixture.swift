import CurlClient

/// Runs a client against a server and takes both down.
func withClient(
    allow: String = "127.0.0.0/8", maximumInFlight: Int = 256, maximumPerHost: Int = 8, maximumWaiting: Int = 10_000,
    shutdownGrace: Duration = .zero, server: LoopbackServer,
    _ body: (CurlClient) async throws -> Void
) async throws {
    let client = CurlClient(
        configuration: CurlClientConfiguration(
            policy: try AddressPolicy.parse(allow), maximumInFlight: maximumInFlight, maximumPerHost: maximumPerHost,
            maximumWaiting: maximumWaiting, userAgent: "curl-client-tests", shutdownGrace: shutdownGrace))
    _ = EnvironmentProxy.server
    client.start()
    do {
        try await body(client)
    } catch {
        await client.shutdown()
        server.stop()
        throw error
    }
    await client.shutdown()
    server.stop()
}

/// The error of a request that must fail.
func failure(of request: CurlRequest, by client: CurlClient) async -> CurlError? {
    do throws(CurlError) {
        _ = try await client.send(request)
        return nil
    } catch {
        return error
    }
}
