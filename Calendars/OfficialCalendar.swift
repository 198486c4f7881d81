import Domain

/// The years whose notices the State Council has published, carried in the binary.
public enum OfficialCalendar {
    /// All years on board.
    /// - Throws: `NoticeError` when a file is not a notice: a fault of the build, told at start.
    public static func load() throws(NoticeError) -> WorkingCalendar {
        let files = [
            ("year-2024.yaml", PackageResources.year_2024_yaml), ("year-2025.yaml", PackageResources.year_2025_yaml),
            ("year-2026.yaml", PackageResources.year_2026_yaml),
        ]
        var years: [WorkingCalendar.Year] = []
        for (name, bytes) in files {
            do throws(NoticeError) { years.append(try read(String(decoding: bytes, as: UTF8.self))) } catch {
                throw NoticeError(findings: error.findings, file: name)
            }
        }
        return WorkingCalendar(years)
    }

    /// Reads one year's notice: `year`, `notice`, `off` (a list of `name`, `from`, `to`), `make_up` (a list of days) and,
    /// if wanted, `title`. At most 65,536 bytes.
    /// - Throws: `NoticeError` with all that is wrong.
    public static func read(_ text: String) throws(NoticeError) -> WorkingCalendar.Year {
        var reader = NoticeReader()
        let year = reader.read(text)
        guard let year, reader.findings.isEmpty else {
            throw NoticeError(findings: reader.findings.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        return year
    }
}
