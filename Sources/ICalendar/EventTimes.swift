import Domain

/// Moments as an event writes them.
struct EventTimes {
    let zone: Zone

    var isShanghai: Bool { zone.identifier == "Asia/Shanghai" }

    func add(_ name: String, _ moment: Timestamp, to lines: inout ContentLines) {
        if isShanghai {
            let (date, second) = zone.local(moment)
            lines.add("\(name);TZID=Asia/Shanghai", raw: Self.text(date, second))
        } else {
            lines.add(name, raw: Self.utc(moment))
        }
    }

    static func utc(_ moment: Timestamp) -> String {
        let seconds = Int(moment.seconds)
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return text(LocalDate(daysSince1970: days), seconds - days * 86_400) + "Z"
    }

    /// Four digits of year, a day to spare on either side for the zone.
    static func canWrite(_ moment: Timestamp) -> Bool {
        (-62_135_510_400...253_402_214_400).contains(moment.seconds)
    }

    /// China has kept UTC+8 without summer time since 1992-01-01 (tz database, Asia/Shanghai); earlier meetings are none
    /// of ours.
    static func addShanghai(to lines: inout ContentLines) {
        for (name, value) in [
            ("BEGIN", "VTIMEZONE"), ("TZID", "Asia/Shanghai"), ("BEGIN", "STANDARD"), ("DTSTART", "19920101T000000"),
            ("TZOFFSETFROM", "+0800"), ("TZOFFSETTO", "+0800"), ("TZNAME", "CST"), ("END", "STANDARD"),
            ("END", "VTIMEZONE"),
        ] {
            lines.add(name, raw: value)
        }
    }

    private static func text(_ date: LocalDate, _ second: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return date.text.filter { $0 != "-" } + "T" + two(second / 3600) + two(second / 60 % 60) + two(second % 60)
    }
}
