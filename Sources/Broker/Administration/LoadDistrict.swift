import Domain
import Foundation
import Rulebooks
import Secrets
import Store

extension Broker {
    /// Brings a district into the database: its row, its organizations, the first version of its rulebook. Done once; a
    /// district that is there is left as it is.
    /// - Parameters:
    ///   - owner: needs the login that owns the schema; districts are not made by requests.
    ///   - demo: whether its clock may be moved.
    public static func load(_ file: DistrictFile, demo: Bool, into owner: DistrictLoader) async throws {
        let id = UUID.version7()
        let now = Timestamp.machineNow
        var organizations = file.organizations
        for index in organizations.indices {
            organizations[index].id = UUID.version7(at: now)
            organizations[index].createdAt = now
        }
        try await owner.load(
            file.code, id: id, name: file.name, demo: demo, head: HistoryChain.start(id.text),
            rulebook: UUID.version7(),
            source: file.source, organizations: organizations)
    }
}
