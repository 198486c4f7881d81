"""Finding patterns: search by words, possible duplicates, merging that tells everyone, hotspots, the month's matter,
bulletins. usage: patterns.py PROGRAM DATA_DIR"""
import datetime
import json
import sys
import urllib.parse
import urllib.request

from broker import Broker, Refused

broker = Broker(sys.argv[1], sys.argv[2]).start()


def expect(status, method, path, who, body=None):
    try:
        broker.ask(method, path, who, body)
    except Refused as refusal:
        assert refusal.status == status, (method, path, refusal)
        return json.loads(refusal.body)
    raise AssertionError(f"{method} {path}: not refused")


def raised(title, who="meili", category="roads", **more):
    return broker.post("/v1/whistles", who, {"title": title, "category": category, **more})


def found(q, who="command-centre", **more):
    query = urllib.parse.urlencode({"q": q, **more})
    return [whistle["title"] for whistle in broker.get("/v1/whistles?" + query, who)["items"]]


def events(kind, who="command-centre"):
    place, seen = 0, []
    while True:
        page = broker.get(f"/v1/events?after={place}&limit=200", who)["items"]
        if not page:
            return seen
        seen += [event for event in page if event["type"] == kind]
        place = page[-1]["id"]


def told(count, kind, who="command-centre"):
    """The events of that kind, when so many can be read: the feed is a moment behind."""
    for _ in range(2000):
        seen = events(kind, who)
        if len(seen) >= count:
            break
    assert len(seen) == count, (who, kind, seen)
    return seen


def read(path, who, accept):
    request = urllib.request.Request(broker.url + path, headers={"Authorization": "Bearer " + broker.tokens[who], "Accept": accept})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.headers["content-type"], answer.read().decode()


# Words: two characters, one, English, traditional, full-width, several at once; the newest too, before and after it is indexed.
a = raised("菜场北门路灯不亮", description="Street LAMP broken，停車場旁")
b = raised("下水道堵塞", category="drainage", description="污水外溢")
c = raised("Ｂ座电梯故障", who="yushan", category="other")
for _ in range(2):
    assert found("路灯") == ["菜场北门路灯不亮"], found("路灯")
    assert found("亮") == ["菜场北门路灯不亮"]
    for q in ("lamp", "停車", "broken 路灯", "路灯　北门"):
        assert found(q) == ["菜场北门路灯不亮"], (q, found(q))
    assert found("路灯 污水") == [] and found("灯路") == [] and found("门菜") == []
    assert found("b座") == ["Ｂ座电梯故障"] and found("%") == [] and found("_灯") == []
    assert found("电梯", "meili") == [] and found("电梯", "yushan") == ["Ｂ座电梯故障"]
    assert found("路灯", category="drainage") == [] and found("污水", category="drainage") == ["下水道堵塞"]
    # Reading hotspots brings the catchwords up to date: now through the index.
    broker.get("/v1/hotspots", "command-centre")
many = [raised(f"垃圾桶{n}号满溢", category="environment", location={"community": f"第{n}社区"}) for n in range(7)]
cursor, titles = "", []
while cursor is not None:
    page = broker.get("/v1/whistles?limit=3&q=" + urllib.parse.quote("垃圾") + (f"&cursor={cursor}" if cursor else ""), "command-centre")
    titles += [whistle["title"] for whistle in page["items"]]
    cursor = page["next_cursor"]
assert titles == [f"垃圾桶{n}号满溢" for n in reversed(range(7))], titles

