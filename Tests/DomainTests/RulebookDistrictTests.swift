import Domain
import Foundation
import Rulebooks
import Testing

/// The districts carried in the binary.
@Suite struct RulebookDistrictTests {
    static let codes = ["changshu", "dujiangyan", "jiangdong", "liuyang", "zigong"]

    private func district(_ code: String) throws -> DistrictFile { try #require(try DistrictFile.load(code)) }

    @Test func allAreOnBoard() { #expect(DistrictFile.onBoard.keys.sorted() == Self.codes) }

    @Test(arguments: codes)
    func nothingIsFound(code: String) throws {
        let bytes = try #require(DistrictFile.onBoard[code])
        #expect(DistrictFile.check(String(decoding: bytes, as: UTF8.self)) == [])
        let district = try district(code)
        #expect(district.code == code)
        func count(_ kind: OrganizationKind) -> Int { district.organizations.count { $0.kind == kind } }
        #expect(count(.commandCentre) == 1 && count(.supervisor) >= 1)
        #expect(count(.township) >= 2 && count(.department) >= 12)
    }

    @Test(arguments: codes)
    func aRulebookComesBackAsItWent(code: String) throws {
        let district = try district(code)
        let text = district.rulebook.document().text
        #expect(try Rulebook.read(text, organizations: district.organizations) == district.rulebook)
        // As the answer to a GET carries it, with what the row adds.
        let answer = #"{"id":"0192","version":7,"created_at":"2026-01-01T00:00:00Z","# + text.dropFirst()
        #expect(try Rulebook.read(answer, organizations: district.organizations) == district.rulebook)
    }

    @Test func changshuHasTheDefaults() throws {
        let book = try district("changshu").rulebook
        #expect(book.review == .none && book.dispatch == .automatic && book.feedbackApproval == .none)
        #expect(book.ladder == .standard && book.reworkBound == 3)
        for kind in WhistleKind.allCases { #expect(book.limits(for: kind) == .standard(for: kind)) }
        #expect(book.categories.first?.triage == .government)
    }

    @Test func jiangdongHasItsClocksAndSigners() throws {
        let district = try district("jiangdong")
        let book = district.rulebook
        #expect(book.limits(for: .routine).handOver == Limit(3, .workingDays))
        #expect(book.meetings.convene == Limit(5, .workingDays))
        #expect(book.review == .workingGroup && book.reviewCadence == ReviewCadence(rhythm: .monthly))
        #expect(book.feedbackApproval == .leader)
        #expect(!book.meetings.accepts(jointSigners: 9, through: .community))
        #expect(book.meetings.accepts(jointSigners: 10, through: .community))
        #expect(book.meetings.accepts(jointSigners: nil, through: .community))
        #expect(district.organizations.count { $0.kind == .community } == 74)
        let excluded = book.exclusion(category: "hot-issues", title: "不服判决", description: "")
        #expect(excluded?.code == "courts-and-petitions" && excluded?.advice.isEmpty == false)
        #expect(book.exclusion(category: "property", title: "物业", description: "电梯") == nil)
    }

    @Test func liuyangHasItsRatioPointsAndReply() throws {
        let book = try district("liuyang").rulebook
        #expect(!book.meetings.meetsRatio(theme: "livelihood", residents: 59, attendees: 100))
        #expect(book.meetings.meetsRatio(theme: "livelihood", residents: 60, attendees: 100))
        #expect(book.reworkBound == nil && book.meetings.reply == Limit(7, .workingDays))
        #expect(book.categories.count == 6)
        let member = try #require(book.evaluation.points[.member])
        #expect(
            [Grade.dissatisfied, .basicallySatisfied, .satisfied].map(member.points).map(\.description) == [
                "0.5", "1", "2",
            ])
        #expect(book.evaluation.points[.branch]?.session == Points(hundredths: 100))
    }

    /// Nothing is written as an empty text.
    @Test(arguments: [
        ("zigong", "infrastructure", "xinjie", WhistleKind.routine, "", "housing", "infrastructure"),
        ("zigong", "neighbourhood", "xinjie", .routine, "富台山社区", "futaishan", "neighbourhood/futaishan"),
        ("zigong", "neighbourhood", "liujia", .routine, "", "wujianfang", "neighbourhood/wujianfang"),
        ("zigong", "neighbourhood", "xinjie", .routine, "", "", ""),
        ("zigong", "personal", "xinjie", .routine, "", "", ""),
        ("zigong", "nothing", "xinjie", .routine, "", "", ""),
        ("liuyang", "governance", "jili", .routine, "", "comprehensive-governance", "governance"),
        ("liuyang", "governance", "jili", .emergency, "", "work-safety", "governance/danger"),
        ("liuyang", "services", "jili", .routine, "东方新天地小区", "urban-management", "services/parking"),
        ("dujiangyan", "services", "guankou", .routine, "太平社区", "taiping", "services/canteen"),
        ("dujiangyan", "services", "liujie", .routine, "太平社区", "civil-affairs", "services"),
    ])
    func whistlesAreRouted(
        code: String, category: String, township: String, kind: WhistleKind, community: String, lead: String,
        rule: String
    ) throws {
        let routed = try district(code).rulebook.route(
            category: category, township: township, kind: kind,
            location: community.isEmpty ? nil : Location(community: community))
        #expect((routed?.lead ?? "") == lead)
        #expect((routed?.ruleName ?? "") == rule)
    }
}
