import Domain

/// A message about an event, in plain words: no markup, no links. Lines may hold what people typed; whoever sets them
/// for a chat room takes its markup away.
public struct EventText: Sendable, Equatable {
    /// One line, beginning with the product's name: robots that ask for a keyword can be given that.
    public var title: String
    /// What, where, who must do what by when; what people wrote comes last, so that cutting takes it first.
    public var lines: [String]

    public init(title: String, lines: [String]) {
        self.title = title
        self.lines = lines
    }
}

extension EventFacts {
    /// The message about one event.
    public func text(in tongue: Tongue) -> EventText {
        switch tongue {
        case .chinese: ChineseEvent(facts: self).text
        case .english: EnglishEvent(facts: self).text
        }
    }

    /// One line of a digest: number, title, who, and what happened last.
    public func digestLine(in tongue: Tongue) -> String {
        switch tongue {
        case .chinese: ChineseEvent(facts: self).digestLine
        case .english: EnglishEvent(facts: self).digestLine
        }
    }

    /// Whether the event's headline already tells the state the order is in.
    var tellsState: Bool {
        switch type {
        case .orderQueued, .orderReceived, .orderReported, .orderResolved, .orderReturned, .orderRerouted,
            .orderReworking, .orderSuspended, .orderClosed, .orderCancelled:
            true
        default: orderState == nil
        }
    }
}
