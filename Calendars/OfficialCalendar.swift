import Domain
import Yams

/// The years whose notices the State Council has published, carried in the binary.
public enum OfficialCalendar {
    /// What is wrong with a notice.
    public struct NoticeError: Error, CustomStringConvertible {
        public var description: String
    }

    /// All years on board.
    /// - Throws: `NoticeError` when a file is not a notice: a fault of the build, told at start.
    public static func load() throws -> WorkingCalendar {
        let files = [PackageResources.year_2024_yaml, PackageResources.year_2025_yaml, PackageResources.year_2026_yaml]
        return WorkingCalendar(try files.map { try read(String(decoding: $0, as: UTF8.self)) })
    }

    /// Reads one year's notice: `year`, `notice`, `off` (name, from, to) and `make_up`.
    public static func read(_ text: String) throws -> WorkingCalendar.Year {
        let notice = try YAMLDecoder().decode(NoticeFile.self, from: text)
        var off: [LocalDate: String] = [:]
        for holiday in notice.off {
            var day = try date(holiday.from, in: notice.year)
            let last = try date(holiday.to, in: notice.year)
            guard day <= last else { throw NoticeError(description: "\(holiday.from) is after \(holiday.to)") }
            while day <= last {
                off[day] = holiday.name
                day = day.adding(days: 1)
            }
        }
        let makeUp = try notice.make_up.map { try date($0, in: notice.year) }
        if let wrong = makeUp.first(where: { $0.weekday <= 5 || off[$0] != nil }) {
            throw NoticeError(description: "\(wrong) is no Saturday or Sunday outside a holiday")
        }
        return WorkingCalendar.Year(year: notice.year, notice: notice.notice, off: off, makeUp: Set(makeUp))
    }

    private static func date(_ text: String, in year: Int) throws -> LocalDate {
        guard let date = LocalDate(text), date.year == year else {
            throw NoticeError(description: "\(text) is no day of \(year)")
        }
        return date
    }
}

/// A notice as it stands in its file.
private struct NoticeFile: Decodable {
    struct Holiday: Decodable {
        var name: String
        var from: String
        var to: String
    }

    var year: Int
    var notice: String
    var off: [Holiday]
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var make_up: [String]
}
