extension Inspection {
    /// Writes down what was said about a sampled matter; once each.
    /// - Parameter index: its place in the request, for what is wrong with it.
    public mutating func record(_ result: SampleResult, at index: Int, _ moment: Moment) throws(Refusal) {
        guard let place = sample.firstIndex(where: { $0.whistleID == result.whistleID }) else {
            throw .rule(Refusal.Rule(.notSampled, at: "/results/\(index)/whistle", result.whistleID.text))
        }
        guard sample[place].checkedAt == nil else {
            throw .rule(Refusal.Rule(.duplicate, at: "/results/\(index)/whistle", result.whistleID.text))
        }
        sample[place].reached = result.reached
        // Nobody who was not reached has said anything.
        sample[place].solved = result.reached ? result.solved : nil
        sample[place].grade = result.reached ? result.grade : nil
        sample[place].comment = result.comment
        sample[place].checkedAt = moment.business
    }

    /// Notes that an answer sent a matter back to work.
    public mutating func reopen(_ result: SampleResult) {
        if let place = sample.firstIndex(where: { $0.whistleID == result.whistleID }) { sample[place].reopened = true }
    }
}

extension Matter {
    /// An inspection's result, judged like a supervisor's evaluation. A matter that is at work again in the meantime stays
    /// as it is: the result alone is kept.
    /// - Returns: whether the matter goes back to work.
    public mutating func inspect(_ result: SampleResult, _ evaluation: Evaluation, by caller: Caller, at moment: Moment)
        throws(Refusal) -> Bool
    {
        // An inspection is supervision, whoever holds it.
        var supervisor = caller
        supervisor.role = .supervisor
        guard allowed(by: supervisor, at: moment).contains(.evaluate) else { return false }
        try evaluate(evaluation, by: supervisor, at: moment)
        return evaluation.demandsRework
    }
}
