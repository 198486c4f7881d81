"""What a rulebook sets is what happens, and what an order shows has its version: office hours that end at midnight, a ladder of one's
own, a suspension with an end, every kind of thing that waits. usage: rules.py PROGRAM DATA_DIR"""
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from datetime import timedelta

from story import CENTRE, District, clock, time

place = District("changshu")
place.monday()
book = place.get("/v1/rulebook", CENTRE)


def rule(**more):
    return place.broker.ask("PUT", "/v1/rulebook", "admin", {**book, **more})


def raised(*departments, **more):
    return place.post("/v1/whistles", "meili", {"title": "墙皮剥落", "category": "walls", "departments": list(departments), **more})


def tagged(path, who, tag=None):
    """Status and ETag of a GET."""
    request = urllib.request.Request(place.broker.url + path, headers={
        "Authorization": "Bearer " + place.broker.tokens[who], **({"If-None-Match": tag} if tag else {})})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers["ETag"]
    except urllib.error.HTTPError as error:
        return error.code, None


# An order's ETag covers all that it shows: the whole's clock growing late, the whistle's state, and nothing that it does not show.
rule(rework_bound="unlimited", meetings={"triggers": {"departments": "never", "returns": "never", "suspension": False}})
whistle = raised("housing", "water")
lead, other = whistle["orders"]
place.finish(other)
path = f"/v1/orders/{other['id']}"
status, tag = tagged(path, "water")
assert tagged(path, "water", tag)[0] == 304
place.order(lead, "receive")
place.act(whistle, "urge", "meili", {"note": "请快"})
assert tagged(path, "water", tag)[0] == 304, "somebody else's receipt is not shown on this order"
place.move(time(whistle["total_due_at"]) + timedelta(minutes=1))
status, late = tagged(path, "water", tag)
shown = place.get(path, "water")
assert status == 200 and late != tag and clock(shown, "total")["overdue"] and f'"{shown["version"]}"' == late
place.order(lead, "report-in", None, {"person": "李"})
assert tagged(path, "water", late)[0] == 304
place.order(lead, "resolve", None, {"outcome": "好", "measures": "修", "responsible_person": "李"})
status, judged = tagged(path, "water", late)
assert status == 200 and judged != late and place.get(path, "water")["whistle"]["state"] == "awaiting_evaluation"

# What is stale is said before what is done already.
place.monday()
again = raised("housing")["orders"][0]
place.order(again, "receive")
try:
    place.post(f"/v1/orders/{again['id']}/receive", "housing", {}, headers={"If-Match": '"1"'})
    raise AssertionError("a stale receipt was taken")
except Exception as error:
    assert getattr(error, "status", None) == 412, error
assert place.order(again, "receive")["state"] == "received"

# Office hours and the close of business are the rulebook's; every clock is what the calendar's own question says.
rule(hours={"spans": ["08:30-12:00", "13:30-17:30"], "close_of_business": "24:00"}, categories=[
    {"code": "walls", "name": "墙皮剥落", "triage": "government", "lead": "housing", "kind": "priority"}])
whistle = place.post("/v1/whistles", "meili", {"title": "墙皮剥落", "category": "walls"})
order, start = whistle["orders"][0], whistle["created_at"]
assert whistle["kind"] == "priority" and clock(order, "resolve")["due_at"][11:19] == "00:00:00", order["clocks"]
for name, amount, unit in (("receive", 4, "working_hours"), ("report", 1, "working_days"), ("resolve", 5, "working_days"), ("total", 7, "working_days")):
    shown = clock(order, name)
    assert time(shown["due_at"]) == place.due(start, amount, unit) and shown["explanation"]["unit"] == unit, (name, shown)
# 09:30 and four hours with a pause from 12:00 to 13:30.
assert clock(order, "receive")["due_at"][11:16] == "15:00", clock(order, "receive")
# Half of the working hours, not of the time: 11:30, two of four hours after 09:30.
place.move(time(clock(order, "receive")["due_at"]) + timedelta(minutes=1))
half = [e["at"] for e in place.told(CENTRE, "order.reminded") if (e["data"].get("order") or {}).get("id") == order["id"]
        and (e["data"]["clock"], e["data"]["detail"]["rung"]) == ("receive", "remind-50")]
assert [at[11:16] for at in half] == ["11:30"], half

# A ladder of one's own: its rungs, its clocks, once each.
place.monday()
rule(ladder=[{"name": "half", "at": {"share": 50}, "do": "remind"}, {"name": "late", "at": {"share": 100}, "do": "overdue"},
             {"name": "card", "at": {"after": {"amount": 1, "unit": "working_days"}}, "do": "supervise", "level": "yellow", "clocks": ["resolve"]}])
order = raised("housing")["orders"][0]
place.order(order, "receive")
place.move(time(clock(order, "resolve")["due_at"]) + timedelta(days=9))
fired = [(e["type"], e["data"]["clock"], e["data"]["detail"]["rung"]) for e in place.told(CENTRE, "order.reminded", "order.overdue", "order.supervised")
         if (e["data"].get("order") or {}).get("id") == order["id"]]
assert sorted(fired) == sorted([("order.supervised", "resolve", "card")] + [
    (t, c, r) for c in ("report", "resolve", "total") for t, r in (("order.reminded", "half"), ("order.overdue", "late"))]), fired

