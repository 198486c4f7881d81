import Logging

/// Puts what a logger carries into words when a line is written, and not before: every request gets a logger of its own
/// with its number, and nearly none writes a line.
struct PatientLogHandler: LogHandler {
    private var handler: StreamLogHandler
    var metadata: Logger.Metadata = [:]

    init(_ handler: StreamLogHandler) { self.handler = handler }

    var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { handler.metadataProvider }
        set { handler.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var handler = handler
        handler.metadata = metadata
        handler.log(event: event)
    }
}
