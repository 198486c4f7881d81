/// The sentences around a digest's lines.
public enum DigestText {
    public static func title(lines: Int, in tongue: Tongue) -> String {
        switch tongue {
        case .chinese: "【吹哨报到】动态汇总：\(lines)项"
        case .english: "Whistle digest: \(lines) \(lines == 1 ? "matter" : "matters")"
        }
    }

    /// Says that more is to come.
    public static func rest(_ count: Int, in tongue: Tongue) -> String {
        switch tongue {
        case .chinese: "另有\(count)项，见下一条消息。"
        case .english: "\(count) more in the next message."
        }
    }
}
