/// The one table of what may happen. Verbs, the `allowed` of a 409, documents, buttons and tests read it; no other place
/// compares states to decide whether something may be done.
public enum Lifecycle {
    public static let whistles: [Transition<WhistleState, WhistleAction>] = [
        Transition(
            [.awaitingReview], .review, [.township, .commandCentre], [.ownReview],
            to: [
                .awaitingReview, .awaitingDispatch, .inProgress, .awaitingEvaluation, .declined, .returnedForCorrection,
                .diverted,
            ], events: [.whistleReviewed]),
        Transition(
            [.returnedForCorrection], .resubmit, [.raiser],
            to: [.awaitingReview, .awaitingDispatch, .inProgress, .diverted],
            events: [.whistleResubmitted, .whistleDiverted]),
        Transition(
            [.awaitingDispatch], .dispatch, [.commandCentre], to: [.inProgress],
            events: [.whistleDispatched, .orderQueued]
        ),
        Transition(
            [.awaitingReview, .awaitingDispatch], .decline, [.commandCentre], to: [.declined],
            events: [.whistleDeclined]),
        Transition(
            [.awaitingReview, .awaitingDispatch], .divert, [.commandCentre], to: [.diverted], events: [.whistleDiverted]
        ),
        Transition(
            [.awaitingReview, .awaitingDispatch], .returnForCorrection, [.commandCentre], to: [.returnedForCorrection],
            events: [.whistleReturnedForCorrection]),
        Transition(
            [.awaitingReview, .awaitingDispatch, .inProgress, .reworking, .suspended], .merge,
            [.commandCentre, .raiser],
            to: [.merged], events: [.whistleMerged, .orderCancelled]),
        Transition(
            [.awaitingReview, .returnedForCorrection, .awaitingDispatch, .inProgress, .reworking, .suspended],
            .withdraw,
            [.raiser], to: [.withdrawn], events: [.whistleWithdrawn, .orderCancelled]),
        Transition(
            [.awaitingReview, .awaitingDispatch, .inProgress, .reworking, .awaitingApproval], .urge,
            [.raiser, .commandCentre], events: [.whistleUrged]),
        Transition(
            [.awaitingDispatch, .inProgress, .reworking, .suspended], .referToMeeting, [.raiser, .commandCentre],
            events: [.whistleReferred]),
        Transition(
            [.awaitingDispatch, .inProgress, .reworking], .raiseLevel, [.raiser], events: [.whistleLevelRaised]),
        Transition(
            [.awaitingApproval], .approveFeedback, [.leader], to: [.awaitingEvaluation, .reworking],
            events: [.whistleAwaitingEvaluation, .whistleReworking]),
        Transition(
            [.awaitingEvaluation], .evaluate, [.raiser, .resident, .supervisor], [.notHandler],
            to: [.closed, .reworking, .awaitingDispatch],
            events: [.whistleEvaluated, .whistleClosed, .whistleReworking]),
        Transition(
            [.closed], .evaluate, [.raiser, .coRaiser, .resident, .supervisor], [.notHandler],
            to: [.closed, .reworking, .awaitingDispatch], events: [.whistleEvaluated, .whistleReworking]),
        Transition(
            [.inProgress, .reworking], .ordersResolved, [.system], to: [.awaitingApproval, .awaitingEvaluation],
            events: [.whistleAwaitingApproval, .whistleAwaitingEvaluation]),
        Transition(
            [.awaitingDispatch, .inProgress, .reworking, .suspended], .outcome, [.system],
            to: [.inProgress, .awaitingEvaluation, .suspended, .awaitingDispatch],
            events: [.whistleAwaitingEvaluation, .whistleSuspended, .whistleDispatched]),
        Transition(
            [.suspended], .resume, [.system], to: [.inProgress, .reworking, .awaitingDispatch],
            events: [.whistleResumed]),
    ]

    private static let working: Set<OrderState> = [.received, .reported, .reworking]

