import Domain

/// Each of these reads one value; for a missing one, and for a wrong one after noting it, the answer is `nil`.
extension Reading {
    func text(_ place: Place?, _ bounds: ClosedRange<Int> = 1...200) -> String? {
        guard let place else { return nil }
        guard case .text(let text) = place.scalar else {
            note(.wrongShape(.text), at: place)
            return nil
        }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            note(.leftOut(.controlCharacter), at: place)
            return nil
        }
        let isBlank = text.allSatisfy(\.isWhitespace)
        guard !isBlank, bounds.contains(text.count) else {
            note(.wrongLength(least: bounds.lowerBound, most: bounds.upperBound), at: place)
            return nil
        }
        return text
    }

    /// A text that a form must fit; `example` is shown to whoever it does not fit.
    func text(_ place: Place?, like form: Regex<Substring>, example: String) -> String? {
        guard let place, let text = text(place) else { return nil }
        guard text.wholeMatch(of: form) != nil else {
            note(.wrongForm(Self.short(text), example: example), at: place)
            return nil
        }
        return text
    }

    /// A name in lower-case Latin letters, digits and hyphens.
    func code(_ place: Place?) -> String? {
        guard let place, let text = text(place) else { return nil }
        let bytes = text.utf8
        let fits = bytes.count <= 60 && bytes.first != UInt8(ascii: "-") && bytes.allSatisfy(Self.isCodeByte)
        guard fits else {
            note(.wrongForm(Self.short(text), example: "urban-management"), at: place)
            return nil
        }
        return text
    }

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    func integer(_ place: Place?, _ bounds: ClosedRange<Int>) -> Int? {
        guard let place else { return nil }
        guard case .integer(let value) = place.scalar else {
            note(.wrongShape(.integer), at: place)
            return nil
        }
        guard bounds.contains(value) else {
            note(.outOfRange("\(value)", least: bounds.lowerBound, most: bounds.upperBound), at: place)
            return nil
        }
        return value
    }

    func flag(_ place: Place?) -> Bool? {
        guard let place else { return nil }
        guard case .boolean(let value) = place.scalar else {
            note(.wrongShape(.boolean), at: place)
            return nil
        }
        return value
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ place: Place?, _: Value.Type = Value.self) -> Value?
    where Value.RawValue == String {
        choice(place, among: Value.allCases.map(\.rawValue)).flatMap(Value.init)
    }

    func choice(_ place: Place?, among allowed: [String]) -> String? {
        guard let place else { return nil }
        guard case .text(let text) = place.scalar else {
            note(.wrongShape(.text), at: place)
            return nil
        }
        guard allowed.contains(text) else {
            note(.notOneOf(Self.short(text), allowed), at: place)
            return nil
        }
        return text
    }

    /// Choices, each at most once.
    func choices<Value: RawRepresentable & CaseIterable & Hashable>(
        _ place: Place?, _ bounds: ClosedRange<Int>, _: Value.Type = Value.self
    ) -> [Value]? where Value.RawValue == String {
        guard let place else { return nil }
        var values: [Value] = []
        for element in elements(place, bounds) {
            guard let value = choice(element, Value.self) else { continue }
            if values.contains(value) { note(.duplicate(value.rawValue), at: element) }
            values.append(value)
        }
        return values
    }

    /// A whole number, or the word that stands for no bound. The outer `nil`: missing or wrong.
    func bound(_ place: Place?, _ bounds: ClosedRange<Int>, or word: String) -> Int?? {
        guard let place else { return nil }
        if case .text(word) = place.scalar { return .some(nil) }
        guard case .integer = place.scalar else {
            note(
                .notOneOf(
                    "\(place.scalar.map(Self.cite) ?? "…")", ["\(bounds.lowerBound)…\(bounds.upperBound)", word]),
                at: place)
            return nil
        }
        return integer(place, bounds).map { .some($0) }
    }

    private static func cite(_ scalar: Scalar) -> String {
        switch scalar {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let text), .text(let text): short(text)
        }
    }

    func limit(_ place: Place?) -> Limit? {
        guard let place, let fields = fields(place, .limit) else { return nil }
        let unit = choice(fields["unit"], TimeUnit.self)
        guard let amount = integer(fields["amount"], Self.amounts(unit)), let unit else { return nil }
        return Limit(amount, unit)
    }

    /// Ten years, about, in any unit: beyond is a slip of the keyboard, and counting it would take its time.
    static func amounts(_ unit: TimeUnit?) -> ClosedRange<Int> {
        switch unit {
        case .minutes: Limit.amounts
        case .workingHours: 1...20_000
        case .calendarDays: 1...3650
        case .workingDays, nil: 1...2500
        }
    }

    func points(_ place: Place?) -> Points? {
        guard let place else { return nil }
        let written: String? =
            switch place.scalar {
            case .integer(let value): "\(value)"
            case .number(let text): text
            default: nil
            }
        guard let written, let points = Points(written) else {
            note(.wrongShape(.number), at: place)
            return nil
        }
        guard Points.bounds.contains(points) else {
            note(.outOfRange(written, least: 0, most: Points.bounds.upperBound.hundredths / 100), at: place)
            return nil
        }
        return points
    }

    /// `09:00` to `24:00`, in seconds since midnight.
    func timeOfDay(_ text: Substring) -> Int? {
        guard let match = text.wholeMatch(of: /([0-9]{2}):([0-9]{2})/), let hour = Int(match.1),
            let minute = Int(match.2), minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return (hour * 60 + minute) * 60
    }
}
