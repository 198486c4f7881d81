import Domain
import JSON

/// What departments do with what is in their queues: claimed, received, reported in, resolved.
extension Replay {
    /// Every department claims from its queue until it has its orders of these whistles, receives them and reports in;
    /// what belongs to others' stories it gives back.
    func takeOrders(of whistles: [JSON]) async throws {
        var wanted: [String: Set<String>] = [:]
        for order in whistles.flatMap({ $0["orders"]?.array ?? [] }) {
            wanted[order["department"]?.string ?? "", default: []].insert(order["id"]?.string ?? "")
        }
        _ = try await inParallel(wanted.sorted { $0.key < $1.key }, width: 8) { department, orders in
            let client = try self.client(as: department)
            let claimed = try await claim(orders, of: department, client)
            let mine = claimed.filter { orders.contains($0["id"]?.string ?? "") }
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
                if orders.contains(order["id"]?.string ?? "") {
                    _ = try await client.post("\(path)/report-in", ["person": "经办人"])
                    progress.step()
                } else {
                    _ = try await client.post(
                        "\(path)/release", ["claim_token": order["claim"]?["token"] ?? .null])
                }
            }
        }
    }

    /// Claims until all of them are held. Others' are held too until then: given back at once they would come again.
    private func claim(_ orders: Set<String>, of department: String, _ client: Client) async throws -> [JSON] {
        var missing = orders
        var claimed: [JSON] = []
        while !missing.isEmpty {
            let answer = try await client.post(
                "/v1/departments/\(department)/queue/claim",
                ["max": 100, "lease_seconds": 600, "wait_seconds": 10])
            let orders = answer["orders"]?.array ?? []
            guard !orders.isEmpty else {
                throw ClientError("\(department) waits in vain for \(missing.count) orders; has somebody claimed them?")
            }
            claimed += orders
            missing.subtract(orders.compactMap { $0["id"]?.string })
        }
        return claimed
    }

    /// Resolves the live orders of a whistle, as it stands now. The lead answers for the whole: it resolves last.
    func resolveOrders(of whistle: String, as reader: Client) async throws {
        let orders = try await reader.get("/v1/whistles/\(whistle)")["orders"]?.array ?? []
        let live = orders.filter { ["reported", "reworking"].contains($0["state"]?.string ?? "") }
        for order in live.filter({ $0["role"]?.string == "assisting" }) + live.filter({ $0["role"]?.string == "lead" })
        {
            let client = try self.client(as: order["department"]?.string ?? "")
            _ = try await client.post(
                "/v1/orders/\(order["id"]?.string ?? "")/resolve",
                ["outcome": "已办结", "measures": "按分工办理", "responsible_person": "负责人"])
        }
    }
}
