import Glibc

/// The settings of a private server, written to `whistle.conf` at every start.
struct ServerSettings: Sendable {
    /// The file in the cluster that holds them; `postgresql.conf` includes it.
    static let file = "whistle.conf"

    let text: String

    /// The settings for this machine. `ALTER SYSTEM` goes before them, for whoever knows better.
    init(_ configuration: PrivatePostgresConfiguration) {
        let lines: [(String, String)]
        switch configuration.durability {
        case .durable:
            let buffers = Self.sharedBuffers(limit: configuration.sharedBuffersLimit, memory: Self.memory())
            lines = Self.durable(sharedBuffers: buffers)
        case .throwaway:
            lines = Self.throwaway
        }
        text =
            "# Written at every start. Change a setting with ALTER SYSTEM, which goes before this file.\n"
            + (lines + Self.common).map { "\($0.0) = '\($0.1)'\n" }.joined()
    }

    /// An eighth of the memory, in megabytes, between 128 and the limit, which is 2048 at most.
    static func sharedBuffers(limit: Int, memory: Int) -> Int {
        max(128, min(memory / 8, limit, 2048))
    }

    private static func durable(sharedBuffers: Int) -> [(String, String)] {
        [
            ("shared_buffers", "\(sharedBuffers)MB"),
            ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"),
            ("wal_compression", "on"), ("max_wal_size", "2GB"), ("checkpoint_timeout", "15min"),
            // The queue tables turn over quickly; the defaults wait for a fifth of a table to be dead.
            ("autovacuum_naptime", "20s"), ("autovacuum_vacuum_scale_factor", "0.05"),
            ("autovacuum_analyze_scale_factor", "0.02"), ("autovacuum_vacuum_insert_scale_factor", "0.1"),
            // A file for each day of the week, emptied when its day comes round again: a week of log, no more.
            ("logging_collector", "on"), ("log_directory", "log"), ("log_filename", "server-%a.log"),
            ("log_rotation_age", "1d"), ("log_rotation_size", "0"), ("log_truncate_on_rotation", "on"),
        ]
    }

    private static let throwaway: [(String, String)] = [
        ("shared_buffers", "64MB"),
        ("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off"),
        ("wal_level", "minimal"), ("max_wal_senders", "0"),
        ("max_wal_size", "1GB"), ("checkpoint_timeout", "1h"), ("logging_collector", "off"),
    ]

    private static let common: [(String, String)] = [
        ("max_connections", "100"), ("idle_in_transaction_session_timeout", "60s"),
        ("timezone", "UTC"), ("log_timezone", "UTC"), ("unix_socket_permissions", "0700"),
        ("log_line_prefix", "%m [%p] %a %u@%d "), ("log_checkpoints", "off"), ("log_autovacuum_min_duration", "-1"),
        // Statements, parameters and the DETAIL of a constraint hold people's data: none of it goes into a log.
        ("log_min_error_statement", "panic"), ("log_parameter_max_length_on_error", "0"),
        ("log_error_verbosity", "terse"),
    ]

    /// The machine's memory in megabytes, or the container's share of it.
    private static func memory() -> Int {
        let machine = sysconf(Int32(_SC_PHYS_PAGES)) / 1_024 * (sysconf(Int32(_SC_PAGESIZE)) / 1_024)
        let share = SmallFile.read("/sys/fs/cgroup/memory.max").flatMap { Int($0.prefix { $0.isNumber }) }
        return min(machine, share.map { $0 / 1_048_576 } ?? machine)
    }
}
