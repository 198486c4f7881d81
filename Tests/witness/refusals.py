"""Every (state, action, role) that the tables do not have is refused: whistles, orders and meetings are brought into every state
that the interface can reach, and everybody tries everything. Each refusal is held against status, type, `allowed` and its words in
both languages. usage: refusals.py PROGRAM DATA_DIR"""
import json
import re
import socket
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from broker import Broker
from walk.tables import CENTRE, LIVE, TABLES

RAISER, TOWNSHIP, DEPARTMENT, LEADER, APPROVER = "huachuan", "baizhang", "housing", "party-secretary", "district-mayor"
# Everybody: who raised it, who reviews, handles, approves, oversees, looks on; and their like who have nothing to do with it.
CALLERS = [CENTRE, RAISER, TOWNSHIP, DEPARTMENT, LEADER, APPROVER, "supervisor", "observer", "admin", "minglou", "dongliufang", "health",
           "cooperative-01", "cppcc-chair"]
WIDE = {CENTRE, "supervisor", "observer", "admin"}
LEADERS = {LEADER, APPROVER, "cppcc-chair"}
# What the table permits and a guard may still refuse: it stands in `allowed` or not.
GUARDED = {"review", "evaluate", "return", "request-extension", "decide-extension", "suspend", "decide-suspension", "resume", "resolve",
           "receive", "release", "extend-lease", "topics", "plan", "hold", "carry-out", "close"}
STATES = {
    "whistles": {
        "awaiting_review": "待审核", "returned_for_correction": "待补正", "awaiting_dispatch": "待派单", "in_progress": "办理中",
        "awaiting_approval": "结果待审批", "awaiting_evaluation": "待评价", "reworking": "二次整改中", "suspended": "已挂账",
        "closed": "已销号", "declined": "不予受理", "diverted": "已分流", "merged": "已并案", "withdrawn": "已撤回"},
    "orders": {
        "queued": "待签收", "received": "已签收", "reported": "已报到", "return_requested": "退单待裁定", "reworking": "二次整改中",
        "suspended": "已挂账", "resolved": "已办结待评价", "closed": "已销号", "rerouted": "已改派", "cancelled": "已终止"},
    "meetings": {"convened": "已召集", "held": "已召开", "published": "已公示", "closed": "已结束", "cancelled": "已取消"}}
WORDS = {
    "whistles": {
        "review": "审核", "resubmit": "补正重报", "dispatch": "派单", "decline": "不予受理", "divert": "分流",
        "return-for-correction": "退回补正", "merge": "并案", "withdraw": "撤回", "urge": "催办", "refer-to-meeting": "提请联席会议",
        "raise-level": "升级办理", "approve-feedback": "审批办理结果", "evaluate": "评价"},
    "orders": {
        "receive": "签收", "report-in": "报到", "progress": "反馈进展", "resolve": "办结反馈", "return": "退单", "adjudicate": "裁定退单",
        "delegate": "转交", "request-extension": "申请延期", "decide-extension": "裁定延期", "suspend": "申请挂账",
        "decide-suspension": "裁定挂账", "resume": "恢复办理", "supervise": "督办", "release": "退回领取", "extend-lease": "续领"},
    "meetings": {
        "respond": "回复邀请", "check-in": "签到", "reschedule": "改期", "cancel": "取消", "topics": "收集议题", "plan": "制订方案",
        "hold": "召开", "outcomes": "记录会议结果", "publish": "公示结果", "carry-out": "实施决定", "evaluate": "评价成果", "close": "结束会议"}}
for kind, table in TABLES.items():
    assert set(WORDS[kind]) == set(table), (kind, set(WORDS[kind]) ^ set(table))

broker = Broker(sys.argv[1], sys.argv[2], demo="jiangdong").start()
now = datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"])


def later(hours):
    return (now + timedelta(hours=hours)).isoformat()


# Bringing matters into every state.

def act(kind, subject, action, who, body=None):
    return broker.post(f"/v1/{kind}/{subject['id']}/{action}", who, body)


def whistle(title="楼道堆物"):
    return broker.post("/v1/whistles", RAISER, {"title": title, "category": "property", "joint_signers": 10})


