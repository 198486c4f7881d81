import Domain

/// The file's own shape; names as they stand in it.
struct DistrictYAML: Decodable {
    struct Prefixes: Decodable {
        var whistle: String
        var item: String
        var meeting: String
    }

    struct OrganizationYAML: Decodable {
        var code: String
        var kind: String
        var name: String
        var parent: String?
        var external: Bool?
        /// Named by us, not by the district's text.
        var demo: Bool?
        var queue: Bool?

        func organization() throws(RulebookError) -> Organization {
            guard let kind = OrganizationKind(rawValue: kind) else { throw .wrong("organizations/\(code)/kind", kind) }
            guard code.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,59}/) != nil else { throw .wrong("organizations", code) }
            let holds = kind == .department || kind == .leader || kind == .community
            return Organization(
                code: code, kind: kind, name: name, parent: parent, external: external ?? false,
                hasQueue: queue ?? holds)
        }
    }

    struct LimitYAML: Decodable {
        var amount: Int
        var unit: String

        func limit(_ field: String) throws(RulebookError) -> Limit {
            guard let unit = TimeUnit(rawValue: unit) else { throw .wrong("\(field)/unit", unit) }
            guard Limit.amounts.contains(amount) else { throw .wrong("\(field)/amount", "\(amount)") }
            return Limit(amount, unit)
        }
    }

    struct CategoryYAML: Decodable {
        var code: String
        var name: String
        var triage: String
        var lead: String?
        var assisting: [String]?
    }

    struct LimitsYAML: Decodable {
        var receive: LimitYAML
        var report: LimitYAML
        var resolve: LimitYAML
        var total: LimitYAML
    }

    var code: String
    var name: String
    var zone: String?
    var prefixes: Prefixes
    var organizations: [OrganizationYAML]
    var rulebook: RulebookYAML
}

struct RulebookYAML: Decodable {
    var name: String
    var review: String
    var dispatch: String
    var feedbackApproval: String
    var mustPublishMeetings: Bool
    var returnWindow: DistrictYAML.LimitYAML
    var reworkBound: Int
    var residentRatios: [String: Int]?
    var limits: [String: DistrictYAML.LimitsYAML]?
    var categories: [DistrictYAML.CategoryYAML]

    enum CodingKeys: String, CodingKey {
        case name, review, dispatch, categories, limits
        case feedbackApproval = "feedback_approval"
        case mustPublishMeetings = "must_publish_meetings"
        case returnWindow = "return_window"
        case reworkBound = "rework_bound"
        case residentRatios = "resident_ratios"
    }

    func rulebook() throws(RulebookError) -> Rulebook {
        var book = Rulebook()
        book.name = name
        guard let review = ReviewPolicy(rawValue: review) else { throw .wrong("review", review) }
        guard let dispatch = DispatchPolicy(rawValue: dispatch) else { throw .wrong("dispatch", dispatch) }
        guard let approval = FeedbackApproval(rawValue: feedbackApproval) else {
            throw .wrong("feedback_approval", feedbackApproval)
        }
        book.review = review
        book.dispatch = dispatch
        book.feedbackApproval = approval
        book.mustPublishMeetings = mustPublishMeetings
        book.returnWindow = try returnWindow.limit("return_window")
        book.reworkBound = reworkBound
        book.residentRatios = residentRatios ?? [:]
        for category in categories {
            guard let triage = Triage(rawValue: category.triage) else {
                throw .wrong("categories/\(category.code)/triage", category.triage)
            }
            book.categories.append(
                Category(
                    code: category.code, name: category.name, triage: triage, lead: category.lead,
                    assisting: category.assisting ?? []))
        }
        for (name, value) in limits ?? [:] {
            guard let kind = WhistleKind(rawValue: name) else { throw .wrong("limits", name) }
            book.limits[kind] = Limits(
                receive: try value.receive.limit("limits/\(name)/receive"),
                report: try value.report.limit("limits/\(name)/report"),
                resolve: try value.resolve.limit("limits/\(name)/resolve"),
                total: try value.total.limit("limits/\(name)/total"))
        }
        return book
    }
}
