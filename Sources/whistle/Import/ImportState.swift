import Domain
import Foundation
import JSON
import Secrets

/// How far an import has come. It stands beside the input and is written before a batch is sent and after its answer, so
/// that a killed import sends the same batch under the same key again.
struct ImportState {
    /// A batch that was sent, or is about to be, and whose answer was not seen.
    struct Pending {
        var key: String
        /// The last row that it settles, bad ones included.
        var last: Int
        /// When it was first sent.
        var at: Timestamp
        /// The rows in it.
        var rows: [Int]
        /// Rows up to the last that are not sent, and why.
        var bad: [(row: Int, reason: String)]
        var body: JSON
    }

    var digest: String
    var target: ImportTarget
    /// Where it goes: a file begun in one district is not finished in another.
    var district: String
    /// Whose token sent it, as a digest: keys are an organization's own.
    var sender: String
    /// The last row that is settled.
    var done = 1
    var made = 0
    var refused = 0
    /// How long the file of bad rows was then.
    var badBytes = 0
    var isComplete = false
    var pending: Pending?

    init(digest: String, target: ImportTarget, token: String) {
        self.digest = digest
        self.target = target
        let parts = token.split(separator: "_")
        district = parts.count > 1 ? String(parts[1]) : ""
        sender = String(Digest.hex(Digest.sha256(token.utf8)).prefix(16))
    }

    /// What an earlier run left; `nil` when there was none.
    static func read(_ path: String) throws -> ImportState? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard let json = try? JSON(parsing: Array(data)), let digest = json["file_sha256"]?.string,
            let target = json["into"]?.string.flatMap(ImportTarget.init),
            let district = json["district"]?.string, let sender = json["sender"]?.string
        else { throw ClientError("\(path) is no state of an import; move it away to begin anew") }
        var state = ImportState(digest: digest, target: target, token: "")
        state.district = district
        state.sender = sender
        state.done = json["done"]?.integer ?? 1
        state.made = json["made"]?.integer ?? 0
        state.refused = json["refused"]?.integer ?? 0
        state.badBytes = json["bad_bytes"]?.integer ?? 0
        state.isComplete = json["complete"]?.bool ?? false
        if let pending = json["pending"], let key = pending["key"]?.string, let last = pending["last"]?.integer,
            let at = pending["at"]?.string.flatMap(Timestamp.init(rfc3339:)), let body = pending["body"]
        {
            state.pending = Pending(
                key: key, last: last, at: at, rows: pending["rows"]?.array?.compactMap(\.integer) ?? [],
                bad: (pending["bad"]?.array ?? []).compactMap { bad in
                    guard let row = bad["row"]?.integer else { return nil }
                    return (row, bad["reason"]?.string ?? "")
                }, body: body)
        }
        return state
    }

    /// Replaces the stored state whole: after a crash it is the old one or the new one.
    func write(_ path: String) throws {
        let waiting = pending.map { pending -> JSON in
            [
                "key": .string(pending.key), "last": .integer(pending.last), "at": .string(pending.at.canonical),
                "rows": .array(pending.rows.map(JSON.integer)),
                "bad": .array(pending.bad.map { ["row": .integer($0.row), "reason": .string($0.reason)] }),
                "body": pending.body,
            ]
        }
        let json: JSON = [
            "file_sha256": .string(digest), "into": .string(target.rawValue), "district": .string(district),
            "sender": .string(sender),
            "done": .integer(done), "made": .integer(made), "refused": .integer(refused),
            "bad_bytes": .integer(badBytes), "complete": .bool(isComplete), "pending": waiting ?? .null,
        ]
        // Contacts may be in it: for its owner alone.
        let new = path + ".new"
        guard
            FileManager.default.createFile(
                atPath: new, contents: Data(json.bytes), attributes: [.posixPermissions: 0o600])
        else { throw ClientError("\(new) cannot be written") }
        guard rename(new, path) == 0 else { throw ClientError("\(path) cannot be written") }
    }
}
