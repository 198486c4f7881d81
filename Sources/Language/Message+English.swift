import Domain

extension Message {
    var english: String {
        switch self {
        case .unauthorizedTitle: "Not signed in"
        case .unauthorized: "Send a valid token: Authorization: Bearer <token>."
        case .notFoundTitle: "Not found"
        case .notFound: "There is nothing here, or nothing for you to see."
        case .forbiddenTitle: "Not yours to do"
        case .forbidden: "You may see this, but the step belongs to another organization or role."
        case .methodNotAllowedTitle: "Wrong method"
        case .methodNotAllowed(let allowed): "This address takes: \(allowed)."
        case .unsupportedMediaTypeTitle: "Wrong content type"
        case .unsupportedMediaType: "The body must be application/json in UTF-8."
        case .tooLargeTitle: "Too large"
        case .tooLarge(let limit): "A body may have \(limit) bytes at most."
        case .notJSONTitle: "Not JSON"
        case .notJSON(let reason): "The body is no JSON (\(reason))."
        case .invalidTitle: "Something is filled in wrongly"
        case .invalid(let count): "\(count) field(s) are wrong; each is named in errors."
        case .staleTitle: "Changed by somebody else"
        case .stale: "You have seen an older version; read it again first."
        case .conflictTitle: "Not possible in this state"
        case .conflict(let state): "The state is '\(state)'; allowed lists what you may do now."
        case .guardFailed(let condition): english(condition)
        case .notNow(let deed, let state, let condition):
            "The \(deed.englishSubject) is '\(state)': '\(deed.name)' is not possible now. "
                + (condition.map { english($0) } ?? "'allowed' lists what you may do.")
        case .notYours(let deed):
            "You may see the \(deed.englishSubject), but '\(deed.name)' belongs to another organization or role."
        case .claimLostTitle: "The claim is lost"
        case .claimLost: "This claim ran out, was released, or is not yours; claim again."
        case .keyReused: "This Idempotency-Key was used for another request; take a new one."
        case .keyInvalid: "An Idempotency-Key has 1 to 255 visible ASCII characters."
        case .keyInFlightTitle: "The same request is running"
        case .keyInFlight: "A request under this Idempotency-Key is running; ask again shortly."
        case .overloadedTitle: "Busy"
        case .overloaded: "The request cannot be taken now; try again later. Nothing was stored."
        case .unsupportedFile: "Only JPEG, PNG, WebP and HEIC pictures and PDF files are taken."
        case .erasedTitle: "Erased"
        case .erased: "This file was erased on request; only its digest is left."
        case .hostTitle: "No host"
        case .host: "An HTTP/1.1 request has one valid Host line, and no more."
        case .tooSlowTitle: "Too slow"
        case .tooSlow: "The request's body did not arrive in time."
        case .tooManyTitle: "Too many requests"
        case .tooMany(let seconds): "Too much is open or was tried at once; try again in \(seconds) seconds."
        case .internalErrorTitle: "Internal error"
        case .internalError(let request): "Something failed here. Tell the administrator request \(request)."
        case .rule(let code, let value): english(code, value)
        case .verbatim(_, let english): english
        case .field(let fault): english(fault)
        }
    }

    private func english(_ condition: Guard) -> String {
        switch condition {
        case .claimHeld: "Nobody has claimed the order."
        case .claimFree: "Somebody else has claimed the order; it is free when the lease ends."
        case .assistingDone: "The lead resolves after every assisting order is done."
        case .insideReturnWindow: "The time for returning is over."
        case .beforeDeadline: "The deadline has passed; an extension is asked for before it."
        case .noPendingRequest: "Another request is waiting for its decision."
        case .extensionPending: "No extension is asked for."
        case .suspensionPending: "No suspension is asked for."
        case .suspendedOrPending: "The order is not suspended, and nobody asked for it."
        case .ownReview: "The review is not yours now."
        case .notHandler: "Whoever handles a matter does not evaluate it."
        case .everyOutcome: "A whistle on the table has no outcome yet."
        case .publishedWhereDemanded: "The results must be published first."
        case .stepInOrder: "The six steps are taken in order; none may be skipped."
        case .notEvaluated: "The meeting's results have been evaluated."
        case .resultsKnown:
            "Results are evaluated when every matter has an outcome and every milestone is done or missed."
        }
    }

