/// The templates of a paper, one for HTML and one for Markdown.
enum TemplateName: String, CaseIterable {
    case minutes, form, notice, bulletin, reference, link

    var html: String {
        switch self {
        case .minutes: MinutesTemplates.html
        case .form: FormTemplates.html
        case .notice: NoticeTemplates.html
        case .bulletin: BulletinTemplates.html
        case .reference: ReferenceTemplate.html
        case .link: LinkTemplate.html
        }
    }

    /// `nil` where there is only a page.
    var markdown: String? {
        switch self {
        case .minutes: MinutesTemplates.markdown
        case .form, .reference, .link: nil
        case .notice: NoticeTemplates.markdown
        case .bulletin: BulletinTemplates.markdown
        }
    }
}
