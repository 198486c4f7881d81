/// The text a calendar program carries in its address: `whc_<district>_<43 base64url characters>`. It opens the calendar
/// and nothing else; only its hash is stored.
public enum CalendarToken {
    private static let mark = "whc_"

    /// A new token for a district: 256 random bits.
    public static func make(district: String) -> String { "\(mark)\(district)_\(Base64URL.encode(Random.bytes(32)))" }

    /// The district it names; `nil` for text of another form.
    public static func district(of token: String) -> String? {
        guard token.hasPrefix(mark) else { return nil }
        return AccessToken.district(of: "whs_" + token.dropFirst(mark.count))
    }

    /// What is stored of it.
    public static func hash(_ token: String) -> [UInt8] { AccessToken.hash(token) }

    /// The part that lists may show.
    public static func prefix(_ token: String) -> String { AccessToken.prefix(token) }
}
