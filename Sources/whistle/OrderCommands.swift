import ArgumentParser
import JSON

struct RaiseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "raise", abstract: "吹哨: raise a whistle.",
        discussion: "Example: whistle raise --as meili --category parking --title 小区停车难")

    @OptionGroup var options: ClientOptions
    @Option(help: "What it is about, 1–200 characters.") var title: String
    @Option(help: "A category of the rulebook.") var category: String
    @Option(help: "routine, priority or emergency.") var kind: String = "routine"
    @Option(help: "More words.") var description: String?
    @Option(help: "A department to send it to; may be given several times.") var department: [String] = []
    @Option(help: "The department that answers for the whole.") var lead: String?

    func run() async throws {
        var members: [JSON.Member] = [
            JSON.Member("title", .string(title)), JSON.Member("category", .string(category)),
            JSON.Member("kind", .string(kind)),
        ]
        if let description { members.append(JSON.Member("description", .string(description))) }
        if !department.isEmpty { members.append(JSON.Member("departments", .array(department.map(JSON.string)))) }
        if let lead { members.append(JSON.Member("lead", .string(lead))) }
        let body = JSON.object(members)
        try await speak(options) {
            try await $0.post("/v1/whistles", body)
        } show: { whistle in
            let orders = (whistle["orders"]?.array ?? []).map(Lines.order)
            return ([Lines.whistle(whistle)] + orders).joined(separator: "\n")
        }
    }
}

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Look into a department's queue and the meetings it is asked to, take nothing.")

    @OptionGroup var options: ClientOptions
    @Argument(help: "The department's code.") var department: String
    @Option(help: "Only orders in this state.") var state: String = "queued"

    func run() async throws {
        try await speak(options) {
            try await $0.get("/v1/departments/\(department)/queue?state=\(state)")
        } show: { page in
            let orders = (page["items"]?.array ?? []).map(Lines.order)
            let invitations = (page["invitations"]?.array ?? []).map(Lines.invitation)
            return ((orders.isEmpty ? ["队列为空"] : orders) + invitations).joined(separator: "\n")
        }
    }
}

struct ClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "领取: take orders for a bounded time.")

    @OptionGroup var options: ClientOptions
    @Argument(help: "The department's code.") var department: String
    @Option(help: "At most so many, 1–100.") var max = 1
    @Option(help: "For so many seconds, 10–3600.") var lease = 300
    @Option(help: "Wait so many seconds for something to come, 0–60.") var wait = 0

    func run() async throws {
        let body: JSON = [
            "max": .integer(max), "lease_seconds": .integer(lease), "wait_seconds": .integer(wait),
        ]
        try await speak(options) {
            try await $0.post("/v1/departments/\(department)/queue/claim", body)
        } show: { answer in
            let orders = answer["orders"]?.array ?? []
            return orders.isEmpty
                ? "没有可领取的工单"
                : orders.map { "\(Lines.order($0))  claim \($0["claim"]?["token"]?.string ?? "")" }
                    .joined(separator: "\n")
        }
    }
}

struct ReceiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "receive", abstract: "签收: acknowledge an order.")

    @OptionGroup var options: ClientOptions
    @Argument(help: "The order's id.") var order: String
    @Option(help: "The claim's token, where it was claimed.") var claim: String?

    func run() async throws {
        let body: JSON = claim.map { ["claim_token": .string($0)] } ?? [:]
        try await speak(options) {
            try await $0.post("/v1/orders/\(order)/receive", body)
        } show: {
            Lines.order($0)
        }
    }
}

struct ReportInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "report-in", abstract: "报到: somebody named is on it.")

    @OptionGroup var options: ClientOptions
    @Argument(help: "The order's id.") var order: String
    @Option(help: "Who is on it.") var person: String
    @Option(help: "A remark.") var note: String?

    func run() async throws {
        var members = [JSON.Member("person", .string(person))]
        if let note { members.append(JSON.Member("note", .string(note))) }
        let body = JSON.object(members)
        try await speak(options) {
            try await $0.post("/v1/orders/\(order)/report-in", body)
        } show: {
            Lines.order($0)
        }
    }
}

