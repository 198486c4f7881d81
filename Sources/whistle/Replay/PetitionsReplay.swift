import Domain
import JSON
import Rulebooks

/// Petitions month by month of the last whole run of months, and of the same months the year before.
struct PetitionsReplay {
    let act: Story.Petitions
    let replay: Replay

    func run() async throws -> Trace {
        let today = replay.zone.date(try await replay.now())
        // The year whose months are all over.
        let year = today.month > act.year.count ? today.year : today.year - 1
        var drafts: [JSON] = []
        for (offset, counts) in [(-1, act.yearBefore), (0, act.year)] {
            for (month, count) in counts.enumerated() {
                let heard = replay.zone.moment(
                    LocalDate(year: year + offset, month: month + 1, day: 15), second: 10 * 3600)
                drafts += (0..<count).map { number -> JSON in
                    [
                        "title": .string("来信来访(\(year + offset)年\(month + 1)月第\(number + 1)件)"),
                        "category": .string(act.category), "channel": "petition",
                        "heard_at": .string(heard.canonical),
                    ]
                }
            }
        }
        var trace = Trace()
        trace.items = Set(try await replay.file(drafts, as: replay.client(as: act.by)))
        trace.period = ("\(year)-01-01", LocalDate(year: year, month: act.year.count + 1, day: 1).adding(days: -1).text)
        return trace
    }
}
