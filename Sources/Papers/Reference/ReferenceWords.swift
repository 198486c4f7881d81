import Language

/// What the reference prints beside the values given.
enum ReferenceWords {
    private static let words: [(name: String, chinese: String, english: String)] = [
        ("reference", "接口手册", "API reference"), ("contents", "目录", "Contents"), ("roles", "谁可以用", "Roles"),
        ("parameters", "路径、查询与请求头", "Path, query and headers"), ("body", "请求体", "Body"),
        ("request", "请求示例", "Example request"), ("answers", "回答", "Answers"),
        ("response", "回答示例", "Example answer"), ("name", "名称", "Name"), ("kind", "形式", "Form"),
        ("must", "要否", "Needed"), ("required", "必填", "required"), ("optional", "可省", "optional"),
        ("status", "状态码", "Status"), ("meaning", "含义", "Meaning"), ("nobody", "不需要令牌", "no token needed"),
        ("machine", "机读版（OpenAPI 3.1）", "For machines (OpenAPI 3.1)"), ("top", "回目录", "Back to contents"),
        ("objects", "对象", "Objects"),
    ]

    /// As the template looks them up: `{{t.roles}}`.
    static func dictionary(_ tongue: Tongue) -> [String: String] {
        Dictionary(words.map { ($0.name, tongue == .chinese ? $0.chinese : $0.english) }) { $1 }
    }

    /// What holds for every operation, a paragraph a line.
    static func introduction(_ tongue: Tongue) -> String {
        switch tongue {
        case .chinese:
            """
            请求与回答都是 UTF-8 的 JSON，名称用 snake_case，时间是带时区的 RFC 3339。/v1 之下都要令牌：Authorization: Bearer whs_…
            出错时回 application/problem+json（RFC 9457），语言由 Accept-Language 决定（zh-CN 或 en），type 不随语言变。先后次序：401、404、403、415、413、400、422（形式）、412、409、422（规则）。看不到的一律 404；方法不对是 405，并带 Allow；HEAD 与 GET 相同，只是没有正文。
            改动类的 POST 可带 Idempotency-Key：同一请求只做一次。对象都有 ETag；改动可带 If-Match，查询可带 If-None-Match。
            列表回 items 与 next_cursor，用 limit、cursor 翻页，下一页也在 Link 里。可省的字段可以不写，也可以是 null；不认识的字段会被逐个指出并拒绝。
            """
        case .english:
            """
            Requests and answers are JSON in UTF-8, names in snake_case, times in RFC 3339 with offset. Everything under /v1 needs a token: Authorization: Bearer whs_…
            Refusals are application/problem+json (RFC 9457) in the language of Accept-Language (zh-CN or en); type does not change with it. They come in this order: 401, 404, 403, 415, 413, 400, 422 (shape), 412, 409, 422 (rule). What one may not see is 404; a wrong method is 405 with Allow; HEAD is GET without the body.
            A POST that changes something takes an Idempotency-Key: the same request is done once. Every object has an ETag; changes take If-Match, questions If-None-Match.
            Lists answer items and next_cursor; limit and cursor turn the pages, and the next one is in Link too. Optional fields may be left out or null; unknown fields are refused by name.
            """
        }
    }
}
