/// What a route answers when all went well: one short value a route, such as `.order` or `.page(.whistle)`.
enum AnswerShape: Sendable {
    /// Nobody said it yet; a test refuses it.
    case undocumented
    /// An object, with its version as ETag.
    /// - `also`: media types that the same is told in when they are asked for, such as a page to print.
    case object(View, also: [String] = [])
    /// Something that has no version.
    case value(ViewShape)
    /// A page of a list, with its hash as ETag and the next one as a link.
    /// - `with`: members beside `items` and `next_cursor`.
    /// - `also`: media types that the same is told in when they are asked for, such as a stream of events.
    case page(View, with: [ViewField] = [], also: [String] = [])
    /// No body: 204.
    case nothing
    /// What is not JSON, by media type.
    case media([String])

    /// A batch's results, part by part in the order of the request.
    static func results(_ name: String, _ view: View) -> AnswerShape {
        .value(
            .object([
                ViewField(
                    "results",
                    .list(
                        .object([
                            ViewField("status", .integer), ViewField(name, .view(view), sometimes: true),
                            ViewField("problem", .view(.partProblem), sometimes: true),
                        ])))
            ]))
    }

    /// One value under one name.
    static func member(_ name: String, _ shape: ViewShape) -> AnswerShape { .value(.object([ViewField(name, shape)])) }
}

extension AnswerShape {
    static let whistle = AnswerShape.object(.whistle)
    static let order = AnswerShape.object(.order)
    static let item = AnswerShape.object(.item)
    static let meeting = AnswerShape.object(.meeting)
    static let milestone = AnswerShape.object(.milestone)
    static let webhook = AnswerShape.object(.webhook)
}
