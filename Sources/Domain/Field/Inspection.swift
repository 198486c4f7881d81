import Foundation

/// How an inspection asks.
public enum InspectionMethod: String, Sendable, CaseIterable {
    case visit, phone
}

/// How a sample was drawn. The same draw from the same closed matters is the same sample, for whoever repeats it.
///
/// The population is every matter closed on a local day of the period, of the township where one is named. Each is given
/// the SHA-256 of `seed:id`, both as text; the matters with the lowest ones, compared byte by byte, are the sample.
public struct SampleDraw: Sendable, Equatable {
    public var size: Int
    public var seed: Int
    public var from: LocalDate
    public var to: LocalDate
    /// How many it was drawn from.
    public var population = 0

    public init(size: Int, seed: Int, from: LocalDate, to: LocalDate) {
        self.size = size
        self.seed = seed
        self.from = from
        self.to = to
    }
}

/// A check by visits or calls (抽查): a sample of matters with what each person said, and findings in words.
public struct Inspection: Sendable, Equatable {
    public var id = UUID.none
    public var organization = ""
    public var method = InspectionMethod.visit
    public var theme: String?
    public var draw: SampleDraw?
    /// The township it is about; `nil`: the district.
    public var township: String?
    /// Households visited and calls made, whether or not a matter was behind them.
    public var households = 0
    public var calls = 0
    public var sample: [SampledMatter] = []
    public var findings: [InspectionFinding] = []
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}

    /// Those who see the district, and the township it is about.
    public func isVisible(to caller: Caller) -> Bool {
        caller.role.seesDistrict || (caller.role == .township && township == caller.organization)
    }

    /// - Throws: `.forbidden` for all but supervisors and the command centre.
    public static func permit(_ caller: Caller) throws(Refusal) {
        guard caller.role == .supervisor || caller.role == .commandCentre else { throw .forbidden }
    }
}

/// One matter of a sample, and what was said about it.
public struct SampledMatter: Sendable, Equatable {
    public var whistleID: UUID
    /// Whether somebody answered; `nil`: not asked yet.
    public var reached: Bool?
    public var solved: Bool?
    public var grade: Grade?
    public var comment: String?
    /// Whether the answer sent the matter back to work.
    public var reopened = false
    public var checkedAt: Timestamp?

    public init(whistleID: UUID) { self.whistleID = whistleID }
}

/// What an inspection found, in words.
public struct InspectionFinding: Sendable, Equatable {
    public var text: String
    /// The matter it concerns, where it concerns one.
    public var whistleID: UUID?

    public init(_ text: String, whistleID: UUID? = nil) {
        self.text = text
        self.whistleID = whistleID
    }
}

/// What was said about one sampled matter.
public struct SampleResult: Sendable, Equatable {
    public var whistleID: UUID
    public var reached: Bool
    public var solved: Bool
    public var grade: Grade
    public var comment: String?

    /// What is left out follows from what is said: a grade from whether it is solved, and the other way round.
    public init(whistleID: UUID, reached: Bool, solved: Bool?, grade: Grade?, comment: String?) {
        self.whistleID = whistleID
        self.reached = reached
        self.solved = solved ?? (grade != .dissatisfied)
        self.grade = grade ?? (solved == false ? .dissatisfied : .satisfied)
        self.comment = comment
    }

    /// As an evaluation: a supervisor's, and a valid one where somebody answered.
    public var evaluation: Evaluation {
        var evaluation = Evaluation()
        evaluation.whistleID = whistleID
        evaluation.by = .supervisor
        evaluation.grade = grade
        evaluation.solved = solved
        evaluation.valid = reached
        evaluation.comment = comment
        return evaluation
    }
}

/// What many inspections come to.
public struct InspectionTotals: Sendable, Equatable {
    public var inspections = 0
    public var households = 0
    public var calls = 0
    public var findings = 0
    public var sampled = 0
    public var reached = 0
    public var solved = 0
    public var reopened = 0

    public init() {}
}
