import Domain
import Papers

/// One of each paper, with plain values.
enum PaperSamples {
    static let hostile = "<script>alert(\"1\")</script> & 'x' **b** [l](http://e.cn) `c` | \u{202E}尾\n# h"

    static func minutes(_ title: String = "梅李镇停车难联席会议") -> Minutes {
        var minutes = Minutes(
            title: title, number: "M-2026-000012", time: "2026-02-14 09:00–10:30", place: "梅李镇三楼会议室", form: .collective,
            host: "张明")
        minutes.recorder = "李华"
        minutes.agenda = ["现场察看", "各单位发言"]
        minutes.residentsInvited = 20
        minutes.residentsPresent = 15
        minutes.attendance = [
            MinutesAttendee(organization: "城管局", status: .present, person: "王强"),
            MinutesAttendee(organization: "供电公司", status: .delegated, person: "赵敏"),
            MinutesAttendee(organization: "水务局", status: .absent),
        ]
        var first = MinutesItem(number: "W-2026-000101", title: "菜场门口违停")
        first.outcome = .assigned
        first.decision = "划设临时车位 30 个。\n早晚高峰由中队值守。"
        first.lead = "城管局"
        first.assisting = ["公安局", "梅李镇"]
        first.responsiblePerson = "王强"
        first.dueAt = "2026-03-02 17:00"
        first.milestones = [
            MinutesMilestone(title: "完成划线", dueAt: "2026-02-25", state: .done),
            MinutesMilestone(title: "启用值守", dueAt: "2026-03-02", state: .pending),
        ]
        first.result = "已划线 32 个。"
        minutes.items = [first, MinutesItem(number: "W-2026-000102", title: "河堤灯杆倾斜")]
        minutes.publishedAt = "2026-02-15"
        minutes.grade = .basicallySatisfied
        minutes.remark = "停车已有序。\n灯杆仍待水务局答复。"
        return minutes
    }

    static func notice(_ kind: Notice.Kind = .urging) -> Notice {
        var notice = Notice(
            kind: kind, number: "催〔2026〕8 号", recipient: "城管局", orderNumber: "W-2026-000101-1", whistleTitle: "菜场门口违停",
            role: .lead, clock: .resolve, dueAt: "2026-03-02 17:00", issuer: "社会治理指挥中心", date: "2026年3月3日")
        notice.lateBy = "1 个工作日"
        notice.replyBy = "2026-03-05 17:00"
        notice.copies = ["分管领导", "督查室"]
        return notice
    }

    static func bulletin() -> Bulletin {
        var bulletin = Bulletin(
            period: .monthly, issue: "2026年第2期", from: "2026-02-01", until: "2026-02-28", issuer: "社会治理指挥中心",
            date: "2026年3月2日")
        bulletin.summary = "本月办理平稳。"
        bulletin.figures = [
            BulletinFigure("受理", "996"), BulletinFigure("办结率", "93.72 %", note: "911 / 972"),
            BulletinFigure("按期办结率", "75.82 %"),
        ]
        bulletin.ranking = BulletinTable(
            title: "部门排名", columns: ["名次", "单位", "得分"], rows: [["1", "水务局", "98.2"], ["2", "城管局"]])
        bulletin.redCards = [
            BulletinEntry(
                organization: "城管局", number: "W-2026-000101-1", title: "菜场门口违停", dueAt: "2026-02-20", reason: "督办后仍未办结")
        ]
        bulletin.copies = ["区委办", "各镇"]
        return bulletin
    }

    static let scheme = "群众约谈"

    static func application() -> ApplicationForm {
        var form = ApplicationForm(scheme: scheme)
        form.number = "YT-2014-000017"
        form.applicant = "划船社区"
        form.applicantKind = .community
        form.contact = "李德华"
        form.jointSigners = 12
        form.leader = "区委书记"
        form.classes = [
            FormChoice("对党委政府工作的意见建议"), FormChoice("干部作风和效能建设"), FormChoice("本社区建设", chosen: true),
            FormChoice("其他热点难点"),
        ]
        form.subject = "低洼地排涝改造"
        form.description = "台风期间小区积水约半米,电表箱进水。\n希望加高河堤、抬高电表箱。"
        form.communityOpinion = FormOpinion("情况属实,同意申报。", signer: "陈某", date: "2014年4月8日")
        form.notes = ["一事一表,一式三份。", "涉法涉访事项不在此列。"]
        return form
    }

    static func handover() -> HandoverForm {
        var form = HandoverForm(scheme: scheme)
        form.number = "JB-2014-000009"
        form.leader = "区委书记"
        form.applicant = "划船社区"
        form.form = .onSite
        form.subject = "低洼地排涝改造"
        form.groupOpinion = FormOpinion("经会审予以受理,请接受约谈。")
        form.notes = ["收到本通知后 5 个工作日内商定时间、地点和形式;需延期的说明理由。"]
        return form
    }

    static func record() -> RecordForm {
        var form = RecordForm(scheme: scheme)
        form.applicant = "划船社区"
        form.form = .combined
        form.outcome = .resolvedOnSite
        form.record = "居民代表介绍积水情况,城管局介绍河道现状。"
        form.dueAt = "2014-06-30"
        return form
    }

    static func feedback() -> FeedbackForm {
        var form = FeedbackForm(scheme: scheme)
        form.lead = "城管局"
        form.measures = "加高河堤 120 米,抬高电表箱 36 只。"
        form.approved = true
        form.grade = .satisfied
        form.solved = true
        return form
    }
}
