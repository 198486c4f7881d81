import Domain
import Foundation
import JSON
import TestSupport
import Testing

@testable import API

/// The table of route × role × (own, other organization, other district), whole, on the real server. It is made from the
/// route values, so a route that is not in it cannot be served.
@Suite struct WhoMayWhatTests {
    /// Runs every cell. What is asked changes nothing: a body of another type is refused after 404 and 403 and before all
    /// else, a change without a body names a version that never was.
    @Test func everyRouteForEveryRole() async throws {
        try await TestServer.with(prepare: World.prepare) { server in
            let world = try await World(server)
            var cells = 0
            var able: [String: Int] = [:]
            for route in Route.all {
                let name = "\(route.method.rawValue) \(route.template)"
                let refused = try await ask(route, world, .own, .township, token: nil, server)
                #expect(refused == 401, "\(name) without a token: \(refused)")
                for role in Role.allCases {
                    for relation in World.Relation.allCases {
                        let status = try await ask(route, world, relation, role, token: world.tokens[role], server)
                        cells += 1
                        let verdict = verdict(route, role, relation, status)
                        #expect(verdict == nil, "\(name) as \(role.rawValue), \(relation.rawValue): \(verdict ?? "")")
                        if relation == .own, status != 403, status != 404 { able[name, default: 0] += 1 }
                    }
                }
                #expect(able[name, default: 0] > 0, "\(name): nobody may")
            }
            print("who may what: \(Route.all.count) routes × \(Role.allCases.count) roles × 3 = \(cells) cells")
            #expect(cells == Route.all.count * Role.allCases.count * 3)
        }
    }

    /// What is wrong with an answer, if anything.
    private func verdict(_ route: Route, _ role: Role, _ relation: World.Relation, _ status: Int) -> String? {
        let admitted = route.roles.contains(role)
        guard route.subject.isShown(to: role, relation) else {
            return status == 404 ? nil : "may not see it, and is answered \(status)"
        }
        if !admitted { return status == 403 ? nil : "is not admitted, and is answered \(status)" }
        let isForeign = relation == .otherDistrict && route.template.contains("{") && route.method != .get
        let wrong = isForeign ? [401, 405] : [401, 404, 405]
        if wrong.contains(status) || status >= 500 { return "is admitted, and is answered \(status)" }
        if isForeign, status < 300 { return "changed another district's" }
        if route.body != nil, ![415, 403].contains(status) { return "answered \(status) before its body's type" }
        return nil
    }

    private func ask(
        _ route: Route, _ world: World, _ relation: World.Relation, _ role: Role, token: String?, _ server: TestServer
    ) async throws -> Int {
        var path = try route.path(world.objects(relation, role))
        // Calendar programs send no headers: their token stands in the address.
        if case .calendarToken = route.identification, token != nil { path += "?token=\(world.calendars[role] ?? "")" }
        return try await server.ask(
            route.method.rawValue, path, token: token,
            headers: route.method == .get ? [] : [("Content-Type", "text/plain"), ("If-Match", "\"999999\"")],
            body: route.method == .get || route.method == .delete ? "" : "{"
        ).status
    }

    /// Tokens may be narrowed: each scope opens what it says and nothing else.
    @Test func scopesNarrowARole() async throws {
        try await TestServer.with(prepare: World.prepare) { server in
            let world = try await World(server)
            for scope in TokenScope.allCases {
                let answer = try await server.post(
                    "/v1/tokens", token: world.tokens[.admin],
                    ["organization": "housing", "role": "department", "scopes": [.string(scope.rawValue)]])
                let token = try #require(try JSON(parsing: Array(answer.text.utf8))["token"]?.string)
                for route in Route.all where route.roles.contains(.department) {
                    // A calendar's token is one of its own, and opens the calendar only.
                    if case .calendarToken = route.identification { continue }
                    let status = try await ask(route, world, .own, .department, token: token, server)
                    let opened = route.scopes.contains(scope)
                    guard route.subject.isShown(to: .department, .own) else { continue }
                    let name = "\(scope.rawValue): \(route.method.rawValue) \(route.template)"
                    if !opened { #expect(status == 403, "\(name) → \(status)") }
                    if opened, route.method == .get { #expect(status != 403 && status < 500, "\(name) → \(status)") }
                }
            }
            let refused = try await server.post(
                "/v1/tokens", token: world.tokens[.admin],
                ["organization": "housing", "role": "department", "scopes": ["everything"]])
            #expect(refused.status == 422)
        }
    }
}
