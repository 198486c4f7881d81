import Domain

/// The transition table as docs/lifecycle.md shows it.
enum LifecycleDocument {
    static var text: String {
        """
        # The life of a whistle, an order and a meeting

        Written from the table in `Sources/Domain/Lifecycle/Lifecycle.swift`; a test compares the two. In a state of the
        first column, whoever stands in the third may do what the second says if what stands in the fourth holds; then it
        is in one of the states of the fifth (`–`: where it was), and the events of the last are told. `system` is what
        follows from another verb or from a clock.

        ## Whistles

        \(table(Lifecycle.whistles, \.rawValue, \.rawValue))

        ## Orders

        \(table(Lifecycle.orders, \.rawValue, \.rawValue))

        ## Meetings

        \(table(Lifecycle.meetings, \.rawValue, \.rawValue))

        ## Guards

        | guard | holds when |
        |---|---|
        | claim-free | nobody else holds a live claim |
        | claim-held | somebody holds a live claim |
        | assisting-done | every assisting order is resolved, closed, cancelled or rerouted (首接负责) |
        | inside-return-window | the rulebook's return window, counted from dispatch, is open |
        | before-deadline | the `resolve` clock has not run out |
        | no-pending-request | nothing is asked and undecided |
        | extension-pending, suspension-pending | just that is asked |
        | suspended-or-pending | it is suspended, or that is asked |
        | own-review | the caller is the reviewer whose turn it is |
        | not-handler | the caller has no order on the whistle; at a meeting, it leads and assists in no outcome |
        | every-outcome | every whistle on the table has an outcome or has ended |
        | published-where-demanded | the rulebook asks for no publishing, or it was done |
        | step-in-order | the six steps are kept in order; a plain meeting is held, evaluated and closed without them |
        | not-evaluated | the meeting's results have not been evaluated |
        | results-known | every whistle on a plain meeting's table has an outcome or has ended, and every milestone is done or missed |

        """
    }

    private static func table<State, Action>(
        _ rows: [Transition<State, Action>], _ state: (State) -> String, _ action: (Action) -> String
    ) -> String {
        var lines = ["| state | action | who | guard | next | events |", "|---|---|---|---|---|---|"]
        for row in rows {
            let cells = [
                row.from.map(state).sorted().joined(separator: ", "), action(row.action),
                row.who.map(\.rawValue).sorted().joined(separator: ", "),
                row.guards.map(\.rawValue).joined(separator: ", "),
                row.to.isEmpty ? "–" : row.to.map(state).joined(separator: ", "),
                row.events.map(\.rawValue).joined(separator: ", "),
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }
}
