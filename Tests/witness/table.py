"""The joint meeting at work: delegation, postponement, absentees, several whistles, six steps, milestones due soon, missed,
chased and done, told by webhook, on a demo's clock, by two brokers and across a restart.
usage: table.py PROGRAM DATA_DIR (WHISTLE_DATABASE_URL names the database; without it there is one broker)"""
import datetime
import http.server
import json
import os
import queue
import sys
import threading
import urllib.request

from broker import Broker, Refused

told = queue.Queue()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        told.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def expect(status, method, path, who, body=None):
    try:
        broker.ask(method, path, who, body)
    except Refused as refusal:
        assert refusal.status == status, (method, path, refusal)
        return json.loads(refusal.body)
    raise AssertionError(f"{method} {path}: not refused")


def now():
    return datetime.datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"])


def move(to):
    # Each of the two moves it in turn.
    others.reverse()
    others[0].ask("PUT", "/v1/demo/clock", "admin", {"now": to.isoformat()})


def waits(who, kind):
    return [entry for entry in broker.get("/v1/inbox?limit=200", who)["items"] if entry["kind"] == kind]


def asked(who, by=None):
    """The meetings in a queue: number by number what is said of the seat."""
    found = broker.get(f"/v1/departments/{who}/queue", by or who)["invitations"]
    assert found == sorted(found, key=lambda one: one["starts_at"]), found
    return {one["id"]: (one["status"], one["actions"]) for one in found}


def tag(path, who):
    request = urllib.request.Request(broker.url + path, headers={"Authorization": "Bearer " + broker.tokens[who]})
    with urllib.request.urlopen(request) as answer:
        return answer.headers["ETag"]


def events(kind):
    place, found = 0, []
    while True:
        page = broker.get(f"/v1/events?after={place}&limit=200", "command-centre")["items"]
        if not page:
            return found
        found += [event for event in page if event["type"] == kind]
        place = page[-1]["id"]


def raised(title, *departments):
    return broker.post("/v1/whistles", "meili", {"title": title, "category": "walls", "departments": list(departments)})


def convene(whistles, invitees, **more):
    at = now()
    return broker.post("/v1/meetings", "command-centre", {
        "title": "联席会议", "whistles": [whistle["id"] for whistle in whistles], "form": "collective", "place": "三楼会议室",
        "starts_at": (at + datetime.timedelta(days=1)).isoformat(), "invitees": invitees, "agenda": ["一", "二"],
        "ends_at": (at + datetime.timedelta(days=1, hours=2)).isoformat(), **more})


program, data = sys.argv[1], sys.argv[2]
broker = Broker(program, data).start()
others = [broker] + ([Broker(program, data).start()] if "WHISTLE_DATABASE_URL" in os.environ else [])
receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
broker.post("/v1/webhooks", "command-centre", {
    "name": "会", "url": f"http://127.0.0.1:{receiver.server_port}/", "adapter": "standard",
    "events": ["milestone.*", "meeting.absent"], "digest": False})

# Whoever goes in an invitee's place sees the meeting, its whistles, and checks in for the invitee.
first, second = raised("东墙剥落", "housing"), raised("西墙剥落", "housing", "water")
meeting = convene([first, second], ["housing", "water", "police", "fire"])
at = f"/v1/meetings/{meeting['id']}"
expect(404, "GET", at, "planning")
assert asked("police") == {meeting["id"]: ("invited", ["respond", "check-in"])} and asked("planning") == {}, asked("police")
shown = broker.get("/v1/departments/police/queue", "police")["invitations"][0]
assert shown == {**{name: meeting[name] for name in ("id", "number", "title", "starts_at", "ends_at", "place")},
                 "status": "invited", "actions": ["respond", "check-in"]}, shown
