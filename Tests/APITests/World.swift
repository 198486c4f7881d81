import Broker
import CurlClient
import Domain
import Foundation
import JSON
import Postgres
import Rulebooks
import Store
import TestSupport
import Testing

@testable import API

/// Two districts with an object of every kind for every role: its own, another organization's, another district's. Made over
/// the public API, so that they are what real ones are.
struct World: Sendable {
    /// Whose the object is that a request names.
    enum Relation: String, CaseIterable, Sendable {
        case own
        case otherOrganization = "other organization"
        case otherDistrict = "other district"
    }

    /// Ids by the kind of object.
    typealias Objects = [String: String]

    /// What a route without a subject takes from its path, by template: a new one needs its line here.
    static let parameters: [String: String] = [
        "/v1/calendars/{code}": "2026", "/v1/tokens/{id}": "token",
    ]

    /// What stands in a path beside the object's id, by template.
    static let codes: [String: String] = [
        "/v1/whistles/{id}/forms/{code}": "application", "/v1/orders/{id}/notices/{code}": "supervision",
    ]

    /// The organization that each role acts for at home.
    static let organizations: [Role: String] = [
        .admin: "command-centre", .commandCentre: "command-centre", .supervisor: "supervision",
        .observer: "command-centre", .township: "meili", .community: "meili-zhenbei", .enterprise: "meili-mill",
        .department: "housing", .leader: "leader-one",
    ]
    /// Planted in every text of another organization's objects, and of another district's.
    static let secret = "绝密暗号八七三"
    static let distantSecret = "千里之外的暗号"

    let server: TestServer
    /// Each role's at home.
    private(set) var tokens: [Role: String] = [:]
    private(set) var own: [Role: Objects] = [:]
    /// Each role's calendar token.
    private(set) var calendars: [Role: String] = [:]
    private(set) var foreign: Objects = [:]
    private(set) var distant: Objects = [:]
    /// The command centre's over there.
    private(set) var distantCentre = ""

    /// A second district, and organizations that the first one's rulebook does not name.
    static func prepare(_ database: TestDatabase) async throws {
        let other = try #require(try DistrictFile.load("dujiangyan"))
        try await Broker.load(other, demo: true, into: DistrictLoader(owner: database.owner))
        _ = try await database.owner.query(
            """
            INSERT INTO whistle.organizations (district_id, code, id, kind, name, parent, has_queue, created_at) VALUES
            ('changshu', 'meili-mill', gen_random_uuid(), 'enterprise', '梅李工厂', 'meili', false, now()),
            ('changshu', 'leader-one', gen_random_uuid(), 'leader', '市领导甲', NULL, true, now())
            """)
    }

