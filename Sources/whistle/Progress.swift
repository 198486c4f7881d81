import Foundation
import Synchronization

/// A bar on standard error, where a person looks at it. It keeps to one line of the terminal and is gone at the end.
final class Progress: Sendable {
    private struct State {
        var title = ""
        var done = 0
        var shown = ""
    }

    private let isShown: Bool
    private let total: Int
    private let state = Mutex(State())

    /// - Parameter forced: also where no terminal is.
    init(total: Int, quiet: Bool, forced: Bool = false) {
        self.total = max(1, total)
        isShown = forced || (!quiet && isatty(STDERR_FILENO) == 1)
    }

    func begin(_ title: String) {
        state.withLock {
            $0.title = title
            show(&$0)
        }
    }

    func step(_ count: Int = 1) {
        state.withLock {
            $0.done += count
            show(&$0)
        }
    }

    /// Clears the line, for what is written next.
    func finish() {
        state.withLock {
            guard !$0.shown.isEmpty else { return }
            $0.shown = ""
            write("")
        }
    }

    /// Within the lock, so that bars are written in the order of their steps; the same one is not written twice.
    private func show(_ state: inout State) {
        guard isShown else { return }
        let line = Self.line(state.title, done: state.done, of: total, columns: Self.columns)
        guard line != state.shown else { return }
        state.shown = line
        write(line)
    }

    private func write(_ line: String) { FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8)) }

    /// Bar, share and as much of the title as fits; the terminal's last column stays free, or else some of them wrap.
    private static func line(_ title: String, done: Int, of total: Int, columns: Int) -> String {
        let room = columns >= 60 ? 30 : max(4, columns / 4)
        let filled = min(room, done * room / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled)
        let share = "\(min(100, done * 100 / total)) %"
        var left = columns - 1 - room - 1 - share.count - 1
        guard !title.isEmpty, left > 0 else { return "\(bar) \(share)" }
        guard title.reduce(0, { $0 + cells($1) }) > left else { return "\(bar) \(share) \(title)" }
        left -= cells("…")
        let cut = title.prefix { character in
            left -= cells(character)
            return left >= 0
        }
        return "\(bar) \(share) \(cut)…"
    }

    /// How many columns a character takes: two for Chinese characters, their punctuation and emoji.
    private static func cells(_ character: Character) -> Int {
        let isWide = character.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
                0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                true
            default: false
            }
        }
        return isWide ? 2 : 1
    }

    /// The terminal's width now: its user may change it; 80 where none is told.
    private static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
