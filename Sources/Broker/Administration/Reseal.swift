import Domain
import Foundation
import Secrets
import Store

/// What was put under the newest key.
public struct ResealCount: Sendable {
    public var resealed = 0
    /// Under the newest key before.
    public var current = 0
    /// None of the keys opens them.
    public var unreadable = 0
}

extension Broker {
    private static let page = 500

    /// Puts everything that an older key sealed under the newest one, and tells robots apart by it. Brokers may go on
    /// working meanwhile, as long as they know both keys.
    public static func reseal(_ values: SealedValues, with secrets: SecretBox) async throws -> ResealCount {
        var count = ResealCount()
        for place in SealedValues.places {
            var last: SealedValues.Value?
            repeat {
                let page = try await values.values(of: place, after: last, limit: page)
                for value in page {
                    let context = "\(place.context):\(value.id.text)"
                    guard !secrets.isCurrent(value.bytes, context: context) else {
                        count.current += 1
                        continue
                    }
                    guard let text = try? secrets.open(value.bytes, context: context) else {
                        count.unreadable += 1
                        continue
                    }
                    try await values.replace(value, with: try secrets.seal(text, context: context), in: place)
                    count.resealed += 1
                }
                last = page.count == Self.page ? page.last : nil
            } while last != nil
        }
        try await identifyRobots(values, with: secrets, unknownOnly: false)
        return count
    }

    /// Notes which robots the endpoints write to that were made before this was noted.
    public static func identifyRobots(
        _ values: SealedValues, with secrets: SecretBox, unknownOnly: Bool = true
    ) async throws {
        for webhook in try await values.robots(unknownOnly: unknownOnly, programs: programs) {
            // One that does not open is paused by the courier, who says why.
            guard let url = try? secrets.open(webhook.bytes, context: "webhook-url:\(webhook.id.text)") else {
                continue
            }
            try await values.identify(webhook, as: secrets.robotIdentity(url))
        }
    }
}
