import Domain
import Foundation
import JSON
import Store

extension Broker {
    /// Writes down what whoever brought an item up says of how it was settled; who is not content opens it again.
    public func evaluateItem(
        _ id: UUID, _ grade: Grade, comment: String?, members: [String]?, by caller: Caller, _ terms: Terms<Item>
    ) async throws -> Item {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            guard var item = try await work.lockItems([id]).first, item.isVisible(to: caller) else {
                throw Refusal.notFound
            }
            try item.permitEnding(by: caller)
            try terms.check(item.version)
            if let members { item.members = members }
            try item.evaluate(grade)
            item.version += 1
            let moment = district.now()
            var evaluation = ItemEvaluation()
            evaluation.id = UUID.version7(at: moment.machine)
            evaluation.itemID = id
            evaluation.grade = grade
            evaluation.comment = comment
            evaluation.members = item.members
            evaluation.organization = item.organization
            evaluation.township = item.township
            evaluation.at = moment.business
            let line = Chronicle.record(
                &head, type: "item.evaluated", by: caller, at: moment.business,
                data: [
                    "item": item.summary, "grade": .string(grade.rawValue), "comment": JSON(comment),
                    "members": .array(item.members.map(JSON.string)),
                ])
            work.save([item])
            work.add(evaluation)
            work.save(head)
            work.record([line], [])
            work.remember(terms.answer?(item))
            return item
        }
    }
}
