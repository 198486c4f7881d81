/// The adapters by name.
enum Adapters {
    /// All of them, in the order in which documents list them.
    static let all: [any Adapter] = [
        StandardWebhook(), CloudEvents(), WeCom(), DingTalk(), Feishu(), Slack(), Mattermost(), Teams(),
    ]

    static func named(_ name: String) -> (any Adapter)? { all.first { $0.profile.name == name } }
}
