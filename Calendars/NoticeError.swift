extension OfficialCalendar {
    /// What is wrong with a notice: everything that was found, in the order of the file; never empty.
    public struct NoticeError: Error, Equatable, CustomStringConvertible {
        public var findings: [NoticeFinding]
        /// The name of the file, where it is one that the binary carries.
        public var file: String?

        /// One line a finding.
        public var description: String {
            findings.map { (file.map { "\($0): " } ?? "") + $0.description }.joined(separator: "\n")
        }
    }
}
