import Crypto
import Foundation

extension SecretBox {
    /// Tells whether two addresses are one robot, without telling the address: host, port, path and query, keyed. The
    /// scheme, the order of the query's fields and what adapters add to it make no difference.
    public func robotIdentity(_ url: String) -> [UInt8] {
        let key = derived(for: "whistle robot identity")[0]
        return Array(HMAC<SHA256>.authenticationCode(for: Data(Self.canonical(url).utf8), using: key))
    }

    private static func canonical(_ url: String) -> String {
        guard let parts = URLComponents(string: url) else { return url }
        let secure = parts.scheme?.lowercased() == "https"
        let port = parts.port ?? (secure ? 443 : 80)
        // A private deployment may answer under both schemes: the port alone would tell them apart.
        let shownPort = port == 443 || port == 80 ? "" : ":\(port)"
        let added: Set<String> = ["timestamp", "sign"]
        let query = (parts.queryItems ?? []).filter { !added.contains($0.name) }
            .map { "\($0.name)=\($0.value ?? "")" }.sorted().joined(separator: "&")
        let path = parts.path.hasSuffix("/") ? String(parts.path.dropLast()) : parts.path
        return "\(parts.host?.lowercased() ?? "")\(shownPort)\(path)?\(query)"
    }
}
