import Domain

/// The vocabulary's words (会议结果, 参会情况, …) for what the broker's values say.
extension Word {
    init(_ form: MeetingForm) {
        self =
            switch form {
            case .invited: .invitedUp
            case .onSite: .onSite
            case .collective: .collective
            case .individual: .individual
            case .combined: .combined
            case .online: .online
            }
    }

    init(_ status: AttendanceStatus) {
        self =
            switch status {
            case .invited: .invited
            case .accepted: .accepted
            case .declined: .declined
            case .delegated: .delegated
            case .present: .present
            case .absent: .absent
            }
    }

    init(_ outcome: Outcome) {
        self =
            switch outcome {
            case .resolvedOnSite: .resolvedOnSite
            case .assigned: .assigned
            case .supervised: .supervised
            case .deferred: .deferred
            case .noAgreement: .noAgreement
            }
    }

    init(_ state: MilestoneState) {
        self =
            switch state {
            case .pending: .pending
            case .done: .done
            case .missed: .missed
            }
    }

    init(_ grade: Grade) {
        self =
            switch grade {
            case .satisfied: .satisfied
            case .basicallySatisfied: .basicallySatisfied
            case .dissatisfied: .dissatisfied
            }
    }

    init(_ role: OrderRole) { self = role == .lead ? .leadRole : .assistingRole }

    init(_ applicant: ApplicationForm.Applicant) {
        self =
            switch applicant {
            case .community: .community
            case .cooperative: .cooperative
            case .residents: .residentsJointly
            }
    }

    /// What the clock waits for, as a verb.
    init(_ clock: ClockName) {
        self =
            switch clock {
            case .review: .review
            case .handOver: .handOver
            case .reply: .reply
            case .convene: .convene
            case .receive: .receive
            case .report: .reportIn
            case .resolve: .resolve
            case .total: .total
            }
    }
}
