import CurlClient
import Testing

@Suite struct CIDRTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"), ("10.9.8.7/8", "10.0.0.0", "9.255.255.255"),
        ("192.168.7.9", "192.168.7.9", "192.168.7.8"), ("128.0.0.0/1", "255.0.0.1", "127.255.255.255"),
        ("fd00::/8", "fdff::1", "fc00::1"), ("2001:db8::/33", "2001:db8:7fff::", "2001:db8:8000::"),
        ("::1", "::1", "::2"), ("2001:db8::/64", "2001:db8::ffff", "2001:db8:0:1::"),
        ("2001:db8::8000:0:0:0/65", "2001:db8::ffff:0:0:1", "2001:db8::7fff:0:0:1"),
        ("::ffff:10.0.0.0/104", "10.1.2.3", "11.0.0.0"), ("0.0.0.0/0", "255.255.255.255", "::1"),
        ("::/0", "ffff::", "1.2.3.4"),
    ])
    func `a network holds its own`(_ text: String, _ inside: String, _ outside: String) throws {
        let network = try CIDR(text)
        #expect(network.contains(try #require(IPAddress(inside))))
        #expect(!network.contains(try #require(IPAddress(outside))))
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/33", "::/129", "10.0/8", "10.0.0.0/8/8",
        "host", "[::1]/128", "fe80::1%eth0", " 10.0.0.0/8", "010.0.0.1", "10.0.0.0/١",
    ])
    func `what is not a network is refused`(_ text: String) {
        #expect(throws: CurlError.self) { try CIDR(text) }
    }

    @Test(arguments: ["0.0.0.0", "255.255.255.255", "127.0.0.1", "::", "::1", "2001:db8::ff00:42:8329"])
    func `an address is written as it was read`(_ text: String) throws {
        #expect(try #require(IPAddress(text)).description == text)
    }
}
