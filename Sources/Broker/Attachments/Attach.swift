import Domain
import Foundation
import Secrets
import Store

/// What a file is attached to.
public enum AttachmentPlace: Sendable {
    case whistle(UUID)
    case order(UUID)

    var key: MatterKey {
        switch self {
        case .whistle(let id): .whistles([id])
        case .order(let id): .orders([id])
        }
    }

    func order(in matter: Matter) throws(Refusal) -> Order? {
        guard case .order(let id) = self else { return nil }
        guard let order = matter.order(id) else { throw .notFound }
        return order
    }
}

extension Broker {
    /// A file on its way in, after asking whether the caller may bring one there.
    public func upload(to place: AttachmentPlace, by caller: Caller) async throws -> Upload {
        let district = try await districts.district(caller.district)
        guard let matter = try await store.matter(place.key, in: caller.district, rules: district.rules),
            matter.isVisible(to: caller)
        else { throw Refusal.notFound }
        try matter.permitAttaching(to: try place.order(in: matter), by: caller)
        // Asked again with the whistle held; here so that no file comes in for nothing.
        try matter.permitAttaching(
            1, beside: try await store.attachmentSum(of: matter.whistle.id, in: caller.district))
        return Upload(store: store, district: caller.district)
    }

    /// Attaches a file that came in whole; its hash goes into the whistle's history.
    public func attach(
        _ file: Attachment, name: String, to place: AttachmentPlace, by caller: Caller, _ terms: Terms<Attachment>
    ) async throws -> Attachment {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            guard var matter = try await work.lockMatters(place.key, rules: district.rules).first,
                matter.isVisible(to: caller)
            else { throw Refusal.notFound }
            let moment = district.now()
            var attachment = file
            attachment.whistleID = matter.whistle.id
            attachment.orderID = try place.order(in: matter)?.id
            attachment.name = name
            attachment.organization = caller.organization
            attachment.createdAt = moment.business
            try matter.attach(
                attachment, digest: Digest.hex(attachment.sha256),
                beside: try await work.attachmentSum(of: matter.whistle.id), by: caller)
            let (line, entry) = Chronicle.record(&matter, by: caller, at: moment.business)
            work.apply([matter], history: [line], outbox: [entry])
            work.add(attachment)
            work.remember(terms.answer?(attachment))
            return attachment
        }
    }

    /// A whistle's files that the caller may see, oldest first.
    public func attachments(of id: UUID, for caller: Caller) async throws -> [Attachment] {
        let matter = try await whistle(id, for: caller)
        return try await store.attachments(of: id, in: caller.district).filter { matter.shows($0, to: caller) }
    }

    /// The file of that id.
    /// - Throws: `Refusal.notFound` where there is none, or none for the caller to see.
    public func attachment(_ id: UUID, for caller: Caller) async throws -> Attachment {
        guard let attachment = try await store.attachment(id, in: caller.district) else { throw Refusal.notFound }
        let matter = try await whistle(attachment.whistleID, for: caller)
        guard matter.shows(attachment, to: caller) else { throw Refusal.notFound }
        return attachment
    }

    /// The file of that id, for who reads it: that is noted, once a day and token.
    public func openAttachment(_ id: UUID, for caller: Caller) async throws -> Attachment {
        let attachment = try await attachment(id, for: caller)
        if attachment.erasedAt == nil { try await store.noteView(of: id, by: caller) }
        return attachment
    }

    /// Who was handed a file, newest first; also of one that was erased since.
    public func attachmentViews(of id: UUID, limit: Int, for caller: Caller) async throws -> [ContactShown] {
        _ = try await attachment(id, for: caller)
        return try await store.attachmentViews(of: id, limit: limit, in: caller.district)
    }

    /// Hands a file out, a piece at a time.
    public func read(
        _ attachment: Attachment, in district: String, _ write: ([UInt8]) async throws -> Void
    ) async throws {
        var place = 0
        while let chunk = try await store.chunk(place, of: attachment.id, in: district) {
            try await write(chunk)
            place += 1
        }
    }
}
