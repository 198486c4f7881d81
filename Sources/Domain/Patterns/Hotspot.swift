import Foundation

/// Where a hotspot stands.
public enum HotspotState: String, Sendable, CaseIterable {
    /// A joint meeting is proposed.
    case open
    /// Told, but the rulebook proposes no meeting.
    case noted
    case convened, dismissed
}

/// When like whistles are a hotspot.
public struct HotspotRules: Sendable, Equatable {
    /// So many of one category in one place…
    public var count: Int
    /// … within so many days.
    public var days: Int

    public init(count: Int, days: Int) {
        self.count = count
        self.days = days
    }

    /// Ours.
    public static let standard = HotspotRules(count: 5, days: 30)

    /// Where the window that ends at that moment begins.
    public func since(_ moment: Timestamp) -> Timestamp { moment.adding(seconds: -Int64(days) * 86_400) }

    /// When a cluster has cooled: by then the oldest that it still takes has left the window.
    public func cools(_ oldestCounted: Timestamp) -> Timestamp { oldestCounted.adding(seconds: Int64(days) * 86_400) }
}

/// Like whistles in one place: of one category, in one community or grid, or in a township where they name none.
public struct Cluster: Sendable, Hashable {
    public var category: String
    public var township: String
    /// Empty where the whistles name none.
    public var place: String

    public init(category: String, township: String, place: String) {
        self.category = category
        self.township = township
        self.place = place
    }
}

/// A cluster that grew past what the rules bear.
public struct Hotspot: Sendable, Equatable {
    public var id = UUID.none
    public var number = ""
    public var state = HotspotState.open
    public var cluster = Cluster(category: "", township: "", place: "")
    /// How many there were in the window when it was last counted.
    public var count = 0
    public var firstAt = Timestamp(microseconds: 0)
    public var lastAt = Timestamp(microseconds: 0)
    public var coolsAt = Timestamp(microseconds: 0)
    public var meetingID: UUID?
    public var reason: String?
    public var version = 1
    /// When it was detected.
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}

    /// Those who see the district, and the township it is in.
    public func isVisible(to caller: Caller) -> Bool {
        caller.role.seesDistrict || caller.organization == cluster.township
    }

    /// Answers the proposal.
    /// - Throws: `.forbidden` for anyone but the command centre; `.illegal` when it was answered before.
    public mutating func answer(_ state: HotspotState, by caller: Caller) throws(Refusal) {
        guard caller.role == .commandCentre else { throw .forbidden }
        guard [.open, .noted].contains(self.state) else {
            throw .illegal(state: self.state.rawValue, allowed: [], because: nil)
        }
        self.state = state
        version += 1
    }
}
