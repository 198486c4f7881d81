import Foundation

/// The rows that were not taken, with the reason, as a file that a clerk corrects and imports again.
struct BadRows {
    let path: String
    private let header: [String]

    init(_ path: String, header: [String]) {
        self.path = path
        self.header = header
    }

    /// Writes rows behind the first so many bytes; what stands behind them was written by a run that was killed before
    /// it could note it.
    /// - Returns: how long the file is now.
    func append(_ rows: [(row: Int, reason: String, cells: [String])], after length: Int) throws -> Int {
        guard !rows.isEmpty else { return length }
        if length == 0 {
            let names = isEnglish ? ["row", "reason"] : ["行号", "原因"]
            let head = "\u{FEFF}" + SeparatedText.line(names + header)
            guard
                FileManager.default.createFile(
                    atPath: path, contents: Data(head.utf8), attributes: [.posixPermissions: 0o600])
            else { throw ClientError("\(path) cannot be written") }
        }
        guard let file = FileHandle(forUpdatingAtPath: path) else { throw ClientError("\(path) cannot be written") }
        defer { file.closeFile() }
        if length > 0 { try file.truncate(atOffset: UInt64(length)) }
        let end = try file.seekToEnd()
        let lines = rows.map { SeparatedText.line([String($0.row), $0.reason] + $0.cells) }.joined()
        let bytes = Data(lines.utf8)
        try file.write(contentsOf: bytes)
        return Int(end) + bytes.count
    }
}
