import Broker
import Domain
import Foundation
import JSON
import Rulebooks
import Store

/// `demo.json`: the address and a token for every organization, for whoever tries the demo. Mode 0600; tokens survive
/// restarts, the address is written anew.
struct DemoFile {
    let path: String

    init(dataDirectory: String) { path = "\(dataDirectory)/demo.json" }

    /// Issues what tokens are missing and renames the complete file into place.
    func write(_ file: DistrictFile, baseURL: String, broker: Broker) async throws {
        var tokens = known(in: file.code)
        let admin = Caller(district: file.code, organization: "", role: .admin)
        for (key, organization, role) in wanted(file) where await !isValid(tokens[key], broker) {
            let issued = try await broker.issueToken(
                organization: organization, role: role, name: "demo", expiresAt: nil, as: admin)
            tokens[key] = issued.text
        }
        let json = JSON.object([
            JSON.Member("base_url", .string(baseURL)), JSON.Member("district", .string(file.code)),
            JSON.Member(
                "tokens", .object(tokens.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) })),
        ])
        let temporary = "\(path).new"
        guard
            FileManager.default.createFile(
                atPath: temporary, contents: Data((json.text + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw StartError("cannot write \(temporary)") }
        guard rename(temporary, path) == 0 else {
            throw StartError("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    private func known(in district: String) -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path), let json = try? JSON(parsing: Array(data)),
            json["district"]?.string == district
        else { return [:] }
        var tokens: [String: String] = [:]
        for member in json["tokens"]?.members ?? [] { tokens[member.name] = member.value.string }
        return tokens
    }

    private func isValid(_ token: String?, _ broker: Broker) async -> Bool {
        guard let token else { return false }
        return (try? await broker.authenticate(token)) != nil
    }

    /// Every organization under its code in its own role, and the three roles that no organization's kind brings along.
    private func wanted(_ file: DistrictFile) -> [(key: String, organization: String, role: Role)] {
        var wanted: [(String, String, Role)] = file.organizations.map { ($0.code, $0.code, $0.kind.role) }
        let centre = file.organizations.first { $0.kind == .commandCentre }?.code ?? ""
        let supervisor = file.organizations.first { $0.kind == .supervisor }?.code ?? centre
        wanted.append(("supervisor", supervisor, .supervisor))
        wanted.append(("observer", centre, .observer))
        wanted.append(("admin", centre, .admin))
        return wanted
    }
}
