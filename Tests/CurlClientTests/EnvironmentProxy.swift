import Glibc

/// A proxy that the environment names and nobody may use. Set once and left there: the whole test process runs under
/// it, and so every test that reaches its server is proof.
enum EnvironmentProxy {
    static let server: LoopbackServer = {
        let server = LoopbackServer { _ in }
        for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            setenv(name, server.url(), 1)
        }
        return server
    }()
}
