import Language

/// A signed link: one order, one act, one organization.
struct ActionLink: Sendable, Equatable {
    let label: LinkLabel
    let url: String
}
