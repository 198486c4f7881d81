/// What a link below a message leads to.
public enum LinkLabel: Sendable, Equatable {
    case details
    /// Signed links: one order, one act.
    case receive, reportIn

    public func text(in tongue: Tongue) -> String {
        switch (self, tongue) {
        case (.details, .chinese): "查看详情"
        case (.receive, .chinese): "点此签收"
        case (.reportIn, .chinese): "点此报到"
        case (.details, .english): "Details"
        case (.receive, .english): "Receive"
        case (.reportIn, .english): "Report in"
        }
    }
}
