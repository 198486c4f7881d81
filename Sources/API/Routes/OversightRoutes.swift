import Broker
import Domain
import JSON

/// Rates, ranks, points and trends: for those who see the whole district.
extension Route {
    static let oversight: [Route] = [
        Route(
            .get, "/v1/rates", "Response, resolution and satisfaction, with ranks among peers", roles: .overseeing,
            query: [Field("by", .word(RateSubject.self), required: true)] + .period + [
                Field("rulebook", .id), Field("source", .word(RateQuestion.Source.self)),
            ], answer: .value(.view(.rates))
        ) { call in
            guard let subject = call.query.word("by", RateSubject.self) else {
                throw RequestFault.invalid([FieldError("?by", .missing)])
            }
            var question = RateQuestion(subject: subject, period: try await call.period())
            question.source = call.query.word("source") ?? .state
            question.rulebook = call.query.id("rulebook")
            do {
                return .ok(try await call.broker.rates(question, for: call.caller).json)
            } catch is UnknownRulebook {
                throw RequestFault.invalid([FieldError("?rulebook", .wrongFormat("/v1/rulebook id"))])
            }
        },
        Route(
            .get, "/v1/points", "Points of branches, members or leaders", roles: .overseeing,
            query: [Field("by", .word(PointHolder.self), required: true)] + .period, answer: .value(.view(.points))
        ) { call in
            guard let holder = call.query.word("by", PointHolder.self) else {
                throw RequestFault.invalid([FieldError("?by", .missing)])
            }
            return .ok(try await call.broker.points(of: holder, in: try await call.period(), for: call.caller).json)
        },
        Route(
            .get, "/v1/trends", "What was heard, month by month", roles: .overseeing,
            query: [Field("channel", .word(Channel.self)), Field("township", .code)] + .period,
            answer: .value(.view(.trend))
        ) { call in
            let period = try await call.period(months: 12)
            return .ok(
                try await call.broker.trend(
                    of: call.query.word("channel"), township: call.query.optionalText("township"), in: period,
                    for: call.caller
                ).json)
        },
    ]
}

extension Set<Role> {
    /// Roles that see everything in their district.
    static let overseeing = Set(Role.allCases.filter(\.seesDistrict))
}

extension [Field] {
    /// Local days, both included.
    fileprivate static let period = [Field("from", .text(1...40)), Field("to", .text(1...40))]
}

extension Call {
    /// The days that are asked for; without, from the first of this month (or of the month so many months ago) to today.
    fileprivate func period(months: Int = 1) async throws -> ClosedRange<LocalDate> {
        let district = try await district()
        let to = try day("to", in: district.zone) ?? district.zone.date(district.now().business)
        let from = try day("from", in: district.zone) ?? LocalMonth(to).adding(months: 1 - months).first
        // A table has a line for each month: ten thousand of them are enough for anybody.
        guard from <= to, (1900...9900).contains(from.year), to.year - from.year <= 100, to.year <= 9900 else {
            throw RequestFault.invalid([
                FieldError("?to", .outOfRange("\(from.text)–\(LocalMonth(from).adding(months: 1200).first.text)"))
            ])
        }
        return from...to
    }

    /// A day, or a moment: then its local day.
    private func day(_ name: String, in zone: Zone) throws -> LocalDate? {
        guard let text = query.optionalText(name) else { return nil }
        let moment = Timestamp(rfc3339: text.replacing(" ", with: "+")).map(zone.date)
        guard let day = LocalDate(text) ?? moment else {
            throw RequestFault.invalid([FieldError("?\(name)", .wrongFormat("2026-01-31"))])
        }
        return day
    }
}
