import Domain
import JSON

/// What the rows are made into.
enum ImportTarget: String, CaseIterable {
    case whistles, items
}

/// What is wrong with one row, in the clerk's language.
struct RowFault: Error {
    var chinese: String
    var english: String

    init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    var text: String { isEnglish ? english : chinese }
}

/// Whether whoever sits at the screen reads English; the broker is asked in the same language.
var isEnglish: Bool { Environment["LANG"]?.hasPrefix("en") == true }

/// What a district knows, against which rows are checked before they are sent.
struct ImportGround {
    /// Categories' codes by code and name.
    var categories: [String: String] = [:]
    /// Organizations' codes by code and name.
    var organizations: [String: String] = [:]
    var zone: Zone

    /// Asks the broker.
    static func read(_ client: Client) async throws -> ImportGround {
        let book = try await client.get("/v1/rulebook")
        guard let zone = Zone(book["zone"]?.string ?? "Asia/Shanghai") else {
            throw ClientError("the rulebook's time zone is unknown here")
        }
        var ground = ImportGround(zone: zone)
        for category in book["categories"]?.array ?? [] {
            guard let code = category["code"]?.string else { continue }
            ground.categories[code] = code
            if let name = category["name"]?.string { ground.categories[name] = code }
        }
        var cursor: String?
        repeat {
            let page = try await client.get("/v1/organizations?limit=200" + (cursor.map { "&cursor=\($0)" } ?? ""))
            for organization in page["items"]?.array ?? [] {
                guard let code = organization["code"]?.string else { continue }
                ground.organizations[code] = code
                if let name = organization["name"]?.string { ground.organizations[name] = code }
            }
            cursor = page["next_cursor"]?.string
        } while cursor != nil
        return ground
    }
}

/// One row as the API takes it.
struct ImportRow {
    private let cells: [ImportColumn: String]
    private let ground: ImportGround

    init(_ record: [String], _ columns: [ImportColumn], _ ground: ImportGround) {
        var cells: [ImportColumn: String] = [:]
        for (column, text) in zip(columns, record) where column != .passed {
            let text = ImportRow.plain(text)
            if !text.isEmpty { cells[column] = text }
        }
        self.cells = cells
        self.ground = ground
    }

    /// A cell without the blanks around it and without the apostrophe that keeps a spreadsheet from counting.
    private static func plain(_ text: String) -> String {
        var text = text.drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        if text.first == "'", let second = text.dropFirst().first, "=+-@\t\r".contains(second) {
            text = text.dropFirst()
        }
        return String(text)
    }

    func body(_ target: ImportTarget) throws(RowFault) -> JSON {
        guard let title = cells[.title] else { throw RowFault("缺少标题。", "The title is missing.") }
        guard title.unicodeScalars.count <= 200 else {
            throw RowFault("标题超过 200 字。", "The title is longer than 200 characters.")
        }
        var members = [JSON.Member("title", .string(title))]
        func add(_ name: String, _ value: JSON?) { if let value { members.append(JSON.Member(name, value)) } }
        let category = try category(target)
        add("category", category.map(JSON.string))
        let channel = try word(.channel, ImportWords.channels, Channel.allCases.map(\.rawValue))
        add("channel", .string(channel ?? (target == .items ? "visit" : "online")))
        add("location", try location())
        add("contact", contact())
        switch target {
        case .whistles:
            add("description", cells[.description].map(JSON.string))
            add("kind", try word(.kind, ImportWords.kinds, WhistleKind.allCases.map(\.rawValue)).map(JSON.string))
            add("source_reference", cells[.reference].map(JSON.string))
            add("scope", try word(.scope, ImportWords.scopes, Scope.allCases.map(\.rawValue)).map(JSON.string))
            if let signers = cells[.signers] {
                guard let count = Int(signers) else { throw notNumber(signers) }
                add("joint_signers", .integer(count))
            }
            let lead = try cells[.lead].map(organization)
            let assisting = try list(.departments, organization)
            let all = ([lead].compactMap { $0 } + assisting).reduce(into: [String]()) { all, code in
                if !all.contains(code) { all.append(code) }
            }
            if !all.isEmpty { add("departments", .array(all.map(JSON.string))) }
            add("lead", lead.map(JSON.string))
        case .items:
            add("heard_at", try moment(.heardAt, hour: 12))
            add("visit_plan", cells[.visitPlan].map(JSON.string))
            add("person", cells[.person].map(JSON.string))
            add("due_at", try moment(.dueAt, hour: 17))
            add("measures", cells[.measures].map(JSON.string))
            let names = try list(.members) { name throws(RowFault) in name }
            if !names.isEmpty { add("members", .array(names.map(JSON.string))) }
        }
        return .object(members)
    }

