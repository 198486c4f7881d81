import Domain
import Foundation
import JSON

/// Ids and times, without a string in between.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ id: UUID?) {
        self.name(name)
        guard let id else { return null() }
        verbatim { bytes in
            bytes.append(UInt8(ascii: "\""))
            id.append(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    mutating func member(_ name: StaticString, _ moment: Timestamp?, in zone: Zone) {
        self.name(name)
        guard let moment else { return null() }
        verbatim { bytes in
            bytes.append(UInt8(ascii: "\""))
            moment.append(to: &bytes, in: zone)
            bytes.append(UInt8(ascii: "\""))
        }
    }
}
