"""The API's document: valid by somebody else's validator, its examples fit their schemas, and every operation in it was
done at least once with an answer that is what it says (`document.py` holds each against its schema).
usage: openapi.py PROGRAM DATA_DIR"""
import html.parser
import json
import sys
import urllib.error
import urllib.request
from datetime import datetime, timedelta

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator

from broker import Broker
from document import JSON, closed

# Operations that no request of this witness reaches, each with what reaches it instead.
ELSEWHERE = dict.fromkeys(
    ("GET /s/style.css", "GET /s/{token}", "POST /s/{token}", "POST /v1/whistles/{id}/resident-link"),
    "links.py follows signed links from what gives them to what they do")

CENTRE = "command-centre"
broker = Broker(sys.argv[1], sys.argv[2] + "/one").start()
whole, seen = broker.document.whole, broker.document.seen
faults = [error.message for error in OpenAPIV31SpecValidator(whole).iter_errors()]
assert not faults, faults[:5]


# What its examples say fits what its schemas say.
def check(schema, value, what):
    validator = jsonschema_rs.validator_for(
        {**closed(schema), "components": {"schemas": broker.document.components}}, validate_formats=True)
    wrong = [error.message[:200] for error in validator.iter_errors(value)]
    assert not wrong, (what, wrong)


examples = 0
for template, item in whole["paths"].items():
    for method, operation in item.items():
        what = f"{method.upper()} {template}"
        assert operation["summary"] and operation["operationId"], what
        assert ("x-roles" in operation) == template.startswith("/v1/"), what
        for parameter in map(broker.document.resolve, operation["parameters"]):
            check(parameter["schema"], parameter["example"], (what, parameter["name"]))
            examples += 1
        for name, media in operation.get("requestBody", {}).get("content", {}).items():
            if name != "application/json":
                assert media["schema"]["format"] == "binary", (what, name)
            elif template != "/v1/rulebook":
                check(media["schema"], media["example"], (what, "body"))
                examples += 1
        for status, answer in operation["responses"].items():
            for name, media in broker.document.resolve(answer).get("content", {}).items():
                shown = media.get("examples", {"": {"value": media["example"]}} if "example" in media else {})
                assert shown or name not in JSON or template == "/openapi.json", (what, status, "has no example")
                for example in shown.values():
                    check(media["schema"], broker.document.resolve(example)["value"], (what, status))
                    examples += 1


def opened(method, path, who=None, body=None, headers=None):
    request = urllib.request.Request(broker.url + path, method=method, data=body, headers={
        **({"Authorization": "Bearer " + broker.tokens[who]} if who else {}), **(headers or {})})
    try:
        return urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refusal:
        return refusal


def ask(method, path, who=None, body=None, headers=None, status=200):
    """The same for what is not JSON."""
    with opened(method, path, who, body, headers) as answer:
        text = answer.read()
        broker.judge(method, path, answer, text)
        assert answer.status == status, (method, path, answer.status, text[:300])
        return text


def raised(**more):
    return broker.post("/v1/whistles", "meili", {"title": "墙皮剥落", "category": "walls", "departments": ["housing"], **more})


def orders(whistle):
    return {o["department"]: o for o in broker.get("/v1/whistles/" + whistle["id"], CENTRE)["orders"] if o["state"] not in ("rerouted", "cancelled")}


def act(order, action, who, body=None):
    return broker.post(f"/v1/orders/{order['id']}/{action}", who, body)


def whistle_act(whistle, action, who, body):
    return broker.post(f"/v1/whistles/{whistle['id']}/{action}", who, body)


for path in ("/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", "/docs.css"):
    ask("GET", path)


class Page(html.parser.HTMLParser):
    """What a reader of the page could follow, and what would run or be fetched."""

    def __init__(self):
        super().__init__()
        self.tags, self.ids, self.links, self.open = set(), set(), [], []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            assert name != "style" and not name.startswith("on") and name not in ("src", "srcset"), (tag, name)
            if name == "id":
                assert value not in self.ids, value
                self.ids.add(value)
            if name == "href":
                self.links.append(value)
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