    private func category(_ target: ImportTarget) throws(RowFault) -> String? {
        guard let text = cells[.category] else {
            if target == .items { return nil }
            throw RowFault("缺少类别。", "The category is missing.")
        }
        guard let code = ground.categories[text] else {
            throw RowFault("规则中没有类别“\(text)”。", "The rulebook has no category '\(text)'.")
        }
        return code
    }

    private func organization(_ text: String) throws(RowFault) -> String {
        guard let code = ground.organizations[text] else {
            throw RowFault("没有单位“\(text)”。", "There is no organization '\(text)'.")
        }
        return code
    }

    private func word(
        _ column: ImportColumn, _ words: [String: String], _ known: [String]
    ) throws(RowFault) -> String? {
        guard let text = cells[column] else { return nil }
        let word = words[text] ?? text.lowercased()
        guard known.contains(word) else {
            throw RowFault("不认识“\(text)”。", "'\(text)' is not one of \(known.joined(separator: ", ")).")
        }
        return word
    }

    private func list(
        _ column: ImportColumn, _ one: (String) throws(RowFault) -> String
    ) throws(RowFault) -> [String] {
        let parts = (cells[column] ?? "").split { "、,,;;|/".contains($0) }
        var found: [String] = []
        for part in parts {
            let text = ImportRow.plain(String(part))
            if !text.isEmpty { found.append(try one(text)) }
        }
        return found
    }

    private func location() throws(RowFault) -> JSON? {
        var members: [JSON.Member] = []
        if let address = cells[.address] { members.append(JSON.Member("address", .string(address))) }
        for column in [ImportColumn.longitude, .latitude] {
            guard let text = cells[column] else { continue }
            guard let value = Double(text), value.isFinite else { throw notNumber(text) }
            members.append(JSON.Member(column.rawValue, .number(value)))
        }
        if let community = cells[.community] { members.append(JSON.Member("community", .string(community))) }
        if let grid = cells[.grid] { members.append(JSON.Member("grid", .string(grid))) }
        return members.isEmpty ? nil : .object(members)
    }

    private func contact() -> JSON? {
        var members: [JSON.Member] = []
        if let name = cells[.name] { members.append(JSON.Member("name", .string(name))) }
        if let phone = cells[.phone] { members.append(JSON.Member("phone", .string(phone))) }
        return members.isEmpty ? nil : .object(members)
    }

    /// A time as the API writes it; a day alone stands for that hour of it.
    private func moment(_ column: ImportColumn, hour: Int) throws(RowFault) -> JSON? {
        guard let text = cells[column] else { return nil }
        if let moment = Timestamp(rfc3339: text) { return .string(moment.text(in: ground.zone)) }
        let parts = text.replacing("T", with: " ").split(separator: " ", maxSplits: 1)
        let day = parts[0].split { "-/.年月日".contains($0) }.compactMap { Int($0) }
        let clock = parts.count > 1 ? parts[1].split(separator: ":").map { Int($0) } : [hour, 0]
        guard day.count == 3, let date = LocalDate(year: day[0], month: day[1], day: day[2]),
            (2...3).contains(clock.count),
            let hour = clock[0], let minute = clock[1], (0...23).contains(hour), (0...59).contains(minute),
            (1900...9000).contains(date.year)
        else { throw RowFault("时间“\(text)”看不懂,应为 2026-01-02 09:00。", "'\(text)' is no time like 2026-01-02 09:00.") }
        return .string(ground.zone.moment(date, second: hour * 3600 + minute * 60).text(in: ground.zone))
    }

    private func notNumber(_ text: String) -> RowFault { RowFault("“\(text)”不是数字。", "'\(text)' is no number.") }
}
