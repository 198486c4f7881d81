extension MatterRules {
    /// When the rulebook's rungs fire for one of a matter's clocks, in the order of time. A clock whose limit the rulebook
    /// does not have (the rulebook of an older version had it) is measured in real time.
    public func rungs(for name: ClockName, _ clock: Clock, kind: WhistleKind) -> [Ladder.Due] {
        rulebook.ladder.rungs(
            for: name, clock, unit: limit(name, kind: kind)?.unit ?? .minutes, under: deadlines)
    }
}
