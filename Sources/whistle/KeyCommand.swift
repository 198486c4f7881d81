import App
import ArgumentParser
import Broker

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The key under which contacts and webhooks' secrets are kept.",
        subcommands: [Rotate.self, Reseal.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new key and put everything under it; the old one still opens. Stop the brokers first.",
            discussion: "Example: whistle key rotate --data-dir ./whistle-data")

        @OptionGroup var storage: StorageOptions

        func run() async throws {
            try await report { try await Administration(storage.configuration(), logger: makeLogger()).rotateKey() }
        }
    }

    struct Reseal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put everything under the first key.",
            discussion: "Example: whistle key reseal --forget-old --data-dir ./whistle-data")

        @OptionGroup var storage: StorageOptions

        @Flag(help: "Then drop the older keys from the key file.")
        var forgetOld = false

        func run() async throws {
            try await report {
                try await Administration(storage.configuration(), logger: makeLogger()).reseal(forget: forgetOld)
            }
        }
    }

    private static func report(_ work: () async throws -> ResealCount) async throws {
        do {
            let count = try await work()
            print(
                "\(count.resealed) values were put under the first key, \(count.current) were under it before, \(count.unreadable) open under no key."
            )
            if count.unreadable > 0 { throw ExitCode(1) }
        } catch let code as ExitCode { throw code } catch {
            complain("whistle: \(error)")
            throw ExitCode(1)
        }
    }
}
