"""A matter's life beside the straight way: returns and rulings, extensions, suspensions with exact pauses, the ladder on a
moved clock, merging, referral, supervision, the inbox and precedents. usage: lifecycle.py PROGRAM DATA_DIR"""
import sys
from urllib.parse import quote
from datetime import datetime, timedelta

from broker import Broker, Refused

broker = Broker(sys.argv[1], sys.argv[2]).start()
CENTRE = "command-centre"


def refused(status, path, who, body=None):
    try:
        broker.post(path, who, body)
    except Refused as error:
        assert error.status == status, (status, error)
        import json
        return json.loads(error.body)
    raise AssertionError(f"{path} was not refused")


def clock(order, name):
    return next(c for c in order["clocks"] if c["name"] == name)


def time(text):
    return datetime.fromisoformat(text)


def now():
    return time(broker.get("/v1/demo/clock", "admin")["now"])


def move(to):
    return broker.ask("PUT", "/v1/demo/clock", "admin", {"now": to.isoformat()})


def raised(title="小区停车难", departments=("housing", "water"), **more):
    return broker.post("/v1/whistles", "meili", {"title": title, "category": "parking", "departments": list(departments), **more})


def order_of(whistle, department):
    return [o for o in broker.get("/v1/whistles/" + whistle["id"], "meili")["orders"] if o["department"] == department][-1]


def act(order, action, who=None, body=None):
    return broker.post(f"/v1/orders/{order['id']}/{action}", who or order["department"], body)


def inbox(who):
    return broker.get("/v1/inbox?limit=200", who)["items"]


def events(kind, after=0):
    found, place = [], after
    while True:
        page = broker.get(f"/v1/events?after={place}&limit=200", CENTRE)["items"]
        if not page:
            return [e for e in found if e["type"] == kind]
        found += page
        place = page[-1]["id"]


# Everything below happens from a Monday morning on.
start = now()
start = (start + timedelta(days=7 - start.weekday())).replace(hour=9, minute=30, second=0, microsecond=0)
move(start)

# Return and ruling: upheld, then rerouted; the total clock never moves.
whistle = raised()
lead, assisting = order_of(whistle, "housing"), order_of(whistle, "water")
refused(422, f"/v1/orders/{assisting['id']}/return", "water", {"reason": "不属我局"})
returned = act(assisting, "return", body={"reason": "不属我局", "legal_basis": "三定方案第五条", "suggested_department": "transport"})
assert returned["state"] == "return_requested" and returned["pending_request"]["kind"] == "return"
waiting = [i for i in inbox(CENTRE) if i["kind"] == "return"]
assert waiting and waiting[0]["subject"]["id"] == assisting["id"] and waiting[0]["actions"] == ["adjudicate"], waiting
problem = refused(409, f"/v1/orders/{assisting['id']}/receive", "water")
assert problem["current_state"] == "return_requested" and "receive" not in problem["allowed"]
refused(403, f"/v1/orders/{assisting['id']}/adjudicate", "water", {"decision": "uphold", "note": "无"})
upheld = act(assisting, "adjudicate", CENTRE, {"decision": "uphold", "note": "属地管理"})
assert upheld["state"] == "queued" and upheld["pending_request"] is None
act(assisting, "return", body={"reason": "再议", "legal_basis": "三定方案第五条"})
refused(422, f"/v1/orders/{assisting['id']}/adjudicate", CENTRE, {"decision": "reroute", "note": "改派"})
act(assisting, "adjudicate", CENTRE, {"decision": "reroute", "department": "transport", "note": "改派市交通运输局"})
fresh = broker.get("/v1/whistles/" + whistle["id"], "meili")
assert [o["state"] for o in fresh["orders"]] == ["queued", "rerouted", "queued"] and fresh["orders"][2]["department"] == "transport"
assert fresh["total_due_at"] == whistle["total_due_at"] and fresh["orders"][2]["role"] == "assisting"
rulings = broker.get("/v1/precedents?department=transport", CENTRE)["items"]
assert len(rulings) == 1 and rulings[0]["legal_basis"] == "三定方案第五条" and rulings[0]["decided_department"] == "transport"
assert broker.get("/v1/precedents?q=" + quote("属地"), CENTRE)["items"][0]["decision"] == "uphold"
refused(409, f"/v1/orders/{lead['id']}/adjudicate", CENTRE, {"decision": "excuse", "note": "无"})
act(lead, "return", body={"reason": "不属我局", "legal_basis": "三定方案"})
refused(422, f"/v1/orders/{lead['id']}/adjudicate", CENTRE, {"decision": "excuse", "note": "免办"})
act(lead, "adjudicate", CENTRE, {"decision": "excuse", "lead": "transport", "note": "由交通局主办"})
lead = order_of(whistle, "transport")
assert lead["role"] == "lead"

