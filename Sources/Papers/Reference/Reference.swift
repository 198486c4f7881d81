/// An API to read: its parts in words, ready to be shown. It goes with `ReferenceStyle.sheet`.
public struct Reference: Paper {
    public var title: String
    public var sections: [ReferenceSection]
    public var objects: [ReferenceObject]

    public init(title: String, sections: [ReferenceSection], objects: [ReferenceObject]) {
        self.title = title
        self.sections = sections
        self.objects = objects
    }
}

/// Operations that belong together.
public struct ReferenceSection: Sendable {
    public var name: String
    public var operations: [ReferenceOperation]

    public init(name: String, operations: [ReferenceOperation]) {
        self.name = name
        self.operations = operations
    }
}

/// One operation.
public struct ReferenceOperation: Sendable {
    /// The anchor: letters, digits and `_`.
    public var id: String
    public var method: String
    public var path: String
    public var summary: String
    /// Who may; empty: nobody needs a token.
    public var roles: [String]
    /// Of path, query and head.
    public var parameters: [ReferenceField]
    /// Of the body, with dots and brackets for what is nested.
    public var fields: [ReferenceField]
    public var request: String?
    public var answers: [ReferenceAnswer]
    public var response: String?

    public init(
        id: String, method: String, path: String, summary: String, roles: [String], parameters: [ReferenceField],
        fields: [ReferenceField], request: String?, answers: [ReferenceAnswer], response: String?
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.summary = summary
        self.roles = roles
        self.parameters = parameters
        self.fields = fields
        self.request = request
        self.answers = answers
        self.response = response
    }
}

/// What several operations answer, shown once.
public struct ReferenceObject: Sendable {
    public var name: String
    public var example: String

    public init(name: String, example: String) {
        self.name = name
        self.example = example
    }
}

/// One thing that a request says.
public struct ReferenceField: Sendable {
    public var name: String
    /// What it must be.
    public var kind: String
    public var required: Bool

    public init(name: String, kind: String, required: Bool) {
        self.name = name
        self.kind = kind
        self.required = required
    }
}

/// One status.
public struct ReferenceAnswer: Sendable {
    public var status: String
    public var meaning: String
    /// The name of the object that is answered.
    public var object: String?

    public init(status: String, meaning: String, object: String? = nil) {
        self.status = status
        self.meaning = meaning
        self.object = object
    }
}
