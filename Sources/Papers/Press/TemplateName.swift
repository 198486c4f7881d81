/// The templates of a paper, one for HTML and one for Markdown.
enum TemplateName: String, CaseIterable {
    case minutes, form, notice, bulletin

    var html: String {
        switch self {
        case .minutes: MinutesTemplates.html
        case .form: FormTemplates.html
        case .notice: NoticeTemplates.html
        case .bulletin: BulletinTemplates.html
        }
    }

    /// `nil` where there is only paper.
    var markdown: String? {
        switch self {
        case .minutes: MinutesTemplates.markdown
        case .form: nil
        case .notice: NoticeTemplates.markdown
        case .bulletin: BulletinTemplates.markdown
        }
    }
}
