"""Going out and listening, in three districts, seen from outside. usage: field.py PROGRAM DATA_DIR"""
import hashlib
import sys
from urllib.parse import quote

from broker import Broker, Refused

PROGRAM, DATA = sys.argv[1], sys.argv[2]
CENTRE = "command-centre"


def refused(status, ask, *words):
    try:
        ask()
    except Refused as error:
        assert error.status == status and all(word in error.body for word in words), (status, words, error)
        return
    raise AssertionError(f"not refused with {status}")


def told(broker, who, kind, title):
    """The events of that kind, as soon as the relay has given the one about that title its place."""
    for _ in range(2000):
        events = [e for e in broker.get("/v1/events?limit=200", who)["items"] if e["type"] == kind]
        if any(e["data"]["item"]["title"] == title for e in events):
            return events
    raise AssertionError(f"{kind} about {title} was never told")


def liuyang():
    broker = Broker(PROGRAM, DATA + "-liuyang", demo="liuyang").start()
    session = {"theme": "民生实事", "host": "huaichuan", "held_at": "2026-11-20T19:30:00+08:00",
               "residents_present": 59, "attendees_present": 100, "branch": "北园党总支", "members": ["王五", "李四"]}
    refused(422, lambda: broker.post("/v1/sessions", "huaichuan", session), "resident-ratio", "/residents_present")
    # One that was filed before, and one said in words with person, limit and measures.
    before = broker.post("/v1/items", "beiyuan", {"title": "巷道路灯不亮", "channel": "grid"})
    held = broker.post("/v1/sessions", "huaichuan", {**session, "residents_present": 60, "items": [
        before["id"],
        {"title": "小区停车乱", "category": "services", "person": "王五", "members": ["王五"],
         "due_at": "2026-12-01T17:00:00+08:00", "measures": "划线", "contact": {"name": "张三", "phone": "13800000000"}}]})
    assert [i["title"] for i in held["items"]] == ["巷道路灯不亮", "小区停车乱"] and held["items_count"] == 2, held
    new = held["items"][1]
    assert (new["person"], new["measures"], new["session_id"], new["channel"]) == ("王五", "划线", held["id"], "meeting"), new
    heard = told(broker, "huaichuan", "item.heard", "小区停车乱")
    assert len(heard) == 2 and "13800000000" not in str(heard), heard
    refused(422, lambda: broker.post("/v1/sessions", "huaichuan", {**session, "residents_present": 60, "items": [before["id"]]}),
            "duplicate", "/items/0")
    refused(422, lambda: broker.post("/v1/sessions", "huaichuan", {**session, "residents_present": 60, "items": [{"channel": "grid", "colour": 1}]}),
            "/items/0/title", "/items/0/colour")
    refused(422, lambda: broker.post("/v1/sessions", "huaichuan", {**session, "host": "jili", "residents_present": 60}), "/host")
    # A community's session belongs to the community, and its street sees it; nobody else's does.
    own = broker.post("/v1/sessions", "beiyuan", {**session, "theme": "环境保护", "host": "beiyuan", "residents_present": 3})
    assert (own["organization"], own["township"]) == ("beiyuan", "huaichuan")
    for who, sees in [("huaichuan", 2), ("beiyuan", 1), ("jili", 0), ("police", 0), (CENTRE, 2), ("supervisor", 2), ("admin", 2), ("observer", 2)]:
        page = broker.get("/v1/sessions", who)
        assert len(page["items"]) == sees == page["totals"]["sessions"], (who, page)
        if sees < 2:
            refused(404, lambda: broker.get(f"/v1/sessions/{held['id']}", who))
    refused(403, lambda: broker.post("/v1/sessions", "police", session))
    totals = broker.get("/v1/sessions?theme=" + quote("民生实事"), CENTRE)["totals"]
    assert totals == {"sessions": 1, "residents": 60, "attendees": 100, "members": 2, "items": 2}, totals
    listed = broker.get(f"/v1/items?session={held['id']}&state=open&counts=true", "huaichuan")
    assert len(listed["items"]) == 2 and listed["counts"] == {"open": 2, "whistled": 0, "resolved": 0, "not_pursued": 0, "total": 2}
    assert [i["title"] for i in broker.get("/v1/items?community=beiyuan&channel=grid", CENTRE)["items"]] == ["巷道路灯不亮"]
    assert broker.get("/v1/items?until=2026-11-01T00:00:00%2B08:00", CENTRE)["items"] == []
    key = {"headers": {"Idempotency-Key": "session-1"}}
    again = [broker.post("/v1/sessions", "jili", {**session, "host": "jili", "theme": "x", "items": [{"title": "一"}]}, **key)["id"] for _ in range(2)]
    assert again[0] == again[1]

    # One of a batch that names no category leaves its neighbours alone.
    results = broker.post("/v1/items/batch", "jili", {"items": [
        {"title": "一", "channel": "chat"}, {"title": "二", "channel": "chat", "category": "nowhere"},
        {"title": "三", "channel": "chat", "person": "赵六"}]})["results"]
    assert [r["status"] for r in results] == [201, 422, 201] and results[2]["item"]["person"] == "赵六", results

    # Settled, not to their liking, settled again: every word counts for the points.
    at = f"/v1/items/{new['id']}"
    refused(409, lambda: broker.post(at + "/evaluate", "huaichuan", {"grade": "satisfied"}))
    broker.post(at + "/resolve", "huaichuan", {"outcome": "已划线"})
    assert broker.post(at + "/evaluate", "huaichuan", {"grade": "dissatisfied", "comment": "不够"})["state"] == "open"
    broker.post(at + "/resolve", "huaichuan", {"outcome": "已加装"})
    done = broker.post(at + "/evaluate", "huaichuan", {"grade": "satisfied"})
    assert (done["state"], done["grade"], done["members"]) == ("resolved", "satisfied", ["王五"]), done

    # Six matters closed; a sample of three is drawn, and drawn again.
    closed = []
    for n in range(6):
        raised = broker.post("/v1/whistles", "huaichuan", {"title": f"事{n}", "category": "services", "departments": ["police"]})
        if raised["state"] == "awaiting_review":
            raised = broker.post(f"/v1/whistles/{raised['id']}/review", "huaichuan", {"decision": "accept", "note": "报"})
        order = f"/v1/orders/{raised['orders'][0]['id']}"
        broker.post(order + "/receive", "police")
        broker.post(order + "/report-in", "police", {"person": "赵"})
        broker.post(order + "/resolve", "police", {"outcome": "好", "measures": "办", "responsible_person": "赵"})
        assert broker.post(f"/v1/whistles/{raised['id']}/evaluate", "huaichuan", {"by": "raiser", "grade": "satisfied", "solved": True})["state"] == "closed"
        closed.append(raised["id"])
    today = broker.get(f"/v1/whistles/{closed[0]}", CENTRE)["closed_at"][:10]
    draw = {"size": 3, "seed": 20181016, "from": today, "to": today, "township": "huaichuan"}
    first = broker.post("/v1/inspections", "supervisor", {"method": "phone", "sample": draw})
    second = broker.post("/v1/inspections", CENTRE, {"method": "visit", "sample": draw})
    drawn = [s["whistle"] for s in first["sample"]]
    assert drawn == [s["whistle"] for s in second["sample"]] and first["draw"]["population"] == 6, (first, second)
    assert drawn == sorted(closed, key=lambda i: hashlib.sha256(f"20181016:{i}".encode()).digest())[:3]
    assert broker.post("/v1/inspections", CENTRE, {"method": "visit", "sample": {**draw, "township": "jili"}})["sample"] == []
    at = f"/v1/inspections/{first['id']}"
    other = next(i for i in closed if i not in drawn)
    refused(422, lambda: broker.post(at + "/results", "supervisor", {"results": [{"whistle": other, "solved": True}]}), "not-sampled")
    report = broker.post(at + "/results", "supervisor", {"calls": 3, "findings": ["电话无人接听较多"], "results": [
        {"whistle": drawn[0], "solved": True, "grade": "satisfied"},
        {"whistle": drawn[1], "reached": False},
        {"whistle": drawn[2], "solved": False, "comment": "又坏了"}]})
    assert report["counts"] == {"sampled": 3, "checked": 3, "reached": 2, "solved": 1, "reopened": 1, "findings": 1}, report
    bad = broker.get(f"/v1/whistles/{drawn[2]}", CENTRE)
    assert bad["state"] == "reworking" and bad["round"] == 2 and bad["orders"][0]["state"] == "reworking", bad
    assert broker.get(f"/v1/whistles/{drawn[1]}", CENTRE)["state"] == "closed"
    refused(422, lambda: broker.post(at + "/results", "supervisor", {"results": [{"whistle": drawn[0], "solved": False}]}), "duplicate")
    # The command centre's inspection reopens, too; households without a matter and findings in words.
    bad = broker.post("/v1/inspections", CENTRE, {"method": "visit", "households": 367, "findings": [
        {"finding": "台账不全"}, {"finding": "未回访", "whistle": other}, "公示栏空白"],
        "sample": [{"whistle": other, "grade": "dissatisfied"}, drawn[0]]})
    assert bad["sample"][0]["reopened"] and bad["sample"][1]["reached"] is None
    assert broker.get(f"/v1/whistles/{other}", CENTRE)["state"] == "reworking"
    totals = broker.get("/v1/inspections", "supervisor")["totals"]
    assert totals == {"inspections": 4, "households": 367, "calls": 3, "findings": 4, "sampled": 8, "reached": 3,
                      "solved": 1, "reopened": 2}, totals
    for who, sees in [("huaichuan", 2), ("jili", 1), ("police", 0), ("observer", 4)]:
        assert len(broker.get("/v1/inspections", who)["items"]) == sees, who
    refused(404, lambda: broker.get(at, "jili"))
    seen = broker.get(at, "huaichuan")
    assert [s["number"] for s in seen["sample"]] and seen["sample"][2]["comment"] == "又坏了" and seen["findings"][0]["finding"]
    refused(404, lambda: broker.post(at + "/results", "police", {"results": 7}))
    refused(403, lambda: broker.post(at + "/results", "huaichuan", {}))
    refused(403, lambda: broker.post("/v1/inspections", "huaichuan", {"method": "visit"}))
    refused(422, lambda: broker.post("/v1/inspections", CENTRE, {"method": "visit", "sample": {"size": 0, "from": today, "to": today}}), "/sample/size")
    refused(422, lambda: broker.post("/v1/inspections", CENTRE, {"method": "visit", "sample": [closed[0], closed[0]]}), "duplicate")

    # Revisits: due when the total clock ends, done when somebody who answers is content.
    assert not [i for i in broker.get("/v1/inbox?limit=200", "supervisor")["items"] if i["kind"] == "revisit"]
    due = max(broker.get(f"/v1/whistles/{i}", CENTRE)["total_due_at"] for i in closed)
    broker.ask("PUT", "/v1/demo/clock", "admin", {"now": due})
    waiting = [i for i in broker.get("/v1/inbox?limit=200", "supervisor")["items"] if i["kind"] == "revisit"]
    still = {i for i in closed if i not in (drawn[0], drawn[2], other)}
    assert {i["subject"]["id"] for i in waiting} == still and waiting[0]["actions"] == ["evaluate"] and waiting[0]["due_at"], waiting
    one = still.pop()
    broker.post(f"/v1/whistles/{one}/evaluate", "huaichuan", {"by": "resident", "grade": "satisfied", "solved": True})
    waiting = [i for i in broker.get("/v1/inbox?limit=200", "supervisor")["items"] if i["kind"] == "revisit"]
    assert {i["subject"]["id"] for i in waiting} == still
    assert not [i for i in broker.get("/v1/inbox?limit=200", CENTRE)["items"] if i["kind"] == "revisit"]
    assert broker.stop() == 0


