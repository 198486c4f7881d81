import Domain

/// A district as its file describes it: who is in it, and by which rules it works.
public struct DistrictFile: Sendable {
    public var code: String
    public var name: String
    public var organizations: [Organization]
    public var rulebook: Rulebook
    /// The text it was read from: what the district's row keeps, so that a running matter can keep its rules.
    public var source: String

    /// The codes of the districts carried in the binary.
    public static let onBoard: [String: [UInt8]] = [
        "changshu": PackageResources.changshu_yaml,
        "dujiangyan": PackageResources.dujiangyan_yaml,
        "jiangdong": PackageResources.jiangdong_yaml,
        "liuyang": PackageResources.liuyang_yaml,
        "zigong": PackageResources.zigong_yaml,
    ]

    /// Reads a district carried in the binary; `nil` when there is none of that code.
    public static func load(_ code: String) throws -> DistrictFile? {
        try onBoard[code].map { try read(String(decoding: $0, as: UTF8.self)) }
    }

    /// Reads and checks a district file whole. The format is YAML without anchors, tags and block text, at most 1 MiB;
    /// docs/rulebook.md lists every key.
    /// - Throws: `.findings`, all of them.
    public static func read(_ source: String) throws(RulebookError) -> DistrictFile {
        let reading = Reading()
        let district = reading.root(of: source).flatMap {
            DistrictReader(reading: reading).district($0, source: source)
        }
        guard let district, reading.findings.isEmpty else { throw .findings(reading.sorted()) }
        return district
    }

    /// Everything that is wrong with a district file, in the order of the text; empty for one that `read` takes.
    public static func check(_ source: String) -> [Finding] {
        do {
            _ = try read(source)
            return []
        } catch {
            return error.findings
        }
    }
}
