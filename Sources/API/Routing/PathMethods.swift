import HTTPTypes

/// Which methods a path takes: asked when the router knew none for a request, to tell a path that is not there from a
/// method that it does not take. It sees any method, also those that no route has a use for.
struct PathMethods: Sendable {
    static let served = PathMethods(
        Route.all.map { ($0.template, $0.method) } + PublicRoute.all.map { ($0.template, $0.method) })

    private let methods: [(template: [Substring], names: [String])]

    init(_ operations: [(template: String, method: HTTPRequest.Method)]) {
        methods = Dictionary(grouping: operations, by: \.template).map { template, operations in
            let names = operations.map(\.method.rawValue)
            return (template.split(separator: "/"), (names + (names.contains("GET") ? ["HEAD"] : [])).sorted())
        }
    }

    /// The names of the methods, for an `Allow`; none where the path is not there.
    func allowed(at path: String) -> [String] {
        let parts = path.split(separator: "/")
        let found = methods.filter { place in
            place.template.count == parts.count && zip(place.template, parts).allSatisfy(PathMethods.matches)
        }
        // Of two templates the one that says more of the path is nearer.
        return found.max { left, right in PathMethods.fixed(left.template) < PathMethods.fixed(right.template) }?.names
            ?? []
    }

    /// How many characters of a path the template itself says.
    private static func fixed(_ template: [Substring]) -> Int {
        template.reduce(0) { sum, part in
            sum
                + (part.hasPrefix("{")
                    ? part.count
                        - (part.firstIndex(of: "}").map { part.distance(from: part.startIndex, to: $0) + 1 } ?? 0)
                    : part.count)
        }
    }

    private static func matches(_ pattern: Substring, _ part: Substring) -> Bool {
        guard pattern.hasPrefix("{"), let end = pattern.firstIndex(of: "}") else { return pattern == part }
        let suffix = pattern[pattern.index(after: end)...]
        return part.hasSuffix(suffix) && part.count > suffix.count
    }
}
