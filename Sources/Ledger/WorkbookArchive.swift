import Foundation

/// The finished workbook as the ZIP archive it is, read to see that nothing is missing.
///
/// The library does not notice a disk that fills up while it copies its temporary files; the archive's own table says
/// how long each sheet came out, and unpacking shows that it has its end.
struct WorkbookArchive {
    let path: String

    /// - Parameter least: bytes of cells that each sheet must at least hold, in order (the last row is still to come).
    /// - Returns: the file's length.
    func check(sheetsAtLeast least: [Int]) throws(LedgerError) -> Int {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            let bytes = Int(try file.seekToEnd())
            let members = try contents(file, bytes: bytes)
            for (index, size) in least.enumerated() {
                guard let sheet = members["xl/worksheets/sheet\(index + 1).xml"], size >= 0, sheet.size > size,
                    try ends(sheet, in: file)
                else { throw Torn() }
            }
            return bytes
        } catch {
            throw .incomplete
        }
    }

    struct Torn: Error {}

    struct Member {
        let size: Int
        let packedSize: Int
        /// Where its local header begins.
        let offset: Int
    }

    /// The members by name (APPNOTE.TXT 4.3.12 and 4.3.16; the library writes no comment, so the end is 22 bytes).
    private func contents(_ file: FileHandle, bytes: Int) throws -> [String: Member] {
        guard bytes > 22 else { throw Torn() }
        try file.seek(toOffset: UInt64(bytes - 22))
        let end = try [UInt8](file.readToEnd() ?? Data())
        guard end.count == 22, end.starts(with: [0x50, 0x4B, 5, 6]) else { throw Torn() }
        let size = number(end, 12, 4)
        let start = number(end, 16, 4)
        guard start + size + 22 == bytes else { throw Torn() }
        try file.seek(toOffset: UInt64(start))
        let table = try [UInt8](file.read(upToCount: size) ?? Data())
        guard table.count == size else { throw Torn() }
        var members: [String: Member] = [:]
        var place = 0
        while place + 46 <= size {
            let name = number(table, place + 28, 2)
            guard table[place...].starts(with: [0x50, 0x4B, 1, 2]), place + 46 + name <= size else { throw Torn() }
            members[String(decoding: table[(place + 46)..<(place + 46 + name)], as: UTF8.self)] = Member(
                size: number(table, place + 24, 4), packedSize: number(table, place + 20, 4),
                offset: number(table, place + 42, 4))
            place += 46 + name + number(table, place + 30, 2) + number(table, place + 32, 2)
        }
        return members
    }

    func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
}
