import ArgumentParser
import CurlClient
import Foundation
import JSON

/// Where the broker is and who asks: flags, `WHISTLE_…` variables, or a demo's `demo.json`.
struct ClientOptions: ParsableArguments {
    @Option(help: "The broker's address. [WHISTLE_URL]")
    var url: String?

    @Option(help: "A token; from the demo when --as names an organization. [WHISTLE_TOKEN]")
    var token: String?

    @Option(name: .customLong("as"), help: "Take this organization's token from demo.json.")
    var organization: String?

    @Option(help: "Where demo.json is. [WHISTLE_DATA_DIR]")
    var dataDir: String?

    @Flag(help: "Print the answer as JSON.")
    var json = false

    func client() throws -> Client {
        let directory = dataDir ?? Environment["WHISTLE_DATA_DIR"] ?? "./whistle-data"
        let demo = try? DemoAccess.read(directory)
        let token: String? =
            if let organization {
                demo?.tokens[organization]
            } else {
                token ?? Environment["WHISTLE_TOKEN"]
            }
        guard let token else {
            throw ValidationError("name a token with --token, WHISTLE_TOKEN, or an organization of the demo with --as")
        }
        let url = url ?? Environment["WHISTLE_URL"] ?? demo?.baseURL ?? "http://127.0.0.1:8080"
        return try Client(baseURL: url, token: token)
    }
}

/// What `demo.json` holds.
struct DemoAccess {
    var baseURL: String
    var district: String
    var tokens: [String: String]

    static func read(_ directory: String) throws -> DemoAccess {
        guard let data = FileManager.default.contents(atPath: "\(directory)/demo.json") else {
            throw ClientError("there is no \(directory)/demo.json; run 'whistle serve --demo NAME' first")
        }
        let json = try JSON(parsing: Array(data))
        var tokens: [String: String] = [:]
        for member in json["tokens"]?.members ?? [] { tokens[member.name] = member.value.string }
        return DemoAccess(
            baseURL: json["base_url"]?.string ?? "", district: json["district"]?.string ?? "", tokens: tokens)
    }
}

/// What a request ended in, in one line.
struct ClientError: Error, CustomStringConvertible {
    var description: String
    var status: Int?
    /// Method and path of what was refused.
    var request: String?

    init(_ description: String, status: Int? = nil, request: String? = nil) {
        self.description = description
        self.status = status
        self.request = request
    }
}

/// Speaks to a broker over its public API.
struct Client: Sendable {
    private let baseURL: String
    let token: String
    private let curl: CurlClient

    init(baseURL: String, token: String, curl: CurlClient? = nil) throws {
        self.baseURL = baseURL
        self.token = token
        if let curl {
            self.curl = curl
        } else {
            self.curl = try Client.transport()
        }
    }

    /// A client may reach any address its user names.
    static func transport() throws -> CurlClient {
        var configuration = CurlClientConfiguration()
        configuration.policy = try AddressPolicy.parse("0.0.0.0/0,::/0")
        configuration.userAgent = "whistle-client"
        configuration.maximumPerHost = 64
        let client = CurlClient(configuration: configuration)
        client.start()
        return client
    }

    /// The same broker, asked by somebody else.
    func with(token: String) throws -> Client { try Client(baseURL: baseURL, token: token, curl: curl) }

    func get(_ path: String) async throws -> JSON { try await send(.GET, path, nil) }

    /// Everything in a list, page after page; those that hold, until so many are found.
    func pages(
        _ path: String, until wanted: Int = .max, _ holds: (JSON) -> Bool = { _ in true }
    ) async throws -> [JSON] {
        var found: [JSON] = []
        var cursor: String?
        repeat {
            let next = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await get("\(path)\(path.contains("?") ? "&" : "?")limit=200\(next)")
            found += (page["items"]?.array ?? []).filter(holds)
            cursor = page["next_cursor"]?.string
        } while cursor != nil && found.count < wanted
        return found
    }

    func post(_ path: String, _ body: JSON = [:], key: String? = nil) async throws -> JSON {
        try await send(.POST, path, body, key: key)
    }

    func put(_ path: String, _ body: JSON) async throws -> JSON { try await send(.PUT, path, body) }

    private func send(
        _ method: CurlRequest.Method, _ path: String, _ body: JSON?, key: String? = nil
    ) async throws -> JSON {
        var headers: [(name: String, value: String)] = [
            (name: "Authorization", value: "Bearer \(token)"),
            (name: "Accept-Language", value: Environment["LANG"]?.hasPrefix("en") == true ? "en" : "zh-CN"),
        ]
        if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
        if let key { headers.append((name: "Idempotency-Key", value: key)) }
        let request = CurlRequest(
            method: method, url: baseURL + path, headers: headers, body: body?.bytes ?? [],
            // A poll may wait a minute without a byte.
            timeout: .seconds(90), stallTimeout: nil, maximumResponseBytes: 64 << 20)
        let response: CurlResponse
        do throws(CurlError) { response = try await curl.send(request) } catch {
            throw ClientError("\(method.rawValue) \(path): \(error)")
        }
        let answer = response.body.isEmpty ? JSON.null : try JSON(parsing: response.body)
        guard (200..<300).contains(response.status) else {
            let errors = (answer["errors"]?.array ?? []).map {
                "\n  \($0["pointer"]?.string ?? ""): \($0["message"]?.string ?? "")"
            }
            let detail = answer["detail"]?.string ?? "status \(response.status)"
            throw ClientError(
                "\(detail)\(errors.joined())", status: response.status, request: "\(method.rawValue) \(path)")
        }
        return answer
    }
}

/// Runs a client verb and turns what went wrong into a line and exit code 1.
func speak(_ options: ClientOptions, _ verb: (Client) async throws -> JSON, show: (JSON) -> String) async throws {
    let client = try options.client()
    do {
        let answer = try await verb(client)
        print(options.json ? answer.text : show(answer))
    } catch let error as ClientError {
        complain("whistle: \(error)")
        throw ExitCode(1)
    }
}