# Who only looks is offered what it may do itself: the command centre may check anybody in.
assert asked("police", "supervisor") == {meeting["id"]: ("invited", [])}
assert asked("police", "command-centre") == {meeting["id"]: ("invited", ["check-in"])}
expect(404, "GET", "/v1/departments/police/queue", "water")
expect(422, "POST", at + "/respond", "housing", {"answer": "delegate", "organization": "nobody"})
expect(422, "POST", at + "/respond", "housing", {"answer": "delegate", "organization": "water"})
seats = broker.post(at + "/respond", "housing", {"answer": "delegate", "organization": "planning", "person": "李四"})["attendance"]
assert [(s["status"], s["delegate"], s["person"]) for s in seats if s["organization"] == "housing"] == [("delegated", "planning", "李四")]
assert broker.get(at, "planning")["whistles"] == [first["id"], second["id"]]
assert broker.get(f"/v1/whistles/{first['id']}", "planning")["id"] == first["id"]
assert [m["id"] for m in broker.get("/v1/meetings", "planning")["items"]] == [meeting["id"]]
assert waits("planning", "invitation")[0]["subject"]["id"] == meeting["id"] and not waits("housing", "invitation")
assert asked("planning") == {meeting["id"]: ("delegated", ["check-in"])} and asked("housing") == {}
tagged = tag("/v1/departments/water/queue", "water")
assert tagged == tag("/v1/departments/water/queue", "water")
earlier = convene([first], ["water"], title="碰头会", starts_at=(now() + datetime.timedelta(hours=3)).isoformat())
assert list(asked("water")) == [earlier["id"], meeting["id"]] and tag("/v1/departments/water/queue", "water") != tagged
broker.post(f"/v1/meetings/{earlier['id']}/respond", "water", {"answer": "decline", "reason": "值守"})
broker.post(at + "/respond", "water", {"answer": "accept", "person": "赵六"})
assert asked("water") == {meeting["id"]: ("accepted", ["respond", "check-in"])}
broker.post(f"/v1/meetings/{earlier['id']}/cancel", "command-centre", {"reason": "并入大会"})
expect(403, "POST", at + "/respond", "planning", {"answer": "accept"})
expect(403, "POST", at + "/check-in", "planning", {"organization": "police", "person": "x"})

# Postponing only proposes; the caller sees it, and another time answers it.
later = (now() + datetime.timedelta(days=3)).isoformat()
broker.post(at + "/respond", "police", {"answer": "postpone", "reason": "当日有警卫任务", "proposed_at": later})
proposed = waits("command-centre", "postponement")
assert proposed[0]["subject"]["id"] == meeting["id"] and proposed[0]["actions"] == ["reschedule"]
assert broker.get(at, "command-centre")["starts_at"] == meeting["starts_at"]
changed = broker.post(at + "/reschedule", "command-centre", {
    "starts_at": later, "ends_at": (now() + datetime.timedelta(days=3, hours=2)).isoformat(), "reason": "应警方所请"})
assert changed["version"] > meeting["version"] and not waits("command-centre", "postponement")

# Held: who neither came nor declined is absent, named, and chased until it comes.
broker.post(at + "/respond", "fire", {"answer": "decline", "reason": "战备"})
present = broker.post(at + "/check-in", "planning", {"organization": "housing", "person": "王五"})
assert [(s["status"], s["person"]) for s in present["attendance"] if s["organization"] == "housing"] == [("present", "王五")]
expect(409, "POST", at + "/topics", "command-centre", {"topics": ["一"]})
held = broker.post(at + "/hold", "command-centre", {"attendees_present": 5})
status = {seat["organization"]: seat["status"] for seat in held["attendance"]}
assert status == {"housing": "present", "water": "absent", "police": "absent", "fire": "declined"}, status
assert {told.get(timeout=30)["data"]["detail"]["organization"] for _ in range(2)} == {"water", "police"}
assert not any(asked(who) for who in ("housing", "planning", "water", "police", "fire"))
assert waits("water", "absence")[0]["actions"] == ["check-in"] and not waits("fire", "absence")
broker.post(at + "/check-in", "water", {"organization": "water", "person": "赵六"})
assert not waits("water", "absence") and waits("police", "absence")
assert broker.get(at, "water")["attendance"][-1] == {**broker.get(at, "water")["attendance"][-1], "status": "present"}

