import Domain
import JSON
import Rulebooks

/// Petitions month by month of the last whole run of months, and of the same months the year before.
struct PetitionsReplay {
    let act: Story.Petitions
    let replay: Replay

    func run() async throws -> Trace {
        let today = replay.zone.date(try await replay.now())
        let lastMonth = LocalMonth(today).adding(months: -1)
        // January of the year whose months are all over.
        let january = LocalMonth(index: (lastMonth.index - act.year.count + 1) / 12 * 12)
        let drafts =
            drafts(act.yearBefore, from: january.adding(months: -12)) + drafts(act.year, from: january)
        var trace = Trace()
        trace.items = Set(try await replay.file(drafts, as: replay.client(as: act.by)))
        trace.period = (
            january.first.text, january.adding(months: act.year.count).first.adding(days: -1).text
        )
        return trace
    }

    private func drafts(_ counts: [Int], from first: LocalMonth) -> [JSON] {
        counts.enumerated().flatMap { offset, count -> [JSON] in
            let month = first.adding(months: offset)
            let heard = replay.zone.moment(month.day(15), second: 10 * 3600)
            return (0..<count).map { number in
                [
                    "title": .string("来信来访(\(month.text)第\(number + 1)件)"), "category": .string(act.category),
                    "channel": "petition", "heard_at": .string(heard.canonical),
                ]
            }
        }
    }
}
