import Domain
import Language

/// 办理情况反馈表: what was done; the leader approves it before those who asked see it.
public struct FeedbackForm: Paper, Equatable {
    public var scheme: String?
    public var number: String?
    public var applicant: String?
    public var leader: String?
    public var lead: String?
    public var assisting: String?
    public var responsiblePerson: String?
    public var phone: String?
    public var subject: String?
    public var handedOverOn: String?
    public var dueAt: String?
    public var measures: String?
    public var result: String?
    public var headSignature = FormOpinion()
    /// `true`: approved, `false`: sent back, `nil`: still to be decided.
    public var approved: Bool?
    public var leaderReview = FormOpinion()
    public var feedbackOn: String?
    public var feedbackBy: String?
    public var grade: Grade?
    public var solved: Bool?
    public var applicantSignature = FormOpinion()
    public var closing = FormOpinion()
    public var notes: [String] = []

    public init(scheme: String? = nil) { self.scheme = scheme }

    public func draft(in tongue: Tongue) -> Draft {
        func choice(_ word: Word, _ chosen: Bool) -> FormChoice { FormChoice(word.text(in: tongue), chosen: chosen) }
        var grid = FormGrid(tongue)
        grid.pair(.lead, lead, .assisting, assisting)
        grid.pair(.responsible, responsiblePerson, .phone, phone)
        grid.pair(.applicant, applicant, .leader, leader)
        grid.pair(.handedOverOn, handedOverOn, .due, dueAt)
        grid.wide(.subject, subject)
        grid.wide(.measures, measures, .tall)
        grid.wide(.result, result, .medium)
        grid.opinion(.headOpinion, headSignature)
        grid.choices(.approval, [choice(.approved, approved == true), choice(.sentBack, approved == false)])
        grid.opinion(.leaderReview, leaderReview)
        grid.pair(.feedbackOn, feedbackOn, .feedbackBy, feedbackBy)
        grid.choices(.evaluation, Grade.allCases.map { choice(Word($0), $0 == grade) })
        grid.choices(.solved, [choice(.yes, solved == true), choice(.no, solved == false)])
        grid.opinions(.applicantSignature, applicantSignature, .closing, closing)
        return grid.draft(.feedbackForm, scheme: scheme, number: number, notes: notes)
    }
}
