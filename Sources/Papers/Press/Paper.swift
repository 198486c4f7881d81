import Language

/// Something that can be put on paper: minutes, a printed form, a notice, a bulletin.
public protocol Paper: Sendable {
    /// What the templates are to show, in that language.
    func draft(in tongue: Tongue) -> Draft
}