def dujiangyan():
    broker = Broker(PROGRAM, DATA + "-dujiangyan", demo="dujiangyan").start()
    broker.ask("PUT", "/v1/demo/clock", "admin", {"now": "2027-01-20T09:00:00+08:00"})
    refused(422, lambda: broker.post("/v1/visit-plans", "guankou", {"visitor": "张三", "rule": "courtyards"}), "outside-plan")
    refused(422, lambda: broker.post("/v1/visit-plans", "guankou", {"visitor": "张三"}), "missing-day")
    plan = broker.post("/v1/visit-plans", "liujie", {
        "area": "liujie-01", "courtyard": "一组院落", "households": 100, "visitor": "李镇长", "starts_on": "2024-01-01"})
    assert (plan["rule"], plan["weekday"], plan["name"]) == ("courtyards", "tuesday", "走院子"), plan
    at = f"/v1/visit-plans/{plan['id']}"
    days = broker.get(at + "/dates?from=2024-01-01&to=2026-12-31", "liujie-01")["items"]
    moved = {d["planned"]: d["on"] for d in days if d["moved"]}
    assert set(moved) == {"2024-02-13", "2024-09-17", "2024-10-01", "2025-01-28", "2025-02-04", "2025-10-07",
                          "2026-02-17", "2026-05-05", "2026-10-06"}, moved
    assert moved["2026-10-06"] == "2026-10-08" and all(d["reason"]["notice"] for d in days if d["moved"])
    # A moved day's visit counts for the day it stands for; a late one makes up for the last one missed.
    first = broker.post(at + "/visits", "liujie-01", {"visited_on": "2026-10-08", "households": 12, "items": [
        {"title": "水沟堵了"}, {"title": "路灯坏了", "channel": "chat", "category": "roads"}]})
    assert first["planned_for"] == "2026-10-06" and [i["channel"] for i in first["items"]] == ["visit", "chat"]
    item = first["items"][0]
    assert (item["visit_plan"], item["visit_id"], item["organization"], item["township"]) == (plan["id"], first["id"], "liujie-01", "liujie")
    late = broker.post(at + "/visits", "liujie", {"visited_on": "2026-10-15", "visitor": "代班"})
    assert late["planned_for"] == "2026-10-13"
    refused(422, lambda: broker.post(at + "/visits", "liujie", {"visited_on": "2026-10-15", "planned_for": "2026-10-14"}), "outside-plan")
    refused(422, lambda: broker.post(at + "/visits", "liujie", {"visited_on": "2026-10-15", "planned_for": "2026-10-13"}), "duplicate")
    refused(422, lambda: broker.post(at + "/visits", "liujie", {"visited_on": "2027-02-15"}), "not-yet")
    refused(422, lambda: broker.post(at + "/visits", "liujie", {"visited_on": "2026-13-15"}), "/visited_on")
    assert [v["visited_on"] for v in broker.pages(at + "/visits", "liujie")] == ["2026-10-08", "2026-10-15"]
    page = broker.get(at + "/visits?limit=1", "liujie")
    assert page["items"][0]["id"] == first["id"] and broker.get(at + f"/visits?cursor={page['next_cursor']}", "liujie")["items"][0]["id"] == late["id"]
    page = broker.get(at + "/dates?from=2026-10-01&to=2026-10-31", "liujie")
    assert [(d["planned"], d["state"], d["late"]) for d in page["items"]] == [
        ("2026-10-06", "visited", False), ("2026-10-13", "visited", True), ("2026-10-20", "missed", False), ("2026-10-27", "missed", False)]
    assert page["counts"] == {"planned": 0, "visited": 2, "missed": 2, "total": 4}
    shown = broker.get(at, "liujie")
    assert (shown["visits_count"], shown["households_visited"], shown["items_count"], shown["next"]["on"]) == (2, 12, 2, "2027-01-26"), shown
    assert shown["missed"] > 100 and shown["last_visited_on"] == "2026-10-15"
    assert [i["title"] for i in broker.get(f"/v1/items?visit_plan={plan['id']}", "liujie")["items"]] == ["路灯坏了", "水沟堵了"]
    for who in ("guankou", "liujie-02", "police"):
        refused(404, lambda: broker.get(at, who))
        refused(404, lambda: broker.post(at + "/visits", who, {"visited_on": 7}))
        assert broker.get("/v1/visit-plans", who)["items"] == []
    refused(403, lambda: broker.post(at + "/visits", "supervisor", {"visited_on": 7}))
    refused(403, lambda: broker.post(at + "/end", "liujie-01", {"reason": "换人"}))
    refused(422, lambda: broker.get(at + "/dates?from=2026-01-01&to=2099-01-01", "liujie"), "?to")
    assert broker.post(at + "/end", "liujie", {"reason": "换人", "on": "2026-12-31"})["next"] is None
    refused(409, lambda: broker.post(at + "/end", "liujie", {"reason": "换人"}))
    assert broker.get(at + "/dates?from=2027-01-01&to=2027-02-28", "liujie")["items"] == []
    assert broker.stop() == 0


