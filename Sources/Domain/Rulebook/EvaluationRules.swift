/// Who judges results, how, and what it is worth.
public struct EvaluationRules: Sendable, Equatable {
    /// The grades on offer, best first; at least `satisfied` and `dissatisfied`.
    public var grades: [Grade]
    public var evaluators: [Evaluator]
    /// What `basically_satisfied` counts in the satisfaction rate, in per cent of a `satisfied`: 0…100.
    public var basicallySatisfiedWeight: Int
    /// Points by who earns them.
    public var points: [PointHolder: PointScale]

    public init(
        grades: [Grade] = Grade.allCases, evaluators: [Evaluator] = Evaluator.allCases,
        basicallySatisfiedWeight: Int = 0, points: [PointHolder: PointScale] = [:]
    ) {
        self.grades = grades
        self.evaluators = evaluators
        self.basicallySatisfiedWeight = basicallySatisfiedWeight
        self.points = points
    }
}
