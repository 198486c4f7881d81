import Domain
import Foundation
import Rulebooks
import Store
import TestSupport
import Testing

@testable import Broker

/// Contacts go when somebody asks, or when the rulebook's days are over; the history is whole before and after.
@Suite struct PrivacyTests {
    @Test func theRulebooksDaysEraseContacts() async throws {
        try await TestBroker.with { test in
            let township = try await test.caller("meili", .township)
            let admin = try await test.caller("command-centre", .admin)
            let auditor = try await test.caller("supervision", .supervisor)
            var drafts: [WhistleDraft] = []
            for _ in 0..<2 {
                var draft = WhistleDraft(id: .version7(), number: "", title: "墙皮", category: "walls")
                draft.contact = Contact(name: "张三", phone: "13800000000")
                _ = try await test.broker.raiseWhistle(draft, by: township, Terms())
                drafts.append(draft)
            }
            // One has ended, one runs.
            _ = try await test.broker.withdrawWhistle(drafts[0].id, reason: "已解决", by: township, Terms())
            func shown(_ draft: WhistleDraft) async throws -> Bool {
                let matter = try await test.broker.whistle(draft.id, for: township)
                return try await test.broker.contacts(of: [matter], for: township)[draft.id] != nil
            }
            try await test.broker.eraseOldContacts("changshu")
            #expect(try await shown(drafts[0]), "the rulebook keeps it")
            var book = try await test.broker.districts.district("changshu").current.rulebook
            book.contactDays = 30
            _ = try await test.broker.replaceRulebook(book.document().text, by: admin, Terms())
            try await test.broker.eraseOldContacts("changshu")
            #expect(try await shown(drafts[0]), "its days are not over")
            let now = try await test.broker.districts.district("changshu").now().business
            _ = try await test.broker.setDemoClock(now.adding(microseconds: 31 * 86_400_000_000), by: admin)
            try await test.broker.eraseOldContacts("changshu")
            #expect(try await !shown(drafts[0]))
            #expect(try await shown(drafts[1]), "it runs still")
            let rows = try await test.database.owner.query("SELECT count(*) FROM whistle.contacts")
            #expect(try rows[0].decode(0, as: Int.self) == 1)
            let lines = try await test.broker.history(of: drafts[0].id, for: township, after: 0, limit: 10)
            #expect(lines.last?.type == "whistle.contact_erased" && lines.last?.actor == "system")
            #expect(try await test.broker.verifyHistory(for: auditor).firstBroken == nil)
        }
    }

    /// Erasing twice is no fault, and tells nothing twice.
    @Test func erasingIsOnce() async throws {
        try await TestBroker.with { test in
            let township = try await test.caller("meili", .township)
            var draft = WhistleDraft(id: .version7(), number: "", title: "墙皮", category: "walls")
            draft.contact = Contact(name: "张三", phone: nil)
            _ = try await test.broker.raiseWhistle(draft, by: township, Terms())
            for _ in 0..<2 {
                _ = try await test.broker.eraseContact(of: draft.id, reason: "本人要求", by: township, Terms())
            }
            let lines = try await test.broker.history(of: draft.id, for: township, after: 0, limit: 10)
            #expect(lines.map(\.type) == ["whistle.raised", "whistle.contact_erased"])
            let other = try await test.caller("yushan", .township)
            await #expect(throws: Refusal.notFound) {
                try await test.broker.eraseContact(of: draft.id, reason: "x", by: other, Terms())
            }
        }
    }

    /// Whichever broker was told: the others know a token for a second at the most.
}
