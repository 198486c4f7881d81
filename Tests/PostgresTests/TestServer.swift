import Foundation

/// The PostgreSQL server the tests talk to: the one the environment names, or a throwaway one of their own.
enum TestServer {
    /// A fresh database on the server. A server that cannot be had fails every test that asks for it.
    static func connectionString() throws -> String {
        try database.get()
    }

    /// The same database with further connection parameters, which win over the string's own.
    static func connectionString(adding parameters: [(String, String)]) throws -> String {
        adding(parameters, to: try connectionString())
    }

    /// The host part of the connection string.
    static func host() throws -> String {
        let string = try connectionString()
        if string.contains("://") {
            let components = URLComponents(string: string)
            let parameter = components?.queryItems?.first { $0.name == "host" }?.value
            return parameter ?? components?.host ?? "localhost"
        }
        let pair = string.split(separator: " ").first { $0.hasPrefix("host=") }
        return pair.map { String($0.dropFirst("host=".count)) } ?? "localhost"
    }

    private static let database = Result { try makeDatabase() }

    private static func makeDatabase() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let server = try environment["WHISTLE_TEST_DATABASE_URL"] ?? ThrowawayCluster.start()
        let name = "postgres_tests_\(UUID().uuidString.replacing("-", with: "").lowercased().prefix(12))"
        try Command.run("/usr/bin/env", ["psql", "-X", "-q", "-c", "CREATE DATABASE \(name)", server])
        return adding([("dbname", name)], to: server)
    }

    private static func adding(_ parameters: [(String, String)], to string: String) -> String {
        guard string.contains("://") else {
            return string + parameters.map { " \($0.0)='\($0.1)'" }.joined()
        }
        let query = parameters.map { pair in
            "\(pair.0)=\(pair.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? pair.1)"
        }
        return string + (string.contains("?") ? "&" : "?") + query.joined(separator: "&")
    }
}
