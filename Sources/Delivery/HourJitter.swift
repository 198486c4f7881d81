/// The crowd at the full and half hour.
enum HourJitter {
    /// How long a message that is not urgent waits so as not to send in the first twenty seconds of a half hour.
    /// - Parameters:
    ///   - seconds: since 1970.
    ///   - random: 0…1, spreads those that waited over the forty seconds that follow.
    /// - Returns: seconds; 0 outside the crowd.
    static func wait(at seconds: Int64, random: Double) -> Double {
        let past = seconds % 1800
        return past >= 0 && past < 20 ? Double(20 - past) + 40 * random : 0
    }
}