for language in ("zh-CN", "en"):
    text = ask("GET", "/docs", headers={"Accept-Language": language}).decode()
    page = Page()
    page.feed(text)
    assert not page.open and not page.tags & {"script", "style", "img", "iframe", "object", "form"}, page.tags
    assert f'<html lang="{language}">' in text and "viewport" in text and "<th scope=\"col\"></th>" not in text
    assert all(link[1:] in page.ids if link[0] == "#" else link in ("/docs.css", "/openapi.json") for link in page.links), page.links[:5]
    for template, item in whole["paths"].items():
        for method, operation in item.items():
            assert operation["operationId"] in page.ids and f"{method.upper()}</b> {template}</code>" in text, (method, template)
assert ("接口手册" in ask("GET", "/docs").decode()) and "url(" not in ask("GET", "/docs.css").decode()

# An order's whole life.
whistle = raised(departments=["housing", "water"], contact={"name": "王", "phone": "1"}, location={"address": "路", "lng": 120.5, "lat": 31})
broker.post("/v1/whistles/batch", "meili", {"items": [{"title": "甲", "category": "walls", "departments": ["police"]}, {"title": ""}]})
broker.get("/v1/departments/water/queue", "water")
claim = broker.post("/v1/departments/water/queue/claim", "water", {"max": 1, "lease_seconds": 60})["orders"][0]
held = {"claim_token": claim["claim"]["token"]}
act(claim, "extend-lease", "water", {**held, "lease_seconds": 90})
act(claim, "release", "water", held)
broker.post("/v1/orders/receive", "water", {"items": [{"id": claim["id"]}, {"id": "x"}]})
lead = orders(whistle)["housing"]
act(lead, "receive", "housing")
act(lead, "report-in", "housing", {"person": "李", "location": {"address": "现场"}})
act(lead, "progress", "housing", {"note": "划线", "percent": 50})
act(lead, "supervise", CENTRE, {"level": "yellow", "note": "督办"})
until = datetime.fromisoformat(broker.get("/v1/whistles/" + whistle["id"], "meili")["total_due_at"]) + timedelta(days=2)
act(lead, "request-extension", "housing", {"until": until.isoformat(), "reason": "雨"})
act(lead, "decide-extension", CENTRE, {"approve": True, "note": "同意"})
act(lead, "suspend", "housing", {"reason": "等料"})
act(lead, "decide-suspension", CENTRE, {"approve": True})
act(lead, "resume", "housing")
act(claim, "return", "water", {"reason": "不属", "legal_basis": "职责清单"})
act(claim, "adjudicate", CENTRE, {"decision": "uphold", "note": "属地"})
broker.get(f"/v1/orders/{claim['id']}", "water")
for who, one in (("water", claim), ("housing", lead)):
    if who == "water":
        act(one, "report-in", who, {"person": "张"})
    act(one, "resolve", who, {"outcome": "好", "measures": "修", "responsible_person": "李"})
whistle_act(whistle, "evaluate", "meili", {"by": "raiser", "grade": "satisfied", "solved": True, "comment": "好"})
for path in ("", "/history"):
    broker.get(f"/v1/whistles/{whistle['id']}{path}", "meili")
broker.get("/v1/precedents", CENTRE)
broker.get("/v1/whistles?q=" + "%E5%A2%99%E7%9A%AE", "meili")

# What happens to whistles beside.
urged = raised()
whistle_act(urged, "urge", "meili", {"note": "催"})
whistle_act(urged, "refer-to-meeting", "meili", {"reason": "难"})
whistle_act(urged, "raise-level", "meili", {"note": "多"})
whistle_act(raised(), "withdraw", "meili", {"reason": "已解决"})
whistle_act(raised(), "merge", "meili", {"into": urged["id"]})
broker.get("/v1/inbox", CENTRE)

# Items, meetings, milestones.
item = broker.post("/v1/items", "meili", {"title": "路灯", "channel": "grid"})
broker.post(f"/v1/items/{item['id']}/resolve", "meili", {"outcome": "已修"})
results = broker.post("/v1/items/batch", "meili", {"items": [{"title": "井盖", "channel": "visit"}, {}]})["results"]
broker.post(f"/v1/items/{results[0]['item']['id']}/drop", "meili", {"reason": "重复"})
broker.get(f"/v1/items/{item['id']}", "meili")
broker.get("/v1/items?counts=true", "meili")
broker.post(f"/v1/items/{item['id']}/evaluate", "meili", {"grade": "satisfied", "comment": "快", "members": ["王五"]})
table = {"title": "联席会", "form": "collective", "place": "室", "invitees": ["housing"],
         "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T10:00:00+08:00"}
