import Domain

/// Every sentence a person reads. One file a language says it.
public enum Message: Sendable {
    case unauthorizedTitle, unauthorized
    case notFoundTitle, notFound
    case forbiddenTitle, forbidden
    case methodNotAllowedTitle, methodNotAllowed(allowed: String)
    case unsupportedMediaTypeTitle, unsupportedMediaType
    case tooLargeTitle, tooLarge(limit: Int)
    case notJSONTitle, notJSON(reason: String)
    case invalidTitle, invalid(count: Int)
    case staleTitle, stale
    case conflictTitle, conflict(state: String), guardFailed(Guard)
    /// Not in this state, or a guard does not hold: names what was to be done, and to what.
    case notNow(Deed, state: String, because: Guard?)
    case notYours(Deed)
    case claimLostTitle, claimLost
    case keyReused, keyInvalid, keyInFlightTitle, keyInFlight
    case overloadedTitle, overloaded
    case unsupportedFile
    case tooSlowTitle, tooSlow
    case hostTitle, host
    case erasedTitle, erased
    case tooManyTitle, tooMany(seconds: Int)
    case internalErrorTitle, internalError(request: String)
    case rule(Refusal.Code, value: String)
    /// Words that come with a finding, in both languages.
    case verbatim(chinese: String, english: String)
    case field(FieldFault)

    public func text(in tongue: Tongue) -> String {
        switch tongue {
        case .chinese: chinese
        case .english: english
        }
    }
}

/// What can be wrong with one field of a request.
public enum FieldFault: Sendable, Equatable {
    case missing
    case blank
    case unknown
    case wrongType(expected: String)
    case tooShort(Int)
    case tooLong(Int)
    case outOfRange(String)
    case notOneOf([String])
    case wrongFormat(String)
    case forbiddenCharacter

    /// The machine's word for it.
    public var code: String {
        switch self {
        case .missing: "missing"
        case .blank: "blank"
        case .unknown: "unknown-field"
        case .wrongType: "wrong-type"
        case .tooShort: "too-short"
        case .tooLong: "too-long"
        case .outOfRange: "out-of-range"
        case .notOneOf: "not-one-of"
        case .wrongFormat: "wrong-format"
        case .forbiddenCharacter: "forbidden-character"
        }
    }
}
