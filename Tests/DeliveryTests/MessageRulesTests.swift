import Broker
import Domain
import Foundation
import JSON
import Language
import Secrets
import Testing

@testable import Delivery

/// What a district and a webhook say of messages: the language, and the links that act.
@Suite struct MessageRulesTests {
    private let secrets: SecretBox

    init() throws { secrets = try SecretBox(key: [UInt8](repeating: 7, count: 32)) }

    private func offer(
        _ organization: String, _ actions: [MessageRules.LinkedAction] = [.receive, .reportIn]
    ) -> LinkOffer {
        LinkOffer(district: "changshu", organization: organization, actions: actions, lifetime: 3600, secrets: secrets)
    }

    private func parcel(_ type: String, state: String, department: String = "housing", id: UUID = UUID()) -> Parcel {
        let order: JSON = [
            "id": .string(UUID().uuidString), "department": .string(department), "state": .string(state),
        ]
        return Parcel(id: id.uuidString, type: type, at: "", data: JSON.object([JSON.Member("order", order)]).text)
    }

    @Test func linksAreForWhoHoldsTheOrderAndWhatItWaitsFor() throws {
        func acts(_ offer: LinkOffer, _ type: String, _ state: String, _ department: String = "housing") -> [LinkLabel]
        {
            offer.links(for: parcel(type, state: state, department: department), at: "https://w.example", 0).map(
                \.label)
        }
        #expect(acts(offer("housing"), "order.queued", "queued") == [.receive])
        #expect(acts(offer("housing"), "order.reminded", "queued") == [.receive])
        #expect(acts(offer("housing"), "order.received", "received") == [.reportIn])
        #expect(acts(offer("housing"), "order.overdue", "received") == [.reportIn])
        #expect(acts(offer("housing"), "order.claimed", "queued") == [])
        for state in ["reported", "resolved", "closed", "suspended", "cancelled"] {
            #expect(acts(offer("housing"), "order.reminded", state) == [])
        }
        #expect(acts(offer("water"), "order.queued", "queued") == [])
        #expect(acts(offer("command-centre"), "order.queued", "queued") == [])
        #expect(acts(offer("housing", []), "order.queued", "queued") == [])
        #expect(acts(offer("housing", [.reportIn]), "order.queued", "queued") == [])
        #expect(offer("housing").links(for: SampleEvents.test, at: "https://w.example", 0).isEmpty)
    }

    @Test func aLinkIsSignedForItsOrder() throws {
        let event = UUID()
        let parcel = parcel("order.queued", state: "queued", id: event)
        let url = try #require(offer("housing").links(for: parcel, at: "https://w.example", 1000).first?.url)
        #expect(url.hasPrefix("https://w.example/s/"))
        let link = try #require(secrets.link(String(url.dropFirst("https://w.example/s/".count))))
        let order = try JSON(parsing: parcel.data)["order"]?["id"]?.string
        #expect(link.act == .receive && link.district == "changshu" && link.organization == "housing")
        #expect(link.subject.uuidString == order && link.use == event && link.expires == 4600)
        let again = try #require(offer("housing").links(for: parcel, at: "https://w.example", 2000).first?.url)
        let copy = try #require(secrets.link(String(again.dropFirst("https://w.example/s/".count))))
        #expect(copy.spending == link.spending)
    }

    @Test func aWebhookMayAskForAnotherLanguage() async throws {
        var district = Surroundings.District()
        #expect(district.tongue(nil) == .chinese && district.tongue("en") == .english)
        district.messages.language = .english
        #expect(district.tongue(nil) == .english && district.tongue("zh-CN") == .chinese)
        try await Post.with { post in
            let robot = RobotServer { _ in .ok }
            _ = try await post.subscribe(robot)
            _ = try await post.subscribe(robot) {
                $0.language = "en"
                $0.url += "2"
            }
            try await post.raise()
            try await post.round()
            let titles = robot.told.map { $0.body.contains("【吹哨报到】") }
            #expect(titles.count == 2 && Set(titles) == [true, false])
            #expect(robot.told.contains { $0.body.contains("Whistle") })
            robot.stop()
        }
    }

    @Test func whatIsSecretIsTakenOutOfAnswers() {
        let scrub = Scrubber(
            Destination(
                url: "https://robot.example/hook/T0K3Nxyz/part?key=6f1b%2Fabc&x=1", secrets: ["whsec_abcdefgh"],
                signingSecret: "SEC0123456"))
        let said = scrub(
            #"no /hook/T0K3Nxyz/part?key=6f1b%2Fabc&x=1, key 6f1b/abc, 6f1b%2Fabc, T0K3Nxyz, SEC0123456, whsec_abcdefgh, \/hook\/T0K3Nxyz"#
        )
        for secret in ["T0K3N", "6f1b", "SEC0", "whsec"] { #expect(!said.contains(secret), "\(said)") }
        #expect(said.hasPrefix("no "))
        let token = secrets.text(
            of: SignedLink(act: .receive, district: "a", subject: UUID(), organization: "b", use: UUID(), expires: 0))
        #expect(scrub("(https://w.example/s/\(token))") == "(https://w.example/s/…)")
        let cut = Sending.excerpt(Array((String(repeating: "x ", count: 2040) + "6f1b%2Fabc").utf8), scrub)
        #expect(cut?.contains("6f1b") == false && cut?.hasSuffix("…") == true)
        #expect(scrub("errcode 93000 at robot.example") == "errcode 93000 at robot.example")
    }
}
