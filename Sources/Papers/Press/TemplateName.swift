/// The templates of a paper, one for HTML and one for Markdown.
enum TemplateName: String, CaseIterable {
    case minutes, form, notice, bulletin, link

    var html: String {
        switch self {
        case .minutes: MinutesTemplates.html
        case .form: FormTemplates.html
        case .notice: NoticeTemplates.html
        case .bulletin: BulletinTemplates.html
        case .link: LinkTemplate.html
        }
    }

    /// `nil` where there is only paper.
    var markdown: String? {
        switch self {
        case .minutes: MinutesTemplates.markdown
        case .form, .link: nil
        case .notice: NoticeTemplates.markdown
        case .bulletin: BulletinTemplates.markdown
        }
    }
}
