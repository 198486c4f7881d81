import App
import ArgumentParser
import Foundation
import Logging

/// `whistle`: the broker, its administration and its client in one program.
@main
struct Whistle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whistle",
        abstract: "吹哨报到: turns whistles into work orders and tracks them until they are done.",
        version: Version.current,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, TokenCommand.self, DemoCommand.self, RaiseCommand.self,
            QueueCommand.self, ClaimCommand.self, ReceiveCommand.self, ReportInCommand.self, ResolveCommand.self,
            MeetingCommand.self, ImportCommand.self, RulebookCommand.self, CalendarCommand.self, AuditCommand.self,
            KeyCommand.self,
        ])
}

/// Where the database and the broker's own files are.
struct StorageOptions: ParsableArguments {
    @Option(
        help:
            "PostgreSQL, as libpq takes it. Without it a private server runs in the data directory. [WHISTLE_DATABASE_URL, DATABASE_URL]"
    )
    var databaseUrl: String?

    @Option(help: "A login that owns the schema, where the broker's own does not. [WHISTLE_OWNER_DATABASE_URL]")
    var ownerDatabaseUrl: String?

    @Option(help: "A login for the loops that cross districts. [WHISTLE_LOOPS_DATABASE_URL]")
    var loopsDatabaseUrl: String?

    @Option(help: "Where key, demo tokens and the private PostgreSQL are kept. [WHISTLE_DATA_DIR]")
    var dataDir: String?

    func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.databaseURL =
            databaseUrl ?? Environment["WHISTLE_DATABASE_URL"] ?? Environment["DATABASE_URL"]
        configuration.ownerDatabaseURL = ownerDatabaseUrl ?? Environment["WHISTLE_OWNER_DATABASE_URL"]
        configuration.loopsDatabaseURL = loopsDatabaseUrl ?? Environment["WHISTLE_LOOPS_DATABASE_URL"]
        configuration.dataDirectory = dataDir ?? Environment["WHISTLE_DATA_DIR"] ?? configuration.dataDirectory
        configuration.key = Environment["WHISTLE_KEY"]
        configuration.webhookAllow = Environment["WHISTLE_WEBHOOK_ALLOW"] ?? ""
        configuration.trustedProxies = Environment["WHISTLE_TRUSTED_PROXIES"] ?? ""
        return configuration
    }
}

/// The environment; empty values count as none.
enum Environment {
    static subscript(_ name: String) -> String? {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
        return value
    }
}

/// The program's log: one line an event on standard error.
func makeLogger() -> Logger {
    LoggingSystem.bootstrap { label in PatientLogHandler(StreamLogHandler.standardError(label: label)) }
    var logger = Logger(label: "whistle")
    logger.logLevel = Environment["WHISTLE_LOG_LEVEL"].flatMap(Logger.Level.init(rawValue:)) ?? .info
    return logger
}

/// Writes to standard error.
func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
