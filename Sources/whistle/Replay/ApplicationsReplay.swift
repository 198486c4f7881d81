import Domain
import JSON
import Rulebooks

/// Applications to meet a leader or a department's head: the street reviews, the working group reviews and hands over, the
/// receiver fixes the time and meets, what is decided is done and approved, and the applicant judges.
struct ApplicationsReplay {
    let act: Story.Applications
    let replay: Replay

    private struct Application: Sendable {
        var number: Int
        var id: String
        var applicant: String
        var township: String
        var receiver: String
    }

    /// The ways a receiver may meet, one after the other.
    private static let forms = ["invited", "on_site", "collective", "individual", "combined"]
    private static let outcomes = ["resolved_on_site", "assigned", "supervised"]

    func run() async throws -> Trace {
        let applications = try await apply()
        let kept = Array(applications.dropLast(act.late))
        let late = Array(applications.suffix(act.late))
        _ = try await inParallel(kept, meet)
        if !late.isEmpty {
            // Beyond the five working days, however many holidays lie between.
            try await replay.reach(try await replay.now().adding(seconds: 20 * 86_400))
            _ = try await inParallel(late, meet)
        }
        var trace = Trace()
        trace.whistles = Set(applications.map(\.id))
        return trace
    }

    private func apply() async throws -> [Application] {
        let communities = try await replay.client.pages("/v1/organizations") { $0["kind"]?.string == "community" }
        let receivers = act.receivers.flatMap { group in (0..<group.count).map { group.codes.inTurn($0) } }
        let centre = try replay.client(as: "command-centre")
        return try await inParallel(Array(receivers.indices)) { number in
            let community = communities.inTurn(number)
            let code = community["code"]?.string ?? ""
            let township = community["parent"]?.string ?? ""
            let topic = act.topics.inTurn(number)
            let whistle = try await replay.client(as: code).post(
                "/v1/whistles",
                [
                    "title": .string("\(topic.title)(约谈申请第\(number + 1)号)"), "category": .string(topic.category),
                    "joint_signers": .integer(act.signers), "channel": "interview",
                ])
            let id = whistle["id"]?.string ?? ""
            let review = "/v1/whistles/\(id)/review"
            _ = try await replay.client(as: township).post(review, ["decision": "accept", "note": "街道无法解决,报区"])
            _ = try await centre.post(
                review, ["decision": "accept", "handle_by": .string(receivers[number]), "note": "填制交办通知单"])
            replay.progress.step()
            return Application(
                number: number, id: id, applicant: code, township: township, receiver: receivers[number])
        }
    }

    @Sendable private func meet(_ application: Application) async throws {
        let receiver = try replay.client(as: application.receiver)
        let centre = try replay.client(as: "command-centre")
        let applicant = try replay.client(as: application.applicant)
        let order =
            try await receiver.get("/v1/whistles/\(application.id)")["orders"]?.array?.first?["id"]?.string ?? ""
        _ = try await receiver.post("/v1/orders/\(order)/receive")
        _ = try await receiver.post("/v1/orders/\(order)/report-in", ["person": "约谈领导", "note": "已商定时间、地点和形式"])
        let starts = try await replay.now().adding(seconds: 3600)
        let meeting =
            try await centre.post(
                "/v1/meetings",
                [
                    "title": .string("群众约谈第\(application.number + 1)号"), "whistles": [.string(application.id)],
                    "form": .string(Self.forms.inTurn(application.number)), "place": "社区会议室",
                    "starts_at": .string(starts.canonical), "ends_at": .string(starts.adding(seconds: 3600).canonical),
                    "agenda": ["约谈事项"], "invitees": [.string(application.receiver)],
                ])["id"]?.string ?? ""
        let path = "/v1/meetings/\(meeting)"
        _ = try await receiver.post("\(path)/respond", ["answer": "accept", "person": "约谈领导"])
        _ = try await receiver.post(
            "\(path)/check-in", ["organization": .string(application.receiver), "person": "约谈领导"])
        _ = try await centre.post("\(path)/hold", ["residents_present": 10, "attendees_present": 13])
        let outcome = Self.outcomes.inTurn(application.number)
        _ = try await centre.post(
            "\(path)/outcomes",
            [
                "items": [
                    [
                        "whistle": .string(application.id), "outcome": .string(outcome), "decision": "明确责任人和完成时限",
                        "lead": .string(application.receiver), "responsible_person": "责任人",
                        "due_at": .string(starts.adding(seconds: 15 * 86_400).canonical),
                    ]
                ]
            ])
        try await replay.resolveOrders(of: application.id, as: centre)
        if outcome != "resolved_on_site" {
            _ = try await replay.client(as: act.approver).post(
                "/v1/whistles/\(application.id)/approve-feedback", ["approve": true, "note": "同意反馈"])
        }
        _ = try await applicant.post(
            "/v1/whistles/\(application.id)/evaluate", ["by": "raiser", "grade": "satisfied", "solved": true])
        _ = try await centre.post("\(path)/close")
        replay.progress.step()
    }
}
