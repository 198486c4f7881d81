import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// How like whistles are looked for. A connection plans it once, most likely while there are hardly any: what it keeps must
/// be right for a million, too.
@Suite struct LikePlanTests {
    @Test func likeWhistlesAreLookedUpOneByOne() async throws {
        let database = try await TestCluster.get().database()
        let question = Store.likeWhistles(
            "路灯不亮", category: "lamps", since: Timestamp(seconds: 0), viewer: "meili", in: "changshu")
        let plan = try await database.owner.pipeline([Store.planByIndex, "EXPLAIN \(sql: question)"])[1]
            .map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
        #expect(plan.contains("Index Scan using whistles_pkey"), "\(plan)")
        #expect(plan.contains("Index Scan Backward using catchwords_category"), "\(plan)")
        await database.close()
    }
}
