extension PrivatePostgresConfiguration {
    /// Whether a cluster's data must survive a power cut.
    public enum Durability: Sendable, Hashable {
        /// Every commit is on the disk before it is acknowledged.
        case durable
        /// Nothing is ever flushed: for tests, where the cluster goes with the run.
        case throwaway
    }
}