def reviewed():
    made = whistle()
    act("whistles", made, "review", TOWNSHIP, {"decision": "accept", "note": "报区"})
    return act("whistles", made, "review", CENTRE, {"decision": "accept", "note": "同意"})


def dispatched():
    return act("whistles", reviewed(), "dispatch", CENTRE, {"lead": DEPARTMENT, "departments": [LEADER]})


def order(made, department):
    return next(o for o in broker.get("/v1/whistles/" + made["id"], CENTRE)["orders"] if o["department"] == department)


def reported(made, department):
    of = order(made, department)
    act("orders", of, "receive", department)
    return act("orders", of, "report-in", department, {"person": "李"})


def resolved(made, *departments):
    for department in departments:
        of = order(made, department)
        if of["state"] == "queued":
            reported(made, department)
        act("orders", of, "resolve", department, {"outcome": "已办", "measures": "整改", "responsible_person": "李"})
    return made


def approved():
    return act("whistles", resolved(dispatched(), LEADER, DEPARTMENT), "approve-feedback", LEADER, {"approve": True})


def judged(grade, solved):
    return act("whistles", approved(), "evaluate", RAISER, {"by": "raiser", "grade": grade, "solved": solved})


def meeting(made):
    return broker.post("/v1/meetings", TOWNSHIP, {
        "title": "约谈会", "whistles": [made["id"]], "form": "collective", "starts_at": later(1), "ends_at": later(3), "place": "街道",
        "agenda": ["一"], "invitees": [DEPARTMENT, LEADER]})


def held(made):
    return act("meetings", meeting(made), "hold", TOWNSHIP, {"attendees_present": 3})


def decided(made, outcome):
    table = held(made)
    act("meetings", table, "outcomes", TOWNSHIP, {"items": [{"whistle": made["id"], "outcome": outcome, "decision": "会议决定"}]})
    return table


review = whistle()
at_centre = whistle()
act("whistles", at_centre, "review", TOWNSHIP, {"decision": "accept", "note": "报区"})
returned = whistle()
act("whistles", returned, "review", TOWNSHIP, {"decision": "return", "note": "补正"})
declined, diverted, merged, withdrawn = whistle(), whistle("请求复核法院判决"), whistle(), whistle()
act("whistles", declined, "review", TOWNSHIP, {"decision": "decline", "note": "不符"})
working = dispatched()
act("whistles", merged, "merge", CENTRE, {"into": working["id"]})
act("whistles", withdrawn, "withdraw", RAISER, {"reason": "自行解决"})
deferred = dispatched()
closed_table = decided(deferred, "deferred")
act("meetings", closed_table, "close", TOWNSHIP)
open_table, cancelled_table, held_table, published_table = meeting(working), meeting(working), held(working), held(working)
act("meetings", cancelled_table, "cancel", TOWNSHIP, {"reason": "改日"})
act("meetings", published_table, "publish", TOWNSHIP)
received, ruled, moved, excused = dispatched(), dispatched(), dispatched(), dispatched()
for department in (DEPARTMENT, LEADER):
    act("orders", order(received, department), "receive", department)
    for made in (ruled, moved) + ((excused,) if department == LEADER else ()):
        act("orders", order(made, department), "return", department, {"reason": "不属", "legal_basis": "三定方案"})
for department, to in ((DEPARTMENT, "health"), (LEADER, "economy")):
    act("orders", order(moved, department), "adjudicate", CENTRE, {"decision": "reroute", "department": to, "note": "改派"})
act("orders", order(excused, LEADER), "adjudicate", CENTRE, {"decision": "excuse", "note": "免办"})
busy = dispatched()
for department in (DEPARTMENT, LEADER):
    reported(busy, department)
half = resolved(dispatched(), LEADER)
waiting = resolved(dispatched(), LEADER, DEPARTMENT)
made = [review, at_centre, returned, reviewed(), declined, diverted, merged, withdrawn, working, deferred, received, ruled, moved, excused, busy,
        half, waiting, approved(), judged("dissatisfied", False), judged("satisfied", True)]
