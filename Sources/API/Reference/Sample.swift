import Foundation
import JSON

/// Examples for the API's document, made from the shapes: a field's name says what stands in it. A test holds each
/// against its schema.
enum Sample {
    static let id = "0192d3a4-7b1c-7e52-9c41-5b0f6a2d8e17"
    static let moment = "2026-03-02T09:30:00+08:00"

    /// Texts by the names of their fields.
    private static let texts: [String: String] = [
        "title": "小区停车难", "description": "北门两侧长期占道停车，消防车进不来。", "category": "parking",
        "source_reference": "12345-2026-88", "address": "人民路 12 号", "community": "人民社区", "grid": "第三网格",
        "name": "李明", "phone": "0512-00000000", "number": "CS-2026-000042", "department": "bureau-a",
        "departments": "bureau-a", "lead": "bureau-a", "assisting": "bureau-b", "organization": "bureau-a",
        "township": "town-a", "raiser": "town-a", "convener": "command-centre", "actor": "town-a", "person": "李明",
        "responsible_person": "李明", "handled_by": "王芳", "reason": "属地已协调解决", "note": "已联系物业，本周划线",
        "outcome": "已划定车位", "measures": "划线、加装护栏", "legal_basis": "职责清单第 3 条", "advice": "请走物业维修资金",
        "place": "三楼会议室", "agenda": "通报情况", "topics": "停车位不足", "plan": "一、划线；二、共享车位",
        "invitees": "bureau-b", "code": "bureau-a", "to": "bureau-b", "handle_by": "town-a",
        "url": "https://example.com/hook", "events": "order.*", "mentions": "13800000000",
        "adapter": "standard", "prefix": "whs_district_AbCd", "hash": String(repeating: "0f", count: 32),
        "previous_hash": String(repeating: "00", count: 32), "cursor": "MDE5MmQzYTQ", "next_cursor": "MDE5MmQzYTQ",
        "type": "urn:whistle:problem:not-found", "instance": "/v1/whistles/\(id)", "pointer": "/title",
        "message": "缺少这一项", "detail": "没有这个对象，或者无权查看", "q": "停车", "from": moment,
        "claim_token": id, "zone": "Asia/Shanghai", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw",
        "token": "whs_district_\(String(repeating: "a", count: 43))", "current_state": "queued", "allowed": "receive",
        "comment": "很快", "month": "2026-03", "visit_plan": "weekly", "suggested_department": "bureau-b",
    ]

    static func text(_ name: String) -> String { texts[name] ?? "示例" }
}

extension Shape {
    /// A value that the shape takes.
    func sample(_ name: String = "") -> JSON {
        switch self {
        case .text: .string(Sample.text(name))
        case .word(let words): JSON(words.first)
        case .integer(let range): .integer(min(max(range.lowerBound, 10), range.upperBound))
        case .number(let range): .number(min(max(range.lowerBound, 31.5), range.upperBound))
        case .boolean: true
        case .id: .string(Sample.id)
        case .moment: .string(Sample.moment)
        case .day: .string(String(Sample.moment.prefix(10)))
        case .anyOf(let shapes): shapes.first?.sample(name) ?? .null
        case .list(let element, _): [element.sample(name)]
        case .batch: [[:]]
        case .document: [:]
        case .object(let fields): .object(fields.map { JSON.Member($0.name, $0.shape.sample($0.name)) })
        }
    }
}

extension ViewShape {
    /// A value that the shape describes.
    func sample(_ name: String = "") -> JSON {
        switch self {
        case .text: .string(Sample.text(name))
        case .word(let words): JSON(words.first)
        case .integer: .integer(name == "status" ? 200 : 3)
        case .number: .number(31.5)
        case .boolean: false
        case .id: .string(Sample.id)
        case .moment: .string(Sample.moment)
        case .date: .string(String(Sample.moment.prefix(10)))
        case .list(let element): [element.sample(name)]
        case .object(let fields): .object(fields.map { JSON.Member($0.name, $0.shape.sample($0.name)) })
        case .view(let view): .object(view.fields.map { JSON.Member($0.name, $0.shape.sample($0.name)) })
        case .maybe(let shape): shape.sample(name)
        case .anyObject, .anything: [:]
        }
    }
}
