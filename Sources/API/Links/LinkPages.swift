import Broker
import Domain
import HTTPTypes
import Hummingbird
import JSON
import Language
import Logging
import NIOCore
import Papers

/// `/s/{token}`: what signed links open. Opening one never acts: chat systems fetch links to preview them. A page asks
/// first, and what is posted from it acts once. No token, no cookie, no script; the address is the right, so it is
/// written to no log and handed to no other site.
struct LinkPages: Sendable {
    private static let bodyLimit = 64 << 10
    static let style = "/s/style.css"

    private let broker: Broker
    private let press: Press
    private let logger: Logger

    init(_ call: PublicCall) throws(PapersError) {
        broker = call.broker
        logger = call.context.logger
        press = try Press()
    }

    /// The confirming page.
    func open(_ request: Request, _ context: EdgeContext) async -> Response {
        do {
            let opened = try await broker.openLink(context.parameters.get("token") ?? "")
            guard opened.isOpen else { return closed(opened, request) }
            return page(ask(opened), .ok, request)
        } catch { return refusal(error, request, context) }
    }

    /// What was confirmed.
    func act(_ request: Request, _ context: EdgeContext) async -> Response {
        do {
            let opened = try await broker.openLink(context.parameters.get("token") ?? "")
            let form = try await LinkForm(request, limit: Self.bodyLimit)
            guard opened.isOpen else { return closed(opened, request) }
            let title: LinkSentence
            do {
                title = try await act(opened, form)
            } catch let fault as LinkForm.Fault {
                var asked = ask(opened, form)
                asked.fault = fault.sentence
                return page(asked, .unprocessableContent, request)
            }
            return page(LinkPage(title, .thanks, facts: facts(opened)), .ok, request)
        } catch { return refusal(error, request, context) }
    }

    private func act(_ opened: OpenedLink, _ form: LinkForm) async throws -> LinkSentence {
        switch opened.act {
        case .receive(let order):
            _ = try await broker.receive(by: opened, order)
            return .received
        case .reportIn(let order):
            let person = try form.required("person", .person, longest: LinkPage.longestName)
            let note = try form.optional("note", .note, longest: LinkPage.longestText)
            _ = try await broker.reportIn(by: opened, order, person: person, note: note)
            return .reportedIn
        case .evaluate(let grades):
            guard let grade = Grade(rawValue: form["grade"]), grades.contains(grade) else {
                throw LinkForm.Fault(sentence: .fillIn(LinkSentence.grade.text(in: form.tongue)))
            }
            guard let solved = form.solved else {
                throw LinkForm.Fault(sentence: .fillIn(LinkSentence.solved.text(in: form.tongue)))
            }
            let comment = try form.optional("comment", .comment, longest: LinkPage.longestText)
            _ = try await broker.evaluate(by: opened, grade: grade, solved: solved, comment: comment)
            return .evaluated
        }
    }

    private func ask(_ opened: OpenedLink, _ form: LinkForm? = nil) -> LinkPage {
        let (title, sentence, asked): (LinkSentence, LinkSentence, LinkPage.Form) =
            switch opened.act {
            case .receive: (.receiveTitle, .receiveAsk, .receive)
            case .reportIn:
                (
                    .reportInTitle, .reportInAsk,
                    .reportIn(person: form?["person"] ?? "", note: form?["note"] ?? "")
                )
            case .evaluate(let grades):
                (
                    .evaluateTitle, .evaluateAsk,
                    .evaluate(
                        grades: grades, grade: form.flatMap { Grade(rawValue: $0["grade"]) }, solved: form?.solved,
                        comment: form?["comment"] ?? "")
                )
            }
        return LinkPage(title, sentence, facts: facts(opened), form: asked)
    }

    /// Nothing to do now: it is done, or its time has not come.
    private func closed(_ opened: OpenedLink, _ request: Request) -> Response {
        if opened.isDone {
            return page(LinkPage(.doneAlreadyTitle, .doneAlready, facts: facts(opened)), .gone, request)
        }
        var reason = LinkSentence.notNow
        if case .receive(let order) = opened.act, order.state == .queued { reason = .heldByAnother }
        return page(LinkPage(.notNowTitle, reason, facts: facts(opened)), .conflict, request)
    }

    /// What the holder needs to know what this is about; no contacts, no names of persons.
    private func facts(_ opened: OpenedLink) -> [LinkPage.Fact] {
        let whistle = opened.matter.whistle
        var facts: [LinkPage.Fact] = []
        switch opened.act {
        case .receive(let order), .reportIn(let order):
            facts.append(.init(.number, order.number))
            facts.append(.init(.matter, whistle.title))
            if let place = whistle.location?.address { facts.append(.init(.place, place)) }
            facts.append(.init(.department, opened.name(order.department)))
            let clock = if case .receive = opened.act { order.receive } else { order.report }
            if let clock { facts.append(.init(.due, clock.dueAt.text(in: opened.district.zone))) }
        case .evaluate:
            facts.append(.init(.number, whistle.number))
            facts.append(.init(.matter, whistle.title))
            if let place = whistle.location?.address { facts.append(.init(.place, place)) }
            for order in opened.matter.orders where order.state == .resolved || order.state == .closed {
                facts.append(.init(.department, opened.name(order.department)))
                if let outcome = order.outcome { facts.append(.init(.outcome, outcome)) }
            }
        }
        return facts
    }

    /// Calm words for whatever stands in the way.
    private func refusal(_ error: any Error, _ request: Request, _ context: EdgeContext) -> Response {
        switch error {
        case LinkFault.unknown, Refusal.notFound:
            return page(LinkPage(.unknownTitle, .unknown), .notFound, request)
        case LinkFault.expired: return page(LinkPage(.expiredTitle, .expired), .gone, request)
        case LinkFault.used: return page(LinkPage(.usedTitle, .used), .gone, request)
        case LinkFault.withdrawn: return page(LinkPage(.expiredTitle, .withdrawn), .gone, request)
        case is Refusal: return page(LinkPage(.notNowTitle, .notNow), .conflict, request)
        case let fault as RequestFault:
            let problem = Problem(fault, served: [])
            return page(LinkPage(.unknownTitle, .unknown), problem?.status ?? .badRequest, request)
        default:
            if !Broker.isPassing(error) {
                logger.error(
                    "a signed link failed", metadata: ["request": "\(context.id)", "error": "\(error)"])
            }
            var response = page(LinkPage(.unavailableTitle, .unavailable), .serviceUnavailable, request)
            response.headers[.retryAfter] = "5"
            return response
        }
    }

    private func page(_ page: LinkPage, _ status: HTTPResponse.Status, _ request: Request) -> Response {
        let tongue = Tongue(acceptLanguage: request.headers[.acceptLanguage])
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .contentLanguage: tongue.rawValue, .vary: "Accept-Language",
            .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy:
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ]
        headers[.frameOptions] = "DENY"
        headers[.robotsTag] = "noindex, nofollow"
        headers[.referrerPolicy] = "no-referrer"
        let text: String
        do { text = try press.html(page, in: tongue, style: .linked(href: Self.style)) } catch {
            logger.error("a page could not be printed", metadata: ["error": "\(error)"])
            return Response(status: .internalServerError, headers: headers)
        }
        let bytes = ByteBuffer(string: text)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}

extension HTTPField.Name {
    fileprivate static let frameOptions = HTTPField.Name("X-Frame-Options")!
    fileprivate static let robotsTag = HTTPField.Name("X-Robots-Tag")!
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}
