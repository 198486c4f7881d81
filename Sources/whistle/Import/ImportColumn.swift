/// What a column of a clerk's file holds. The raw value is the field of the API, and a header that is always understood.
enum ImportColumn: String, CaseIterable {
    case title, description, category, kind, channel
    case reference = "source_reference"
    case address, community, grid
    case longitude = "lng"
    case latitude = "lat"
    case name, phone
    case lead, departments
    case signers = "joint_signers"
    case scope
    case heardAt = "heard_at"
    case visitPlan = "visit_plan"
    case person
    case dueAt = "due_at"
    case measures, members
    /// What an exported ledger or a file of bad rows has beside; it is passed over.
    case passed = ""

    /// The headers that are understood beside the field's own name.
    private var names: [String] {
        switch self {
        case .title: ["标题", "事项", "事项名称", "问题", "诉求", "subject"]
        case .description: ["描述", "详情", "内容", "具体内容", "details"]
        case .category: ["类别", "分类", "事项类别"]
        case .kind: ["种类", "哨类", "紧急程度", "urgency"]
        case .channel: ["来源", "渠道", "来源渠道", "source"]
        case .reference: ["编号", "来源编号", "工单编号", "number", "reference"]
        case .address: ["地址", "地点", "位置", "location"]
        case .community: ["社区", "村社区"]
        case .grid: ["网格"]
        case .longitude: ["经度", "longitude"]
        case .latitude: ["纬度", "latitude"]
        case .name: ["联系人", "姓名", "诉求人", "contact"]
        case .phone: ["电话", "联系电话", "手机", "telephone"]
        case .lead: ["主办单位", "主办", "lead department"]
        case .departments: ["协办单位", "协办", "责任单位", "assisting"]
        case .signers: ["联名人数", "joint signers"]
        case .scope: ["范围"]
        case .heardAt: ["听取时间", "反映时间", "收集时间", "heard at"]
        case .visitPlan: ["走访计划", "visit plan"]
        case .person: ["责任人", "负责人", "responsible person"]
        case .dueAt: ["解决时限", "期限", "完成时限", "due"]
        case .measures: ["工作措施", "措施"]
        case .members: ["领办党员", "领办人", "参与人员"]
        case .passed:
            [
                "状态", "乡镇街道", "吹哨单位", "轮次", "吹哨时间", "办结期限", "销号时间", "行号", "原因", "序号", "备注", "row", "reason",
                "state", "remarks",
            ]
        }
    }

    /// The column under a header; `nil`: not understood.
    init?(header: String) {
        let wanted = header.lowercased().filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
        guard
            let found = Self.allCases.first(where: { column in
                ([column.rawValue] + column.names).contains { !$0.isEmpty && $0.filter { $0 != " " } == wanted }
            })
        else { return nil }
        self = found
    }
}

/// The words of a clerk's file, by what the API calls them.
enum ImportWords {
    static let kinds = [
        "日常": "routine", "综合执法": "routine", "日常综合执法": "routine", "一般": "routine", "重点": "priority",
        "重点工作": "priority", "应急": "emergency", "应急处置": "emergency", "紧急": "emergency",
    ]
    static let channels = [
        "热线": "hotline", "12345": "hotline", "网格": "grid", "走访": "visit", "约谈": "interview", "会议": "meeting",
        "网上": "online", "线上": "online", "网络": "online", "来信": "letter", "信件": "letter", "企业": "enterprise",
        "检查": "inspection", "督查": "inspection", "调研": "research", "微信群": "chat", "群聊": "chat",
        "议事会": "council", "代表委员": "deputy", "两代表一委员": "deputy", "信访": "petition", "来访": "petition",
    ]
    static let scopes = [
        "网格": "grid", "社区": "community", "村": "community", "乡镇": "township", "街道": "township", "全市": "district",
        "全县": "district", "全区": "district",
    ]
}
