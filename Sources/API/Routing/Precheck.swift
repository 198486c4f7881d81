import Broker
import Domain
import Foundation

extension Route {
    /// Refuses with 404 what the caller may not see, and with 403 what is not the caller's to do. Asked only when
    /// something later in the order of refusals went wrong: a good request is judged once, by its verb.
    func precheck(_ call: Call) async throws {
        let broker = call.broker
        let caller = call.caller
        switch subject {
        case .none: break
        case .whistle(let action):
            let matter = try await broker.whistle(try call.id, for: caller)
            if let action { try matter.permitAnyState(action, by: caller) }
        case .order(let action):
            let id = try call.id
            let matter = try await broker.matter(ofOrder: id, for: caller)
            if let action, let order = matter.order(id) { try matter.permitAnyState(action, on: order, by: caller) }
        case .meeting(let action):
            let record = try await broker.meeting(try call.id, for: caller)
            if let action { try record.meeting.permitAnyState(action, by: caller) }
        case .milestone:
            let (milestone, meeting) = try await broker.milestone(try call.id, for: caller)
            if method == .post { try milestone.permitCompletion(by: caller, meeting) }
        case .item:
            let item = try await broker.item(try call.id, for: caller)
            if method == .post { try item.permitEnding(by: caller) }
        case .session: _ = try await broker.session(try call.id, for: caller)
        case .inspection:
            _ = try await broker.inspection(try call.id, for: caller)
            if method == .post { try Inspection.permit(caller) }
        case .areaPlan(let action):
            let plan = try await broker.areaPlan(try call.id, for: caller).plan
            switch action {
            case .record: try plan.permitRecording(by: caller)
            case .end: try plan.permitEnding(by: caller)
            case nil: break
            }
        case .calendarToken: try await broker.permitCalendarToken(try call.id, for: caller)
        case .hotspot: _ = try await broker.hotspot(try call.id, for: caller)
        case .bulletin: _ = try await broker.bulletin(try call.id, for: caller)
        case .webhook: _ = try await broker.webhook(try call.id, for: caller)
        case .attachment: _ = try await broker.attachment(try call.id, for: caller)
        case .delivery: _ = try await broker.delivery(try call.id, for: call.caller)
        case .queue(let takes): try await broker.permitQueue(call.code, takes ? .claim : nil, by: caller)
        }
        guard admits(caller) else { throw Refusal.forbidden }
    }
}
