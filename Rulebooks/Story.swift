import Yams

/// What a district tells of itself, as chapters that are played through the public API, with the figures it published.
public struct Story: Decodable, Sendable {
    public struct Item: Decodable, Sendable {
        public var title: String
        public var category: String?
        public var channel: String
    }

    public struct Whistle: Decodable, Sendable {
        public var title: String
        public var category: String
        /// Places in the chapter's list of items, from 1.
        public var items: [Int]
        /// The first leads.
        public var departments: [String]
    }

    public struct Meeting: Decodable, Sendable {
        public var title: String
        public var place: String
        public var form: String
        /// Days from the start of the chapter.
        public var days: Int
        public var attendees: Int
        /// Who does not come, and is chased.
        public var absent: [String]
    }

    /// A published figure and what is counted against it.
    public struct Figure: Decodable, Sendable {
        public var name: String
        /// As it was printed; a floor begins with `≥`.
        public var published: String
        public var counts: Count
    }

    public enum Count: String, Decodable, Sendable {
        case items, whistles, departments, meetings, closed, chased, external
        case closedItems = "closed_items"
    }

    public struct Chapter: Decodable, Sendable {
        public var title: String
        public var raiser: String
        public var items: [Item]
        public var whistles: [Whistle]
        public var meeting: Meeting
        public var figures: [Figure]
    }

    public var district: String
    public var chapters: [Chapter]

    private static let onBoard: [String: [UInt8]] = ["changshu": PackageResources.changshu_story_yaml]

    /// The story of a district; `nil` when none is on board.
    public static func load(_ district: String) throws -> Story? {
        try onBoard[district].map { try YAMLDecoder().decode(Story.self, from: String(decoding: $0, as: UTF8.self)) }
    }
}
