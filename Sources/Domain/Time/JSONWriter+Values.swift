import Foundation
import JSON

/// Ids and times, without a string in between: an answer holds some thirty.
extension JSONWriter {
    public mutating func member(_ name: StaticString, _ id: UUID?) {
        self.name(name)
        if let id { value(id) } else { null() }
    }

    public mutating func value(_ id: UUID) {
        verbatim(atMost: 38) { bytes in
            bytes[0] = UInt8(ascii: "\"")
            let count = id.write(into: UnsafeMutableBufferPointer(rebasing: bytes[1...]))
            bytes[count + 1] = UInt8(ascii: "\"")
            return count + 2
        }
    }

    /// A moment with the zone's offset.
    public mutating func member(_ name: StaticString, _ moment: Timestamp?, in zone: Zone) {
        self.name(name)
        guard let moment else { return null() }
        verbatim(atMost: Timestamp.capacity + 2) { bytes in
            bytes[0] = UInt8(ascii: "\"")
            let count = moment.write(into: UnsafeMutableBufferPointer(rebasing: bytes[1...]), in: zone)
            bytes[count + 1] = UInt8(ascii: "\"")
            return count + 2
        }
    }

    /// A moment in its canonical form.
    public mutating func member(_ name: StaticString, canonical moment: Timestamp) {
        self.name(name)
        verbatim(atMost: Timestamp.capacity + 2) { bytes in
            bytes[0] = UInt8(ascii: "\"")
            let count = moment.writeCanonical(into: UnsafeMutableBufferPointer(rebasing: bytes[1...]))
            bytes[count + 1] = UInt8(ascii: "\"")
            return count + 2
        }
    }
}
