/// A PostgreSQL data directory with the programs and the user that serve it. Everything it does blocks, so it is
/// called on a ``BlockingThread`` only, and by the holder of the directory's lock.
struct Cluster: Sendable {
    let directory: String
    let account: ServerAccount
    let programs: PostgresPrograms

    /// The major version of the cluster in a directory, or `nil` when there is none.
    static func version(_ directory: String) -> Int? {
        SmallFile.read(directory + "/PG_VERSION").flatMap { Int($0.prefix { $0.isNumber }) }
    }
}
