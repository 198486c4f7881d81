"""The scoreboard against a model: a lively district is run through the public API, every figure of every scoreboard is
counted again here from what the API shows of the whistles, the same is told from history, and another rulebook changes
scores and ranks and nothing that was stored. Then points, trends and the ledger as a workbook. usage: rates.py PROGRAM
DATA_DIR"""
import io
import random
import sys
import urllib.request
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import openpyxl

from broker import Broker, Refused

broker = Broker(sys.argv[1], sys.argv[2]).start()
CENTRE = "command-centre"
dice = random.Random(7)
townships = ["meili", "yushan", "haiyu"]
judged = {}  # whistle → its revisits, in order
told_back = set()  # whistles sent back to be corrected
rulings = {}  # department → [rulings, upheld]


def time(text):
    return datetime.fromisoformat(text)


def move(**by):
    now = time(broker.get("/v1/demo/clock", "admin")["now"])
    broker.ask("PUT", "/v1/demo/clock", "admin", {"now": (now + timedelta(**by)).isoformat()})


def raised(**more):
    township = dice.choice(townships)
    body = {"title": "一件", "category": dice.choice(["parking", "walls", "roads"]),
            "kind": dice.choice(["routine", "routine", "priority"]),
            "departments": dice.sample(["housing", "water", "police", "fire"], dice.choice([1, 1, 2])), **more}
    whistle = broker.post("/v1/whistles", township, body)
    whistle["raiser"] = township
    return whistle


def fresh(whistle):
    return broker.get("/v1/whistles/" + whistle["id"], CENTRE)


def live(whistle, *states):
    return [o for o in sorted(fresh(whistle)["orders"], key=lambda o: o["role"]) if o["state"] in states]


def act(order, action, body=None, who=None):
    return broker.post(f"/v1/orders/{order['id']}/{action}", who or order["department"], body)


def report(whistle):
    for order in live(whistle, "queued"):
        act(order, "receive")
        act(order, "report-in", {"person": "李"})


def resolve(whistle):
    # The lead comes last: it answers for the whole.
    for order in live(whistle, "reported", "reworking"):
        act(order, "resolve", {"outcome": "已办", "measures": "整改", "responsible_person": "李" + order["department"][0]})


def judge(whistle, by, grade, solved=True, valid=True):
    who = "supervisor" if by == "supervisor" else whistle["raiser"]
    done = broker.post(f"/v1/whistles/{whistle['id']}/evaluate", who,
                       {"by": by, "grade": grade, "solved": solved, "valid": valid})
    if by != "raiser" and valid:
        judged.setdefault(whistle["id"], []).append((grade, solved))
    return done


def finish(whistle, grade="satisfied", solved=True, by="resident"):
    report(whistle)
    resolve(whistle)
    return judge(whistle, by, grade, solved)


def adjudicate(whistle, decision, **more):
    order = live(whistle, "queued")[0]
    act(order, "return", {"reason": "不属职责", "legal_basis": "三定方案"})
    act(order, "adjudicate", {"decision": decision, "note": "裁定", **more}, CENTRE)
    count = rulings.setdefault(order["department"], [0, 0])
    count[0] += 1
    count[1] += decision == "uphold"


def meet(whistles, **outcome):
    now = time(broker.get("/v1/demo/clock", "admin")["now"])
    meeting = broker.post("/v1/meetings", CENTRE, {
        "title": "会商", "whistles": [w["id"] for w in whistles], "form": "on_site", "place": "现场", "agenda": ["办"],
        "starts_at": (now + timedelta(hours=1)).isoformat(), "ends_at": (now + timedelta(hours=2)).isoformat(),
        "invitees": ["housing"]})
    base = "/v1/meetings/" + meeting["id"]
    broker.post(base + "/hold", CENTRE, {"attendees_present": 3})
    broker.post(base + "/outcomes", CENTRE, {"items": [{"whistle": w["id"], "decision": "定", **outcome} for w in whistles]})


begun = time(broker.get("/v1/demo/clock", "admin")["now"])
# The first days: what is done at once, what is returned, ruled on, held up, given up.
for _ in range(6):
    finish(raised(), dice.choice(["satisfied", "satisfied", "basically_satisfied"]))
for _ in range(3):
    finish(raised(), by="raiser")
again = [raised() for _ in range(4)]
for whistle in again:
    finish(whistle, "dissatisfied", False)
