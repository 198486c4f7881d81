import Domain
import Testing

/// The arithmetic of the scoreboard: districts' published figures, to the last decimal.
@Suite struct ScoreTests {
    @Test(arguments: [
        (911, 972, "93.72"), (737, 972, "75.82"), (597, 601, "99.33"), (1_100, 1_260, "87.3"), (1_267, 1_327, "95.48"),
        (632 - 747, 747, "-15.39"), (1, 1, "100"), (0, 7, "0"), (1, 3, "33.33"), (2, 3, "66.67"),
        // Half a hundredth is rounded away from zero: 1/800 is 0.125 %.
        (1, 800, "0.13"), (-1, 800, "-0.13"), (1, 20_000, "0.01"), (1, 20_001, "0"),
    ])
    func publishedFigures(part: Int, whole: Int, written: String) {
        #expect(Percentage(part, of: whole)?.description == written)
    }

    @Test func nothingDueIsNoFigure() {
        #expect(Percentage(0, of: 0) == nil)
        let tally = Tally()
        #expect(tally.responseRate == nil && tally.closingRate == nil && tally.satisfactionRate(weight: 50) == nil)
        #expect(tally.score(ScoringRules(), basicallySatisfiedWeight: 0) == nil)
    }

    @Test func filedDueClosedOnTime() {
        var tally = Tally()
        (tally.filed, tally.due, tally.closed, tally.onTime) = (996, 972, 911, 737)
        #expect(tally.closingRate?.description == "93.72" && tally.onTimeRate?.description == "75.82")
        // 挂账 leaves the denominator: 911 of 961.
        tally.suspended = 11
        #expect(tally.closingRate?.description == "94.8")
    }

    /// Two figures are printed with one decimal: the nearest to ours.
    @Test(arguments: [(1_267, 1_327, 955), (1_100, 1_260, 873)])
    func oneDecimalIsTheNearest(part: Int, whole: Int, tenths: Int) throws {
        #expect((try #require(Percentage(part, of: whole)).hundredths + 5) / 10 == tenths)
    }

