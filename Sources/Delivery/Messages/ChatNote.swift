import Foundation
import Language

/// A message to a chat room before it is set for a robot: plain text and links.
struct ChatNote: Sendable {
    struct Link: Sendable, Equatable {
        let label: String
        let url: String
    }

    var title: String
    var lines: [String]
    var links: [Link]
    var isUrgent: Bool

    init(_ parcel: Parcel, to destination: Destination) {
        let subject = ParcelSubject(parcel, to: destination)
        let text = subject.facts.text(in: destination.tongue)
        title = PlainText.clean(text.title)
        lines = text.lines.map(PlainText.clean)
        isUrgent = subject.facts.isUrgent
        links = []
        if let base = destination.publicURL, let path = subject.path {
            let url = Self.safe(base.hasSuffix("/") ? base.dropLast() + path : base + path)
            links.append(Link(label: LinkLabel.details.text(in: destination.tongue), url: url))
        }
        links += parcel.actions.map {
            Link(label: $0.label.text(in: destination.tongue), url: Self.safe($0.url))
        }
    }

    /// A URL that no robot's markup can end early.
    private static func safe(_ url: String) -> String {
        var bytes: [UInt8] = []
        for byte in url.utf8 {
            switch byte {
            case 0x21, 0x23...0x27, 0x2B...0x3B, 0x3D, 0x3F...0x5A, 0x5F, 0x61...0x7A, 0x7E: bytes.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