    init(_ server: TestServer) async throws {
        self.server = server
        for (role, organization) in Self.organizations {
            tokens[role] = try await server.token(organization, role, in: "changshu")
        }
        let centre = try #require(tokens[.commandCentre])
        var raised: [Role: JSON] = [:]
        for role in [Role.township, .community, .enterprise] {
            raised[role] = try await made(
                "/v1/whistles", try #require(tokens[role]),
                [
                    "title": "自家的事", "category": "walls", "departments": ["housing", "leader-one"],
                    "contact": ["name": "王五", "phone": "13900000001"],
                ])
        }
        let meeting = try await convene(
            raised.values.map { $0["id"]?.string ?? "" }, by: centre, title: "联席会", ["housing"])
        for role in Role.allCases {
            let whistle = try #require(raised[role] ?? raised[.township])
            let hearer: Role = [.community, .enterprise].contains(role) ? role : .township
            let holder = try #require(tokens[role == .observer ? .commandCentre : role])
            var objects = meeting.merging(try await webhook(holder)) { $1 }
            objects["whistle"] = whistle["id"]?.string
            objects["order"] = order(of: whistle, role == .leader ? "leader-one" : "housing")
            objects["attachment"] = try await attach(
                whistle["id"]?.string ?? "", try #require(tokens[raised[role] == nil ? .township : role]), "照片")
            objects["item"] = try await item(try #require(tokens[hearer]), "听到的")
            objects["queue"] = role == .leader ? "leader-one" : "housing"
            objects["token"] = try await spare(try #require(tokens[.admin]), "water")
            objects.merge(try await heard(by: hearer == .community ? .community : .township)) { $1 }
            objects["subscription"] = try await subscription(holder).id
            calendars[role] = try await subscription(holder).token
            own[role] = objects
        }
        for order in Set(own.values.compactMap { $0["order"] }) { try await supervise(order, centre) }
        let patterns = try await self.patterns("changshu", township: "meili", centre)
        for role in Role.allCases { own[role]?.merge(patterns) { $1 } }
        foreign = try await strangers("changshu", township: "yushan", department: "police", Self.secret)
        distant = try await strangers("dujiangyan", township: "tianma", department: "agriculture", Self.distantSecret)
        distantCentre = try await server.token("command-centre", .commandCentre, in: "dujiangyan")
        while try await server.test.database.store.relay("changshu", limit: 500) > 0 {}
        while try await server.test.database.store.relay("dujiangyan", limit: 500) > 0 {}
    }

    func objects(_ relation: Relation, _ role: Role) -> Objects {
        switch relation {
        case .own: own[role] ?? [:]
        case .otherOrganization: foreign
        case .otherDistrict: distant
        }
    }

    /// The objects of somebody who has nothing to do with the roles above, with the secret in every text of theirs.
    private func strangers(
        _ district: String, township: String, department: String, _ planted: String
    ) async throws -> Objects {
        let raiser = try await server.token(township, .township, in: district)
        let handler = try await server.token(department, .department, in: district)
        let centre = try await server.token("command-centre", .commandCentre, in: district)
        let admin = try await server.token("command-centre", .admin, in: district)
        let secret = JSON.string(planted)
        let whistle = try await made(
            "/v1/whistles", raiser,
            [
                "title": secret, "description": secret, "category": "other", "departments": [.string(department)],
                "contact": ["name": secret, "phone": secret], "location": ["address": secret],
                "source_reference": secret,
            ])
        let id = whistle["id"]?.string ?? ""
        var objects = try await convene([id], by: centre, title: planted)
        objects.merge(try await webhook(raiser)) { $1 }
        objects["whistle"] = id
        objects["number"] = whistle["number"]?.string
        objects["order"] = order(of: whistle, department)
        objects["queue"] = department
        objects["attachment"] = try await attach(id, raiser, planted)
        objects["item"] = try await item(raiser, planted)
        objects["token"] = try await spare(admin, department)
        objects.merge(
            try await went(township, by: raiser, sender: department, centre, text: planted)
        ) { $1 }
        objects.merge(try await patterns(district, township: township, centre)) { $1 }
        objects["subscription"] = try await subscription(handler).id
        for (action, body) in [
            ("receive", [:] as JSON), ("report-in", ["person": secret, "note": secret]), ("progress", ["note": secret]),
        ] { _ = try await made("/v1/orders/\(objects["order"] ?? "")/\(action)", handler, body) }
        try await supervise(objects["order"] ?? "", centre)
        return objects
    }

    /// Gives rise to a notice about the order.
    private func supervise(_ order: String, _ centre: String) async throws {
        _ = try await made("/v1/orders/\(order)/supervise", centre, ["level": "notice", "note": "督办"])
    }

    private func made(_ path: String, _ token: String, _ body: JSON) async throws -> JSON {
        let answer = try await server.post(path, token: token, body)
        try #require((200..<300).contains(answer.status), "\(path): \(answer.status) \(answer.text)")
        return try JSON(parsing: Array(answer.text.utf8))
    }

    private func attach(_ whistle: String, _ token: String, _ text: String) async throws -> String? {
        let name = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let answer = try await server.ask(
            "POST", "/v1/whistles/\(whistle)/attachments?name=\(name)", token: token,
            headers: [("Content-Type", "application/pdf")], body: "%PDF-1.4 \(text)")
        try #require(answer.status == 201, "\(answer.status) \(answer.text)")
        return try JSON(parsing: Array(answer.text.utf8))["id"]?.string
    }

    private func order(of whistle: JSON, _ department: String) -> String? {
        whistle["orders"]?.array?.first { $0["department"]?.string == department }?["id"]?.string
    }

    private func item(_ token: String, _ title: String) async throws -> String? {
        try await made(
            "/v1/items", token,
            [
                "title": .string(title), "channel": "grid",
                "contact": ["name": .string(title), "phone": .string(title)],
            ])["id"]?.string
    }

    /// A meeting that was held, with what was decided and a milestone.
    private func convene(
        _ whistles: [String], by token: String, title: String, _ invitees: [JSON] = []
    ) async throws -> Objects {
        let meeting =
            try await made(
                "/v1/meetings", token,
                [
                    "title": .string(title), "whistles": .array(whistles.map(JSON.string)), "form": "collective",
                    "place": .string(title), "invitees": .array(invitees), "starts_at": "2027-03-01T09:00:00+08:00",
                    "ends_at": "2027-03-01T10:00:00+08:00",
                ])["id"]?.string ?? ""
        _ = try await made("/v1/meetings/\(meeting)/hold", token, ["attendees_present": 2])
        var milestone: String?
        for whistle in whistles {
            let found = try await get("/v1/whistles/\(whistle)", token)
            let departments = found["orders"]?.array?.compactMap { $0["department"]?.string } ?? []
            let decided = try await made(
                "/v1/meetings/\(meeting)/outcomes", token,
                [
                    "items": [
                        [
                            "whistle": .string(whistle), "outcome": "assigned", "decision": .string(title),
                            "lead": .string(departments[0]),
                            "assisting": .array(departments.dropFirst().map(JSON.string)),
                            "milestones": [["title": .string(title), "due_at": "2027-04-01T10:00:00+08:00"]],
                        ]
                    ]
                ])
            milestone = decided["milestones"]?[0]?["id"]?.string
        }
        return ["meeting": meeting, "milestone": milestone ?? ""]
    }

    private func get(_ path: String, _ token: String) async throws -> JSON {
        try JSON(parsing: Array(try await server.ask("GET", path, token: token).text.utf8))
    }

    /// An endpoint of the token's organization with a delivery; nothing is sent.
    private func webhook(_ token: String) async throws -> Objects {
        let id =
            try await made(
                "/v1/webhooks", token,
                [
                    "name": "h", "url": "https://example.com/x", "adapter": "standard", "events": ["whistle.merged"],
                ])["id"]?.string ?? ""
        let rows = try await server.test.database.owner.query(
            SQL(
                stringLiteral: """
                    INSERT INTO whistle.deliveries (district_id, webhook_id, position, event_id, lane, at)
                    SELECT district_id, id, 1, gen_random_uuid(), gen_random_uuid(), now() FROM whistle.webhooks
                    WHERE id = '\(id)' RETURNING id::text
                    """))
        return ["webhook": id, "delivery": try rows[0].decode(0, as: String.self)]
    }

    /// What a township or a community heard and where it goes, checked by the supervisors.
    private func heard(by role: Role) async throws -> Objects {
        let centre = try #require(tokens[.commandCentre])
        let area = try #require(Self.organizations[role])
        return try await went(area, by: try #require(tokens[role]), sender: "housing", centre, text: "听到的")
    }

    private func went(
        _ area: String, by token: String, sender: String, _ centre: String, text: String
    ) async throws -> Objects {
        let session = try await made(
            "/v1/sessions", token,
            [
                "theme": .string(text), "host": .string(text), "held_at": "2026-01-05T10:00:00+08:00",
                "residents_present": 8, "attendees_present": 10, "items": [["title": .string(text)]],
            ])
        let township = session["township"]?.string ?? ""
        let plan = try await made(
            "/v1/visit-plans", centre,
            [
                "kind": "area", "area": .string(area), "visitor": .string(text), "sender": .string(sender),
                "monthly_day": 10,
            ])
        let inspection = try await made(
            "/v1/inspections", centre,
            ["method": "visit", "township": .string(township), "findings": [.string(text)], "households": 1])
        return [
            "session": session["id"]?.string ?? "", "plan": plan["id"]?.string ?? "",
            "inspection": inspection["id"]?.string ?? "",
        ]
    }

    /// A hotspot as the broker's loop would note it, and a bulletin.
    private func patterns(_ district: String, township: String, _ centre: String) async throws -> Objects {
        let rows = try await server.test.database.owner.query(
            SQL(
                stringLiteral: """
                    INSERT INTO whistle.hotspots (district_id, id, number, state, category, township, place, count,
                        first_at, last_at, cools_at, created_at)
                    SELECT '\(district)', g, 'H-' || g, 'open', 'other', '\(township)', '', 5, now(), now(), now(), now()
                    FROM gen_random_uuid() AS g RETURNING id::text
                    """))
        let bulletin = try await made("/v1/bulletins", centre, ["period": "weekly"])
        return ["hotspot": try rows[0].decode(0, as: String.self), "bulletin": bulletin["id"]?.string ?? ""]
    }

    private func subscription(_ token: String) async throws -> (id: String, token: String) {
        let answer = try await made("/v1/calendar-tokens", token, ["name": "h"])
        return (answer["id"]?.string ?? "", answer["token"]?.string ?? "")
    }

    private func spare(_ admin: String, _ organization: String) async throws -> String? {
        try await made("/v1/tokens", admin, ["organization": .string(organization), "role": "department"])["id"]?.string
    }
}

extension Subject {
    /// Under which name `World` holds the object; `nil`: there is none.
    var kind: String? {
        switch self {
        case .none: nil
        case .whistle: "whistle"
        case .order: "order"
        case .meeting: "meeting"
        case .milestone: "milestone"
        case .item: "item"
        case .webhook: "webhook"
        case .delivery: "delivery"
        case .attachment: "attachment"
        case .queue: "queue"
        case .session: "session"
        case .inspection: "inspection"
        case .areaPlan: "plan"
        case .calendarToken: "subscription"
        case .hotspot: "hotspot"
        case .bulletin: "bulletin"
        }
    }

    /// Whether a role sees an object of its own, and another organization's in its district: said once more here, so that
    /// the code is not its own witness.
    func isShown(to role: Role, _ relation: World.Relation) -> Bool {
        let all: Set<Role> = [.admin, .commandCentre, .supervisor, .observer]
        switch (self, relation) {
        case (.none, _): return true
        case (_, .otherDistrict): return false
        case (.webhook, .own), (.delivery, .own): return true
        case (.webhook, _), (.delivery, _): return role == .admin
        case (.calendarToken, .own), (.bulletin, _): return true
        case (.calendarToken, _): return role == .admin
        case (.session, .own): return all.contains(role) || [.township, .community].contains(role)
        case (.areaPlan, .own):
            return all.contains(role) || [.township, .community, .department].contains(role)
        case (.inspection, .own), (.hotspot, .own): return all.contains(role) || role == .township
        case (.item, .own): return all.contains(role) || [.township, .community, .enterprise].contains(role)
        case (.queue, .own): return all.contains(role) || [.department, .leader].contains(role)
        case (_, .own): return true
        default: return all.contains(role)
        }
    }
}

extension Route {
    /// The path with the objects' ids in it.
    /// - Throws: where nobody said what stands there.
    func path(_ objects: World.Objects) throws -> String {
        guard template.contains("{") else { return template }
        let parameter = World.parameters[template]
        let name = try #require(
            subject.kind ?? parameter, "\(method) \(template): no object for its path; give World.parameters a line")
        let value = objects[name] ?? parameter ?? ""
        return template.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix("{"), let end = part.firstIndex(of: "}") else { return String(part) }
            let code = part.hasPrefix("{code}") ? World.codes[template] : nil
            return (code ?? value) + part[part.index(after: end)...]
        }.joined(separator: "/")
    }
}