returned = [raised(departments=["housing"]) for _ in range(3)]
for whistle in returned[:2]:
    adjudicate(whistle, "uphold")
adjudicate(returned[2], "reroute", department="water")
excused = raised(departments=["housing", "police"])
assisting = [o for o in live(excused, "queued") if o["role"] == "assisting"][0]
act(assisting, "return", {"reason": "无关", "legal_basis": "三定方案"})
act(assisting, "adjudicate", {"decision": "excuse", "note": "免"}, CENTRE)
rulings.setdefault("police", [0, 0])[0] += 1
given_up = raised()
broker.post(f"/v1/whistles/{given_up['id']}/withdraw", given_up["raiser"], {"reason": "自行解决"})
into = raised()
merged = raised()
broker.post(f"/v1/whistles/{merged['id']}/merge", CENTRE, {"into": into["id"]})
declined = raised(category="other", departments=[])
broker.post(f"/v1/whistles/{declined['id']}/decline", CENTRE, {"reason": "不予受理"})
corrected = raised(category="other", departments=[])
broker.post(f"/v1/whistles/{corrected['id']}/return-for-correction", CENTRE, {"reason": "地点不明"})
told_back.add(corrected["id"])
broker.post(f"/v1/whistles/{corrected['id']}/resubmit", corrected["raiser"],
            {"category": "walls", "kind": "priority", "departments": ["housing"]})
held_up = [raised(departments=["water"]) for _ in range(3)]
for whistle in held_up:
    report(whistle)
    order = live(whistle, "reported")[0]
    act(order, "suspend", {"reason": "汛期"})
    act(order, "decide-suspension", {"approve": True, "note": "同意"}, CENTRE)
put_off = [raised(departments=["housing"], kind="priority") for _ in range(2)]
for days, whistle in zip((3, 60), put_off):
    report(whistle)
    order = live(whistle, "reported")[0]
    due = time(next(c for c in order["clocks"] if c["name"] == "resolve")["due_at"])
    act(order, "request-extension", {"until": (due + timedelta(days=days)).isoformat(), "reason": "材料"})
    act(order, "decide-extension", {"approve": True, "note": "同意"}, CENTRE)
tabled = [raised(departments=["fire"]) for _ in range(2)]
meet(tabled, outcome="assigned", lead="fire", assisting=[], responsible_person="王",
     due_at=(begun + timedelta(days=45)).isoformat())
meet([raised()], outcome="supervised", lead="police", assisting=["water"], responsible_person="王",
     due_at=(begun + timedelta(days=50)).isoformat())
meet([raised()], outcome="resolved_on_site")
meet([raised()], outcome="deferred")
unagreed = raised()
meet([unagreed], outcome="no_agreement")
late = [raised() for _ in range(5)]
move(days=8)
# A week later: late reports, second rounds, pauses that end, late judgements.
for whistle in late[:3]:
    finish(whistle, dice.choice(["satisfied", "dissatisfied"]), True)
for whistle in again[:3]:
    resolve(whistle)
    judge(whistle, "resident", "satisfied")
for whistle in held_up[:2]:
    act(live(whistle, "suspended")[0], "resume")
resolve(held_up[0])
judge(held_up[0], "supervisor", "satisfied", True)
for whistle in put_off:
    resolve(whistle)
    judge(whistle, "resident", "satisfied", valid=False)
judge(put_off[0], "resident", "basically_satisfied")
resolve_at_end = tabled + [into]
report(into)
broker.post(f"/v1/whistles/{unagreed['id']}/dispatch", CENTRE, {"lead": "fire", "departments": ["water"]})
# Leaves some days between what is due early and what is due late.
for _ in range(4):
    raised()
move(days=12)
for whistle in resolve_at_end:
    report(whistle)
    resolve(whistle)
judge(into, "raiser", "satisfied")
# A revisit after closing that reopens.
judge(again[0], "supervisor", "dissatisfied", False)
running = [raised(), raised()]
now = time(broker.get("/v1/demo/clock", "admin")["now"])
zone = time(broker.get("/v1/whistles/" + into["id"], CENTRE)["total_due_at"]).tzinfo
everything = [fresh(w) for w in broker.pages("/v1/whistles", CENTRE)]
ENDED = {"declined", "diverted", "merged", "withdrawn"}


def clock(order, name):
    return next(c for c in order["clocks"] if c["name"] == name)