struct ResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resolve", abstract: "办结反馈: the order is done.")

    @OptionGroup var options: ClientOptions
    @Argument(help: "The order's id.") var order: String
    @Option(help: "What came of it.") var outcome: String
    @Option(help: "What was done.") var measures: String
    @Option(help: "Who answers for it.") var person: String

    func run() async throws {
        let body: JSON = [
            "outcome": .string(outcome), "measures": .string(measures), "responsible_person": .string(person),
        ]
        try await speak(options) {
            try await $0.post("/v1/orders/\(order)/resolve", body)
        } show: {
            Lines.order($0)
        }
    }
}

struct MeetingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meeting", abstract: "联席会议: joint meetings.",
        subcommands: [List.self, Show.self, Respond.self, CheckIn.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Meetings, newest first.")
        @OptionGroup var options: ClientOptions

        func run() async throws {
            try await speak(options) {
                try await $0.get("/v1/meetings")
            } show: { page in
                let meetings = page["items"]?.array ?? []
                return meetings.isEmpty ? "没有会议" : meetings.map(Lines.meeting).joined(separator: "\n")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One meeting with attendance and milestones.")
        @OptionGroup var options: ClientOptions
        @Argument(help: "The meeting's id.") var meeting: String

        func run() async throws {
            try await speak(options) {
                try await $0.get("/v1/meetings/\(meeting)")
            } show: { meeting in
                let attendance = (meeting["attendance"]?.array ?? []).map {
                    "  \($0["organization"]?.string ?? "")  \($0["status"]?.string ?? "")"
                }
                let milestones = (meeting["milestones"]?.array ?? []).map {
                    "  \($0["due_at"]?.string ?? "")  \($0["state"]?.string ?? "")  \($0["title"]?.string ?? "")"
                }
                return ([Lines.meeting(meeting)] + attendance + milestones).joined(separator: "\n")
            }
        }
    }

    struct Respond: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Answer an invitation.")
        @OptionGroup var options: ClientOptions
        @Argument(help: "The meeting's id.") var meeting: String
        @Argument(help: "accept, decline, delegate or postpone.") var answer: String
        @Option(help: "Who comes.") var person: String?
        @Option(help: "Why not, or why later.") var reason: String?
        @Option(help: "The time that would suit: 2026-01-02T09:00:00+08:00.") var at: String?

        func run() async throws {
            var members = [JSON.Member("answer", .string(answer))]
            if let person { members.append(JSON.Member("person", .string(person))) }
            if let reason { members.append(JSON.Member("reason", .string(reason))) }
            if let at { members.append(JSON.Member("proposed_at", .string(at))) }
            let body = JSON.object(members)
            try await speak(options) {
                try await $0.post("/v1/meetings/\(meeting)/respond", body)
            } show: {
                Lines.meeting($0)
            }
        }
    }

    struct CheckIn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Somebody is there.")
        @OptionGroup var options: ClientOptions
        @Argument(help: "The meeting's id.") var meeting: String
        @Option(help: "The organization that is there.") var organization: String
        @Option(help: "Who came.") var person: String

        func run() async throws {
            let body: JSON = ["organization": .string(organization), "person": .string(person)]
            try await speak(options) {
                try await $0.post("/v1/meetings/\(meeting)/check-in", body)
            } show: {
                Lines.meeting($0)
            }
        }
    }
}

/// Objects as one line each.
enum Lines {
    static func whistle(_ json: JSON) -> String {
        "\(text(json, "number"))  \(text(json, "state"))  \(text(json, "title"))  到期 \(text(json, "total_due_at"))"
    }

    static func order(_ json: JSON) -> String {
        let title = json["whistle"]?["title"]?.string ?? ""
        return
            "\(text(json, "number"))  \(text(json, "department"))  \(text(json, "state"))  \(title)  \(text(json, "id"))"
    }

    static func meeting(_ json: JSON) -> String {
        "\(text(json, "number"))  \(text(json, "state"))  \(text(json, "starts_at"))  \(text(json, "title"))  \(text(json, "id"))"
    }

    /// A meeting that a queue is asked to.
    static func invitation(_ json: JSON) -> String {
        "会议通知  \(text(json, "number"))  \(text(json, "status"))  \(text(json, "starts_at"))  \(text(json, "place"))  \(text(json, "title"))  \(text(json, "id"))"
    }

    private static func text(_ json: JSON, _ name: String) -> String { json[name]?.string ?? "-" }
}
