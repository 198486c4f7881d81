import Glibc

/// The words for an error number.
enum SystemReason {
    /// `strerror` keeps its text by thread since glibc 2.32, which both Debian 12 and Ubuntu 22.04 are past.
    static func text(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
