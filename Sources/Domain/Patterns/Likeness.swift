import Foundation

/// How alike two titles are. Chinese has no blanks between words, and most of its words have two characters: so titles are
/// compared by their pairs of neighbouring characters.
public struct Likeness: Sendable {
    /// From so much on, of 1, two whistles are possibly the same matter.
    public static let threshold = 0.5
    /// What the same place adds, and another place takes away.
    private static let placeWeight = 0.2

    private let title: String
    private let pairs: Set<[Character]>
    private let place: String?

    public init(title: String, location: Location?) {
        // Full-width forms, capitals, blanks and punctuation tell no matters apart.
        let signs = title.precomposedStringWithCompatibilityMapping.lowercased().filter { $0.isLetter || $0.isNumber }
        self.title = signs
        let characters = Array(signs)
        pairs = Set(characters.indices.dropLast().map { Array(characters[$0...($0 + 1)]) })
        place = location?.neighbourhood
    }

    /// 0 to 1, to two decimals. The mean of two measures: how much of both titles is shared (Dice), and how much of the
    /// shorter one, so that 「路灯」 is found in 「菜场北门路灯不亮」.
    public func score(_ other: Likeness) -> Double {
        var score: Double
        if title == other.title {
            score = 1
        } else {
            let shared = Double(pairs.intersection(other.pairs).count)
            guard shared > 0 else { return 0 }
            let dice = 2 * shared / Double(pairs.count + other.pairs.count)
            score = (dice + shared / Double(min(pairs.count, other.pairs.count))) / 2
        }
        if let place, let elsewhere = other.place { score += place == elsewhere ? Self.placeWeight : -Self.placeWeight }
        return (min(max(score, 0), 1) * 100).rounded() / 100
    }
}

extension Location {
    /// The community it is in, or else the grid; `nil` where neither is known.
    public var neighbourhood: String? {
        [community, grid].lazy.compactMap { $0?.trimmingCharacters(in: .whitespaces) }.first { !$0.isEmpty }
    }
}

/// A whistle that may be about the same matter.
public struct PossibleDuplicate: Sendable, Equatable {
    public var id: UUID
    public var number: String
    public var title: String
    public var score: Double

    public init(id: UUID, number: String, title: String, score: Double) {
        self.id = id
        self.number = number
        self.title = title
        self.score = score
    }
}
