extension Mailbox<PoolMessage> {
    /// Submits a batch and waits for its outcome; a cancelled task stops waiting at once.
    ///
    /// `submit` gets the ticket and the reply to put into the batch, and returns an error if it posted nothing.
    func exchange(_ submit: (Ticket, Reply) -> PostgresError?) async -> Reply.Outcome {
        let ticket = Ticket()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let reply = Reply(continuation)
                if let refusal = submit(ticket, reply) {
                    reply(.failure(refusal))
                }
            }
        } onCancel: {
            ticket.cancel()
            _ = post(.cancel(ticket))
        }
    }
}
