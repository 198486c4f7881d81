import Language

/// 登记申报表: what a community, a co-operative or residents jointly file, one matter a form.
public struct ApplicationForm: Paper, Equatable {
    public enum Applicant: Sendable, CaseIterable {
        case community, cooperative, residents
    }

    /// What the district calls the practice.
    public var scheme: String?
    public var number: String?
    public var applicant: String?
    public var applicantKind: Applicant?
    public var contact: String?
    public var phone: String?
    public var jointSigners: Int?
    public var filedOn: String?
    /// Whom they ask to meet.
    public var leader: String?
    /// The rulebook's classes of content.
    public var classes: [FormChoice] = []
    public var subject: String?
    public var description: String?
    public var communityOpinion = FormOpinion()
    public var townshipReview = FormOpinion()
    public var groupReview = FormOpinion()
    public var notes: [String] = []

    public init(scheme: String? = nil) { self.scheme = scheme }

    public func draft(in tongue: Tongue) -> Draft {
        var grid = FormGrid(tongue)
        grid.pair(.applicant, applicant, .filedOn, filedOn)
        grid.choices(
            .applicantKind,
            Applicant.allCases.map { FormChoice(Word($0).text(in: tongue), chosen: $0 == applicantKind) })
        grid.pair(.contact, contact, .phone, phone)
        grid.pair(.leader, leader, .jointSigners, jointSigners.map(String.init))
        if !classes.isEmpty { grid.choices(.contentClass, classes, .double) }
        grid.wide(.subject, subject)
        grid.wide(.description, description, .tallest)
        grid.opinion(.communityOpinion, communityOpinion)
        grid.opinion(.townshipReview, townshipReview, .medium)
        grid.opinion(.groupReview, groupReview, .medium)
        return grid.draft(.applicationForm, scheme: scheme, number: number, notes: notes)
    }
}
