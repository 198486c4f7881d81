/// A request as the loopback server read it.
struct ReceivedRequest: Sendable {
    /// Request line and headers, as text.
    let head: String
    let body: [UInt8]

    var line: String {
        head.split(separator: "\r\n").first.map(String.init) ?? ""
    }

    /// Header lines whose name is this one, ignoring case.
    func headers(_ name: String) -> [String] {
        head.split(separator: "\r\n").dropFirst().map(String.init)
            .filter { $0.lowercased().hasPrefix(name.lowercased() + ":") }
    }
}
