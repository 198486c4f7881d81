import App
import ArgumentParser
import Foundation

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the broker.",
        discussion: "Example: whistle serve --demo changshu --data-dir ./whistle-data")

    @OptionGroup var storage: StorageOptions

    @Option(help: "Address and port to listen on. [WHISTLE_LISTEN]")
    var listen: String?

    @Option(help: "Load this district once and run it on a movable clock. [WHISTLE_DEMO]")
    var demo: String?

    @Option(
        help: "The address people reach it under, for links in messages: https://whistle.example. [WHISTLE_PUBLIC_URL]")
    var publicUrl: String?

    @Option(help: "Days that told deliveries are kept, 30 without. [WHISTLE_DELIVERY_DAYS]")
    var deliveryDays: Int?

    func run() async throws {
        var configuration = storage.configuration()
        configuration.publicURL = publicUrl ?? Environment["WHISTLE_PUBLIC_URL"]
        let days = try deliveryDays ?? Environment["WHISTLE_DELIVERY_DAYS"].map(Self.days)
        if let days, days < 1 { throw ValidationError("--delivery-days takes 1 or more") }
        configuration.keptDays = days ?? configuration.keptDays
        configuration.demo = demo ?? Environment["WHISTLE_DEMO"]
        let listen = listen ?? Environment["WHISTLE_LISTEN"] ?? "127.0.0.1:8080"
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw ValidationError("--listen takes an address and a port: 127.0.0.1:8080") }
        configuration.server.host = String(listen[..<colon]).trimmingCharacters(in: ["[", "]"])
        configuration.server.port = port
        do {
            try await Serve(configuration, logger: makeLogger()).run()
        } catch {
            complain("whistle: \(error)")
            throw ExitCode(1)
        }
    }

    private static func days(_ text: String) throws -> Int {
        guard let days = Int(text) else { throw ValidationError("WHISTLE_DELIVERY_DAYS takes a number of days") }
        return days
    }
}

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date.")

    @OptionGroup var storage: StorageOptions

    func run() async throws {
        do {
            let ran = try await Administration(storage.configuration(), logger: makeLogger()).migrate()
            print(
                ran.isEmpty
                    ? "The schema is up to date." : "Ran migrations \(ran.map(String.init).joined(separator: ", ")).")
        } catch {
            complain("whistle: \(error)")
            throw ExitCode(1)
        }
    }
}
