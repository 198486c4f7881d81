import CurlClient
import Testing

@Suite struct AddressPolicyTests {
    private static let publicAddresses = [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.1", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255",
        "192.0.1.1", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255",
        "203.0.112.255", "203.0.114.0", "223.255.255.255", "2606:4700::1111", "2400:3200::1", "240e::1",
        "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    ]

    private static let refusedAddresses = [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1",
        "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255",
        "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::2", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "100::1",
        "2001::1", "2001:2::1", "2001:10::1", "2001:db8::1", "3fff::1", "4000::1", "5f00::1", "fc00::1",
        "fd12:3456::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ffff::1",
    ]

    @Test(arguments: publicAddresses)
    func `a public address is public, allowed or not`(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressPolicy().judge(address) == .publicAddress)
        #expect(try AddressPolicy.parse("0.0.0.0/0 ::/0").judge(address) == .publicAddress)
    }

    @Test(arguments: refusedAddresses)
    func `a special address is refused unless listed`(_ text: String) throws {
        let address = try #require(IPAddress(text))
        guard case .refused(let reason) = AddressPolicy().judge(address) else {
            Issue.record("not refused")
            return
        }
        #expect(reason.hasSuffix(address.normalized.description))
        #expect(try AddressPolicy.parse("0.0.0.0/0, ::/0").judge(address) == .allowedInternal)
    }

    @Test(arguments: [
        ("169.254.169.254", "metadata"), ("fd00:ec2::254", "metadata"), ("255.255.255.255", "broadcast"),
        ("100.64.0.1", "carrier-grade NAT"), ("::ffff:127.0.0.1", "loopback"), ("fe80::1", "link-local"),
        ("fd00::1", "unique local"), ("0.0.0.0", "unspecified"), ("2001:db8::1", "documentation"),
        ("198.18.0.1", "benchmark"), ("224.0.0.1", "multicast"), ("::127.0.0.1", "reserved"),
    ])
    func `the reason names the range`(_ text: String, _ name: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressPolicy().judge(address) == .refused(reason: "\(name) address \(address.normalized)"))
    }

    @Test func `a listed network opens itself and nothing beside it`() throws {
        let policy = try AddressPolicy.parse("10.20.0.0/16, 192.168.7.9")
        for inside in ["10.20.0.0", "10.20.255.255", "192.168.7.9", "::ffff:10.20.1.1", "64:ff9b::a14:101"] {
            #expect(policy.judge(try #require(IPAddress(inside))) == .allowedInternal)
        }
        for outside in ["10.19.255.255", "10.21.0.0", "192.168.7.8", "192.168.7.10", "127.0.0.1", "fd00::1"] {
            let verdict = policy.judge(try #require(IPAddress(outside)))
            #expect(verdict != .allowedInternal && verdict != .publicAddress)
        }
    }

    @Test func `a list may be empty, and a wrong entry is named`() throws {
        #expect(try AddressPolicy.parse(" ,\n").allowed.isEmpty)
        #expect(throws: CurlError.refusedAddress(reason: "'10.0.0.0/33' has no prefix length within 0...32")) {
            try AddressPolicy.parse("127.0.0.1,10.0.0.0/33")
        }
    }
}
