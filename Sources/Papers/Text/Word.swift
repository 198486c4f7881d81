import Language

/// Every word that the papers print beside the values given.
enum Word: CaseIterable {
    case minutes, applicationForm, handoverForm, recordForm, feedbackForm, urgingNotice, supervisionNotice
    case weeklyBulletin, monthlyBulletin, colon, none, yes, no, number, state, status, time, place, meetingForm
    case host, recorder, residents, agenda, attendance, organization, person, decisions, outcome, undecided
    case decision, lead, assisting, responsible, due, result, milestones, published, applicant, applicantKind
    case filedOn, contact, phone, leader, jointSigners, contentClass, subject, description, communityOpinion
    case townshipReview, groupReview, applicationNumber, acceptedOn, handedOverOn, arrangeBy, handoverOpinion
    case meetingTime, meetingPlace, delegate, postponement, receipt, participants, record, applicantSignature
    case leaderSignature, measures, headOpinion, approval, approved, sentBack, leaderReview, feedbackOn, feedbackBy
    case evaluation, resultsEvaluation, solved, closing, signature, blankDate, copies, yellowCard, redCard, issuer,
        date, period
    case figures, figure, value, remark, orderNumber, matter, reason, invitedUp, onSite, collective, individual
    case combined, online, invited, accepted, declined, delegated, present, absent, resolvedOnSite, assigned
    case supervised, deferred, noAgreement, pending, done, missed, community, cooperative, residentsJointly
    case satisfied, basicallySatisfied, dissatisfied, leadRole, assistingRole, receive, reportIn, resolve, total
    case review, handOver, reply, convene
    case figureRaised, figureClosed, figureClosedOnTime, figureOverdue, figureOpen, figureSatisfied
    case figureDissatisfied, figureMeetings, figureMilestonesMissed, overdueUnresolved
    /// The five forms as the printed forms of the talks (约谈) call them.
    case talkInvitedUp, talkOnSite, talkCollective, talkIndividual, talkCombined

    func text(in tongue: Tongue) -> String { tongue == .chinese ? chinese : english }

    /// As the templates look them up: `{{w.host}}`.
    static func dictionary(_ tongue: Tongue) -> [String: String] {
        var words: [String: String] = [:]
        for word in allCases { words["\(word)"] = word.text(in: tongue) }
        return words
    }
}
