import Domain
import Language

/// 情况登记表: what was said and settled when the leader met those who asked.
public struct RecordForm: Paper, Equatable {
    public var scheme: String?
    public var number: String?
    public var applicant: String?
    public var leader: String?
    public var meetingTime: String?
    public var place: String?
    public var form: MeetingForm?
    public var participants: String?
    public var subject: String?
    public var record: String?
    public var outcome: Outcome?
    public var decision: String?
    public var lead: String?
    public var responsiblePerson: String?
    public var dueAt: String?
    public var assisting: String?
    public var applicantSignature = FormOpinion()
    public var leaderSignature = FormOpinion()
    public var notes: [String] = []

    public init(scheme: String? = nil) { self.scheme = scheme }

    public func draft(in tongue: Tongue) -> Draft {
        var grid = FormGrid(tongue)
        grid.pair(.applicant, applicant, .leader, leader)
        grid.pair(.meetingTime, meetingTime, .meetingPlace, place)
        grid.choices(.meetingForm, MeetingForm.choices(form, in: tongue), .double)
        grid.wide(.participants, participants, .short)
        grid.wide(.subject, subject)
        grid.wide(.record, record, .tallest)
        let outcomes: [Outcome] = [.resolvedOnSite, .assigned, .supervised]
        grid.choices(.outcome, outcomes.map { FormChoice(Word($0).text(in: tongue), chosen: $0 == outcome) })
        grid.wide(.decision, decision, .tall)
        grid.pair(.lead, lead, .assisting, assisting)
        grid.pair(.responsible, responsiblePerson, .due, dueAt)
        grid.opinions(.applicantSignature, applicantSignature, .leaderSignature, leaderSignature)
        return grid.draft(.recordForm, scheme: scheme, number: number, notes: notes)
    }
}
