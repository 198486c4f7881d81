import Domain

/// What a cell is to a spreadsheet, which knows only text and numbers.
enum SheetValue {
    case none
    case text(String)
    case number(Double)

    init(_ cell: LedgerCell, in zone: Zone) {
        switch cell {
        case .empty: self = .none
        case .text(let text): self = .text(SheetText.cell(text))
        // Fifteen digits are what a spreadsheet keeps (IEEE 754): more would be shown rounded.
        case .integer(let value):
            self = value.magnitude < 1_000_000_000_000_000 ? .number(Double(value)) : .text("\(value)")
        case .decimal(let value), .percent(let value): self = value.isFinite ? .number(value) : .none
        case .date(let date): self = Self.day(date).map { .number(Double($0)) } ?? .text(date.text)
        case .dateTime(let moment):
            let (date, second) = zone.local(moment)
            self =
                Self.day(date).map { .number(Double($0) + Double(second) / 86_400) }
                ?? .text(PlainText.dateTime(moment, in: zone))
        // Negative times are shown as a row of `#`.
        case .duration(let seconds):
            self = seconds >= 0 ? .number(Double(seconds) / 86_400) : .text(PlainText.duration(seconds))
        }
    }

    /// The serial number of a day: 1 is 1900-01-01. `nil` before 1900-03-01, where spreadsheets count a 29 February that
    /// never was, and after 9999, where they end.
    private static func day(_ date: LocalDate) -> Int? {
        let serial = date.daysSince1970 + 25_569
        return (61...2_958_465).contains(serial) ? serial : nil
    }
}
