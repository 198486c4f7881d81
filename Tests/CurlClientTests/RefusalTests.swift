import CurlClient
import Testing

@Suite struct RefusalTests {
    static let oddLoopbacks = [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001",
        "0x7f.0x0.0x0.0x1", "127.0.0.1.", "%31%32%37.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[0:0:0:0:0:0:0:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "0", "0.0.0.0", "[::]", "localhost", "LocalHost",
        "localhost.", "robot.localhost", "127.0.0.2",
    ]

    @Test(arguments: oddLoopbacks)
    func `every spelling of the machine itself is refused`(_ host: String) throws {
        #expect(CurlClient.refusal(ofURL: "http://\(host):8080/hook", policy: AddressPolicy()) != nil)
    }

    @Test(arguments: [
        "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "telnet://example.com", "example.com/hook",
        "http://", "", "http://user@example.com/", "http://user:word@example.com/",
        "http://:word@example.com/", "http://[fe80::1%25eth0]/", "http://example.com:0/", "http://example.com:65536/",
        "http://exa mple.com/", "http://example.com/a b", "http://example.com/\r\nHost: x", "http://example.com/\0",
        "http://169.254.169.254/latest", "http://[fd00:ec2::254]/", "https://10.0.0.1/", "https://192.168.1.1/",
    ])
    func `what can never be sent is refused`(_ url: String) {
        #expect(CurlClient.refusal(ofURL: url, policy: AddressPolicy()) != nil)
    }

    @Test func `a URL has a length`() {
        let start = "https://example.com/"
        let longest = start + String(repeating: "a", count: 8_192 - start.utf8.count)
        #expect(CurlClient.refusal(ofURL: longest, policy: AddressPolicy()) == nil)
        #expect(CurlClient.refusal(ofURL: longest + "a", policy: AddressPolicy()) != nil)
    }

    @Test(arguments: [
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=5d6f", "http://example.com", "HTTPS://EXAMPLE.COM:8443/x",
        "https://open.feishu.cn/open-apis/bot/v2/hook/T#x", "http://1.1.1.1/", "http://[2606:4700::1111]:8080/",
        "https://localhost.example.com/", "https://127.0.0.1.example.com/", "https://例子.测试/",
    ])
    func `an ordinary URL is not refused`(_ url: String) {
        #expect(CurlClient.refusal(ofURL: url, policy: AddressPolicy()) == nil)
    }

    @Test func `what the operator listed is not refused`() throws {
        let policy = try AddressPolicy.parse("127.0.0.0/8")
        for host in ["127.0.0.1", "2130706433", "localhost", "[::ffff:127.0.0.1]"] {
            #expect(CurlClient.refusal(ofURL: "http://\(host)/", policy: policy) == nil)
        }
        #expect(CurlClient.refusal(ofURL: "http://[::1]/", policy: policy) != nil)
    }

    @Test func `the reason holds nothing of the path`() {
        let paths = ["ftp://example.com/", "http://u@example.com/", "http://10.0.0.1/", "http://10.0.0.1/?", ""]
        for url in paths.map({ $0 + "s3cr3t" }) {
            let reason = CurlClient.refusal(ofURL: url, policy: AddressPolicy())
            #expect(reason?.contains("s3cr3t") == false)
        }
    }
}
