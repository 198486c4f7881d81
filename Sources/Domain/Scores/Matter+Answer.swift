extension Matter {
    /// Notes on the whistle whether it is answered, so that a scoreboard need not look at its orders. Called with every
    /// change, before it is stored.
    public mutating func noteAnswer() {
        whistle.answered = lead?.report.map(\.isInTime) ?? false
    }
}
