/// How much one whistle and its orders may hold in files, erased ones not counted.
public struct AttachmentLimits: Sendable, Equatable {
    /// Files.
    public var count: Int
    /// All of them together, in MiB (2^20 bytes).
    public var mebibytes: Int

    public init(count: Int = 100, mebibytes: Int = 200) {
        self.count = count
        self.mebibytes = mebibytes
    }
}