# Milestones: told soon, missed, chased, done; the second is done in time.
start = now()
due = start + datetime.timedelta(days=10)
expect(409, "POST", at + "/close", "command-centre")
decided = broker.post(at + "/outcomes", "command-centre", {"items": [
    {"whistle": first["id"], "outcome": "supervised", "decision": "住建限期整治", "lead": "housing",
     "responsible_person": "王五", "due_at": (due + datetime.timedelta(days=10)).isoformat(), "milestones": [
         {"title": "完成设计", "due_at": due.isoformat()},
         {"title": "进场施工", "due_at": (due + datetime.timedelta(days=5)).isoformat()}]},
    {"whistle": second["id"], "outcome": "deferred", "decision": "等管网改造"}]})
assert [m["state"] for m in decided["milestones"]] == ["pending", "pending"]
assert decided["results"]["decided"] == 2 and decided["results"]["outcomes"]["supervised"] == 1
design, works = decided["milestones"]
assert [entry["subject"]["id"] for entry in waits("housing", "milestone")] == [design["id"], works["id"]]
assert not waits("command-centre", "milestone")
broker.post(f"/v1/milestones/{works['id']}/complete", "housing", {"note": "提前进场"})
completed = told.get(timeout=30)
assert completed["type"] == "milestone.completed" and completed["data"]["milestone"]["id"] == works["id"]
move(due - datetime.timedelta(minutes=1))
soon = told.get(timeout=30)
assert soon["type"] == "milestone.due_soon" and soon["data"]["milestone"] == {**soon["data"]["milestone"], "id": design["id"], "title": "完成设计", "organization": "housing"}
assert start < datetime.datetime.fromisoformat(soon["timestamp"]) < due
# After a restart what is due fires once, at its own time.
others.remove(broker)
assert broker.stop() == 0
broker = Broker(program, data).start()
others.append(broker)
move(due + datetime.timedelta(minutes=5))
missed = told.get(timeout=30)
assert missed["type"] == "milestone.missed" and missed["data"]["milestone"]["state"] == "missed", missed
assert datetime.datetime.fromisoformat(missed["timestamp"]) == due
seen = broker.get(at, "meili")["milestones"][0]
assert seen["state"] == "missed" and seen["late"] and datetime.datetime.fromisoformat(seen["missed_at"]) == due
assert waits("command-centre", "milestone")[0]["subject"]["id"] == design["id"] and waits("housing", "milestone")
move(due + datetime.timedelta(days=12))
chased = told.get(timeout=30)
assert chased["type"] == "milestone.chased" and datetime.datetime.fromisoformat(chased["timestamp"]) > due, chased
expect(403, "POST", f"/v1/milestones/{design['id']}/complete", "water", {"note": "x"})
done = broker.post(f"/v1/milestones/{design['id']}/complete", "housing", {"note": "图纸已审"})
assert done["state"] == "done" and done["late"]
finished = told.get(timeout=30)
assert finished["type"] == "milestone.completed" and finished["data"]["detail"]["late"] is True
assert not waits("command-centre", "milestone") and not waits("housing", "milestone")
move(due + datetime.timedelta(days=60))
for kind, count in [("milestone.due_soon", 1), ("milestone.missed", 1), ("milestone.chased", 1), ("milestone.completed", 2)]:
    assert len(events(kind)) == count, (kind, events(kind))
assert broker.get(at, "command-centre")["results"]["done_late"] == 1
expect(409, "POST", f"/v1/milestones/{design['id']}/complete", "housing", {"note": "x"})