    private func english(_ code: Refusal.Code, _ value: String) -> String {
        switch code {
        case .unknownCategory: "The rulebook has no category '\(value)'."
        case .unknownOrganization: "There is no organization '\(value)'."
        case .noQueue: "The organization '\(value)' has no queue."
        case .unknownItem: "There is no item \(value), or none for you to see."
        case .itemTaken: "The item \(value) is settled or carried by a whistle already."
        case .unknownWhistle: "There is no such whistle, or it is not on this table."
        case .whistleEnded: "\(value) has ended; a meeting cannot decide about it any more."
        case .notInvited: "'\(value)' is not invited to this meeting."
        case .residentRatio: "Residents must be at least \(value) % of those present."
        case .duplicate: "'\(value)' stands there twice."
        case .missingLead: "A lead must be named."
        case .adviceOnly: "Private matters get advice, never an order."
        case .idempotencyReused: "This Idempotency-Key was used for another request."
        case .clockBackwards: "A demo's clock only moves forward."
        case .roleNotAllowed: "The organization cannot have the role '\(value)'."
        case .refusedURL: "This address is not allowed: \(value)."
        case .wrongOrder: "The end must be after the beginning."
        case .revisitOnly: "It is closed: only a resident or a supervisor may still judge it."
        case .townshipOnly: "Only the township's review can settle it where it was raised."
        case .missingDepartment: "A reroute names a department."
        case .extensionsUsedUp: "An order is extended at most \(value) times."
        case .extensionTooLong: "That is later than the rulebook lets an extension reach."
        case .suspensionNotAllowed: "This district's rulebook knows no suspension."
        case .highestLevel: "It is at the highest level already."
        case .tooManyAttachments: "A whistle has at most \(value) attachments."
        case .attachmentsTooLarge: "A whistle's attachments have \(value) MiB together at most."
        case .tooFewSigners: "Too few signed jointly: \(value)."
        case .unknownVisitPlan: "The rulebook has no visit plan '\(value)'."
        case .outsidePlan: "'\(value)' is no part of this visit plan."
        case .gridTaken: "The grid '\(value)' has a head already."
        case .agentTaken: "The agent '\(value)' looks after somebody already."
        case .agentArea: "An agent looks after one enterprise or community; '\(value)' is neither."
        case .notYet: "'\(value)' is still to come."
        case .notSampled: "\(value) is not in this inspection's sample."
        case .missingDay: "Name the day of the visits: weekday or monthly_day, one of them."
        case .missingReason: "Please give a reason."
        case .dueInPast: "The time has gone by."
        case .alreadyAssigned:
            "'\(value)' has a live order on this whistle already; to let it lead, excuse the lead and name it."
        case .methodNotOffered: "This district's rulebook does not use the six steps."
        case .gradeNotOffered: "This district's rulebook has no grade '\(value)'."
        case .evaluatorNotOffered: "This district's rulebook counts no judgement by '\(value)'."
        }
    }

    private func english(_ fault: FieldFault) -> String {
        switch fault {
        case .missing: "Required."
        case .blank: "Must not be blank."
        case .unknown: "There is no such field."
        case .wrongType(let expected): "Must be of type \(expected)."
        case .tooShort(let least): "At least \(least)."
        case .tooLong(let most): "At most \(most)."
        case .outOfRange(let range): "Must lie in \(range)."
        case .notOneOf(let words): "One of: \(words.joined(separator: ", "))."
        case .wrongFormat(let format): "Must look like \(format)."
        case .forbiddenCharacter: "Holds a character that is not allowed (NUL or a lone surrogate)."
        }
    }
}