def in_time(clock):
    return clock["met_at"] is not None and time(clock["met_at"]) <= time(clock["due_at"])


def counted(first, last):
    for whistle in everything:
        due = time(whistle["total_due_at"] or whistle["created_at"]).astimezone(zone)
        if first <= due.date() <= last:
            yield whistle, due


FIELDS = ["filed", "due", "answered", "revisits", "solved", "satisfied", "basically_satisfied", "closed", "on_time",
          "suspended", "running", "returns", "unjust_returns"]


def model(by, first, last):
    """The same figures, from what the API shows of each whistle."""
    rows = {}

    def row(key):
        return rows.setdefault(key, dict.fromkeys(FIELDS + ["needless"], 0))

    def add(row, whistle, due, suspended, report, closed, done, due_at):
        row["due"] += 1
        if suspended:
            row["suspended"] += 1
            return
        row["answered"] += bool(report and in_time(report))
        row["closed"] += closed
        row["on_time"] += closed and in_time(done)
        row["running"] += not closed and due_at >= now
        visits = judged.get(whistle["id"])
        if visits:
            grade, solved = visits[-1]
            row["revisits"] += 1
            row["solved"] += solved
            if grade in row:
                row[grade] += 1

    for whistle, due in counted(first, last):
        stands = whistle["state"] not in ENDED
        total = next((c for c in whistle["clocks"] if c["name"] == "total"), None)
        if by == "department":
            for order in whistle["orders"]:
                share = row(order["department"])
                share["filed"] += 1
                if stands and order["state"] not in ("rerouted", "cancelled"):
                    done = clock(order, "resolve")
                    add(share, whistle, due, order["state"] == "suspended", clock(order, "report"),
                        order["state"] == "closed", done, time(done["due_at"]))
            continue
        whole = row({"township": whistle["township"], "category": whistle["category"], "month": due.strftime("%Y-%m")}[by])
        whole["filed"] += 1
        whole["needless"] += whistle["state"] in ("declined", "withdrawn") or whistle["id"] in told_back
        if stands and total:
            lead = next((o for o in whistle["orders"] if o["role"] == "lead" and o["state"] not in ("rerouted", "cancelled")), None)
            add(whole, whistle, due, whistle["state"] == "suspended" or bool(lead and lead["state"] == "suspended"),
                lead and clock(lead, "report"), whistle["state"] == "closed", total, time(total["due_at"]))
    return rows


