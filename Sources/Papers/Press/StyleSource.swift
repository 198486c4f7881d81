/// Where a page finds its style sheet.
public enum StyleSource: Sendable, Equatable {
    /// Served by the broker under that address (`PaperStyle.sheet`): the page meets a policy without `unsafe-inline`.
    case linked(href: String)
    /// In the page itself, for a file that is saved and opened without the broker.
    case inline
}
