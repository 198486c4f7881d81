import Broker
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Photos and papers: in and out in pieces, never held whole.
extension Route {
    /// What an upload may say it is; what it is found out from its bytes.
    private static let uploaded = AttachmentType.allCases.map(\.rawValue) + ["application/octet-stream"]

    static let attachments: [Route] = [
        Route(
            .post, "/v1/whistles/{id}/attachments",
            "Attach a photo or a PDF to a whistle; the body is the file: 20 MiB, and what the rulebook allows a whistle",
            roles: .raising, subject: .whistle(nil),
            query: [Field("name", .name)], files: uploaded, idempotent: false, success: .created,
            answer: .object(.attachment)
        ) { call in try await upload(call, to: .whistle(try call.id)) },
        Route(
            .post, "/v1/orders/{id}/attachments", "Attach a photo or a PDF to an order; the body is the file",
            roles: .acting, subject: .order(nil), query: [Field("name", .name)], files: uploaded, idempotent: false,
            success: .created, answer: .object(.attachment)
        ) { call in try await upload(call, to: .order(try call.id)) },
        Route(
            .get, "/v1/whistles/{id}/attachments", "A whistle's files and its orders', oldest first",
            subject: .whistle(nil), answer: .page(.attachment)
        ) { call in
            let zone = try await call.district().zone
            let found = try await call.broker.attachments(of: try call.id, for: call.caller)
            return .page(found.map { $0.json(in: zone) }, next: nil)
        },
        Route(
            .get, "/v1/attachments/{id}", "One file; 410 where it was erased", subject: .attachment,
            answer: .media(AttachmentType.allCases.map(\.rawValue))
        ) { call in
            let attachment = try await call.broker.openAttachment(try call.id, for: call.caller)
            guard attachment.erasedAt == nil else { throw RequestFault.erased }
            let (broker, district) = (call.broker, call.caller.district)
            var answer = Answer(streaming: attachment.type.rawValue) { write in
                try await broker.read(attachment, in: district, write)
            }
            answer.document?.length = attachment.size
            // What somebody brought is shown as what it was found to be, runs nothing, and is kept by nobody in between.
            answer.headers = [
                (.contentDisposition, attachment.disposition), (.cacheControl, "private, no-store"),
                (HTTPField.Name("X-Content-Type-Options")!, "nosniff"),
                (HTTPField.Name("Content-Security-Policy")!, "default-src 'none'; sandbox"),
                (HTTPField.Name("Digest")!, "sha-256=\(Data(attachment.sha256).base64EncodedString())"),
            ]
            return answer
        },
        Route(
            .post, "/v1/attachments/{id}/erase",
            "Erase a file for good: its bytes and its name; its digest stays in history",
            roles: Set<Role>.raising.union([.admin]), subject: .attachment, body: .reason, answer: .object(.attachment)
        ) { call in
            let id = try call.id
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.eraseAttachment(id, reason: call.body.text("reason"), by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone), version: $0.version)
            }
        },
    ]

    private static func upload(_ call: Call, to place: AttachmentPlace) async throws -> Answer {
        let type = call.request.headers[.contentType].map { String($0.split(separator: ";")[0]).lowercased() }
        let isKnown = type.map(uploaded.contains) ?? false
        var upload: Upload
        do { upload = try await call.broker.upload(to: place, by: call.caller) } catch let refusal as Refusal
            where !isKnown && refusal.isOfTheMoment
        {
            // What is wrong with the request comes before what is wrong with the moment.
            throw RequestFault.unsupportedFile
        }
        guard isKnown else { throw RequestFault.unsupportedFile }
        let seat = try call.seat(.upload)
        defer { seat.leave() }
        do {
            let file = try await receive(call, into: &upload)
            return try await attach(file, upload, to: place, call)
        } catch {
            try await upload.discard()
            throw error
        }
    }

    private static func receive(_ call: Call, into upload: inout Upload) async throws -> Attachment {
        var fault: Upload.Fault?
        var count = 0
        let started = ContinuousClock.now
        for try await var part in call.request.body {
            if .now - started > RequestReader.patience * 4 {
                call.channel.close(mode: .input, promise: nil)
                throw RequestFault.tooSlow
            }
            count += part.readableBytes
            // Of a refused file so much is still read off, so that the client gets to read the refusal.
            if count > Upload.limit + RequestReader.drainLimit { break }
            guard fault == nil else { continue }
            do {
                try await upload.append(part.readBytes(length: part.readableBytes) ?? [])
            } catch let wrong as Upload.Fault { fault = wrong }
        }
        do {
            if let fault { throw fault }
            return try await upload.finish()
        } catch Upload.Fault.unknownType { throw RequestFault.unsupportedFile } catch Upload.Fault.tooLarge(let limit) {
            throw RequestFault.tooLarge(limit: limit)
        } catch Upload.Fault.empty {
            throw RequestFault.invalid([FieldError("", .missing)])
        }
    }

    /// Under a key a file is attached once: the same file is told by its hash.
    private static func attach(
        _ file: Attachment, _ upload: Upload, to place: AttachmentPlace, _ call: Call
    ) async throws -> Answer {
        let zone = try await call.district().zone
        var call = call
        call.key = try RequestReader(call.request).key(body: file.sha256)
        let name = call.query.optionalText("name") ?? file.type.plainName
        let work = { @Sendable [call] in
            try await call.change { terms in
                try await call.broker.attach(file, name: name, to: place, by: call.caller, terms)
            } answer: {
                .created($0.json(in: zone), at: "/v1/attachments/\($0.id.text)", version: $0.version)
            }
        }
        guard let key = call.key else { return try await work() }
        switch try await call.broker.once(key.text, fingerprint: key.fingerprint, by: call.caller, work) {
        case .done(let answer): return answer
        case .replayed(let remembered):
            try await upload.discard()
            return try call.replay(remembered, hasVersion: true)
        }
    }
}

extension Refusal {
    /// Whether another moment could do what the caller may do.
    fileprivate var isOfTheMoment: Bool {
        switch self {
        case .illegal, .rule: true
        default: false
        }
    }
}

extension Attachment {
    fileprivate func json(in zone: Zone) -> JSON {
        [
            "id": .string(id.text), "whistle_id": .string(whistleID.text), "order_id": JSON(orderID?.text),
            "name": .string(name), "type": .string(type.rawValue), "size": .integer(size),
            "sha256": .string(Broker.hexadecimal(sha256)), "organization": .string(organization),
            "version": .integer(version), "created_at": .string(createdAt.text(in: zone)),
            "erased_at": JSON(erasedAt?.text(in: zone)),
        ]
    }

    /// RFC 6266: a plain name for old programs, the real one for the others.
    fileprivate var disposition: String {
        let real = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? type.plainName
        return "attachment; filename=\"\(type.plainName)\"; filename*=UTF-8''\(real)"
    }
}
