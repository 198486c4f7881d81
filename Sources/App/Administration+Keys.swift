import Broker
import Foundation
import Secrets
import Store

extension Administration {
    /// Makes a new key that seals from now on, puts everything under it, and keeps the old ones for opening. Brokers must
    /// not run meanwhile: they would not know the new key.
    public func rotateKey() async throws -> ResealCount {
        try await open { database, configuration in
            guard configuration.key == nil else {
                throw StartError(
                    "WHISTLE_KEY is set: put the new key before the old one there, then `whistle key reseal`")
            }
            _ = try await database.migrate()
            let keys = try KeyFile.rotate(configuration.keyFile)
            return try await Broker.reseal(
                SealedValues(owner: database.owner), with: try SecretBox(keys: keys))
        }
    }

    /// Puts everything under the first key.
    /// - Parameter forget: drops the other keys from the file, where nothing needs them any more.
    public func reseal(forget: Bool) async throws -> ResealCount {
        try await open { database, configuration in
            _ = try await database.migrate()
            let count = try await Broker.reseal(
                SealedValues(owner: database.owner), with: try SecretBox(keys: try configuration.keys))
            if forget {
                guard configuration.key == nil else { throw StartError("WHISTLE_KEY is set: shorten it there") }
                guard count.unreadable == 0 else {
                    throw StartError("\(count.unreadable) values open under none of the keys; no key was dropped")
                }
                try KeyFile.forgetOld(configuration.keyFile)
            }
            return count
        }
    }
}