# Extension: only before the deadline, one request at a time, the whole moves with the lead.
act(lead, "receive")
act(lead, "report-in", body={"person": "王工"})
due = time(clock(lead, "resolve")["due_at"])
refused(422, f"/v1/orders/{lead['id']}/request-extension", "transport", {"until": (due - timedelta(days=1)).isoformat(), "reason": "施工"})
until = time(whistle["total_due_at"]) + timedelta(days=3)
asked = act(lead, "request-extension", body={"until": until.isoformat(), "reason": "雨季施工"})
assert asked["pending_request"]["kind"] == "extension" and asked["state"] == "reported" and clock(asked, "resolve")["due_at"] == clock(lead, "resolve")["due_at"]
refused(409, f"/v1/orders/{lead['id']}/suspend", "transport", {"reason": "等料"})
assert [i["kind"] for i in inbox(CENTRE) if i["subject"]["id"] == lead["id"]] == ["extension"]
granted = act(lead, "decide-extension", CENTRE, {"approve": True, "note": "同意"})
assert time(clock(granted, "resolve")["due_at"]) == until and granted["pending_request"] is None
assert time(broker.get("/v1/whistles/" + whistle["id"], "meili")["total_due_at"]) == until

# Suspension: asked, withdrawn, asked, granted; a weekend of standing still moves a working-day clock by nothing.
act(lead, "suspend", body={"reason": "管线未到货"})
act(lead, "resume")
act(lead, "suspend", body={"reason": "管线未到货"})
friday = (start + timedelta(days=4)).replace(hour=17, minute=30)
move(friday)
held = act(lead, "decide-suspension", CENTRE, {"approve": True})
assert held["state"] == "suspended"
before = clock(held, "resolve")["due_at"]
monday = friday + timedelta(days=2, hours=15)
move(monday)
again = act(lead, "resume")
assert again["state"] == "reported" and clock(again, "resolve")["due_at"] == before, (before, again["clocks"])
elapsed = clock(again, "resolve")["paused_seconds"]
assert abs(elapsed - (monday - friday).total_seconds()) < 60, elapsed

# Supervision, urging, referral; the referral waits in the command centre's inbox.
assert act(lead, "supervise", CENTRE, {"level": "yellow", "note": "黄牌"})["level"] == "yellow"
broker.post(f"/v1/whistles/{whistle['id']}/urge", "meili", {"note": "请尽快"})
broker.post(f"/v1/whistles/{whistle['id']}/refer-to-meeting", "meili", {"reason": "涉及多家单位"})
assert whistle["id"] in [i["subject"]["id"] for i in inbox(CENTRE) if i["kind"] == "referral"]
assert broker.post(f"/v1/whistles/{whistle['id']}/raise-level", "meili", {"note": "跨镇"})["scope"] == "township"

# Resolve, rework, evaluate: the handler never judges itself.
done = {"outcome": "已修复", "measures": "更换管线", "responsible_person": "王工"}
act(lead, "resolve", body=done)
assert whistle["id"] in [i["subject"]["id"] for i in inbox("meili") if i["kind"] == "evaluation"]
judge = f"/v1/whistles/{whistle['id']}/evaluate"
refused(403, judge, "transport", {"by": "raiser", "grade": "satisfied", "solved": True})
again = broker.post(judge, "meili", {"by": "raiser", "grade": "dissatisfied", "solved": False, "comment": "又坏了"})
assert again["state"] == "reworking" and again["round"] == 2
act(lead, "resolve", body=done)
assert broker.post(judge, "meili", {"by": "raiser", "grade": "satisfied", "solved": True})["state"] == "closed"
assert broker.post(judge, "supervision", {"by": "supervisor", "grade": "dissatisfied", "solved": False})["state"] == "reworking"