meeting = broker.post("/v1/meetings", CENTRE, {**table, "whistles": [urged["id"]]})
at = f"/v1/meetings/{meeting['id']}"
broker.post(at + "/respond", "housing", {"answer": "accept", "person": "李"})
broker.post(at + "/reschedule", CENTRE, {"starts_at": "2026-12-02T09:00:00+08:00", "ends_at": "2026-12-02T10:00:00+08:00", "reason": "改期"})
broker.post(at + "/check-in", "housing", {"organization": "housing", "person": "李"})
broker.post(at + "/hold", CENTRE, {"attendees_present": 3, "residents_present": 2})
decided = broker.post(at + "/outcomes", CENTRE, {"items": [{
    "whistle": urged["id"], "outcome": "assigned", "decision": "修", "lead": "housing", "assisting": ["water"],
    "milestones": [{"title": "完成", "due_at": "2026-12-20T17:00:00+08:00"}]}]})
broker.post(f"/v1/milestones/{decided['milestones'][0]['id']}/complete", "housing", {"note": "完成"})
broker.post(at + "/publish", CENTRE)
broker.post(at + "/close", CENTRE)
for accepted in ("text/markdown", "text/html"):
    ask("GET", at + "/minutes", CENTRE, headers={"Accept": accepted})
ask("GET", at + ".ics", "housing")
called_off = broker.post("/v1/meetings", CENTRE, {**table, "whistles": [raised()["id"]]})
broker.post(f"/v1/meetings/{called_off['id']}/cancel", CENTRE, {"reason": "不开"})
assert b"STATUS:CANCELLED" in ask("GET", f"/v1/meetings/{called_off['id']}.ics", "housing")
broker.get(at, CENTRE)
broker.get("/v1/meetings", CENTRE)
ask("GET", at + "/forms/record", CENTRE)

# The calendar: a token of its own opens it, and who tries many that are none is told to wait.
subscription = broker.post("/v1/calendar-tokens", "housing", {"name": "手机"}, headers={"Idempotency-Key": "phone"})
assert "token" not in broker.post("/v1/calendar-tokens", "housing", {"name": "手机"}, headers={"Idempotency-Key": "phone"})
assert ask("GET", subscription["path"]).startswith(b"BEGIN:VCALENDAR")
assert whole["paths"]["/v1/calendar.ics"]["get"]["security"] == [{"calendarToken": []}]
broker.get("/v1/calendar-tokens", "housing")
broker.ask("DELETE", f"/v1/calendar-tokens/{subscription['id']}", "housing")
ask("GET", subscription["path"], status=401)
ask("GET", "/v1/calendar.ics", "housing", status=401)
statuses = set()
while 429 not in statuses:
    with opened("GET", "/v1/calendar.ics?token=nonsense") as answer:
        broker.judge("GET", "/v1/calendar.ics?token=nonsense", answer, answer.read())
        statuses.add(answer.status)
        assert statuses <= {401, 429}, statuses

# Going out and listening.
session = broker.post("/v1/sessions", "meili", {
    "theme": "民生实事", "host": "meili", "held_at": "2026-01-10T19:30:00+08:00", "residents_present": 30, "attendees_present": 40,
    "branch": "一支部", "members": ["王五"], "place": "礼堂", "items": [
        {"title": "小区停车乱", "person": "王五", "members": ["王五"], "measures": "划线", "due_at": "2026-12-01T17:00:00+08:00"}]})
broker.get(f"/v1/sessions/{session['id']}", "meili")
broker.get("/v1/sessions", CENTRE)
area = broker.post("/v1/visit-plans", CENTRE, {
    "kind": "agent", "area": "yushan-fangta", "visitor": "代办员", "sender": "approvals", "monthly_day": 15, "starts_on": "2026-01-01"})
