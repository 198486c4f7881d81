/// When waiting parcels are told together.
enum DigestRule {
    /// Three or more waiting, or the oldest for longer than 20 seconds. Urgent parcels are not counted: they go alone.
    /// - Parameter oldest: seconds that the oldest has waited.
    static func applies(waiting: Int, oldest: Double) -> Bool { waiting >= 3 || (waiting >= 2 && oldest > 20) }
}
