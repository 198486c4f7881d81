import Domain
import Foundation
import JSON
import TestSupport
import Testing

@testable import API

/// A secret stands in every text of another organization's and another district's objects. Whoever has nothing to do with
/// them asks for everything there is to ask for, and finds it nowhere.
@Suite struct PlantedSecretTests {
    @Test func theSecretIsFoundNowhere() async throws {
        try await TestServer.with(prepare: World.prepare) { server in
            let world = try await World(server)
            var asked = 0
            for role in Role.allCases {
                for text in try await everything(role, world, server, World.Relation.allCases) {
                    asked += 1
                    #expect(!text.answer.contains(World.distantSecret), "\(role.rawValue): \(text.asked)")
                    // Who sees the district sees the other organization's texts with it.
                    if role.seesDistrict { continue }
                    #expect(!text.answer.contains(World.secret), "\(role.rawValue): \(text.asked)")
                }
            }
            print("planted secret: \(asked) answers, nowhere")
            #expect(asked > 300)
        }
    }

    /// Contacts are for the raiser, the command centre, and departments after they received: nobody else reads one, also of
    /// a whistle that is theirs to see.
    @Test func contactsAreShownToWhomTheyAreFor() async throws {
        try await TestServer.with(prepare: World.prepare) { server in
            let world = try await World(server)
            for role in [Role.department, .leader, .observer, .supervisor, .admin] {
                for text in try await everything(role, world, server, [.own]) {
                    #expect(!text.answer.contains("13900000001"), "\(role.rawValue): \(text.asked)")
                    #expect(!text.answer.contains("王五"), "\(role.rawValue): \(text.asked)")
                }
            }
            let centre = try await server.ask(
                "GET", "/v1/whistles/\(world.own[.township]?["whistle"] ?? "")", token: world.tokens[.commandCentre])
            #expect(centre.text.contains("13900000001"))
        }
    }

    /// The counts of what one may not see do not tell of it either: everything looks as if it were not there.
    @Test func whatIsHiddenIsAsIfItWereNotThere() async throws {
        try await TestServer.with(prepare: World.prepare) { server in
            let world = try await World(server)
            let missing = UUID().uuidString.lowercased()
            for route in Route.all where route.subject.isObject {
                guard let kind = route.subject.kind else { continue }
                for role in [Role.township, .community, .enterprise, .department, .leader]
                where !route.subject.isShown(to: role, .otherOrganization) {
                    var answers: [String] = []
                    for id in [world.foreign[kind] ?? "", world.distant[kind] ?? "", missing] {
                        let path = try route.path([kind: id])
                        let answer = try await server.ask(
                            route.method.rawValue, path, token: world.tokens[role],
                            headers: [("Content-Type", "text/plain")], body: route.method == .get ? "" : "{")
                        answers.append("\(answer.status) " + answer.text.replacing(id, with: "…"))
                    }
                    #expect(Set(answers).count == 1, "\(route.method.rawValue) \(route.template) as \(role.rawValue)")
                }
            }
        }
    }

    private struct Text {
        var asked: String
        var answer: String
    }

    /// All that a role can ask: every GET there is, of every object; searches; the stream; refusals that name things.
    private func everything(
        _ role: Role, _ world: World, _ server: TestServer, _ relations: [World.Relation]
    ) async throws -> [Text] {
        let token = world.tokens[role]
        var texts: [Text] = []
        func ask(_ method: String, _ path: String, _ headers: [(String, String)] = [], _ body: JSON? = nil) async throws
        {
            let type = body == nil ? [] : [("Content-Type", "application/json")]
            let answer = try await server.ask(
                method, path, token: token, headers: headers + type, body: body?.text ?? "")
            // What was asked is said again in a refusal's `instance`; that is not a finding.
            texts.append(Text(asked: "\(method) \(path)", answer: answer.text))
            #expect(answer.status < 500, "\(method) \(path)")
        }
        for route in Route.all where route.method == .get {
            for relation in relations {
                let path = try route.path(world.objects(relation, role))
                try await ask("GET", path)
                try await ask("GET", path, [("Accept", "text/html"), ("Accept-Language", "en")])
                guard relation != .own, let id = world.objects(relation, role)["whistle"] else { continue }
                let queries = [
                    "limit=200", "whistle=\(id)", "overdue=true", "state=in_progress", "after=0&limit=200",
                    "department=police", "township=yushan", "category=other",
                    "q=%E7%BB%9D%E5%AF%86", "q=%E5%8D%83%E9%87%8C",
                ]
                for query in queries where !route.template.contains("{") { try await ask("GET", "\(path)?\(query)") }
            }
        }
        // The command centre may merge whistles, after which their raisers see each other's: that is no leak.
        for relation in relations where relation != .own && !role.seesDistrict {
            let other = world.objects(relation, role)
            let (whistle, item) = (JSON.string(other["whistle"] ?? ""), JSON.string(other["item"] ?? ""))
            let mine = world.own[role]?["whistle"] ?? ""
            try await ask("POST", "/v1/whistles/\(mine)/merge", [], ["into": whistle])
            try await ask("POST", "/v1/whistles", [], ["title": "x", "category": "other", "items": [item]])
            try await ask(
                "POST", "/v1/meetings", [],
                [
                    "title": "x", "whistles": [whistle], "form": "collective", "place": "x", "invitees": [],
                    "starts_at": "2027-05-01T09:00:00+08:00", "ends_at": "2027-05-01T10:00:00+08:00",
                ])
            try await ask("POST", "/v1/orders/receive", [], ["items": [["id": .string(other["order"] ?? "")]]])
            for kind in ["whistle", "order", "meeting", "milestone", "item", "webhook", "delivery"] {
                try await ask("POST", "/v1/\(kind)s/\(other[kind] ?? "")/nothing", [], [:])
            }
        }
        return texts
    }
}
