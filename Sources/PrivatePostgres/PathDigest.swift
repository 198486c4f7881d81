/// A short name for a path.
enum PathDigest {
    /// 64-bit FNV-1a in sixteen hexadecimal digits: short enough for a socket's path, and the same in every run,
    /// which Swift's own hashing is not. It only tells paths apart; it protects nothing.
    static func of(_ path: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in path.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