planned = f"/v1/visit-plans/{area['id']}"
assert any(day["moved"] for day in broker.get(planned + "/dates?from=2026-01-01&to=2026-12-31", "approvals")["items"])
broker.post(planned + "/visits", "approvals", {"visited_on": "2026-10-16", "households": 3, "note": "在", "items": [{"title": "办证慢"}]})
broker.get(planned + "/visits", "approvals")
broker.get(planned, "yushan")
broker.get("/v1/visit-plans", CENTRE)
broker.post("/v1/visit-plans", "meili", {"kind": "grid", "area": "meili-zhenbei", "grid": "01", "visitor": "甲", "weekday": "friday", "households": 9})
broker.post(planned + "/end", CENTRE, {"reason": "轮换", "on": "2026-12-31"})
day = broker.get("/v1/whistles/" + whistle["id"], CENTRE)["closed_at"][:10]
drawn = broker.post("/v1/inspections", "supervisor", {"method": "phone", "sample": {"size": 3, "seed": 7, "from": day, "to": day}})
assert drawn["draw"]["population"] > 0 and drawn["sample"], drawn
broker.post("/v1/inspections", CENTRE, {"method": "visit", "theme": "台账", "sample": [whistle["id"]], "households": 9, "calls": 2,
                                        "findings": ["公示栏空白", {"finding": "未回访", "whistle": whistle["id"]}]})
broker.post(f"/v1/inspections/{drawn['id']}/results", "supervisor", {"calls": 1, "results": [
    {"whistle": drawn["sample"][0]["whistle"], "solved": True, "grade": "satisfied", "comment": "好"}]})
broker.get(f"/v1/inspections/{drawn['id']}", "supervisor")
broker.get("/v1/inspections", CENTRE)

# Files, printed forms, contacts.
named = raised(contact={"name": "王", "phone": "1"}, title="围墙开裂")
kept = orders(named)["housing"]
files = f"/v1/whistles/{named['id']}/attachments"
body = whole["paths"]["/v1/whistles/{id}/attachments"]["post"]["requestBody"]
assert body["required"] and {"image/jpeg", "image/png", "application/pdf", "application/octet-stream"} <= set(body["content"]), body
photo = b"\xff\xd8\xff\xe0" + b"x" * 99
for _ in range(2):
    file = json.loads(ask("POST", files + "?name=%E5%A2%99.jpg", "meili", photo, {"Content-Type": "image/jpeg", "Idempotency-Key": "photo"}, status=201))
ask("POST", f"/v1/orders/{kept['id']}/attachments", "housing", b"%PDF-1.7\n" + photo, {"Content-Type": "application/octet-stream"}, status=201)
ask("POST", files, "meili", b"MZ" * 99, {"Content-Type": "image/png"}, status=415)
ask("POST", files, "meili", b"", {"Content-Type": "image/png"}, status=422)
assert len(broker.get(files, "housing")["items"]) == 2
assert ask("GET", f"/v1/attachments/{file['id']}", "housing") == photo
assert broker.post(f"/v1/attachments/{file['id']}/erase", "meili", {"reason": "本人要求"})["erased_at"]
ask("GET", f"/v1/attachments/{file['id']}", "housing", status=410)
assert [v["organization"] for v in broker.get(f"/v1/attachments/{file['id']}/views", CENTRE)["items"]] == ["housing"]
assert len(broker.get(files, "housing")["items"]) == 2
for form in ("application", "handover", "feedback"):
    ask("GET", f"/v1/whistles/{named['id']}/forms/{form}", "meili")
act(kept, "supervise", CENTRE, {"level": "red", "note": "催"})
for accepted in ("text/html", "text/markdown"):
    ask("GET", f"/v1/orders/{kept['id']}/notices/supervision", "housing", headers={"Accept": accepted})
broker.get("/v1/whistles/" + named["id"], CENTRE)
assert broker.get(f"/v1/whistles/{named['id']}/contact-views", "supervisor")["items"]
whistle_act(named, "erase-contact", "meili", {"reason": "本人要求"})

# Where like whistles gather, and what is published about it.
for place in ("一社区", "二社区"):
    for number in range(5):
        last = raised(title=f"第{number}次占道停车", category="parking", location={"community": place})
    assert last["possible_duplicates"], last
