import Yams

/// A value of the text and the way to it.
struct Place {
    var node: Node
    var path: FindingPath

    var scalar: Scalar? {
        guard case .scalar(let scalar) = node else { return nil }
        return Scalar(scalar.string, quoted: scalar.style != .plain)
    }

    /// Nothing stands here: the key alone, `~` or `null`.
    var isNull: Bool { if case .null = scalar { true } else { false } }
}
