import CLibCurl
import Glibc

extension Target {
    /// Reads a URL with libcurl's own parser: another parser would sooner or later see another host.
    ///
    /// - Throws: `CurlError.refusedURL`.
    init(url: String) throws(CurlError) {
        // A NUL would end the string early for libcurl but not for whoever looked at it before.
        guard url.utf8.count <= 8_192, !url.utf8.contains(0) else {
            throw .refusedURL(reason: "longer than 8,192 bytes or holding a zero byte")
        }
        guard let parts = curl_url() else { throw .refusedURL(reason: "no memory to read it") }
        defer { curl_url_cleanup(parts) }

        let code = curl_url_set(parts, CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER))
        guard code == CURLUE_OK else {
            throw .refusedURL(reason: String(cString: curl_url_strerror(code)))
        }
        guard Self.part(CURLUPART_USER, of: parts) == nil, Self.part(CURLUPART_PASSWORD, of: parts) == nil else {
            throw .refusedURL(reason: "a user name in it")
        }
        let scheme = Self.part(CURLUPART_SCHEME, of: parts)
        guard scheme == "http" || scheme == "https" else {
            throw .refusedURL(reason: "neither http nor https")
        }
        guard Self.part(CURLUPART_ZONEID, of: parts) == nil else { throw .refusedURL(reason: "a zone in it") }
        guard var host = Self.part(CURLUPART_HOST, of: parts), !host.isEmpty,
            let port = Self.part(CURLUPART_PORT, of: parts, flags: UInt32(CURLU_DEFAULT_PORT)), port != "0"
        else {
            throw .refusedURL(reason: "no host or port in it")
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.hasSuffix(".") { host.removeLast() }
        self.init(key: "\(host.lowercased()):\(port)", host: host, address: Self.literal(host))
    }

    /// The address a host is a spelling of. `inet_aton` reads what the C library's resolver would also read
    /// (`127.1`, `0x7f.1`, `2130706433`), should libcurl have left such a spelling alone.
    private static func literal(_ host: String) -> IPAddress? {
        if let address = IPAddress(host) { return address }
        var address = in_addr()
        return inet_aton(host, &address) == 1 ? .v4(UInt32(bigEndian: address.s_addr)) : nil
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