def rate(part, whole):
    if not whole:
        return None
    return float((Decimal(part * 100) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def checked(by, first, last, extra=""):
    path = f"/v1/rates?by={by}&from={first}&to={last}{extra}"
    board = broker.get(path, CENTRE)
    rows = model(by, first, last)
    items = {item["key"]: item for item in board["items"]}
    assert set(rows) <= set(items), (set(rows) - set(items))
    for key, item in items.items():
        wanted = rows.get(key, dict.fromkeys(FIELDS + ["needless"], 0))
        for field in FIELDS + ([] if by == "department" else ["needless"]):
            if field in ("returns", "unjust_returns") and by != "department":
                continue
            if field in ("returns", "unjust_returns"):
                continue
            assert item[field] == wanted[field], (path, key, field, item[field], wanted[field])
        base = item["due"] - item["suspended"]
        assert item["response_rate"] == rate(item["answered"], base), item
        assert item["closing_rate"] == rate(item["closed"], base), item
        assert item["on_time_rate"] == rate(item["on_time"], base), item
        assert item["resolution_rate"] == rate(item["solved"], item["revisits"]), item
        assert item["satisfaction_rate"] == rate(item["satisfied"], item["revisits"]), item
        parts = [(w, Fraction(p, q)) for w, p, q in ((30, item["answered"], base), (35, item["solved"], item["revisits"]),
                                                     (35, item["satisfied"], item["revisits"])) if q]
        score = sum(w * f for w, f in parts) / sum(w for w, _ in parts) if parts else None
        assert item["score"] == (None if score is None else rate(score.numerator, score.denominator)), item
        assert (item["rank"] is None) == (item["score"] is None)
    for item in items.values():
        if item["score"] is not None:
            assert item["rank"] == 1 + sum(o["score"] is not None and o["score"] > item["score"] for o in items.values())
    return board


first, last = begun.date() - timedelta(days=1), begun.date() + timedelta(days=120)
for by in ("department", "township", "category", "month"):
    board = checked(by, first, last)
    assert board["items"] == broker.get(f"/v1/rates?by={by}&from={first}&to={last}&source=history", CENTRE)["items"], by
# Each day of which something is due, alone: both ends are included, and nothing is counted twice.
days = sorted({due.date() for _, due in counted(first, last)})
assert len(days) >= 6, days
filed = 0
for day in days:
    board = checked("township", day, day)
    filed += sum(i["filed"] for i in board["items"])
    assert board["items"] == broker.get(f"/v1/rates?by=township&from={day}&to={day}&source=history", CENTRE)["items"], day
assert filed == len(everything), (filed, len(everything))
# Everybody of the kind is listed, with or without work; nothing due is neither 0 nor 100 %.
units = {u["code"]: u["kind"] for u in broker.pages("/v1/organizations", CENTRE)}
departments = {i["key"]: i for i in broker.get(f"/v1/rates?by=department&from={first}&to={last}", CENTRE)["items"]}
assert {c for c, k in units.items() if k == "department"} <= set(departments)
idle = departments["state-grid"]
assert idle["due"] == 0 and all(idle[f] is None for f in (
    "response_rate", "resolution_rate", "satisfaction_rate", "closing_rate", "on_time_rate", "score", "rank")), idle
for department, (count, upheld) in rulings.items():
    assert (departments[department]["returns"], departments[department]["unjust_returns"]) == (count, upheld), department
shares = [i for i in broker.get(f"/v1/rates?by=township&from={first}&to={last}", CENTRE)["items"]]
assert {i["key"] for i in shares} == set(townships) and all(i["balance"] in ("too_few", "usual", "too_many") for i in shares)
assert abs(sum(i["whistle_share"] for i in shares) - 300) < 0.1, shares

# What if: another rulebook changes figures and ranks, and nothing that was stored.
book = broker.get("/v1/rulebook", CENTRE)


def kept():
    """Everything the scores are made of, and who wrote the history; the ladder's own reminders go on meanwhile."""
    whistles = {}
    for whistle in broker.pages("/v1/whistles", CENTRE):
        lines = broker.get(f"/v1/whistles/{whistle['id']}/history?limit=200", CENTRE)["items"]
        whistles[whistle["id"]] = (
            whistle["state"], whistle["total_due_at"], whistle["rulebook_version"],
            [(o["number"], o["state"], [(c["name"], c["due_at"], c["met_at"]) for c in o["clocks"]]) for o in whistle["orders"]],
            [(l["seq"], l["hash"]) for l in lines if l["actor"] != "system"])
    return whistles


before = kept()
shown = broker.get(f"/v1/rates?by=department&from={first}&to={last}", CENTRE)
day = {"amount": 1, "unit": "working_days"}
minute = {"amount": 1, "unit": "minutes"}
limits = {kind: {**rules, "receive": minute, "report": minute, "resolve": day, "total": day}
          for kind, rules in book["limits"].items()}
other = broker.ask("PUT", "/v1/rulebook", "admin", {
    **{k: v for k, v in book.items() if k not in ("id", "version")}, "limits": limits,
    "evaluation": {**book["evaluation"], "basically_satisfied_weight": 60},
    "scoring": {**book["scoring"], "weights": {"response": 10, "resolution": 20, "satisfaction": 70}}})
assert broker.get(f"/v1/rates?by=department&from={first}&to={last}", CENTRE) == shown, "a new rulebook changed the past"
what_if = broker.get(f"/v1/rates?by=department&from={first}&to={last}&rulebook={other['id']}", CENTRE)
assert what_if["what_if"] and what_if["rulebook"] == {"id": other["id"], "version": other["version"]}
ranks = [{i["key"]: i["rank"] for i in board["items"]} for board in (shown, what_if)]
assert ranks[0] != ranks[1], "the other rulebook changed no rank"
assert sum(i["on_time"] for i in what_if["items"]) < sum(i["on_time"] for i in shown["items"])
same = broker.get(f"/v1/rates?by=department&from={first}&to={last}&rulebook={book['id']}", CENTRE)
assert same["items"] == shown["items"], "under their own rulebook the figures are their own"
for by in ("township", "category", "month"):
    plain, own = (broker.get(f"/v1/rates?by={by}&from={first}&to={last}{more}", CENTRE) for more in ("", f"&rulebook={book['id']}"))
    assert plain["items"] == own["items"], by
assert broker.get(f"/v1/rates?by=department&from={first}&to={last}", CENTRE) == shown
assert kept() == before, "a what-if changed what is stored"


def refused(status, path, who):
    try:
        broker.get(path, who)
    except Refused as error:
        assert error.status == status, (path, who, error)
        return
    raise AssertionError(f"{path} was not refused")


for who in ("meili", "housing"):
    for path in ("/v1/rates?by=month", "/v1/points?by=member", "/v1/trends", "/v1/ledger.xlsx"):
        refused(403, path, who)
for who in ("supervisor", "admin", "observer"):
    assert broker.get("/v1/rates?by=department", who)["items"]
for wrong in ("by=nothing", "", "by=month&from=2026-13-01", "by=month&from=2026-02-01&to=2026-01-01",
              "by=month&rulebook=x", "by=month&rulebook=00000000-0000-7000-8000-000000000000", "by=month&source=hearsay"):
    refused(422, "/v1/rates?" + wrong, CENTRE)

# Points: under changshu's own rulebook nothing is worth anything, and the tasks are counted all the same.
points = broker.get(f"/v1/points?by=member&from={first}&to={last}", CENTRE)["items"]
assert points and all(i["points"] == 0 and i["rank"] == 1 for i in points) and sum(sum(i["tasks"].values()) for i in points) > 10

# Trends: what was heard through a channel by local months, those without any too.
broker.ask("PUT", "/v1/demo/clock", "admin", {"now": (now + timedelta(days=1)).isoformat()})
heard = {"2023-03": 4, "2023-05": 6, "2024-01": 2, "2024-03": 5, "2024-05": 1}
for month, count in heard.items():
    for index in range(count):
        # The last second of the month and the first of it, by local time.
        at = f"{month}-01T00:00:00+08:00" if index % 2 else f"{month}-31T23:59:59+08:00"
        broker.post("/v1/items", "meili", {"title": "来信", "category": "walls", "channel": "petition", "heard_at": at})
trend = broker.get("/v1/trends?channel=petition&from=2024-01-01&to=2024-08-31", "supervisor")
assert trend["months"] == [{"month": f"2024-{m:02}", "count": heard.get(f"2024-{m:02}", 0)} for m in range(1, 9)], trend
assert trend["zero_streak"] == 3 and trend["year_on_year"] == -20, trend
assert broker.get("/v1/trends?channel=petition&from=2023-01-01&to=2023-12-31", CENTRE)["year_on_year"] is None
assert sum(m["count"] for m in broker.get("/v1/trends", CENTRE)["months"]) >= len(everything) - 1


# The ledger as a workbook: a line a whistle, numbers and dates as such, filters as the list has them.
def fetched(path):
    request = urllib.request.Request(broker.url + path, headers={"Authorization": "Bearer " + broker.tokens[CENTRE]})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
        return openpyxl.load_workbook(io.BytesIO(answer.read())).worksheets[0]


formula = broker.post(
    "/v1/whistles", "meili", {"title": "=HYPERLINK(\"http://evil\")", "category": "walls"})
sheet = fetched("/v1/ledger.xlsx")
lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
listed = broker.pages("/v1/whistles", CENTRE)
assert [line[0] for line in lines] == [w["number"] for w in listed] and sheet.freeze_panes == "A2"
evil = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == formula["number"])
assert evil[1].value == formula["title"] and evil[1].data_type == "s"
assert evil[11].is_date and abs(evil[11].value.replace(tzinfo=zone) - time(formula["created_at"])) < timedelta(seconds=1)
few = fetched("/v1/ledger.xlsx?township=yushan&state=closed")
assert few.max_row - 1 == len(broker.pages("/v1/whistles?township=yushan&state=closed", CENTRE)) > 0
# A client that leaves while it is packed ends the work; the broker goes on.
import socket
host, port = broker.url.removeprefix("http://").split(":")
for _ in range(5):
    leaving = socket.create_connection((host, int(port)))
    leaving.sendall(f"GET /v1/ledger.xlsx HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {broker.tokens[CENTRE]}\r\n\r\n".encode())
    leaving.close()
assert fetched("/v1/ledger.xlsx").max_row == len(listed) + 1
print(f"{len(everything)} whistles, {len(days)} days, {len(departments)} departments: model, state and history agree")
assert broker.stop() == 0
failed = [line for line in broker.log if "request failed" in line]
assert not failed, failed