spots = [spot for spot in broker.get("/v1/hotspots", CENTRE)["items"] if spot["category"] == "parking"]
assert len(spots) == 2, spots
broker.get(f"/v1/hotspots/{spots[0]['id']}", "meili")
broker.post(f"/v1/hotspots/{spots[0]['id']}/convene", CENTRE, {key: table[key] for key in ("title", "form", "place", "starts_at", "ends_at")})
broker.post(f"/v1/hotspots/{spots[1]['id']}/dismiss", CENTRE, {"reason": "已列入改造"})
assert broker.get("/v1/monthly-topic", CENTRE)["topic"] and not broker.get("/v1/monthly-topic?month=2001-01", CENTRE)["topic"]
bulletin = broker.post("/v1/bulletins", CENTRE, {"period": "weekly", "summary": "本周"})
assert bulletin["red"], bulletin
broker.get("/v1/bulletins", "housing")
for accepted in ("application/json", "text/html", "text/markdown"):
    ask("GET", f"/v1/bulletins/{bulletin['id']}", "housing", headers={"Accept": accepted})

# Scores, the ledger, the audit.
for by in ("department", "township", "category"):
    assert broker.get(f"/v1/rates?by={by}&from=2026-01-01&to=2027-12-31", CENTRE)["items"], by
for by in ("branch", "member", "leader"):
    broker.get(f"/v1/points?by={by}&from=2026-01-01&to=2027-12-31", CENTRE)
assert broker.get("/v1/points?by=member&from=2026-01-01&to=2027-12-31", CENTRE)["items"]
broker.get("/v1/trends?channel=visit", CENTRE)
assert ask("GET", "/v1/ledger.csv", CENTRE).startswith(b"\xef\xbb\xbf") and ask("GET", "/v1/ledger.xlsx", CENTRE).startswith(b"PK")
assert broker.get("/v1/audit/verify", "supervisor")["ok"]
broker.post("/v1/audit/checkpoints", "supervisor")
assert broker.get("/v1/audit/checkpoints", "supervisor")["items"]
assert all(json.loads(line) for line in ask("GET", "/v1/audit/export", "supervisor").splitlines())

# Webhooks and the feed.
hook = broker.post("/v1/webhooks", "housing", {"name": "h", "url": "http://127.0.0.1:9/x", "adapter": "standard", "events": ["order.*"]})
hooked = f"/v1/webhooks/{hook['id']}"
broker.get(hooked, "housing")
broker.get("/v1/webhooks", "housing")
broker.ask("PATCH", hooked, "housing", {"name": "g", "digest": False})
broker.post(hooked + "/pause", "housing")
act(orders(raised())["housing"], "receive", "housing")
for _ in range(2000):    # Each try is a round trip: the relay has put the event into the endpoint's log before long.
    told = broker.get(hooked + "/deliveries", "housing")["items"]
    if told:
        break
broker.post(f"/v1/deliveries/{told[0]['id']}/redeliver", "housing")
broker.post(hooked + "/replay", "housing", {"since": "2020-01-01T00:00:00Z", "until": "2090-01-01T00:00:00Z", "dry_run": True})
broker.post(hooked + "/resume", "housing")
broker.post(hooked + "/test", "housing")
broker.post(hooked + "/rotate-secret", "housing")
broker.ask("DELETE", hooked, "housing")
broker.get("/v1/events", CENTRE)
with opened("GET", "/v1/events", CENTRE, headers={"Accept": "text/event-stream"}) as stream:
    for line in stream:
        if line.startswith(b"data:"):
            event = json.loads(line[5:])
            broker.judge("GET", "/v1/events", stream, line)
            broker.document.fits("event", broker.document.components["Event"], event, "an event of the stream")
            break

