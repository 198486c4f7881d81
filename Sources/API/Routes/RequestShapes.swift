import Domain

/// Shapes that several requests share.
extension Shape {
    static let title = Shape.text(1...200)
    static let sentence = Shape.text(1...2000)
    static let name = Shape.text(1...200)
    static let code = Shape.text(1...60)
    static let location = Shape.object([
        Field("address", .text(0...500)), Field("lng", .number(-180...180)), Field("lat", .number(-90...90)),
        Field("community", .text(0...200)), Field("grid", .text(0...200)),
    ])
    static let contact = Shape.object([Field("name", .text(1...100)), Field("phone", .text(1...40))])
    static let reason = Shape.object([Field("reason", .sentence, required: true)])
    static let nothing = Shape.object([])

    static let item = Shape.object([Field("channel", .word(Channel.self), required: true)] + [Field].heard)

    static let whistle = Shape.object([
        Field("title", .title, required: true), Field("description", .text(0...20_000)),
        Field("category", .code, required: true), Field("kind", .word(WhistleKind.self)),
        Field("channel", .word(Channel.self)), Field("source_reference", .text(1...200)),
        Field("items", .list(.id, 0...500)), Field("location", .location),
        Field("departments", .list(.code, 0...50)), Field("lead", .code), Field("contact", .contact),
        Field("joint_signers", .integer(0...1_000_000)), Field("scope", .word(Scope.self)),
    ])

    static let receipt = Shape.object([
        Field("id", .text(1...200), required: true), Field("claim_token", .text(0...200)),
    ])

    static let evaluation = Shape.object([
        Field("by", .word(Evaluator.self), required: true), Field("grade", .word(Grade.self), required: true),
        Field("solved", .boolean, required: true), Field("valid", .boolean), Field("comment", .text(0...2000)),
    ])

    static let decision = Shape.object([
        Field("whistle", .id, required: true), Field("outcome", .word(Outcome.self), required: true),
        Field("decision", .sentence, required: true), Field("lead", .code),
        Field("assisting", .list(.code, 0...50)), Field("responsible_person", .name), Field("due_at", .moment),
        Field(
            "milestones",
            .list(
                .object([Field("title", .title, required: true), Field("due_at", .moment, required: true)]), 0...50)),
    ])
}

extension [Field] {
    /// What is said of one thing heard, but for how.
    static let heard: [Field] = [
        Field("title", .title, required: true), Field("category", .code), Field("location", .location),
        Field("heard_at", .moment), Field("visit_plan", .text(1...100)), Field("contact", .contact),
        Field("person", .name), Field("due_at", .moment), Field("measures", .sentence),
        Field("members", .list(.name, 0...200)),
    ]

    /// `?limit=` and `?cursor=` of every list.
    static let paging: [Field] = [Field("limit", .integer(1...200)), Field("cursor", .text(1...500))]
}

extension Body {
    var location: Location? {
        object("location").map {
            Location(
                address: $0.optionalText("address"), longitude: $0.number("lng"), latitude: $0.number("lat"),
                community: $0.optionalText("community"), grid: $0.optionalText("grid"))
        }
    }

    var contact: Contact? {
        object("contact").map { Contact(name: $0.optionalText("name"), phone: $0.optionalText("phone")) }
    }
}

extension Shape {
    /// Whether nothing has to be said: then the body may be left out.
    var isEmptyObject: Bool {
        if case .object(let fields) = self { return fields.isEmpty }
        return false
    }
}
