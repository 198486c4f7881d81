import Foundation
import Testing

/// The pages beside the code, as the tests read them.
enum RulebookDocs {
    static func text(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/\(name)"), encoding: .utf8)
    }

    /// The one complete example of docs/rulebook.md.
    static func example() throws -> String {
        let page = try text("rulebook.md")
        let block = try #require(page.firstMatch(of: /```yaml\n((?s).*?)```/))
        return String(block.1)
    }
}