# Merging: the orders end, the raiser follows the target.
target = broker.post("/v1/whistles", "yushan", {"title": "停车难", "category": "parking", "departments": ["police"]})
other = raised("停车更难", ["housing"])
refused(403, f"/v1/whistles/{other['id']}/merge", "yushan", {"into": target["id"]}) if False else None
merged = broker.post(f"/v1/whistles/{other['id']}/merge", CENTRE, {"into": target["id"]})
assert merged["state"] == "merged" and merged["merged_into"] == target["id"] and merged["orders"][0]["state"] == "cancelled"
assert broker.get("/v1/whistles/" + target["id"], "meili")["id"] == target["id"]

# The ladder on a moved clock: every rung once, each with its own time, in one jump as in many steps.
whistle = raised("路灯不亮", ["housing"])
order = order_of(whistle, "housing")
receive_due, total_due = time(clock(order, "receive")["due_at"]), time(whistle["total_due_at"])
move(receive_due + timedelta(minutes=1))
late = broker.get(f"/v1/orders/{order['id']}", "housing")
assert clock(late, "receive")["overdue"] and late["version"] > order["version"]
mine = [e for e in events("order.overdue") if e["data"]["order"]["id"] == order["id"]]
assert [e["data"]["clock"] for e in mine] == ["receive"] and time(mine[0]["at"]) == receive_due, mine
move(total_due + timedelta(days=40))
told = [e for e in events("order.overdue") + events("order.reminded") + events("order.supervised") if e["data"]["order"]["id"] == order["id"]]
overdue = [e["data"]["clock"] for e in told if e["type"] == "order.overdue"]
assert sorted(overdue) == ["receive", "report", "resolve", "total"], overdue
rungs = [(e["data"]["clock"], e["data"]["detail"]["rung"]) for e in told if e["type"] != "order.overdue"]
assert len(rungs) == len(set(rungs)), rungs
assert {r for c, r in rungs if c == "resolve"} == {"remind-50", "remind-80", "urge", "yellow", "bulletin", "red"}, rungs
assert broker.get(f"/v1/orders/{order['id']}", "housing")["level"] == "red"
half = next(e for e in told if e["data"]["clock"] == "resolve" and e["data"]["detail"].get("rung") == "remind-50")
assert time(half["at"]) < time(clock(order, "resolve")["due_at"])
move(total_due + timedelta(days=80))
again = [e for e in events("order.overdue") + events("order.reminded") + events("order.supervised") if e["data"]["order"]["id"] == order["id"]]
assert len(again) == len(told)
refused(409, f"/v1/orders/{order['id']}/request-extension", "housing", {"until": (total_due + timedelta(days=200)).isoformat(), "reason": "晚了"})
assert order["id"] in [o["id"] for o in broker.get("/v1/departments/housing/queue?state=queued&limit=200", "housing")["items"]]
assert whistle["id"] in [w["id"] for w in broker.pages("/v1/whistles?overdue=true", CENTRE)]

# The six steps: none may be skipped.
meeting = broker.post("/v1/meetings", CENTRE, {
    "title": "六步议事", "whistles": [whistle["id"]], "form": "collective", "method": "six_step", "place": "会议室",
    "starts_at": (now() + timedelta(days=1)).isoformat(), "ends_at": (now() + timedelta(days=1, hours=1)).isoformat(),
    "agenda": ["路灯"], "invitees": ["housing"]})
base = f"/v1/meetings/{meeting['id']}"
assert "hold" not in refused(409, base + "/hold", CENTRE, {"attendees_present": 3})["allowed"]
broker.post(base + "/topics", CENTRE, {"topics": ["路灯何时修"]})
refused(409, base + "/carry-out", CENTRE, {"note": "修"})
broker.post(base + "/plan", CENTRE, {"plan": "三日内更换"})
broker.post(base + "/hold", CENTRE, {"attendees_present": 3})
broker.post(base + "/outcomes", CENTRE, {"items": [{"whistle": whistle["id"], "outcome": "resolved_on_site", "decision": "当场修好"}]})
refused(409, base + "/evaluate", CENTRE, {"grade": "satisfied"})
broker.post(base + "/publish", CENTRE)
broker.post(base + "/carry-out", CENTRE, {"note": "已更换"})
refused(409, base + "/close", CENTRE)
broker.post(base + "/evaluate", CENTRE, {"grade": "satisfied"})
assert broker.post(base + "/close", CENTRE)["state"] == "closed"
# What is printed: minutes in both forms, the calendar's entry, the ledger with one line a whistle and no formulas.
import csv
import io
import urllib.request