# The administration.
token = broker.post("/v1/tokens", "admin", {"organization": "housing", "role": "department", "name": "机器", "scopes": ["events"]})
ask("GET", "/v1/whistles", headers={"Authorization": "Bearer " + token["token"]}, status=403)
broker.get("/v1/tokens", "admin")
broker.ask("DELETE", f"/v1/tokens/{token['id']}", "admin")
broker.get("/v1/organizations", "meili")
book = broker.get("/v1/rulebook", "meili")
broker.get("/v1/calendars/2026", "meili")
broker.get("/v1/deadline?from=2026-02-10&amount=3&unit=working_days", "observer")
broker.get("/v1/demo/clock", "admin")
broker.ask("PUT", "/v1/demo/clock", "admin", {"now": (datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"]) + timedelta(days=60)).isoformat()})
broker.get("/v1/whistles?overdue=true", "meili")
ask("GET", f"/v1/orders/{kept['id']}/notices/urging", "housing")
broker.get("/v1/inbox", CENTRE)
rules = {name: value for name, value in book.items() if name not in ("id", "version")}
broker.ask("PUT", "/v1/rulebook", "admin", {**rules, "dispatch": "by_hand"})
waiting = raised()
whistle_act(waiting, "return-for-correction", CENTRE, {"reason": "不清"})
whistle_act(waiting, "resubmit", "meili", {"title": "说清了"})
whistle_act(waiting, "dispatch", CENTRE, {"departments": ["water"], "lead": "housing"})
asked = raised()
act(orders(whistle_act(asked, "dispatch", CENTRE, {"lead": "housing"}))["housing"], "return", "housing", {"reason": "不属", "legal_basis": "清单"})
act(orders(asked)["housing"], "adjudicate", CENTRE, {"decision": "reroute", "department": "water", "note": "属水务"})
assert "suggestion" in broker.get("/v1/whistles/" + raised()["id"], CENTRE)
whistle_act(raised(), "decline", CENTRE, {"reason": "不予受理"})
whistle_act(raised(), "divert", CENTRE, {"to": "法院", "advice": "起诉"})
assert not [line for line in broker.log if "request failed" in line]
assert broker.stop() == 0

# Another district: it reviews, a leader approves, meetings go in six steps.
broker = Broker(sys.argv[1], sys.argv[2] + "/two", demo="jiangdong").start()
units = broker.pages("/v1/organizations", CENTRE)
community = next(u for u in units if u["kind"] == "community" and u["parent"])
leader = next(u["code"] for u in units if u["kind"] == "leader")
book = broker.get("/v1/rulebook", CENTRE)
category = next(c["code"] for c in book["categories"] if c["triage"] == "government")
rules = {name: value for name, value in book.items() if name not in ("id", "version")}
broker.ask("PUT", "/v1/rulebook", "admin", {**rules, "meetings": {**rules["meetings"], "six_step": True}})


def application():
    return broker.post("/v1/whistles", community["code"], {"title": "楼道堆物", "category": category, "joint_signers": 10})


def applied():
    one = application()
    for who in (community["parent"], CENTRE):
        one = whistle_act(one, "review", who, {"decision": "accept", "note": "同意", **({"handle_by": leader} if who == CENTRE else {})})
    return one


refused = application()
refused = whistle_act(refused, "review", community["parent"], {"decision": "accept", "note": "报"})
assert refused["clocks"][0]["explanation"]["rhythm"] == "monthly", refused["clocks"]
refused = whistle_act(refused, "review", CENTRE, {"decision": "decline", "advice": "请走信访渠道", "note": "不属约谈"})
assert refused["answer"]["handled_as"], refused
one = applied()
order = one["orders"][0]
act(order, "receive", leader)
act(order, "report-in", leader, {"person": "秘书"})
act(order, "resolve", leader, {"outcome": "清", "measures": "清", "responsible_person": "张"})
whistle_act(one, "approve-feedback", book.get("feedback_approver") or leader, {"approve": True})
passed = applied()
to = next(u["code"] for u in units if u["has_queue"] and u["kind"] == "department")
act(passed["orders"][0], "delegate", leader, {"to": to, "reason": "由你局办"})
table["invitees"] = [to]
six = broker.post("/v1/meetings", CENTRE, {**table, "whistles": [applied()["id"]], "method": "six_step"})
at = f"/v1/meetings/{six['id']}"
broker.post(at + "/topics", CENTRE, {"topics": ["堆物"]})
broker.post(at + "/plan", CENTRE, {"plan": "清理"})
broker.post(at + "/hold", CENTRE, {"attendees_present": 3, "residents_present": 3})
broker.post(at + "/outcomes", CENTRE, {"items": [{"whistle": six["whistles"][0], "outcome": "resolved_on_site", "decision": "当场清"}]})
broker.post(at + "/publish", CENTRE)
broker.post(at + "/carry-out", CENTRE, {"note": "做了"})
broker.post(at + "/evaluate", CENTRE, {"grade": "satisfied", "note": "好"})
assert broker.stop() == 0

every = {f"{method.upper()} {template}" for template, item in whole["paths"].items() for method in item}
missing = every - seen - broker.document.seen - set(ELSEWHERE)
assert not missing, ("never answered", sorted(missing))
assert not set(ELSEWHERE) - every, "ELSEWHERE names what is not there"
print(f"openapi: {len(every)} operations, {examples} examples, all as the document says")
