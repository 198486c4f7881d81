import Broker
import Foundation
import HTTPTypes
import Hummingbird

/// One operation that nobody needs a token for. Like `Route` a value, so that the document of the API, 405 and HEAD know
/// of it.
struct PublicRoute: Sendable {
    let method: HTTPRequest.Method
    let template: String
    let summary: String
    let answer: AnswerShape
    /// What it may answer beside success.
    let refusals: [Int]
    let handler: @Sendable (PublicCall) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ template: String, _ summary: String, answer: AnswerShape, refusals: [Int] = [],
        handler: @escaping @Sendable (PublicCall) async throws -> Response
    ) {
        self.method = method
        self.template = template
        self.summary = summary
        self.answer = answer
        self.refusals = refusals
        self.handler = handler
    }
}

/// A request without a token, with what its answer is made from.
struct PublicCall: Sendable {
    let request: Request
    let context: EdgeContext
    let broker: Broker
    let measures: Measures
    /// Whether requests can be served; its error says why not.
    let ready: @Sendable () async throws -> Void
}
