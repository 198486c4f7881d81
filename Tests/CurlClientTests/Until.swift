/// Waits for something that follows an answer on another thread: the statistics are published after the answers they
/// count. The suite's time limit ends a wait in vain.
func until(_ condition: () -> Bool) async throws {
    while !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}
