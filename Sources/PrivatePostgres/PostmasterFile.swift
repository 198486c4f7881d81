/// What a server says of itself in `postmaster.pid`. It is only a claim: the file outlives its server.
struct PostmasterFile: Sendable {
    let processID: Int32
    /// A single-user server, which takes no connections, writes its number negative.
    let isSingleUser: Bool
    let socketDirectory: String
    /// `starting`, `ready`, `standby` or `stopping`; empty when not yet written.
    let status: String

    /// `nil` when there is no file, or not yet a number in it.
    init?(cluster: String) {
        guard let text = SmallFile.read(Self.path(cluster)) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.first, let number = Int32(first), number != 0, number != .min else { return nil }
        processID = abs(number)
        isSingleUser = number < 0
        socketDirectory = lines.count > 4 ? lines[4] : ""
        status = lines.count > 7 ? String(lines[7].prefix { $0 != " " }) : ""
    }

    static func path(_ cluster: String) -> String {
        cluster + "/postmaster.pid"
    }
}
