import Crypto
import Foundation

/// The hash of a checkpoint, taken line by line: SHA-256 over the hash of the one before, then a heading, then an entry a
/// line. Text, so that anybody can take it again with `sha256sum` from an exported file.
public struct CheckpointDigest {
    private var hash = SHA256()

    /// - Parameters:
    ///   - previous: the hash of the checkpoint before; of the first, the hash of the district's code.
    ///   - heading: district, number and time.
    public init(after previous: [UInt8], heading: String) {
        hash.update(data: previous)
        add(heading)
    }

    /// What stands before a district's first checkpoint.
    public static func start(_ district: String) -> [UInt8] { Array(SHA256.hash(data: Data(district.utf8))) }

    public mutating func add(_ line: String) { hash.update(data: Data("\(line)\n".utf8)) }

    public func finalize() -> [UInt8] { Array(hash.finalize()) }
}
