import App
import ArgumentParser
import Domain

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens that callers carry.", subcommands: [Issue.self])

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue", abstract: "Issue a token; it is printed this once.",
            discussion: "Example: whistle token issue --organization meili --role township")

        @OptionGroup var storage: StorageOptions

        @Option(help: "The organization's code.")
        var organization: String

        @Option(help: "One of: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        var role: String

        @Option(help: "The district; needed where there are several.")
        var district: String?

        func run() async throws {
            guard let role = Role(rawValue: role) else { throw ValidationError("there is no role '\(role)'") }
            do {
                let token = try await Administration(storage.configuration(), logger: makeLogger())
                    .issueToken(district: district, organization: organization, role: role)
                print(token)
            } catch {
                complain("whistle: \(error)")
                throw ExitCode(1)
            }
        }
    }
}
