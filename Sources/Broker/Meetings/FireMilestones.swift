import Domain
import Foundation
import Store

extension Broker {
    /// Tells, misses and chases the milestones of one meeting that have something due in a district now. The meeting is
    /// locked first, as its verbs do; with several brokers the second to come finds nothing left.
    /// - Returns: how many milestones were looked at; 0 when nothing is due.
    func fireMilestones(_ code: String) async throws -> Int {
        let district = try await districts.district(code)
        guard let id = try await store.meetingWithDueMilestones(in: code, by: district.now().business) else { return 0 }
        return try await store.change(code) { work in
            guard var meeting = try await work.lockMeeting(id) else { return 0 }
            let moment = district.now()
            let rules = try district.rules(meeting.rulebookVersion)
            var milestones = try await work.lockMilestones(of: id, dueBy: moment.business)
            guard !milestones.isEmpty else { return 1 }
            var events: [Event] = []
            for index in milestones.indices {
                for (type, at) in milestones[index].fire(by: moment.business, under: rules) {
                    events.append(meeting.event(type, milestones[index], at: at, seats: district.seats))
                }
            }
            work.save(milestones)
            if !events.isEmpty {
                let (line, entry) = Chronicle.record(
                    &meeting, events, by: .system(district: code), at: moment.business)
                work.save(meeting)
                work.record([line], [entry])
            }
            return milestones.count
        }
    }
}
