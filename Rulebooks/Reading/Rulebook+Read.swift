import Domain

extension Rulebook {
    /// Reads a rulebook alone, as JSON or YAML, against the organizations it may name: what `PUT /v1/rulebook` takes.
    ///
    /// `id`, `version` and `created_at` may stand in the text, as they do in the answer to a `GET`, and are not read.
    /// - Parameter base: where zone, prefixes, id and version come from when the text does not say (the last two always).
    /// - Throws: `.findings`, all of them.
    public static func read(
        _ text: String, organizations: [Organization], from base: Rulebook = Rulebook()
    ) throws(RulebookError) -> Rulebook {
        let reading = Reading(ignoring: ["id", "version", "created_at"])
        let reader = RulebookReader(reading, organizations: organizations)
        let rulebook = reading.root(of: text).flatMap { reader.rulebook($0, from: base) }
        guard let rulebook, reading.findings.isEmpty else { throw .findings(reading.sorted()) }
        return rulebook
    }
}