views = {w["id"]: broker.get("/v1/whistles/" + w["id"], CENTRE) for w in made}
tables = [broker.get("/v1/meetings/" + m["id"], CENTRE) for m in (open_table, cancelled_table, held_table, published_table, closed_table)]
whistles = list(views.values())
# One of each state and department is enough; its whistle tells who sees it.
orders = list({(o["state"], o["department"]): (o, w) for w in reversed(whistles) for o in w["orders"]}.values())
assert {w["state"] for w in whistles} == set(STATES["whistles"]), set(STATES["whistles"]) - {w["state"] for w in whistles}
assert {o["state"] for o, _ in orders} == set(STATES["orders"]), set(STATES["orders"]) - {o["state"] for o, _ in orders}
assert {t["state"] for t in tables} == set(STATES["meetings"])


# What domain.md says of everybody.

def sees(who, whistle):
    return who in WIDE | {whistle["raiser"], whistle["township"]} or who in [o["department"] for o in whistle["orders"]] or (
        who == APPROVER and whistle["state"] in ("awaiting_approval", "awaiting_evaluation", "reworking", "closed") and whistle["orders"])


def parties(kind, who, subject, whistle):
    found = {"centre"} if who == CENTRE else {"supervisor"} if who == "supervisor" else set()
    if kind == "orders":
        own = who == subject["department"]
        return found | ({"handler"} if own else set()) | ({"leader"} if own and who in LEADERS else set())
    if kind == "meetings":
        return found | ({"convener"} if who == TOWNSHIP else set()) | ({"invitee"} if who in (DEPARTMENT, LEADER) else set())
    if who == whistle["raiser"]:
        found.add("raiser")
    elif who == whistle["township"]:
        found.add("township")
    if who in LEADERS and (who == APPROVER or who in [o["department"] for o in whistle["orders"]]):
        found.add("leader")
    return found


def handles(who, whistle):
    return any(o["department"] == who and o["state"] not in ("rerouted", "cancelled") for o in whistle["orders"])


def body(kind, action, who, subject):
    bodies = {
        "review": {"decision": "accept", "note": "同意"}, "dispatch": {"lead": DEPARTMENT}, "divert": {"to": "信访", "advice": "请向法院"},
        "merge": {"into": working["id"]}, "approve-feedback": {"approve": True},
        "evaluate": {"by": "supervisor" if who == "supervisor" else "raiser", "grade": "satisfied", "solved": True},
        "report-in": {"person": "李"}, "progress": {"note": "在办"}, "return": {"reason": "不属", "legal_basis": "三定"},
        "resolve": {"outcome": "好", "measures": "修", "responsible_person": "李"}, "delegate": {"to": "economy", "reason": "分管"},
        "adjudicate": {"decision": "uphold", "note": "维持"}, "request-extension": {"until": later(9999), "reason": "雨"},
        "decide-extension": {"approve": True}, "decide-suspension": {"approve": True}, "supervise": {"level": "notice"},
        "release": {"claim_token": "x"}, "extend-lease": {"claim_token": "x", "lease_seconds": 60}, "receive": {}, "resubmit": {}, "resume": {},
        "respond": {"answer": "accept"}, "reschedule": {"starts_at": later(5), "ends_at": later(6), "reason": "改期"},
        "check-in": {"organization": who if who in (DEPARTMENT, LEADER) else DEPARTMENT, "person": "李"}, "topics": {"topics": ["一"]},
        "plan": {"plan": "三日"}, "hold": {"attendees_present": 3}, "carry-out": {"note": "已办"}, "publish": {}, "close": {},
        "outcomes": {"items": [{"whistle": working["id"], "outcome": "resolved_on_site", "decision": "好"}]}}
    if kind == "meetings" and action == "evaluate":
        return {"grade": "satisfied"}
    if kind == "orders" and action == "suspend" or action in ("decline", "withdraw", "return-for-correction", "refer-to-meeting", "cancel"):
        return {"reason": "说明"}
    return bodies.get(action, {"note": "说明"})


lines = threading.local()
where = urlsplit(broker.url)


def ask(path, who, sent, language):
    """One request on a kept line; http.client would take longer to read an answer's head than the broker to give it."""
    if not hasattr(lines, "socket"):
        lines.socket = socket.create_connection((where.hostname, where.port), timeout=60)
        lines.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    payload = json.dumps(sent).encode()
    lines.socket.sendall(
        f"POST {path} HTTP/1.1\r\nHost: broker\r\nAuthorization: Bearer {broker.tokens[who]}\r\nContent-Type: application/json\r\n"
        f"Accept-Language: {language}\r\nContent-Length: {len(payload)}\r\n\r\n".encode() + payload)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += lines.socket.recv(65536)
    head, _, rest = answer.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)[1])
    while len(rest) < length:
        rest += lines.socket.recv(65536)
    assert b"application/problem+json" in head, head
    return int(head.split(b" ", 2)[1]), json.loads(rest)


