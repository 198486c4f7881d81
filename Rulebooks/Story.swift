import Yams

/// What a district tells of itself, as chapters that are played through the public API, with the figures it published.
public struct Story: Decodable, Sendable {
    /// A published figure and what is counted against it.
    public struct Figure: Decodable, Sendable {
        public var name: String
        /// As it was printed; a floor begins with `≥`, a share ends with `%`.
        public var published: String
        /// What is counted: a word that the player knows.
        public var counts: String
    }

    public struct Chapter: Sendable {
        public var title: String
        public var act: Act
        public var figures: [Figure]
    }

    /// What is played in a chapter.
    public enum Act: Sendable {
        case council(Council)
        case councils(Councils)
        case hearing(Hearing)
        case sessions(Sessions)
        case visits(Visits)
        case inspections([Inspection])
        case applications(Applications)
        case matters([Matters])
        case petitions(Petitions)
    }

    public var district: String
    public var chapters: [Chapter]

    private static let onBoard: [String: [UInt8]] = [
        "changshu": PackageResources.changshu_story_yaml,
        "dujiangyan": PackageResources.dujiangyan_story_yaml,
        "jiangdong": PackageResources.jiangdong_story_yaml,
        "liuyang": PackageResources.liuyang_story_yaml,
        "zigong": PackageResources.zigong_story_yaml,
    ]

    /// The story of a district; `nil` when none is on board.
    public static func load(_ district: String) throws -> Story? {
        try onBoard[district].map { try YAMLDecoder().decode(Story.self, from: String(decoding: $0, as: UTF8.self)) }
    }
}

extension Story.Chapter: Decodable {
    private enum Keys: String, CodingKey {
        case title, figures, council, councils, hearing, sessions, visits, inspections, applications, matters, petitions
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        title = try values.decode(String.self, forKey: .title)
        figures = try values.decodeIfPresent([Story.Figure].self, forKey: .figures) ?? []
        act = try Self.act(in: values)
    }

    private static func act(in values: KeyedDecodingContainer<Keys>) throws -> Story.Act {
        let acts = values.allKeys.filter { $0 != .title && $0 != .figures }
        guard acts.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: values.codingPath, debugDescription: "a chapter plays exactly one act"))
        }
        return switch acts[0] {
        case .council: .council(try values.decode(Story.Council.self, forKey: .council))
        case .councils: .councils(try values.decode(Story.Councils.self, forKey: .councils))
        case .hearing: .hearing(try values.decode(Story.Hearing.self, forKey: .hearing))
        case .sessions: .sessions(try values.decode(Story.Sessions.self, forKey: .sessions))
        case .visits: .visits(try values.decode(Story.Visits.self, forKey: .visits))
        case .inspections: .inspections(try values.decode([Story.Inspection].self, forKey: .inspections))
        case .applications: .applications(try values.decode(Story.Applications.self, forKey: .applications))
        case .matters: .matters(try values.decode([Story.Matters].self, forKey: .matters))
        default: .petitions(try values.decode(Story.Petitions.self, forKey: .petitions))
        }
    }
}
