import Broker
import Domain
import Foundation
import HTTPTypes
import Ledger

/// The ledger (台账) for spreadsheets: one line a whistle, the newest first, under the filters of the whistles' list.
extension Route {
    private static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    static let ledgers: [Route] = [
        Route(
            .get, "/v1/ledger.csv", "Every whistle, a line each (UTF-8 with BOM)", roles: .overseeing,
            query: .whistleFilter, answer: .media(["text/csv"])
        ) { call in
            let ledger = try await call.ledger()
            return Answer(streaming: "text/csv; charset=utf-8") { write in
                var writer = CSVLedgerWriter(ledger.head)
                try await ledger.pages { rows in
                    for row in rows {
                        if let chunk = try writer.append(row) { try await write(chunk) }
                    }
                }
                try await write(writer.finish())
            }
        },
        Route(
            .get, "/v1/ledger.xlsx", "Every whistle, a line each, as a workbook", roles: .overseeing,
            query: .whistleFilter, answer: .media([workbook])
        ) { call in
            let ledger = try await call.ledger()
            let bytes: WorkbookBytes?
            do {
                // A workbook is packed before its first byte goes out: a client that leaves meanwhile ends the work.
                bytes = try await call.channel.untilClientEnds {
                    let folder = FileManager.default.temporaryDirectory.path
                    let book = try await Workbook.open(ledger.head, folder: folder)
                    try await ledger.pages { try await book.append($0) }
                    return try await book.finish()
                }
            } catch {
                let isGone = error is CancellationError || !call.channel.isActive
                guard isGone else { throw error }
                bytes = nil
            }
            // Nobody is there to read it.
            guard let bytes else { return Answer(.noContent, nil) }
            var answer = Answer(streaming: workbook) { write in
                while let chunk = try await bytes.next() { try await write(chunk) }
            }
            answer.headers = [
                (.contentDisposition, "attachment; filename=\"ledger.xlsx\"")
            ]
            return answer
        },
    ]
}

/// What a ledger is written from: its head, and its rows a page at a time.
private struct LedgerSource: Sendable {
    private static let page = 200

    let head: LedgerHead
    let broker: Broker
    let caller: Caller
    let district: District
    let filter: WhistleFilter

    /// Hands the rows over page by page, never more than one page at once; ends when the task is cancelled.
    func pages(_ take: ([[LedgerCell]]) async throws -> Void) async throws {
        var last: UUID?
        repeat {
            try Task.checkCancellation()
            let page = try await broker.whistles(filter, for: caller, before: last, limit: Self.page)
            try await take(page.map { LedgerLine.cells($0, in: district) })
            last = page.count == Self.page ? page.last?.whistle.id : nil
        } while last != nil
    }
}

extension Call {
    fileprivate func ledger() async throws -> LedgerSource {
        let district = try await district()
        return LedgerSource(
            head: try LedgerLine.head(in: district.zone), broker: broker, caller: caller, district: district,
            filter: whistleFilter(at: district.now().business))
    }

    /// What the query narrows whistles by.
    func whistleFilter(at now: Timestamp) -> WhistleFilter {
        var filter = WhistleFilter()
        filter.state = query.word("state")
        filter.kind = query.word("kind")
        filter.category = query.optionalText("category")
        filter.township = query.optionalText("township")
        filter.department = query.optionalText("department")
        filter.overdueAt = query.bool("overdue") == true ? now : nil
        // Forms write a blank as a plus sign, which is read as it stands.
        filter.text = query.optionalText("q")?.replacing("+", with: " ")
        filter.since = query.moment("since")
        filter.until = query.moment("until")
        return filter
    }
}

extension [Field] {
    static let whistleFilter = [
        Field("state", .word(WhistleState.self)), Field("kind", .word(WhistleKind.self)), Field("category", .code),
        Field("township", .code), Field("department", .code), Field("overdue", .boolean), Field("q", .text(1...200)),
        Field("since", .moment), Field("until", .moment),
    ]
}
