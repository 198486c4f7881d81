import Domain
import Language

/// 交办通知单: hands an accepted application to the leader or head of department who is asked.
public struct HandoverForm: Paper, Equatable {
    public var scheme: String?
    public var number: String?
    public var applicationNumber: String?
    public var leader: String?
    public var applicant: String?
    public var subject: String?
    public var description: String?
    public var acceptedOn: String?
    public var handedOverOn: String?
    /// Until when time, place and form are to be agreed.
    public var arrangeBy: String?
    public var meetingTime: String?
    public var place: String?
    public var form: MeetingForm?
    /// Who goes instead, where the leader names somebody.
    public var delegate: String?
    /// Why it is put off, where it is.
    public var postponement: String?
    public var groupOpinion = FormOpinion()
    public var receipt = FormOpinion()
    /// Printed below, for instance the limits of the rulebook.
    public var notes: [String] = []

    public init(scheme: String? = nil) { self.scheme = scheme }

    public func draft(in tongue: Tongue) -> Draft {
        var grid = FormGrid(tongue)
        grid.pair(.leader, leader, .applicationNumber, applicationNumber)
        grid.pair(.applicant, applicant, .acceptedOn, acceptedOn)
        grid.pair(.handedOverOn, handedOverOn, .arrangeBy, arrangeBy)
        grid.wide(.subject, subject)
        grid.wide(.description, description, .tallest)
        grid.opinion(.handoverOpinion, groupOpinion, .medium)
        grid.pair(.meetingTime, meetingTime, .meetingPlace, place)
        grid.choices(.meetingForm, MeetingForm.choices(form, in: tongue), .double)
        grid.wide(.delegate, delegate, .double)
        grid.wide(.postponement, postponement, .short)
        grid.opinion(.receipt, receipt)
        return grid.draft(.handoverForm, scheme: scheme, number: number, notes: notes)
    }
}