    @Test func scoreIsTheWeightedMeanOfWhatExists() {
        var tally = Tally()
        (tally.due, tally.answered) = (3, 2)
        // Without revisits only the response weighs.
        #expect(tally.score(ScoringRules(), basicallySatisfiedWeight: 0)?.description == "66.67")
        (tally.revisits, tally.solved, tally.satisfied, tally.basicallySatisfied) = (7, 6, 3, 2)
        // 30·2/3 + 35·6/7 + 35·3/7 = 65; with half a weight for the two: 35·4/7 instead, 70.
        #expect(tally.score(ScoringRules(), basicallySatisfiedWeight: 0)?.hundredths == 6_500)
        #expect(tally.score(ScoringRules(), basicallySatisfiedWeight: 50)?.hundredths == 7_000)
        #expect(
            tally.score(
                ScoringRules(response: 100, resolution: 0, satisfaction: 0), basicallySatisfiedWeight: 0)?.hundredths
                == 6_667)
        // As large as a district ever gets, without overflow.
        (tally.due, tally.answered, tally.revisits, tally.solved) = (9_999_991, 9_999_990, 9_999_973, 1)
        #expect(tally.score(ScoringRules(), basicallySatisfiedWeight: 100) != nil)
    }

    private func row(_ key: String, answered: Int, of due: Int, filed: Int = 0) -> RateRow {
        var tally = Tally()
        (tally.filed, tally.due, tally.answered) = (filed, due, answered)
        return RateRow(key: key, name: key, tally: tally)
    }

    @Test func ranksAreAmongPeersAndTiesShareThem() {
        var book = Rulebook()
        book.scoring.peerGroups = [PeerGroup(code: "streets", name: "街道", members: ["d", "a"])]
        let rows = [
            row("c", answered: 1, of: 2), row("b", answered: 2, of: 4), row("a", answered: 1, of: 4),
            row("d", answered: 4, of: 4), row("e", answered: 1, of: 4), row("f", answered: 0, of: 0),
        ]
        let table = RateTable(.department, rows, under: book)
        #expect(table.rows.map(\.key) == ["d", "a", "b", "c", "e", "f"])
        #expect(table.rows.map(\.rank) == [1, 2, 1, 1, 3, nil])
        #expect(table.rows.map(\.group) == ["streets", "streets", nil, nil, nil, nil])
        #expect(RateTable(.department, rows.reversed(), under: book) == table)
        // Categories are no members of anybody's group.
        #expect(RateTable(.category, rows, under: book).rows.allSatisfy { $0.group == nil })
    }

    @Test func whoWhistlesTooOftenOrTooSeldomIsShown() {
        var book = Rulebook()
        let rows = [
            row("a", answered: 0, of: 0, filed: 49), row("b", answered: 0, of: 0, filed: 50),
            row("c", answered: 0, of: 0, filed: 50), row("d", answered: 0, of: 0, filed: 251),
        ]
        func balances(_ subject: RateSubject) -> [WhistleBalance?] {
            RateTable(subject, rows, under: book).rows.map(\.balance)
        }
        #expect(balances(.township) == [.tooFew, .usual, .usual, .tooMany])
        #expect(balances(.department) == [nil, nil, nil, nil])
        book.scoring.tooMany = 300
        #expect(balances(.township) == [.tooFew, .usual, .usual, .usual])
        #expect(RateTable(.township, [rows[0]], under: book).rows[0].balance == nil)
        let idle = [row("a", answered: 0, of: 0), row("b", answered: 0, of: 0)]
        #expect(RateTable(.township, idle, under: book).rows[0].share == nil)
    }

    private func trend(_ from: String, _ to: String, _ counts: [String: Int], before: Int, today: String) throws
        -> Trend
    {
        let (from, to) = (try #require(LocalDate(from)), try #require(LocalDate(to)))
        let months = Dictionary(
            uniqueKeysWithValues: counts.compactMap { key, count in
                LocalMonth(key).map { ($0, count) }
            })
        return Trend(from...to, counts: months, before: before, today: try #require(LocalDate(today)))
    }

    @Test func streaksAndTheYearBefore() throws {
        let counts = ["2024-01": 500, "2024-02": 132]
        let year = try trend("2024-01-01", "2024-10-31", counts, before: 747, today: "2025-01-01")
        #expect(year.months.count == 10 && year.zeroStreak == 8 && year.yearOnYear?.description == "-15.39")
        // Months that have not begun were not without any.
        let early = try trend("2024-01-01", "2024-10-31", counts, before: 0, today: "2024-05-02")
        #expect(early.months.count == 10 && early.zeroStreak == 3 && early.yearOnYear == nil)
        #expect(try trend("2024-02-10", "2024-02-20", counts, before: 1, today: "2024-02-11").zeroStreak == 0)
        #expect(LocalDate("2024-02-29")?.yearBefore == LocalDate("2023-02-28"))
        #expect(LocalDate("2025-01-31")?.yearBefore == LocalDate("2024-01-31"))
        let days = try #require(LocalDate("2024-01-15"))...(try #require(LocalDate("2024-03-01")))
        #expect(
            days.months.map { "\($0.lowerBound)…\($0.upperBound)" }
                == ["2024-01-15…2024-01-31", "2024-02-01…2024-02-29", "2024-03-01…2024-03-01"])
        #expect(LocalMonth("2024-12")?.adding(months: 1).text == "2025-01" && LocalMonth("2024-13") == nil)
    }

    /// 浏阳: a branch 1 a session, a member 0.5, 1 or 2 by the grade.
    @Test func pointsByTheScale() {
        let branch = PointScale(session: Points(hundredths: 100))
        let member = PointScale(grades: [
            .dissatisfied: Points(hundredths: 50), .basicallySatisfied: Points(hundredths: 100),
            .satisfied: Points(hundredths: 200),
        ])
        func fact(_ holder: PointHolder, _ key: String, _ kind: PointFact.Kind, _ office: String = "x") -> PointFact {
            PointFact(holder: holder, key: key, organization: office, kind: kind)
        }
        let facts: [(fact: PointFact, scale: PointScale)] =
            Array(repeating: (fact(.branch, "beiyuan", .session), branch), count: 22) + [
                (fact(.member, "李", .task(.dissatisfied)), member), (fact(.member, "李", .task(.satisfied)), member),
                (fact(.member, "王", .task(.basicallySatisfied)), member),
                (fact(.member, "李", .task(.basicallySatisfied), "y"), member),
            ]
        #expect(PointTable(.branch, facts).rows.map { "\($0.key) \($0.sessions) \($0.points)" } == ["beiyuan 22 22"])
        let members = PointTable(.member, facts).rows
        #expect(members.map { "\($0.organization) \($0.key) \($0.points)" } == ["x 李 2.5", "x 王 1", "y 李 1"])
        #expect(members.map(\.rank) == [1, 2, 2])
        #expect(PointTable(.leader, facts).rows.isEmpty)
    }
}
