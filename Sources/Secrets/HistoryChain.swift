import Crypto

/// The hashes that chain a subject's history: each line's is taken over the one before and its own stored text.
public enum HistoryChain {
    /// What the first line has before it: the hash of the subject's id.
    public static func start(_ subject: String) -> [UInt8] { Digest.sha256(subject.utf8) }

    /// The hash of a line.
    public static func next(after previous: [UInt8], body: [UInt8]) -> [UInt8] {
        Digest.sha256(previous, body)
    }

    /// The hash of a stored line.
    public static func next(after previous: [UInt8], body: String) -> [UInt8] {
        next(after: previous, body: Array(body.utf8))
    }
}

/// SHA-256 of any bytes.
public enum Digest {
    public static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] { sha256(Array(bytes), []) }

    /// SHA-256 of two pieces, one behind the other.
    static func sha256(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        first.withUnsafeBytes { hash.update(bufferPointer: $0) }
        second.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { Array($0) }
    }

    /// The bytes of hexadecimal text; `nil` for other text.
    public static func bytes(hex: String) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place].hexadecimal, let low = digits[place + 1].hexadecimal else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// Lower-case hexadecimal.
    public static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension UInt8 {
    /// The value of a digit in ASCII.
    fileprivate var hexadecimal: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