    public static let orders: [Transition<OrderState, OrderAction>] = [
        Transition([.queued], .claim, [.handler], [.claimFree], events: [.orderClaimed]),
        Transition([.queued], .release, [.handler], [.claimHeld], events: [.orderReleased]),
        Transition([.queued], .extendLease, [.handler], [.claimHeld]),
        Transition([.queued], .receive, [.handler], [.claimFree], to: [.received], events: [.orderReceived]),
        Transition([.received], .reportIn, [.handler], to: [.reported], events: [.orderReported]),
        Transition(working, .progress, [.handler], events: [.orderProgressed]),
        Transition(
            [.reported, .reworking], .resolve, [.handler], [.assistingDone], to: [.resolved], events: [.orderResolved]),
        Transition(
            [.queued, .received, .reported], .return, [.handler], [.insideReturnWindow], to: [.returnRequested],
            events: [.orderReturned]),
        Transition(
            [.returnRequested], .adjudicate, [.commandCentre],
            to: [.queued, .received, .reported, .rerouted, .cancelled], events: [.orderAdjudicated, .orderRerouted]),
        Transition(
            [.queued, .received, .reported], .delegate, [.leader], to: [.rerouted], events: [.orderDelegated]),
        Transition(
            working.union([.queued]), .requestExtension, [.handler], [.beforeDeadline, .noPendingRequest],
            events: [.orderExtensionRequested]),
        Transition(
            working.union([.queued]), .decideExtension, [.commandCentre], [.extensionPending],
            events: [.orderExtensionDecided]),
        Transition(working, .suspend, [.handler], [.noPendingRequest], events: [.orderSuspensionRequested]),
        Transition(
            working, .decideSuspension, [.commandCentre], [.suspensionPending], to: [.suspended],
            events: [.orderSuspensionDecided, .orderSuspended]),
        Transition(
            working.union([.suspended]), .resume, [.handler], [.suspendedOrPending],
            to: [.received, .reported, .reworking], events: [.orderResumed]),
        Transition(
            working.union([.queued, .returnRequested, .suspended]), .supervise, [.commandCentre],
            events: [.orderSupervised]),
        Transition([.resolved, .closed], .rework, [.system], to: [.reworking], events: [.orderReworking]),
        Transition(
            working.union([.queued, .returnRequested, .suspended]), .cancel, [.system], to: [.cancelled],
            events: [.orderCancelled]),
        Transition(
            working.union([.queued, .returnRequested, .suspended, .resolved]), .close, [.system], to: [.closed],
            events: [.orderClosed]),
    ]

    public static let meetings: [Transition<MeetingState, MeetingAction>] = [
        Transition([.convened], .respond, [.invitee], events: [.meetingResponded]),
        Transition(
            [.convened, .held, .published], .checkIn, [.invitee, .delegate, .convener, .commandCentre],
            events: [.meetingCheckedIn]
        ),
        Transition([.convened], .reschedule, [.convener, .commandCentre], events: [.meetingRescheduled]),
        Transition([.convened], .cancel, [.convener, .commandCentre], to: [.cancelled], events: [.meetingCancelled]),
        Transition(
            [.convened], .topics, [.convener, .commandCentre], [.stepInOrder], events: [.meetingStepTaken]),
        Transition(
            [.convened], .plan, [.convener, .commandCentre], [.stepInOrder], events: [.meetingStepTaken]),
        Transition(
            [.convened], .hold, [.convener, .commandCentre], [.stepInOrder], to: [.held],
            events: [.meetingHeld, .meetingAbsent]),
        Transition(
            [.held, .published], .outcomes, [.convener, .commandCentre],
            events: [.meetingOutcomeRecorded]),
        Transition([.held], .publish, [.convener, .commandCentre], to: [.published], events: [.meetingPublished]),
        Transition(
            [.published], .carryOut, [.convener, .commandCentre], [.stepInOrder], events: [.meetingStepTaken]),
        Transition(
            [.held, .published, .closed], .evaluate, [.convener, .commandCentre],
            [.notHandler, .notEvaluated, .stepInOrder, .resultsKnown], events: [.meetingStepTaken]),
        Transition(
            [.held, .published], .close, [.convener, .commandCentre],
            [.everyOutcome, .publishedWhereDemanded, .stepInOrder], to: [.closed], events: [.meetingClosed]),
    ]
}