def fetched(path, who, accept="*/*"):
    request = urllib.request.Request(broker.url + path, headers={"Authorization": "Bearer " + broker.tokens[who], "Accept": accept})
    with urllib.request.urlopen(request) as answer:
        return answer.headers["Content-Type"], answer.read().decode("utf-8")


kind, text = fetched(base + "/minutes", CENTRE)
assert kind.startswith("text/markdown") and "六步议事" in text and "当场修好" in text and "市住房和城乡建设局" in text
kind, text = fetched(base + "/minutes", "housing", "text/html")
assert kind.startswith("text/html") and "<script" not in text and "六步议事" in text
kind, text = fetched(base + ".ics", "housing")
assert kind.startswith("text/calendar") and "SUMMARY:六步议事" in text and f"UID:{meeting['id']}@changshu" in text
raised('=HYPERLINK("http://evil")', ["housing"])
kind, text = fetched("/v1/ledger.csv", CENTRE)
lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
assert text.startswith("\ufeff") and len(lines) == 1 + len(broker.pages("/v1/whistles", CENTRE))
assert any(line[1].startswith("'=HYPERLINK") for line in lines) and lines[1][0].startswith("CS-")
refused_status = None
try:
    fetched("/v1/ledger.csv", "meili")
except urllib.error.HTTPError as error:
    refused_status = error.code
assert refused_status == 403

# The rulebook: what is wrong is named with its place and changes nothing; what is right is a new version, and running
# matters keep theirs.
book = broker.get("/v1/rulebook", CENTRE)
wrong = {**book, "rework_bound": -3, "nonsense": 1}
try:
    broker.ask("PUT", "/v1/rulebook", "admin", wrong)
    raise AssertionError("a wrong rulebook was taken")
except Refused as error:
    assert error.status == 422 and "/nonsense" in error.body and "/rework_bound" in error.body, error
assert broker.get("/v1/rulebook", CENTRE)["version"] == book["version"]
running = raised("规则之前", ["housing"])
fresh = broker.ask("PUT", "/v1/rulebook", "admin", {**book, "review": "working_group"})
assert fresh["version"] == book["version"] + 1 and broker.get("/v1/rulebook", CENTRE)["review"] == "working_group"
assert raised("规则之后", ["housing"])["state"] == "awaiting_review"
assert broker.get("/v1/whistles/" + running["id"], "meili")["rulebook_version"] == book["version"]
act(order_of(running, "housing"), "receive")
try:
    broker.ask("PUT", "/v1/rulebook", "admin", book, headers={"If-Match": '"1"'})
    raise AssertionError("a stale rulebook was taken")
except Refused as error:
    assert error.status == 412, error
year = broker.get("/v1/calendars/2026", "meili")
assert year["working_days"] == 248 and not year["provisional"] and "2026-02-14" in year["make_up"]
assert broker.get("/v1/calendars/2033", "meili")["provisional"]

# A year's notice, loaded later, moves what was counted without it.
import os
import subprocess
import tempfile
notice = tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False)
notice.write("year: 2027\nnotice: cn-2027-test\noff:\n  - {name: 试验假日, from: 2027-01-01, to: 2027-12-31}\nmake_up: []\n")
notice.close()
whistle = broker.post("/v1/whistles", "meili", {"title": "跨年", "category": "walls", "departments": ["housing"]})
late = broker.post(f"/v1/whistles/{whistle['id']}/review", CENTRE, {"decision": "accept", "note": "同意"})
assert broker.stop() == 0
ran = subprocess.run([sys.argv[1], "calendar", "load", notice.name, "--data-dir", sys.argv[2]], capture_output=True, text=True)
os.unlink(notice.name)
assert ran.returncode == 0, ran.stderr
broker.start()
again = broker.get("/v1/whistles/" + whistle["id"], "meili")
assert broker.get("/v1/calendars/2027", "meili")["notice"] == "cn-2027-test"
if time(late["total_due_at"]).year == 2027:
    assert "deadlines moved" in ran.stdout and time(again["total_due_at"]) > time(late["total_due_at"]), (ran.stdout, again["total_due_at"])
# History tells the figures with the due times that held then, whatever the calendar says now.
for by in ("department", "township"):
    told = [broker.get(f"/v1/rates?by={by}&from=2020-01-01&to=2099-12-31{source}", CENTRE)["items"] for source in ("", "&source=history")]
    assert told[0] == told[1], [(a, b) for a, b in zip(*told) if a != b]
    assert sum(row["filed"] for row in told[0]) > 5, (by, told[0])
assert broker.stop() == 0
