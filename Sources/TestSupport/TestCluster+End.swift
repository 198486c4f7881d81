import Foundation
import Synchronization

/// What the end of the process has to clean up; read by a C function, which can capture nothing.
private let remains = Mutex<(process: Int32, folders: [String])>((0, []))

extension TestCluster {
    /// Swift Testing has no hook after the last test, so the server goes with the process.
    static func endWithProcess(_ process: Int32, _ folders: [String]) {
        remains.withLock { $0 = (process, folders) }
        atexit {
            let (process, folders) = remains.withLock { $0 }
            guard process > 0 else { return }
            kill(process, SIGQUIT)
            for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
        }
    }
}
