import Broker
import Synchronization

/// What `/metrics` shows, in Prometheus' text format. Labels are bounded: the route's template, never a path.
public final class Measures: Sendable {
    private struct Key: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private struct Sum {
        var count = 0
        var seconds = 0.0
    }

    private let requests = Mutex<[Key: Sum]>([:])
    /// More gauges, asked when the page is.
    private let gauges: @Sendable () -> [(name: String, help: String, value: Double)]

    public init(gauges: @escaping @Sendable () -> [(name: String, help: String, value: Double)] = { [] }) {
        self.gauges = gauges
    }

    func count(route: String, method: String, status: Int, took: Duration) {
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        requests.withLock { requests in
            requests[Key(route: route, method: method, status: status), default: Sum()].count += 1
            requests[Key(route: route, method: method, status: status), default: Sum()].seconds += seconds
        }
    }

    func page(_ broker: Broker) async -> String {
        var page = "# HELP whistle_requests_total Requests answered.\n# TYPE whistle_requests_total counter\n"
        let counted = requests.withLock { $0 }.sorted {
            ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
        }
        for (key, sum) in counted { page += "whistle_requests_total{\(Measures.labels(key))} \(sum.count)\n" }
        page += "# HELP whistle_request_seconds_total Time spent answering.\n"
        page += "# TYPE whistle_request_seconds_total counter\n"
        for (key, sum) in counted { page += "whistle_request_seconds_total{\(Measures.labels(key))} \(sum.seconds)\n" }
        for gauge in gauges() {
            page += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) gauge\n\(gauge.name) \(gauge.value)\n"
        }
        // Without the database the page still tells of the process.
        if let depths = try? await broker.queueDepths() {
            page += "# HELP whistle_queue_depth Orders ready to be claimed.\n# TYPE whistle_queue_depth gauge\n"
            for depth in depths {
                page += "whistle_queue_depth{district=\"\(depth.district)\",queue=\"\(depth.queue)\"} \(depth.count)\n"
            }
        }
        return page
    }

    private static func labels(_ key: Key) -> String {
        "route=\"\(key.route)\",method=\"\(key.method)\",status=\"\(key.status)\""
    }
}
