/// The way from the root of a text to one of its values.
public struct FindingPath: Sendable, Equatable {
    public enum Step: Sendable, Equatable {
        case key(String)
        case index(Int)
    }

    public var steps: [Step]

    public init(_ steps: [Step] = []) { self.steps = steps }

    func adding(_ key: String) -> FindingPath { FindingPath(steps + [.key(key)]) }

    func adding(_ index: Int) -> FindingPath { FindingPath(steps + [.index(index)]) }

    /// `rulebook.categories[3].lead`
    public var text: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += (text.isEmpty ? "" : ".") + key
            case .index(let index): text += "[\(index)]"
            }
        }
    }

    /// `/rulebook/categories/3/lead`
    public var pointer: String {
        steps.map { step in
            switch step {
            case .key(let key):
                "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
            case .index(let index): "/\(index)"
            }
        }.joined()
    }
}