# Possible duplicates: in the answer and when it is read, also of two-character titles, only of what one may see.
assert a["possible_duplicates"] == []
like = raised("路灯")
assert [(d["id"], d["number"], d["title"]) for d in like["possible_duplicates"]] == [(a["id"], a["number"], a["title"])], like["possible_duplicates"]
assert 0.5 <= like["possible_duplicates"][0]["score"] <= 1
same = raised("菜场北门，路灯不亮！")
assert [d["id"] for d in same["possible_duplicates"]][0] == a["id"] and same["possible_duplicates"][0]["score"] == 1
assert [d["id"] for d in broker.get(f"/v1/whistles/{a['id']}", "meili")["possible_duplicates"]][0] == same["id"]
assert raised("菜场北门路灯不亮", who="yushan")["possible_duplicates"] == []
assert raised("菜场北门路灯不亮", category="other")["possible_duplicates"] == []
assert raised("人行道破损")["possible_duplicates"] == []
key = {"Idempotency-Key": "twice"}
body = {"title": "菜场北门路灯不亮了", "category": "roads"}
first = broker.post("/v1/whistles", "meili", body, headers=key)
assert first["possible_duplicates"] and broker.post("/v1/whistles", "meili", body, headers=key) == first

# Merging tells both raisers and the departments.
mine = raised("围墙倒塌", category="walls", departments=["housing"])
theirs = broker.post("/v1/whistles", "yushan", {"title": "围墙倒塌一段", "category": "walls", "departments": ["housing", "water"]})
broker.post(f"/v1/whistles/{theirs['id']}/merge", "command-centre", {"into": mine["id"]})
for who, count in [("meili", 1), ("yushan", 2), ("housing", 2), ("water", 1)]:
    told(count, "whistle.merged", who)
assert {event["data"]["order"]["department"] for event in events("order.cancelled", "yushan")} == {"housing", "water"}
assert broker.get(f"/v1/whistles/{mine['id']}", "yushan")["id"] == mine["id"]

# Hotspots: detected once, proposed to the command centre, and answered by a meeting.
spot = {"location": {"community": "镇北社区"}}
gathered = [raised(f"第{n}次占道停车", category="parking", departments=["police"], **spot) for n in range(4)]
hot = lambda who="command-centre", query="": broker.get("/v1/hotspots" + query, who)["items"]
assert not [h for h in hot() if h["category"] == "parking"]
gathered += [raised("门口占道停车", category="parking", departments=["police"], **spot), raised("又见占道停车", category="parking", **spot)]
hotspot = [h for h in hot() if h["category"] == "parking"]
assert len(hotspot) == 1 and hotspot[0]["count"] == 6 and hotspot[0]["place"] == "镇北社区" and hotspot[0]["state"] == "open", hotspot
hotspot = hotspot[0]
assert set(hotspot["whistles"]) == {w["id"] for w in gathered}
detected = [e for e in told(len(hot()), "hotspot.detected") if e["data"]["hotspot"]["id"] == hotspot["id"]]
assert len(detected) == 1 and detected[0]["data"]["detail"]["count"] >= 5
waiting = [entry for entry in broker.get("/v1/inbox?limit=200", "command-centre")["items"] if entry["kind"] == "hotspot" and entry["subject"]["id"] == hotspot["id"]]
assert waiting[0]["actions"] == ["convene", "dismiss"], waiting
assert [h["id"] for h in hot("meili") if h["category"] == "parking"] == [hotspot["id"]] and hot("yushan") == []
expect(404, "GET", f"/v1/hotspots/{hotspot['id']}", "yushan")
expect(403, "GET", "/v1/hotspots", "police")
topic = broker.get("/v1/monthly-topic", "command-centre")
assert topic["topic"]["count"] >= 6 and topic["topic"]["township"] == "meili", topic
assert broker.get("/v1/monthly-topic?month=2001-01", "command-centre")["topic"] is None
expect(422, "GET", "/v1/monthly-topic?month=2001-13", "command-centre")
start = datetime.datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"]) + datetime.timedelta(days=1)
call = {"title": "占道停车专题会", "form": "on_site", "place": "镇北", "starts_at": start.isoformat(), "ends_at": (start + datetime.timedelta(hours=1)).isoformat()}
expect(403, "POST", f"/v1/hotspots/{hotspot['id']}/convene", "meili", call)
expect(404, "POST", f"/v1/hotspots/{hotspot['id']}/convene", "yushan", call)
meeting = broker.post(f"/v1/hotspots/{hotspot['id']}/convene", "command-centre", call)
assert set(meeting["whistles"]) == {w["id"] for w in gathered} and "police" in [s["organization"] for s in meeting["attendance"]]
answered = broker.get(f"/v1/hotspots/{hotspot['id']}", "command-centre")
assert answered["state"] == "convened" and answered["meeting_id"] == meeting["id"]
expect(409, "POST", f"/v1/hotspots/{hotspot['id']}/convene", "command-centre", call)
expect(409, "POST", f"/v1/hotspots/{hotspot['id']}/dismiss", "command-centre", {"reason": "x"})
raised("还有占道停车", category="parking", **spot)
assert len([h for h in hot() if h["category"] == "parking"]) == 1
# When it has cooled, the same place can be a hotspot again.
now = datetime.datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"])
broker.ask("PUT", "/v1/demo/clock", "admin", {"now": (now + datetime.timedelta(days=40)).isoformat()})
for n in range(5):
    raised(f"再起占道停车{n}", category="parking", **spot)