def changshu():
    broker = Broker(PROGRAM, DATA, demo="changshu").start()
    # A grid has one head, an agent one enterprise or community, and a monthly day.
    head = {"kind": "grid", "area": "meili-zhenbei", "grid": "镇北01", "visitor": "网格长甲", "weekday": "friday"}
    broker.post("/v1/visit-plans", "meili", head)
    refused(422, lambda: broker.post("/v1/visit-plans", "meili", {**head, "visitor": "乙"}), "grid-taken")
    refused(422, lambda: broker.post("/v1/visit-plans", "meili", {**head, "grid": None}), "/grid")
    agent = {"kind": "agent", "area": "yushan-fangta", "visitor": "代办员丙", "sender": "approvals", "monthly_day": 15, "starts_on": "2026-01-01"}
    plan = broker.post("/v1/visit-plans", CENTRE, agent)
    refused(422, lambda: broker.post("/v1/visit-plans", CENTRE, {**agent, "area": "meili-zhenbei"}), "agent-taken")
    refused(422, lambda: broker.post("/v1/visit-plans", CENTRE, {**agent, "area": "yushan", "visitor": "丁"}), "agent-area")
    refused(422, lambda: broker.post("/v1/visit-plans", CENTRE, {**agent, "weekday": "monday", "visitor": "丁"}), "missing-day")
    at = f"/v1/visit-plans/{plan['id']}"
    dates = broker.get(at + "/dates?from=2026-01-01&to=2026-12-31", "approvals")["items"]
    assert len(dates) == 12 and {d["planned"]: d["on"] for d in dates}["2026-08-15"] == "2026-08-17"
    # The agent's department writes the visit down; the item is the enterprise's.
    visit = broker.post(at + "/visits", "approvals", {"visited_on": "2026-11-16", "items": [{"title": "办证慢", "channel": "enterprise"}]})
    assert visit["planned_for"] == "2026-11-15" and visit["items"][0]["organization"] == "yushan-fangta"
    assert [i["title"] for i in broker.get("/v1/items", "yushan-fangta")["items"]] == ["办证慢"]
    assert broker.get("/v1/visit-plans?kind=agent&sender=approvals", "yushan")["items"][0]["id"] == plan["id"]
    broker.post(at + "/end", CENTRE, {"reason": "轮换"})
    broker.post("/v1/visit-plans", CENTRE, {**agent, "area": "meili-zhenbei"})
    assert broker.stop() == 0


{"liuyang": liuyang, "dujiangyan": dujiangyan, "changshu": changshu}[sys.argv[3]]() if len(sys.argv) > 3 else [run() for run in (liuyang, dujiangyan, changshu)]
print("field: sessions, visits, inspections and revisits seen")
