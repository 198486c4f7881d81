import CLibXlsxWriter
import Foundation

extension WorkbookArchive {
    /// Whether a sheet, unpacked, ends as a sheet does. A disk that is full for a moment tears off the tail and leaves an
    /// archive that is whole in every other way.
    func ends(_ member: Member, in file: FileHandle) throws -> Bool {
        try file.seek(toOffset: UInt64(member.offset))
        let head = try [UInt8](file.read(upToCount: 30) ?? Data())
        guard head.count == 30 else { throw Torn() }
        try file.seek(toOffset: UInt64(member.offset + 30 + number(head, 26, 2) + number(head, 28, 2)))

        var stream = z_stream()
        // Raw deflate, as ZIP has it (zlib.h: negative window bits).
        guard inflateInit2_(&stream, -MAX_WBITS, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Torn()
        }
        defer { inflateEnd(&stream) }
        let wanted = Array("</worksheet>".utf8)
        var tail: [UInt8] = []
        var rest = member.packedSize
        var room = [UInt8](repeating: 0, count: 262_144)
        var status = Z_OK
        while rest > 0, status == Z_OK {
            var packed = try [UInt8](file.read(upToCount: min(rest, 65_536)) ?? Data())
            guard !packed.isEmpty else { throw Torn() }
            rest -= packed.count
            status = unpack(&packed, into: &room, &stream) { bytes in
                tail = Array((tail + bytes.suffix(wanted.count)).suffix(wanted.count))
            }
        }
        return status == Z_STREAM_END && tail == wanted
    }

    /// Unpacks one piece and shows what comes out of it, buffer by buffer.
    private func unpack(
        _ packed: inout [UInt8], into room: inout [UInt8], _ stream: inout z_stream,
        _ see: (UnsafeBufferPointer<UInt8>) -> Void
    ) -> Int32 {
        packed.withUnsafeMutableBufferPointer { packed in
            room.withUnsafeMutableBufferPointer { room in
                stream.next_in = packed.baseAddress
                stream.avail_in = UInt32(packed.count)
                var status = Z_OK
                repeat {
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    see(UnsafeBufferPointer(rebasing: room.prefix(room.count - Int(stream.avail_out))))
                } while status == Z_OK && stream.avail_out == 0
                // Nothing left to do with this piece; more is to come.
                return status == Z_BUF_ERROR ? Z_OK : status
            }
        }
    }
}