again = [h for h in hot() if h["category"] == "parking"]
assert len(again) == 2 and again[0]["count"] == 5 and again[0]["state"] == "open", again
dismissed = broker.post(f"/v1/hotspots/{again[0]['id']}/dismiss", "command-centre", {"reason": "已列入改造"})
assert dismissed["state"] == "dismissed" and dismissed["reason"] == "已列入改造"
assert len([h for h in hot(query="?state=dismissed")]) == 1

# Bulletins: counted from the tables, with the red and the yellow list.
late = raised("危墙待修", category="walls", departments=["housing"])
order = late["orders"][0]
broker.post(f"/v1/orders/{order['id']}/supervise", "command-centre", {"level": "red", "note": "催"})
other = raised("旧墙待修", category="walls", departments=["water"])["orders"][0]
broker.post(f"/v1/orders/{other['id']}/supervise", "command-centre", {"level": "yellow", "note": "催"})
expect(403, "POST", "/v1/bulletins", "meili", {"period": "weekly"})
expect(422, "POST", "/v1/bulletins", "command-centre", {"period": "daily"})
expect(422, "POST", "/v1/bulletins", "command-centre", {"period": "weekly", "date": "2026-02-30"})
bulletin = broker.post("/v1/bulletins", "command-centre", {"period": "monthly", "summary": "本月情况"})
week = broker.post("/v1/bulletins", "command-centre", {"period": "weekly"})
at = datetime.datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"])
everything = broker.pages("/v1/whistles", "command-centre")
month = [w for w in everything if datetime.datetime.fromisoformat(w["created_at"]).strftime("%Y-%m") == at.strftime("%Y-%m")]
assert bulletin["figures"]["raised"] == len(month), (bulletin["figures"], len(month))
assert bulletin["from"].endswith("-01") and week["from"] <= week["to"]
assert bulletin["figures"]["open"] == len([w for w in everything if w["closed_at"] is None]), bulletin["figures"]
assert order["number"] in [entry["order"] for entry in bulletin["red"]]
assert [entry["order"] for entry in bulletin["yellow"]] == [other["number"]], bulletin["yellow"]
# Forty days without an answer: the ladder's cards name them, too.
assert len(bulletin["red"]) > 10
listed = broker.get("/v1/bulletins", "water")["items"]
assert [row["id"] for row in listed] == [week["id"], bulletin["id"]]
assert {entry["department"] for row in listed for entry in row["red"] + row["yellow"]} == {"water"}
path = f"/v1/bulletins/{bulletin['id']}"
kind, page = read(path, "command-centre", "text/html")
assert kind.startswith("text/html") and "危墙待修" in page and "每月通报" in page and "本月情况" in page
kind, text = read(path, "command-centre", "text/markdown")
assert kind.startswith("text/markdown") and order["number"].replace("-", "") in text.replace("\\", "").replace("-", "")
assert "危墙待修" not in read(path, "water", "text/html")[1] and "旧墙待修" in read(path, "water", "text/html")[1]
told(2, "bulletin.published", "water")
assert broker.stop() == 0
print("patterns: words, duplicates, merges, hotspots, bulletins")
