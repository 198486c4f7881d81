import Foundation

/// A photo or a paper that belongs to a whistle or to one of its orders.
public struct Attachment: Sendable, Equatable {
    public var id = UUID.none
    public var whistleID = UUID.none
    /// `nil`: it belongs to the whistle as a whole.
    public var orderID: UUID?
    /// As whoever brought it calls it.
    public var name = ""
    public var type = AttachmentType.pdf
    /// In bytes.
    public var size = 0
    public var sha256: [UInt8] = []
    public var organization = ""
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)
    /// When its bytes and its name were erased; what else is known of it stays.
    public var erasedAt: Timestamp?

    public init() {}
}

/// The kinds of files that are taken, told by their first bytes and never by their name. The raw value is the media type.
public enum AttachmentType: String, Sendable, CaseIterable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"
    case heic = "image/heic"
    case pdf = "application/pdf"

    /// A name that tells nothing.
    public var plainName: String {
        switch self {
        case .jpeg: "attachment.jpg"
        case .png: "attachment.png"
        case .webp: "attachment.webp"
        case .heic: "attachment.heic"
        case .pdf: "attachment.pdf"
        }
    }

    /// So many bytes decide.
    public static let decisive = 12

    /// What a file is by its first bytes; `nil`: nothing that is taken.
    public init?(beginning bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(Self.decisive))
        func has(_ text: String, at place: Int) -> Bool { head.dropFirst(place).starts(with: text.utf8) }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if has("RIFF", at: 0), has("WEBP", at: 8) {
            self = .webp
        } else if has("ftyp", at: 4),
            ["heic", "heix", "heim", "heis", "mif1", "msf1"].contains(where: { has($0, at: 8) })
        {
            self = .heic
        } else if has("%PDF-", at: 0) {
            self = .pdf
        } else {
            return nil
        }
    }
}