# What came of it is judged by those who asked, once, also after it was closed.
judgement = {"grade": "basically_satisfied", "note": "墙已修好\n图纸晚了"}
fresh = convene([raised("北墙剥落", "housing")], ["housing"])
assert "召开" not in expect(409, "POST", f"/v1/meetings/{fresh['id']}/evaluate", "command-centre", judgement)["detail"]
broker.post(f"/v1/meetings/{fresh['id']}/hold", "command-centre", {"attendees_present": 1})
assert told.get(timeout=30)["data"]["detail"]["organization"] == "housing"
early = expect(409, "POST", f"/v1/meetings/{fresh['id']}/evaluate", "command-centre", judgement)
assert "序时进度" in early["detail"] and "evaluate" not in early["allowed"], early
broker.post(f"/v1/meetings/{fresh['id']}/outcomes", "command-centre", {"items": [
    {"whistle": fresh["whistles"][0], "outcome": "assigned", "decision": "修", "lead": "housing",
     "milestones": [{"title": "修好", "due_at": (now() + datetime.timedelta(days=30)).isoformat()}]}]})
early = expect(409, "POST", f"/v1/meetings/{fresh['id']}/evaluate", "command-centre", judgement)
assert "序时进度" in early["detail"] and "close" in early["allowed"] and "evaluate" not in early["allowed"], early
expect(403, "POST", at + "/evaluate", "housing", judgement)
expect(403, "POST", at + "/evaluate", "water", judgement)
broker.post(at + "/close", "command-centre")
expect(422, "POST", at + "/evaluate", "command-centre", {"grade": "marvellous"})
judged = broker.post(at + "/evaluate", "command-centre", judgement)
assert judged["evaluation"] == judgement and judged["steps"] == ["evaluate"] and judged["state"] == "closed", judged
assert broker.get(at, "housing")["evaluation"] == judgement
again = expect(409, "POST", at + "/evaluate", "command-centre", judgement)
assert "评价" in again["detail"] and again["allowed"] == [], again
# The feed is a moment behind; each try is a round trip.
said = next(found for found in (events("meeting.step_taken") for _ in range(2000)) if found)
assert [(one["data"]["meeting"]["id"], one["data"]["detail"]) for one in said] == [
    (meeting["id"], {"step": "evaluate", "content": judgement})], said
with urllib.request.urlopen(urllib.request.Request(
        broker.url + at + "/minutes", headers={"Authorization": "Bearer " + broker.tokens["meili"], "Accept": "text/markdown"})) as paper:
    assert "## 成果评价\n\n基本满意\n\n墙已修好\n\n图纸晚了\n" in paper.read().decode()

# Six steps: none is skipped, and what they said is kept.
third = raised("南墙剥落", "housing")
steps = convene([third], ["housing"], method="six_step")
at = f"/v1/meetings/{steps['id']}"
order = [("topics", {"topics": ["墙体安全", "资金"]}), ("plan", {"plan": "分三步"}), ("hold", {"attendees_present": 3}), ("publish", {}),
         ("carry-out", {"note": "已完成"}), ("evaluate", {"grade": "basically_satisfied", "note": "尚可"}), ("close", {})]
for place, (step, body) in enumerate(order):
    for later_step, later_body in order[place + 1:]:
        refused = expect(409, "POST", f"{at}/{later_step}", "command-centre", later_body)
        assert later_step not in refused["allowed"], refused
    if step == "publish":
        broker.post(at + "/outcomes", "command-centre", {"items": [{"whistle": third["id"], "outcome": "resolved_on_site", "decision": "当场修补"}]})
    answer = broker.post(f"{at}/{step}", "command-centre", body)
    if step != "close":
        expect(409, "POST", f"{at}/{step}", "command-centre", body)
assert answer["topics"] == ["墙体安全", "资金"] and answer["plan"] == "分三步" and answer["carried_out"] == "已完成"
assert answer["evaluation"] == {"grade": "basically_satisfied", "note": "尚可"} and answer["state"] == "closed"
assert told.get(timeout=30)["data"]["detail"]["organization"] == "housing" and told.empty()
assert [other.stop() for other in others] == [0] * len(others)
print("table: due soon, missed, chased, done, each once; absentees named and chased; six steps in order")