# A suspension ends at its longest, at its own time; what stood still is given back, and late is what is late after that.
place.monday()
rule(suspension={"allowed": True, "maximum": {"amount": 2, "unit": "working_days"}})
whistle = raised("housing")
order = whistle["orders"][0]
place.order(order, "receive")
place.order(order, "suspend", None, {"reason": "待料"})
held = place.order(order, "decide-suspension", CENTRE, {"approve": True})
end = time(held["suspended_until"])
assert end == place.due(place.now(), 2) and held["state"] == "suspended"
place.move(end + timedelta(hours=1))
going = place.get(f"/v1/orders/{order['id']}", "housing")
assert going["state"] == "received" and going["suspended_until"] is None and not clock(going, "resolve")["overdue"], going
told = [e for e in place.told("housing", "order.resumed") if (e["data"].get("order") or {}).get("id") == order["id"]]
assert [(time(e["at"]), e["data"]["detail"]["by"]) for e in told] == [(end, "bound")], told
given = clock(going, "resolve")["paused_seconds"]
assert abs(given - (end - time(held["clocks"][0]["met_at"])).total_seconds()) < 60, given
assert clock(place.whistle(whistle), "total")["paused_seconds"] == given

# Every kind of thing that waits, where it waits, and what may be done about it.
place.monday()
rule(review="township", dispatch="by_hand", meetings={
    "convene": {"amount": 5, "unit": "working_days"}, "reply": {"amount": 7, "unit": "working_days"}})
seen = {}


def waits(kind, who, subject, actions):
    found = place.inbox(who, kind)
    assert subject["id"] in found, (kind, who, found)
    assert found[subject["id"]]["actions"] == actions and "due_at" in found[subject["id"]], found[subject["id"]]
    seen[kind] = who
    return found[subject["id"]]


whistle = place.post("/v1/whistles", "meili-zhenbei", {"title": "墙皮", "category": "walls"})
waits("review", "meili", whistle, ["review"])
place.act(whistle, "review", "meili", {"decision": "return", "note": "补正"})
waits("correction", "meili-zhenbei", whistle, ["resubmit", "withdraw"])
place.act(whistle, "resubmit", "meili-zhenbei", {"title": "墙皮剥落"})
place.act(whistle, "review", "meili", {"decision": "accept", "note": "同意"})
waits("dispatch", CENTRE, whistle, ["dispatch", "decline", "divert", "return-for-correction", "merge"])
orders = place.act(whistle, "dispatch", CENTRE, {"lead": "housing", "departments": ["water", "police"]})["orders"]
waits("convening", CENTRE, whistle, ["meetings"])
assert waits("referral", CENTRE, whistle, ["meetings"])["due_at"] == clock(place.whistle(whistle), "reply")["due_at"]
place.order(orders[1], "return", None, {"reason": "不属", "legal_basis": "三定"})
assert waits("return", CENTRE, orders[1], ["adjudicate"])["subject"]["type"] == "order"
place.order(orders[1], "adjudicate", CENTRE, {"decision": "excuse", "note": "免办"})
for order in (orders[0], orders[2]):
    place.order(order, "receive")
until = time(clock(orders[0], "resolve")["due_at"]) + timedelta(days=3)
place.order(orders[0], "request-extension", None, {"until": until.isoformat(), "reason": "雨"})
waits("extension", CENTRE, orders[0], ["decide-extension"])
place.order(orders[2], "suspend", None, {"reason": "待料"})
waits("suspension", CENTRE, orders[2], ["decide-suspension"])
place.order(orders[2], "decide-suspension", CENTRE, {"approve": False})
place.order(orders[0], "decide-extension", CENTRE, {"approve": True})
meeting = place.meeting(whistle, CENTRE, ["housing"])
assert waits("invitation", "housing", meeting, ["respond", "check-in"])["subject"]["type"] == "meeting"
assert whistle["id"] not in place.inbox(CENTRE, "convening")
place.post(f"/v1/meetings/{meeting['id']}/hold", CENTRE, {"attendees_present": 2})
held = place.post(f"/v1/meetings/{meeting['id']}/outcomes", CENTRE, {"items": [
    {"whistle": whistle["id"], "outcome": "assigned", "decision": "由住建牵头", "lead": "housing", "assisting": ["police"],
     "milestones": [{"title": "搭架", "due_at": until.isoformat()}]}]})
step = held["milestones"][0]
assert waits("milestone", "housing", step, ["complete"])["due_at"] == step["due_at"]
assert whistle["id"] not in place.inbox(CENTRE, "referral")
for department in ("police", "housing"):
    order = next(o for o in place.whistle(whistle)["orders"] if o["department"] == department)
    place.finish(order)
waits("evaluation", "meili-zhenbei", whistle, ["evaluate"])
place.evaluate(whistle, "meili-zhenbei", "satisfied", True)
left = [i for who in seen.values() for i in place.get("/v1/inbox?limit=200", who)["items"] if i["subject"]["id"] == whistle["id"]]
assert not left, left
# An approval waits for a leader, in a district that has some.
assert len(seen) == 11, seen
place.end()

# What is wrong with a file is named with its line and column, and is the command's failure.
with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
    file.write("""code: example
name: 示例县
prefixes: {whistle: EX, item: EXI, meeting: EXM}
organizations:
  - {code: command-centre, kind: command_centre, name: 联动指挥中心}
rulebook:
  name: 示例
  review_cadence: {rhythm: monthly, day: 31}
  declined_as: note
  categories:
    - {code: a, name: 甲, triage: government, lead: nobody}
""")
    file.flush()
    checked = subprocess.run([sys.argv[1], "rulebook", "check", file.name], capture_output=True, text=True)
    assert checked.returncode == 1
    for told in (":8:42: rulebook.review_cadence.day: ", ":9:16: rulebook.declined_as: ", ":11:52: rulebook.categories[0].lead: "):
        assert file.name + told in checked.stdout + checked.stderr, (told, checked)