CHINESE = re.compile("[\u4e00-\u9fff]")


def attempt(kind, subject, whistle, action, who):
    """One illegal try in both languages, of what is not to be seen in one of them. What is legal is not tried.
    → how it was refused, or None."""
    state, found = subject["state"], parties(kind, who, subject, whistle)
    visible = who in WIDE or parties(kind, who, subject, whistle) if kind == "meetings" else sees(who, whistle)
    # The community and township of the whistle on a table see the table, and have no part in it.
    visible = visible or (kind == "meetings" and who in (RAISER, TOWNSHIP))
    mine = found & TABLES[kind][action][2] and not (kind == "whistles" and action == "evaluate" and handles(who, whistle))
    if visible and mine and state in TABLES[kind][action][0]:
        return None
    # Receiving again changes nothing and is no fault.
    if kind == "orders" and action == "receive" and mine and state in LIVE | {"resolved"} and any(
            c["name"] == "receive" and c["met_at"] for c in subject["clocks"]):
        return None
    expected = 404 if not visible else 403 if not mine else 409
    path, sent = f"/v1/{kind}/{subject['id']}/{action}", body(kind, action, who, subject)
    both = ("zh-CN", "en")
    for language in both if visible else (both[(len(action) + len(who)) % 2],):
        status, problem = ask(path, who, sent, language)
        told = f"{kind} {action} by {who} in {state}: {status} {problem}"
        assert status == expected == problem.get("status"), f"expected {expected}: {told}"
        assert problem["instance"] == path and problem["title"] and problem["detail"], told
        words = problem["title"] + problem["detail"]
        assert bool(CHINESE.search(words)) == (language == "zh-CN"), told
        kinds = {404: {"not-found"}, 403: {"forbidden"}, 409: {"illegal-transition"} | (
            {"claim-lost"} if action in ("release", "extend-lease") else set())}[expected]
        sort = problem["type"].split(":")[-1]
        assert sort in kinds, told
        if expected == 404:
            continue
        names = [WORDS[kind][action] if language == "zh-CN" else f"'{action}'"]
        if expected == 409:
            names.append(STATES[kind][state] if language == "zh-CN" else f"'{state}'")
            assert problem["current_state"] == state and action not in problem["allowed"], told
            may = {a for a in TABLES[kind] if found & TABLES[kind][a][2] and state in TABLES[kind][a][0]}
            sure = {a for a in may - GUARDED}
            offered = set(problem["allowed"]) - {"claim"}
            assert sure <= offered <= may, f"may {sorted(may)}, sure {sorted(sure)}: {told}"
        assert sort == "claim-lost" or all(name in problem["detail"] for name in names), (names, told)
    return expected


tries = [("whistles", w, w, a, who) for w in whistles for a in TABLES["whistles"] for who in CALLERS] \
    + [("orders", o, w, a, who) for o, w in orders for a in TABLES["orders"] for who in CALLERS] \
    + [("meetings", t, None, a, who) for t in tables for a in TABLES["meetings"] for who in CALLERS]
with ThreadPoolExecutor(6) as pool:
    done = list(pool.map(lambda t: attempt(*t), tries))
# Nothing of all that changed anything.
for seen in whistles:
    after = broker.get("/v1/whistles/" + seen["id"], CENTRE)
    assert (after["state"], after["version"]) == (seen["state"], seen["version"]), (seen, after)
for seen in tables:
    assert broker.get("/v1/meetings/" + seen["id"], CENTRE) == seen, seen
counts = Counter((kind, status) for (kind, *_), status in zip(tries, done) if status)
assert broker.stop() == 0
print(f"{sum(counts.values())} illegal tries in two languages: {dict(sorted(counts.items(), key=str))}; {done.count(None)} were legal")
assert len(set(s for _, s in counts)) == 3 and sum(counts.values()) > 4000, counts
