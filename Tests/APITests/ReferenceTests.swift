import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Logging
import TestSupport
import Testing

@testable import API

/// The API's document and what is served are one.
@Suite struct ReferenceTests {
    private static let document = OpenAPIDocument.document(Route.all, PublicRoute.all)

    /// `GET /v1/whistles/{id}` of everything the document describes.
    private static let described: Set<String> = Set(
        document["paths"]?.members?.flatMap { path in
            path.value.members?.map { "\($0.name.uppercased()) \(path.name)" } ?? []
        } ?? [])

    @Test func everyRegisteredRouteIsDescribedAndNoOther() async throws {
        try await TestBroker.with { test in
            let gate = Gate(
                broker: test.broker, attempts: FailedAttempts(allowed: 30), trustsProxy: { _ in false })
            let router = Server.router(
                test.broker, gate, measures: Measures(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                ready: {})
            let registered = Set(router.routes.map { "\($0.method.rawValue) \($0.path)" })
            #expect(registered == Self.described)
            #expect(registered.count > 90)
        }
    }

    /// A route says what it answers: `answer: .order`, `answer: .page(.whistle)`.
    @Test func everyRouteSaysWhatItAnswers() {
        for route in Route.all {
            if case .undocumented = route.answer { Issue.record("\(route.method) \(route.template) has no answer") }
            if case .nothing = route.answer {
                #expect(route.success == .noContent)
            } else {
                #expect(route.success != .noContent, "\(route.template)")
            }
        }
    }

    @Test func operationsHaveNamesOfTheirOwn() {
        let names = Route.all.map { operationID($0.method, $0.template) }
        #expect(Set(names).count == names.count)
    }

    /// What the examples say would be taken.
    @Test func examplesOfBodiesFitTheirShapes() {
        for route in Route.all {
            guard let body = route.body, case .object = body else { continue }
            let errors = body.errors(in: body.sample())
            #expect(errors.isEmpty, "\(route.template): \(errors.map(\.pointer))")
        }
    }

    /// Views that share a name share their fields: a reference by name means one thing.
    @Test func viewsAreDescribedOnce() {
        var seen: [String: [String]] = [:]
        func visit(_ shape: ViewShape) {
            switch shape {
            case .list(let shape), .maybe(let shape): visit(shape)
            case .object(let fields): for field in fields { visit(field.shape) }
            case .view(let view):
                let names = view.fields.map(\.name)
                if let known = seen[view.name] {
                    #expect(known == names, "\(view.name)")
                } else {
                    seen[view.name] = names
                    for field in view.fields { visit(field.shape) }
                }
            default: break
            }
        }
        for route in Route.all { if let shape = route.answer.shape { visit(shape) } }
        #expect(seen.count > 20)
    }

    @Test(arguments: [
        ("/v1/whistles", ["GET", "HEAD", "POST"]), ("/v1/whistles/x", ["GET", "HEAD"]),
        ("/v1/whistles/batch", ["POST"]), ("/v1/meetings/x.ics", ["GET", "HEAD"]), ("/healthz", ["GET", "HEAD"]),
        ("/v1/demo/clock", ["GET", "HEAD", "PUT"]), ("/v1/nothing", []), ("/v1/whistles/x/nothing", []),
    ])
    func aPathKnowsItsMethods(_ path: String, _ methods: [String]) {
        #expect(PathMethods.served.allowed(at: path) == methods)
    }
}
