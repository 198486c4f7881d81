import Foundation
import HTTPTypes
import JSON

/// What a route answers, before it is written.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var body: JSON?
    /// The version of the object that is answered: its strong ETag.
    var version: Int?
    /// The path of what was made.
    var location: String?
    var headers: [(HTTPField.Name, String)] = []
    /// What is remembered under an idempotency key instead of a body that holds a secret.
    var remembered: JSON?
    /// Whether it holds a contact: then it is remembered sealed.
    var holdsContact = false
    /// Whether the ETag is taken over the whole body: lists.
    var isPage = false
    /// What is to be undone when the answer cannot be handed to the client.
    var receipt: Receipt?

    init(_ status: HTTPResponse.Status, _ body: JSON?, version: Int? = nil, location: String? = nil) {
        self.status = status
        self.body = body
        self.version = version
        self.location = location
    }

    /// What is not JSON, with its type: whole, or written bit by bit.
    var document: Document?

    struct Document: Sendable {
        var type: String
        /// In bytes, where it is known before it is written.
        var length: Int?
        var write: @Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void
    }

    init(streaming type: String, _ write: @escaping @Sendable (([UInt8]) async throws -> Void) async throws -> Void) {
        self.init(.ok, nil)
        document = Document(type: type, write: write)
    }

    init(bytes: [UInt8], _ type: String) { self.init(streaming: type) { write in try await write(bytes) } }

    static func text(_ text: String, _ type: String) -> Answer { Answer(bytes: Array(text.utf8), type) }

    static func ok(_ body: JSON, version: Int? = nil) -> Answer { Answer(.ok, body, version: version) }

    static func created(_ body: JSON, at location: String, version: Int) -> Answer {
        Answer(.created, body, version: version, location: location)
    }

    /// A page of a list; `next` is the cursor of the one after it.
    /// - Parameter extra: what is said of the list as a whole.
    static func page(_ items: [JSON], next: String?, with extra: (name: String, value: JSON)? = nil) -> Answer {
        var members = [JSON.Member("items", .array(items)), JSON.Member("next_cursor", JSON(next))]
        if let extra { members.append(JSON.Member(extra.name, extra.value)) }
        var answer = Answer(.ok, .object(members))
        answer.isPage = true
        return answer
    }
}
