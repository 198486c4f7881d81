import CLibPQ
import Glibc

/// A checked configuration, ready to open connections with.
struct ConnectionRecipe: Sendable {
    private let parameters: [(String, String)]
    private let hostLists: [(keyword: String, entries: [String])]

    /// How many hosts the connection string names; at least 1.
    let hostCount: Int

    init(_ configuration: PostgresConfiguration) throws(PostgresError) {
        let given = try Self.parse(configuration.connectionString)
        let startup = Self.startupOptions(configuration)
        let options = [given["options"] ?? Self.environmentOptions(), startup].filter { !$0.isEmpty }
        // A host that vanishes without a word is noticed within some ten seconds; the connection string, which comes
        // later, may say otherwise.
        var parameters = [
            ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "10000"), ("dbname", configuration.connectionString), ("client_encoding", "UTF8"),
        ]
        if !options.isEmpty {
            parameters.append(("options", options.joined(separator: " ")))
        }
        if !configuration.applicationName.isEmpty {
            parameters.append(("application_name", configuration.applicationName))
        }
        self.parameters = parameters
        let lists = ["host", "hostaddr", "port"].compactMap { keyword in
            given[keyword].map { value in
                (keyword, value.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
            }
        }
        hostLists = lists.filter { $0.1.count > 1 }
        hostCount = hostLists.map(\.entries.count).max() ?? 1
    }

    /// Begins to open a connection, trying the hosts in order from number `firstHost` on, modulo their number.
    func begin(firstHost: Int) -> OpaquePointer? {
        var parameters = parameters
        let shift = firstHost % hostCount
        if shift > 0 {
            // Later keywords win over those inside the connection string.
            for (keyword, entries) in hostLists {
                parameters.append((keyword, (entries[shift...] + entries[..<shift]).joined(separator: ",")))
            }
        }
        let keywords = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer { (keywords + values).forEach { free($0) } }
        return PQconnectStartParams(
            keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    }

    private static func parse(_ connectionString: String) throws(PostgresError) -> [String: String] {
        guard let options = PQconninfoParse(connectionString, nil) else {
            throw .invalidConfiguration(reason: "libpq does not understand the connection string")
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                values[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return values
    }

    /// libpq reads this variable only if nobody else gives options, and we do.
    private static func environmentOptions() -> String {
        getenv("PGOPTIONS").map { String(cString: $0) } ?? ""
    }

    private static func startupOptions(_ configuration: PostgresConfiguration) -> String {
        var settings = configuration.settings
        if let role = configuration.role {
            settings.append(("role", role))
        }
        return settings.map { "-c \($0.0)=\(escaped($0.1))" }.joined(separator: " ")
    }

    /// The server splits options at spaces that have no backslash before them.
    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for character in value {
            if character == "\\" || character.isWhitespace {
                escaped.append("\\")
            }
            escaped.append(character)
        }
        return escaped
    }
}
