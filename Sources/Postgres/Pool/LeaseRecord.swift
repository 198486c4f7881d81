/// The owner thread's side of a lease.
struct LeaseRecord {
    /// The connection it has; `nil` while it waits for one.
    var connection: Int?
    /// Batches that arrived while another one was under way.
    var pending: [Batch] = []
    /// Whether nothing more will come, so that the connection can be taken back.
    var isReleased = false
}
