import Crypto
import Foundation

/// SHA-256 over bytes that come one after another.
public struct RunningDigest {
    private var hash = SHA256()

    public init() {}

    public mutating func add(_ bytes: [UInt8]) { hash.update(data: bytes) }

    public func finalize() -> [UInt8] { Array(hash.finalize()) }
}
