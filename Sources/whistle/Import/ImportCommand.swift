import ArgumentParser
import Foundation
import JSON
import Secrets

/// A clerk's file, read and understood.
struct ImportFile {
    var digest: String
    var header: [String]
    var columns: [ImportColumn]
    var records: [(row: Int, cells: [String])]
    /// Headers that are not understood.
    var strange: [String]

    init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ClientError(isEnglish ? "\(path) cannot be read" : "读不了 \(path)")
        }
        let bytes = Array(data)
        guard let text = TextFile.text(bytes) else {
            throw ClientError(
                isEnglish
                    ? "\(path) is neither UTF-8 nor GB18030; save it as 'CSV UTF-8'"
                    : "\(path) 不是 UTF-8 或 GB18030 编码;请另存为“CSV UTF-8”")
        }
        do throws(SeparatedText.Fault) { records = try SeparatedText.records(text) } catch {
            throw ClientError(
                isEnglish ? "\(path): a quote before row \(error.row) never ends" : "\(path):第 \(error.row) 行之前有引号没有结束")
        }
        guard !records.isEmpty else {
            throw ClientError(isEnglish ? "\(path) is empty" : "\(path) 是空的")
        }
        digest = Digest.hex(Digest.sha256(bytes))
        header = records.removeFirst().cells.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        columns = header.map { ImportColumn(header: $0) ?? .passed }
        strange = header.filter { !$0.isEmpty && ImportColumn(header: $0) == nil }
        guard columns.contains(.title) else {
            throw ClientError(
                isEnglish ? "\(path) has no column 'title'" : "\(path) 没有“标题”列;表头:\(header.joined(separator: "、"))")
        }
    }
}

extension ImportTarget: ExpressibleByArgument {}

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "导入: carry a clerk's CSV, or an exported ledger, into the broker.",
        discussion: "Example: whistle import 台账.csv --as meili. Killed and run again it goes on where it was.")

    @OptionGroup var options: ClientOptions
    @Argument(help: "The file: CSV, UTF-8 or GB18030.", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "What the rows become: whistles or items.") var into = ImportTarget.whistles
    @Option(help: "Rows sent together, 1–500. [WHISTLE_IMPORT_BATCH]") var batch: Int?
    @Option(help: "Where bad rows go; FILE.bad.csv without. [WHISTLE_IMPORT_BAD]") var bad: String?
    @Option(help: "Where progress is kept; FILE.import.json without. [WHISTLE_IMPORT_STATE]") var state: String?
    @Flag(help: "Check every row and send nothing.") var dryRun = false
    @Flag(help: "Show the progress bar also where no terminal is.") var progress = false

    func run() async throws {
        let batch = batch ?? Environment["WHISTLE_IMPORT_BATCH"].flatMap { Int($0) } ?? 100
        guard (1...500).contains(batch) else { throw ValidationError("--batch takes 1 to 500") }
        let client = try options.client()
        do {
            let input = try ImportFile(file)
            for name in input.strange {
                complain(isEnglish ? "whistle: the column '\(name)' is passed over" : "whistle: 不认识“\(name)”列,已略过")
            }
            let plan = Importer.Plan(
                file: file, target: into, batch: batch,
                stateFile: state ?? Environment["WHISTLE_IMPORT_STATE"] ?? file + ".import.json",
                badFile: bad ?? Environment["WHISTLE_IMPORT_BAD"] ?? file + ".bad.csv", isDry: dryRun)
            let bar = Progress(total: input.records.count, quiet: options.json, forced: progress)
            let outcome = try await Importer(plan, input, client, bar).run()
            print(options.json ? json(outcome, plan).text : lines(outcome, plan))
            if outcome.refused > 0 { throw ExitCode(1) }
        } catch let error as ClientError {
            complain("whistle: \(error)")
            throw ExitCode(1)
        }
    }

    private func json(_ outcome: Importer.Outcome, _ plan: Importer.Plan) -> JSON {
        [
            "file": .string(plan.file), "file_sha256": .string(outcome.digest), "into": .string(plan.target.rawValue),
            "dry_run": .bool(plan.isDry), "rows": .integer(outcome.rows), "made": .integer(outcome.made),
            "refused": .integer(outcome.refused), "settled_before": .integer(outcome.before),
            "bad_file": outcome.refused > 0 && !plan.isDry ? .string(plan.badFile) : .null,
            "faults": .array(outcome.faults.map { ["row": .integer($0.row), "reason": .string($0.reason)] }),
        ]
    }

    private func lines(_ outcome: Importer.Outcome, _ plan: Importer.Plan) -> String {
        if plan.isDry {
            let faults = outcome.faults.map { isEnglish ? "row \($0.row): \($0.reason)" : "第 \($0.row) 行:\($0.reason)" }
            let sum =
                isEnglish
                ? "\(outcome.rows) rows checked, \(outcome.refused) to correct, nothing sent"
                : "检查 \(outcome.rows) 行,\(outcome.refused) 行需要更正,没有发送"
            return (faults + [sum]).joined(separator: "\n")
        }
        let sum =
            isEnglish
            ? "\(outcome.rows) rows: \(outcome.made) taken, \(outcome.refused) not"
            : "共 \(outcome.rows) 行:导入 \(outcome.made) 行,未导入 \(outcome.refused) 行"
        guard outcome.refused > 0 else { return sum }
        return sum + (isEnglish ? "; see \(plan.badFile)" : ";见 \(plan.badFile)")
    }
}
