import Calendars
import Foundation
import JSON
import Testing

@testable import Domain

/// Who comes to a meeting, in whose place, and who is missed.
@Suite struct AttendanceTests {
    private let rules: MatterRules
    private let centre = Caller(district: "x", organization: "centre", role: .commandCentre)

    init() throws {
        rules = MatterRules(
            rulebook: Rulebook(),
            deadlines: DeadlineRules(
                calendar: try OfficialCalendar.load(), zone: try #require(Zone("Asia/Shanghai")), hours: .standard))
    }

    private func caller(_ code: String) -> Caller { Caller(district: "x", organization: code, role: .department) }

    private func meeting() -> Meeting {
        var meeting = Meeting()
        meeting.convener = "centre"
        meeting.attendance = ["fire", "police", "water"].map(Attendance.init(organization:))
        return meeting
    }

    private var moment: Moment { Moment(business: Timestamp(seconds: 0), machine: Timestamp(seconds: 0)) }

    @Test func aDelegateChecksInForTheInvitee() throws {
        var meeting = meeting()
        _ = try meeting.respond(
            .delegate, person: nil, delegate: "grid", reason: nil, proposedAt: nil, by: caller("water"), rules)
        #expect(meeting.isVisible(to: caller("grid")) && meeting.audience.contains("grid"))
        #expect(meeting.allowed(by: caller("grid"), rules) == [.checkIn])
        #expect(throws: Refusal.forbidden) {
            try meeting.checkIn("police", person: "x", by: caller("grid"), rules)
        }
        let told = try meeting.checkIn("grid", person: "甲", by: caller("grid"), rules)
        #expect(told[0].detail["organization"]?.string == "water")
        #expect(meeting.attendance[2].status == .present)
    }

    @Test func anotherAnswerTakesTheDelegateBack() throws {
        var meeting = meeting()
        _ = try meeting.respond(
            .delegate, person: nil, delegate: "grid", reason: nil, proposedAt: nil, by: caller("water"), rules)
        _ = try meeting.respond(.accept, person: nil, reason: nil, proposedAt: nil, by: caller("water"), rules)
        #expect(meeting.attendance[2].delegate == nil && !meeting.isVisible(to: caller("grid")))
        #expect(throws: Refusal.rule(Refusal.Rule(.duplicate, at: "/organization", "fire"))) {
            try meeting.respond(
                .delegate, person: nil, delegate: "fire", reason: nil, proposedAt: nil, by: caller("water"), rules)
        }
    }

    @Test func theAbsentAreNamedEachAndComeLate() throws {
        var meeting = meeting()
        _ = try meeting.respond(.decline, person: nil, reason: "x", proposedAt: nil, by: caller("fire"), rules)
        _ = try meeting.respond(
            .delegate, person: nil, delegate: "grid", reason: nil, proposedAt: nil, by: caller("water"), rules)
        let told = try meeting.hold(residents: nil, attendees: 1, by: centre, rules, at: moment)
        #expect(told.map(\.type) == [.meetingHeld, .meetingAbsent, .meetingAbsent])
        #expect(told[1].audience.map(Set.init) == ["centre", "police"])
        #expect(told[2].audience.map(Set.init) == ["centre", "grid", "water"])
        let late = try meeting.checkIn("police", person: "乙", by: caller("police"), rules)
        #expect(late[0].detail["late"]?.bool == true && meeting.attendance[1].status == .present)
    }

    @Test func aNewTimeAnswersEveryProposal() throws {
        var meeting = meeting()
        let later = Timestamp(seconds: 86_400)
        _ = try meeting.respond(.postpone, person: nil, reason: "x", proposedAt: later, by: caller("fire"), rules)
        #expect(meeting.attendance[0].proposedAt == later && meeting.attendance[0].status == .invited)
        _ = try meeting.reschedule(
            startsAt: later, endsAt: later.adding(seconds: 3600), place: nil, reason: "x", by: centre, rules)
        #expect(meeting.attendance.allSatisfy { $0.proposedAt == nil })
    }

    @Test func whatTheStepsSaidIsKept() throws {
        var meeting = meeting()
        meeting.method = .sixStep
        _ = try meeting.take(.topics, ["墙体", "资金"], by: centre, rules)
        _ = try meeting.take(.plan, "分三步", by: centre, rules)
        #expect(meeting.topics == ["墙体", "资金"] && meeting.plan == "分三步" && meeting.steps == [.topics, .plan])
        meeting.state = .published
        _ = try meeting.take(.carryOut, "已完成", by: centre, rules)
        _ = try meeting.take(.evaluate, ["grade": "satisfied", "note": "好"], by: centre, rules)
        #expect(meeting.grade == .satisfied && meeting.remark == "好" && meeting.carriedOut == "已完成")
    }

    /// A plain meeting is judged when what came of it is known, once, by those who asked and not by those who were asked.
    @Test func aPlainMeetingIsEvaluatedByWhoAsked() throws {
        let judgement: JSON = ["grade": "satisfied", "note": "好"]
        var meeting = meeting()
        meeting.convener = "meili"
        meeting.whistles = [MeetingWhistle(whistleID: UUID.version7()), MeetingWhistle(whistleID: UUID.version7())]
        let township = Caller(district: "x", organization: "meili", role: .township)
        func refused(_ because: Guard?, _ state: String) -> Refusal {
            .illegal(state: state, allowed: meeting.allowed(by: township, rules).map(\.rawValue), because: because)
        }
        #expect(throws: refused(nil, "convened")) { try meeting.take(.evaluate, judgement, by: township, rules) }
        meeting.state = .held
        meeting.whistles[0].outcome = .assigned
        meeting.whistles[0].lead = "water"
        meeting.whistles[0].assisting = ["fire"]
        #expect(throws: refused(.resultsKnown, "held")) { try meeting.take(.evaluate, judgement, by: township, rules) }
        meeting.endedWhistles = [meeting.whistles[1].whistleID]
        meeting.pendingMilestones = 1
        #expect(throws: refused(.resultsKnown, "held")) { try meeting.take(.evaluate, judgement, by: township, rules) }
        meeting.pendingMilestones = 0
        for state in [MeetingState.held, .published, .closed] {
            meeting.state = state
            #expect(meeting.allowed(by: township, rules).contains(.evaluate))
            #expect(meeting.allowed(by: centre, rules).contains(.evaluate))
            for handler in ["water", "fire", "police"] {
                #expect(throws: Refusal.forbidden) {
                    try meeting.take(.evaluate, judgement, by: caller(handler), rules)
                }
            }
        }
        // Whoever called it and then took something on is asked, not asking.
        meeting.whistles[0].assisting = ["meili"]
        #expect(throws: Refusal.forbidden) { try meeting.permitAnyState(.evaluate, by: township) }
        #expect(throws: Refusal.forbidden) { try meeting.take(.evaluate, judgement, by: township, rules) }
        #expect(!meeting.allowed(by: township, rules).contains(.evaluate))
        let told = try meeting.take(.evaluate, judgement, by: centre, rules)
        #expect(told.map(\.type) == [.meetingStepTaken] && told[0].detail["step"]?.string == "evaluate")
        #expect(meeting.grade == .satisfied && meeting.remark == "好" && meeting.state == .closed)
        #expect(throws: Refusal.illegal(state: "closed", allowed: [], because: .notEvaluated)) {
            try meeting.take(.evaluate, judgement, by: centre, rules)
        }
    }
}
