import Domain
import Foundation
import Yams

/// A district as its file describes it: who is in it, and by which rules it works.
public struct DistrictFile: Sendable {
    public var code: String
    public var name: String
    public var organizations: [Organization]
    public var rulebook: Rulebook
    /// The text it was read from: what the district's row keeps, so that a running matter can keep its rules.
    public var source: String

    /// The codes of the districts carried in the binary.
    public static let onBoard: [String: [UInt8]] = ["changshu": PackageResources.changshu_yaml]

    /// Reads a district carried in the binary; `nil` when there is none of that code.
    public static func load(_ code: String) throws -> DistrictFile? {
        try onBoard[code].map { try read(String(decoding: $0, as: UTF8.self)) }
    }

    /// Reads and checks a district file whole.
    /// - Throws: `RulebookError`, or Yams' error with line and column.
    public static func read(_ source: String) throws -> DistrictFile {
        let file = try YAMLDecoder().decode(DistrictYAML.self, from: source)
        let organizations = try file.organizations.map { try $0.organization() }
        var rulebook = try file.rulebook.rulebook()
        rulebook.zone = file.zone ?? rulebook.zone
        rulebook.prefixes = NumberPrefixes(
            whistle: file.prefixes.whistle, item: file.prefixes.item, meeting: file.prefixes.meeting)
        let district = DistrictFile(
            code: file.code, name: file.name, organizations: organizations, rulebook: rulebook, source: source)
        try district.check()
        return district
    }

    private func check() throws(RulebookError) {
        guard code.wholeMatch(of: /[a-z][a-z0-9-]{0,29}/) != nil else { throw .wrong("code", code) }
        guard Zone(rulebook.zone) != nil else { throw .wrong("zone", rulebook.zone) }
        let prefixes = [rulebook.prefixes.whistle, rulebook.prefixes.item, rulebook.prefixes.meeting]
        guard Set(prefixes).count == 3 else { throw .wrong("prefixes", prefixes.joined(separator: ", ")) }
        let codes = organizations.map(\.code)
        guard Set(codes).count == codes.count else { throw .twice("organizations") }
        for organization in organizations {
            if let parent = organization.parent, !codes.contains(parent) { throw .unknown("parent", parent) }
        }
        let queues = Set(organizations.filter(\.hasQueue).map(\.code))
        let categories = rulebook.categories.map(\.code)
        guard Set(categories).count == categories.count else { throw .twice("categories") }
        for category in rulebook.categories {
            for code in ([category.lead].compactMap { $0 } + category.assisting) where !queues.contains(code) {
                throw .unknown("categories/\(category.code)", code)
            }
        }
    }
}

/// What is wrong with a district's file.
public enum RulebookError: Error, Sendable, CustomStringConvertible {
    case wrong(String, String)
    case unknown(String, String)
    case twice(String)

    public var description: String {
        switch self {
        case .wrong(let field, let value): "\(field): '\(value)' is not allowed here"
        case .unknown(let field, let value): "\(field): there is no organization '\(value)' with a queue"
        case .twice(let field): "\(field): a code stands there twice"
        }
    }
}
