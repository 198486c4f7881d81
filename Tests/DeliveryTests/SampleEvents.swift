import Domain
import Foundation
import JSON

@testable import Delivery

/// One parcel of every event type, as the broker writes them, with all the facts that a message may tell.
enum SampleEvents {
    static let names = [
        "meili": "梅李镇", "urban-management": "市城市管理局", "housing": "市住房和城乡建设局", "water": "市水务局", "police": "市公安局",
        "command-centre": "市联动指挥中心",
    ]

    static let all: [Parcel] = EventType.allCases.map { parcel($0) }

    static let test = Parcel(
        id: "evt-test", type: "webhook.test", at: "2026-07-01T01:30:00.000000Z", data: #"{"detail":{"note":"test"}}"#)

    /// - Parameters:
    ///   - bare: only what is always there: no names, due times, places.
    static func parcel(
        _ type: EventType, title: String = "菜场门口污水外溢", kind: WhistleKind = .routine, order: Int = 1, bare: Bool = false,
        id: String? = nil
    ) -> Parcel {
        let noun = type.rawValue.prefix { $0 != "." }
        var members: [JSON.Member] = []
        switch noun {
        case "whistle", "order":
            members.append(JSON.Member("whistle", whistle(type, title: title, kind: kind, bare: bare)))
        case "meeting", "milestone":
            members.append(JSON.Member("meeting", meeting(type)))
        case "item":
            members.append(
                JSON.Member("item", ["id": "0198aaaa-0004", "number": "CSSX-2026-000310", "title": .string(title)]))
        default: break
        }
        if noun == "order" { members.append(JSON.Member("order", self.order(type, order, bare: bare))) }
        if noun == "milestone" {
            members.append(
                JSON.Member(
                    "milestone",
                    bare
                        ? ["id": "0198aaaa-0005"]
                        : [
                            "id": "0198aaaa-0005", "title": "完成管网改造图纸", "due_at": "2026-07-10T09:00:00Z",
                            "organization": "water",
                        ]))
        }
        if type == .orderReminded || type == .orderOverdue { members.append(JSON.Member("clock", "receive")) }
        members.append(JSON.Member("actor", .string(actor(type))))
        members.append(JSON.Member("detail", bare ? [:] : detail(type)))
        return Parcel(
            id: id ?? "evt-\(type.rawValue)", type: type.rawValue, at: "2026-07-01T01:30:00.000000Z",
            data: JSON.object(members).text, names: bare ? [:] : names)
    }

    private static func actor(_ type: EventType) -> String {
        switch type {
        case .whistleRaised, .itemHeard, .whistleEvaluated: "meili"
        case .orderReminded, .orderOverdue, .hotspotDetected, .milestoneDueSoon, .milestoneMissed, .milestoneChased:
            "system"
        case .milestoneCompleted: "water"
        default: "command-centre"
        }
    }

    private static func whistle(_ type: EventType, title: String, kind: WhistleKind, bare: Bool) -> JSON {
        let state: WhistleState =
            switch type {
            case .whistleAwaitingApproval: .awaitingApproval
            case .whistleAwaitingEvaluation: .awaitingEvaluation
            case .whistleReworking: .reworking
            case .whistleClosed: .closed
            default: .inProgress
            }
        var members: [JSON.Member] = [
            JSON.Member("id", "0198aaaa-0001"), JSON.Member("number", "CS-2026-000123"),
            JSON.Member("title", .string(title)), JSON.Member("kind", .string(kind.rawValue)),
            JSON.Member("state", .string(state.rawValue)),
        ]
        if !bare {
            members += [
                JSON.Member("township", "meili"), JSON.Member("address", "梅李镇通江路 18 号菜场北门"),
                JSON.Member("due", ["total": "2026-07-15T09:00:00Z", "reply": "2026-07-08T09:00:00Z"]),
            ]
        }
        return .object(members)
    }

    private static func order(_ type: EventType, _ number: Int, bare: Bool) -> JSON {
        let state: OrderState =
            switch type {
            case .orderReceived: .received
            case .orderReported, .orderProgressed, .orderExtensionRequested, .orderExtensionDecided,
                .orderSuspensionRequested, .orderResumed, .orderSupervised:
                .reported
            case .orderResolved: .resolved
            case .orderReturned: .returnRequested
            case .orderRerouted: .rerouted
            case .orderSuspended, .orderSuspensionDecided: .suspended
            case .orderReworking: .reworking
            case .orderClosed: .closed
            case .orderCancelled: .cancelled
            default: .queued
            }
        var members: [JSON.Member] = [
            JSON.Member("id", .string("0198aaaa-1\(number)")),
            JSON.Member("number", .string("CS-2026-000123-\(number)")),
            JSON.Member("department", "urban-management"), JSON.Member("role", number == 1 ? "lead" : "assisting"),
            JSON.Member("state", .string(state.rawValue)), JSON.Member("round", type == .orderReworking ? 2 : 1),
        ]
        if !bare {
            members.append(
                JSON.Member(
                    "due",
                    [
                        "receive": "2026-07-02T09:00:00Z", "report": "2026-07-06T09:00:00Z",
                        "resolve": "2026-07-10T16:00:00Z",
                    ]))
        }
        return .object(members)
    }

    private static func meeting(_ type: EventType) -> JSON {
        [
            "id": "0198aaaa-0003", "number": "CSHY-2026-000004", "title": "菜场周边环境整治联席会议", "state": "convened",
            "starts_at": "2026-07-03T06:00:00.000000Z",
        ]
    }

    private static func detail(_ type: EventType) -> JSON {
        switch type {
        case .itemResolved: ["outcome": "社区当日清理，已恢复通行"]
        case .itemDropped: ["reason": "与已登记事项重复"]
        case .whistleReviewed: ["decision": "accept", "note": "情况属实，需部门配合"]
        case .whistleReturnedForCorrection: ["reason": "地点不明确，请补充门牌号"]
        case .whistleDeclined: ["reason": "不属于联席会议受理范围"]
        case .whistleDiverted: ["to": "police", "advice": "涉法涉诉事项，请走信访渠道"]
        case .whistleMerged: ["into": "CS-2026-000101"]
        case .whistleWithdrawn: ["reason": "现场已自行解决"]
        case .whistleUrged: ["note": "居民反映仍有异味"]
        case .whistleReferred: ["reason": "涉及三个部门，单独难以解决"]
        case .whistleEvaluated:
            ["by": "resident", "grade": "satisfied", "solved": true, "valid": true, "comment": "处理得很及时"]
        case .whistleReworking: ["round": 2]
        default: orderDetail(type)
        }
    }

    private static func orderDetail(_ type: EventType) -> JSON {
        switch type {
        case .orderReported: ["person": "张三", "note": "两人到场，正在排查"]
        case .orderProgressed: ["note": "已疏通主管道，明日更换井盖", "percent": 60]
        case .orderResolved:
            ["outcome": "污水外溢已消除", "measures": "疏通管道 80 米，更换井盖 2 个", "responsible_person": "李四"]
        case .orderReturned:
            ["reason": "该路段管网由水务部门管理", "legal_basis": "《城镇排水与污水处理条例》第七条", "suggested_department": "water"]
        case .orderAdjudicated: ["decision": "reroute", "department": "water", "note": "以管养分界图为准"]
        case .orderRerouted: ["to": "water"]
        case .orderDelegated: ["to": "housing", "reason": "由分管科室具体落实"]
        case .orderExtensionRequested: ["until": "2026-07-17T16:00:00Z", "reason": "定制井盖到货需一周"]
        case .orderExtensionDecided: ["approve": true, "until": "2026-07-17T16:00:00Z", "note": "到货后请立即安装"]
        case .orderSuspensionRequested: ["reason": "主汛期不具备开挖条件"]
        case .orderSuspensionDecided: ["approve": false, "note": "可先行采取临时措施"]
        case .orderSuspended: ["reason": "主汛期不具备开挖条件"]
        case .orderReminded: ["rung": "half", "share": 50, "due_at": "2026-07-02T09:00:00Z", "skipped_days": 2]
        case .orderOverdue: ["due_at": "2026-07-02T09:00:00Z"]
        case .orderSupervised: ["level": "yellow", "note": "连续两次催办未反馈"]
        case .orderReworking: ["round": 2, "reason": "居民反映仍有积水"]
        case .orderCancelled: ["reason": "吹哨单位已撤回"]
        default: otherDetail(type)
        }
    }

    private static func otherDetail(_ type: EventType) -> JSON {
        switch type {
        case .meetingConvened:
            [
                "title": "菜场周边环境整治联席会议", "place": "市联动指挥中心 301 会议室", "starts_at": "2026-07-03T06:00:00Z",
                "ends_at": "2026-07-03T08:00:00Z", "invitees": ["urban-management", "housing", "water"], "whistles": 3,
            ]
        case .meetingResponded:
            [
                "organization": "water", "answer": "postpone", "reason": "当日有防汛值守",
                "proposed_at": "2026-07-06T01:30:00.000000Z",
            ]
        case .meetingStepTaken:
            ["step": "evaluate", "content": ["grade": "basically_satisfied", "note": "两项已办结，一项尚在施工"]]
        case .meetingRescheduled: ["reason": "与防汛会商冲突"]
        case .meetingCheckedIn: ["organization": "housing", "person": "王五"]
        case .meetingHeld: ["absent": ["water"]]
        case .meetingAbsent: ["organization": "water"]
        case .meetingOutcomeRecorded:
            [
                "whistle": "0198aaaa-0001", "whistle_number": "CS-2026-000123", "outcome": "assigned",
                "decision": "由水务局改造管网，城管局负责日常保洁", "lead": "water",
                "due_at": "2026-07-31T09:00:00Z",
            ]
        case .meetingCancelled: ["reason": "事项已提前解决"]
        case .milestoneCompleted: ["title": "完成管网改造图纸", "note": "图纸已通过审查"]
        case .hotspotDetected: ["title": "占道经营", "category": "市容环境", "count": 27, "period": "2026年6月"]
        case .bulletinPublished: ["title": "六月份办理情况通报", "period": "2026年第6期"]
        default: [:]
        }
    }
}
