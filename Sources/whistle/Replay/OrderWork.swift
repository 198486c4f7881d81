import Domain
import JSON

/// What departments do with what is in their queues: claimed, received, reported in, resolved.
extension Replay {
    /// Every department claims all that is in its queue, receives and reports in to what belongs to these whistles, and
    /// gives the rest back.
    func takeOrders(of whistles: Set<String>, at departments: Set<String>) async throws {
        _ = try await inParallel(departments.sorted(), width: 8) { department in
            let client = try self.client(as: department)
            let claimed = try await claimAll(department, client)
            let mine = claimed.filter { whistles.contains($0["whistle_id"]?.string ?? "") }
            for piece in mine.pieces(of: 100) {
                let items = piece.map { order -> JSON in
                    ["id": order["id"] ?? .null, "claim_token": order["claim"]?["token"] ?? .null]
                }
                let results = try await client.post("/v1/orders/receive", ["items": .array(items)])["results"]?.array
                for result in results ?? [] where result["order"] == nil {
                    throw ClientError("not received: \(result.text)")
                }
            }
            _ = try await inParallel(claimed, width: 4) { order in
                let path = "/v1/orders/\(order["id"]?.string ?? "")"
                if whistles.contains(order["whistle_id"]?.string ?? "") {
                    _ = try await client.post("\(path)/report-in", ["person": "经办人"])
                    progress.step()
                } else {
                    _ = try await client.post(
                        "\(path)/release", ["claim_token": order["claim"]?["token"] ?? .null])
                }
            }
        }
    }

    /// Held until all are seen: what is given back at once would be claimed again.
    private func claimAll(_ department: String, _ client: Client) async throws -> [JSON] {
        var claimed: [JSON] = []
        while true {
            let answer = try await client.post(
                "/v1/departments/\(department)/queue/claim", ["max": 100, "lease_seconds": 600])
            let orders = answer["orders"]?.array ?? []
            claimed += orders
            if orders.isEmpty { return claimed }
        }
    }

    /// Resolves the live orders of a whistle, as it stands now. The lead answers for the whole: it resolves last.
    func resolveOrders(of whistle: String, as reader: Client) async throws {
        let orders = try await reader.get("/v1/whistles/\(whistle)")["orders"]?.array ?? []
        let live = orders.filter { ["reported", "reworking"].contains($0["state"]?.string ?? "") }
        for order in live.filter({ $0["role"]?.string == "assisting" }) + live.filter({ $0["role"]?.string == "lead" }) {
            let client = try self.client(as: order["department"]?.string ?? "")
            _ = try await client.post(
                "/v1/orders/\(order["id"]?.string ?? "")/resolve",
                ["outcome": "已办结", "measures": "按分工办理", "responsible_person": "负责人"])
        }
    }
}
