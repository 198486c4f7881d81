import Domain
import Foundation
import JSON
import Language
import Testing

@testable import Delivery

/// Every message of every robot, byte for byte, in files that people read. `WHISTLE_WRITE_GOLDEN=1` writes them anew.
@Suite struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    private static func mentions(_ name: String) -> [String] {
        switch name {
        case "dingtalk": ["13800001111", "manager01"]
        case "feishu": ["ou_0123456789|值班员"]
        case "teams": ["clerk@example.org|值班员"]
        case "slack": ["U012ABC"]
        default: ["zhang.san"]
        }
    }

    private static func destination(_ name: String) -> Destination {
        Destination(
            url: "https://robot.example/send?key=1", signingSecret: "demo-secret", mentions: mentions(name),
            publicURL: "https://whistle.example", source: "https://whistle.example/changshu")
    }

    @Test(arguments: Adapters.all.map(\.profile.name)) func messagesAreAsWritten(_ name: String) throws {
        let adapter = try #require(Adapters.named(name))
        try compare(name, page(adapter, Self.destination(name), SampleEvents.all + [SampleEvents.test]))
    }

    @Test func emergencies() throws {
        let types: [EventType] = [.whistleRaised, .orderQueued, .orderReceived, .orderOverdue]
        let parcels = types.map { SampleEvents.parcel($0, title: "燃气泄漏", kind: .emergency) }
        for name in ["wecom", "dingtalk", "slack"] {
            let adapter = try #require(Adapters.named(name))
            try compare("\(name)-emergency", page(adapter, Self.destination(name), parcels))
        }
    }

    /// Nothing but what is always there: codes, no names, no due times, no links, no mentions.
    @Test func bareEvents() throws {
        let bare = EventType.allCases.map { SampleEvents.parcel($0, bare: true) }
        try compare("wecom-bare", page(WeCom(), Destination(url: "https://robot.example/send?key=1"), bare))
    }

    /// A new event type must get its sentences: none shows its name on the wire.
    @Test(arguments: EventType.allCases) func everyEventHasWords(_ type: EventType) throws {
        for tongue in Tongue.allCases {
            for bare in [true, false] {
                var destination = Self.destination("wecom")
                destination.tongue = tongue
                let note = ChatNote(SampleEvents.parcel(type, bare: bare), to: destination)
                #expect(!note.title.contains(type.rawValue))
                #expect(note.title.contains(tongue == .chinese ? "吹哨报到" : "Whistle"))
                #expect(!note.lines.contains { $0.contains("nil") || $0.contains("Optional") })
            }
        }
    }

    @Test(arguments: CuttingTests.robots) func english(_ name: String) throws {
        let adapter = try #require(Adapters.named(name))
        var destination = Self.destination(name)
        destination.tongue = .english
        try compare("\(name)-english", page(adapter, destination, SampleEvents.all + [SampleEvents.test]))
    }

    /// A department's own room, where the rulebook allows links that act.
    @Test(arguments: Tongue.allCases) func withLinks(_ tongue: Tongue) throws {
        for name in CuttingTests.robots {
            let adapter = try #require(Adapters.named(name))
            var destination = Self.destination(name)
            destination.tongue = tongue
            let parcels = [(EventType.orderQueued, LinkLabel.receive), (.orderReceived, .reportIn)].map { type, label in
                var parcel = SampleEvents.parcel(type)
                parcel.actions = [ActionLink(label: label, url: "https://whistle.example/s/AQEBn-_A")]
                return parcel
            }
            try compare("\(name)-links-\(tongue.rawValue)", page(adapter, destination, parcels))
        }
    }

    private func page(_ adapter: any Adapter, _ destination: Destination, _ parcels: [Parcel]) throws -> String {
        var page = ""
        for parcel in parcels {
            let request = adapter.request(parcel, to: destination, at: 1_767_225_600)
            page += "==== \(parcel.type)\n\(try RobotText.text(of: request.body))\n\n"
        }
        if let digest = adapter.digest(parcels, to: destination, at: 1_767_225_600) {
            page += "==== digest of \(digest.holds.count)\n\(try RobotText.text(of: digest.request.body))\n\n"
        }
        let request = adapter.request(parcels[0], to: destination, at: 1_767_225_600)
        page += "==== the request\n\(request.method.rawValue) \(request.url)\n"
        for header in request.headers { page += "\(header.name): \(header.value)\n" }
        return page + "\n" + String(decoding: request.body, as: UTF8.self) + "\n"
    }

    private func compare(_ name: String, _ page: String) throws {
        let file = Self.folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["WHISTLE_WRITE_GOLDEN"] != nil {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try page.write(to: file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(Array(written.utf8) == Array(page.utf8), "\(name): differs from \(file.lastPathComponent)")
    }
}

/// What a reader sees of a robot's message.
enum RobotText {
    static func text(of body: [UInt8]) throws -> String {
        let json = try JSON(parsing: body)
        if let text =
            (json["markdown"]?["content"] ?? json["markdown"]?["text"] ?? json["text"]?["content"]
            ?? json["content"]?["text"] ?? json["text"])?.string
        {
            return text
        }
        guard let blocks = json["attachments"]?[0]?["content"]?["body"]?.array else {
            return String(decoding: body, as: UTF8.self)
        }
        return blocks.compactMap { $0["text"]?.string }.joined(separator: "\n\n")
    }
}
