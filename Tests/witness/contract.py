"""The contract as outside programs meet it: the order of refusals, ETags, idempotency, batches, polls whose client leaves,
who sees what, the demo's clock, languages. usage: contract.py PROGRAM DATA_DIR"""
import http.client
import json
import socket
import sys
import threading
import uuid

from broker import Broker, Refused

broker = Broker(sys.argv[1], sys.argv[2]).start()
host = broker.url.split("//")[1]


def raw(method, path, who=None, body=None, headers=None):
    connection = http.client.HTTPConnection(host, timeout=60)
    everything = dict(headers or {})
    if who:
        everything["Authorization"] = "Bearer " + broker.tokens.get(who, who)
    if isinstance(body, (dict, list)):
        body = json.dumps(body).encode()
        everything.setdefault("Content-Type", "application/json")
    connection.request(method, path, body, everything)
    answer = connection.getresponse()
    text = answer.read()
    head = {name.lower(): value for name, value in answer.getheaders()}
    value = json.loads(text) if text and "json" in head.get("content-type", "") else text
    connection.close()
    broker.document.check(method, path, answer.status, head, text)
    return answer.status, value, head


def expect(status, *call, **more):
    got = raw(*call, **more)
    assert got[0] == status, (status, call, got)
    return got[1], got[2]


whistle, head = expect(201, "POST", "/v1/whistles", "meili", {"title": "墙皮剥落", "category": "walls", "departments": ["housing", "police"]})
order = whistle["orders"][0]
path, missing = f"/v1/orders/{order['id']}", f"/v1/orders/{uuid.uuid4()}"
assert head["location"] == f"/v1/whistles/{whistle['id']}" and head["etag"] == f'"{whistle["version"]}"'

# 401 → 404 → 403 → 415 → 413 → 400 → 422 → 412 → 409 → 422, each before all that are wrong behind it.
bad = {"headers": {"Content-Type": "text/plain", "If-Match": '"99"'}, "body": b"{"}
_, head = expect(401, "POST", missing + "/report-in", None, **bad)
assert head["www-authenticate"].startswith("Bearer")
expect(404, "POST", missing + "/report-in", "housing", **bad)
expect(404, "POST", "/v1/orders/nonsense/report-in", "housing", **bad)
expect(404, "POST", path + "/report-in", "water", **bad)
expect(403, "POST", path + "/report-in", "police", **bad)
expect(403, "POST", path + "/report-in", "meili", **bad)
expect(415, "POST", path + "/report-in", "housing", **bad)
large = b'{"person":"' + b"x" * (2 << 20) + b'"}'
json_bad = {"Content-Type": "application/json", "If-Match": '"99"'}
expect(413, "POST", path + "/report-in", "housing", large, headers=json_bad)
expect(400, "POST", path + "/report-in", "housing", b"{", headers=json_bad)
problem, _ = expect(422, "POST", path + "/report-in", "housing", b'{"person":" ","nonsense":1}', headers=json_bad)
assert {e["pointer"]: e["code"] for e in problem["errors"]} == {"/person": "blank", "/nonsense": "unknown-field"}
expect(412, "POST", path + "/report-in", "housing", {"person": "李"}, headers={"If-Match": '"99"'})
problem, _ = expect(409, "POST", path + "/report-in", "housing", {"person": "李"})
assert problem["current_state"] == "queued" and "receive" in problem["allowed"] and "report-in" not in problem["allowed"]
problem, _ = expect(422, "POST", "/v1/whistles", "meili", {"title": "x", "category": "nonsense"})
assert problem["type"].endswith("unknown-category") and problem["errors"][0]["pointer"] == "/category"
_, head = expect(405, "PUT", "/v1/whistles", "meili", {})
assert head["allow"] == "GET, HEAD, POST"

# Text that no field takes; depth and size that no reader should meet.
for title in ['"\\ud800"', '"a\\u0000b"', '""', '"\u200b"', "1", "null", '"' + "长" * 201 + '"']:
    expect(422, "POST", "/v1/whistles", "meili", ('{"title":%s,"category":"walls"}' % title).encode(), headers={"Content-Type": "application/json"})
expect(201, "POST", "/v1/whistles", "meili", {"title": "长" * 200, "category": "walls"})
expect(400, "POST", "/v1/whistles", "meili", b"[" * 5000, headers={"Content-Type": "application/json"})
expect(400, "POST", "/v1/whistles", "meili", b'{"title":"\xff"}', headers={"Content-Type": "application/json"})
expect(422, "POST", "/v1/whistles", "meili", {"title": "x", "category": "walls", "joint_signers": 10 ** 40})
problem, _ = expect(422, "POST", "/v1/whistles", "meili", {f"k{n}": 1 for n in range(20000)})
assert len(problem["errors"]) <= 60

# Languages: the type never changes.
chinese, _ = expect(404, "GET", "/v1/whistles/x", "meili")
english, _ = expect(404, "GET", "/v1/whistles/x", "meili", headers={"Accept-Language": "en"})
assert chinese["type"] == english["type"] and chinese["title"] != english["title"]

# ETags: 304 while nothing changes, another tag once a claim was given.
_, head = expect(200, "GET", path, "housing")
expect(304, "GET", path, "housing", headers={"If-None-Match": head["etag"]})
_, whole = expect(200, "GET", f"/v1/whistles/{whistle['id']}", "meili")
claim = broker.post("/v1/departments/housing/queue/claim", "housing", {"max": 1, "lease_seconds": 60})["orders"][0]
assert claim["id"] == order["id"]
expect(200, "GET", path, "housing", headers={"If-None-Match": head["etag"]})
expect(200, "GET", f"/v1/whistles/{whistle['id']}", "meili", headers={"If-None-Match": whole["etag"]})
page, head = expect(200, "GET", "/v1/whistles?limit=1", "meili")
assert page["next_cursor"] and 'rel="next"' in head["link"] and "Accept-Language" in head["vary"]
expect(304, "GET", "/v1/whistles?limit=1", "meili", headers={"If-None-Match": head["etag"]})

# Claims: a live one bars others; a token that never was one is lost.
problem, _ = expect(409, "POST", path + "/receive", "housing", {})
problem, _ = expect(409, "POST", path + "/receive", "housing", {"claim_token": "nonsense"})
assert problem["type"].endswith("claim-lost") and "allowed" in problem
expect(200, "POST", path + "/receive", "housing", {"claim_token": claim["claim"]["token"]})
again, _ = expect(200, "POST", path + "/receive", "housing", {"claim_token": claim["claim"]["token"]})
assert again["state"] == "received"

# Idempotency: once, whatever races; another request under the key is refused; secrets are not shown twice.
key = {"Idempotency-Key": "race-1"}
results = []
threads = [threading.Thread(target=lambda: results.append(raw("POST", "/v1/whistles", "meili", {"title": "同一件", "category": "walls"}, key)))
           for _ in range(24)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert {r[0] for r in results} <= {201, 409} and len({r[1]["id"] for r in results if r[0] == 201}) == 1
replayed, head = expect(201, "POST", "/v1/whistles", "meili", {"title": "同一件", "category": "walls"}, headers=key)
assert head["idempotent-replayed"] == "true" and "etag" in head
expect(422, "POST", "/v1/whistles", "meili", {"title": "另一件", "category": "walls"}, headers=key)
expect(422, "POST", "/v1/whistles", "meili", {"title": "x", "category": "walls"}, headers={"Idempotency-Key": "a b"})
hook = {"name": "h", "url": "https://example.com/x", "adapter": "standard", "events": ["order.*"]}
first, _ = expect(201, "POST", "/v1/webhooks", "meili", hook, headers={"Idempotency-Key": "hook"})
second, _ = expect(201, "POST", "/v1/webhooks", "meili", hook, headers={"Idempotency-Key": "hook"})
assert first["secret"].startswith("whsec_") and "secret" not in second and second["secret_already_shown"] is True
expect(422, "POST", "/v1/webhooks", "meili", {**hook, "events": ["*"]})
expect(422, "POST", "/v1/webhooks", "meili", {**hook, "url": "ftp://example.com"})
expect(403, "POST", "/v1/webhooks", "observer", hook)
expect(412, "DELETE", f"/v1/webhooks/{first['id']}", "meili", headers={"If-Match": '"99"'})

# Batches are judged part by part.
results = broker.post("/v1/whistles/batch", "meili", {"items": [
    {"title": "好", "category": "walls"}, {"title": " ", "category": "walls"}, {"title": "坏", "category": "nonsense"}, 7]})["results"]
assert [r["status"] for r in results] == [201, 422, 422, 422], results
results = broker.post("/v1/orders/receive", "housing", {"items": [{"id": order["id"]}, {"id": "x", "claim_token": "y"}, {}]})["results"]
assert [r["status"] for r in results] == [200, 404, 422], results

# A client that leaves a waiting poll takes nothing along, and hurts nobody.
request = json.dumps({"max": 5, "lease_seconds": 60, "wait_seconds": 30})
head = (f"POST /v1/departments/water/queue/claim HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {broker.tokens['water']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(request)}\r\n\r\n").encode()
for _ in range(5):
    leaving = socket.create_connection(host.split(":"))
    leaving.sendall(head + request.encode())
    leaving.close()
half = socket.create_connection(host.split(":"))
half.sendall(head + request.encode())
half.shutdown(socket.SHUT_WR)
half.settimeout(20)
assert b'{"orders":[]}' in half.recv(65536)
waiting = []
poll = threading.Thread(target=lambda: waiting.append(broker.post("/v1/departments/water/queue/claim", "water", {"max": 5, "lease_seconds": 60, "wait_seconds": 30})))
poll.start()
drainage = broker.post("/v1/whistles", "meili", {"title": "积水", "category": "drainage", "departments": ["water"]})
poll.join()
assert [o["whistle_id"] for o in waiting[0]["orders"]] == [drainage["id"]]

# A meeting is for whom it concerns, and tells each township of its own whistle only.
other = broker.post("/v1/whistles", "yushan", {"title": "虞山的事", "category": "walls"})
mine = broker.post("/v1/whistles", "meili", {"title": "梅李的事", "category": "walls"})
meeting = broker.post("/v1/meetings", "command-centre", {
    "title": "联席会", "whistles": [mine["id"], other["id"]], "form": "collective", "place": "指挥中心", "invitees": ["housing", "haiyu"],
    "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T10:00:00+08:00"})
at = f"/v1/meetings/{meeting['id']}"
broker.post(at + "/hold", "command-centre", {"attendees_present": 2})
decide = {"outcome": "assigned", "decision": "秘密决定", "lead": "transport"}
expect(422, "POST", at + "/outcomes", "command-centre", {"items": [{"whistle": other["id"], **decide}, {"whistle": other["id"], **decide}]})
broker.post(at + "/outcomes", "command-centre", {"items": [{"whistle": other["id"], **decide}]})
seen = broker.get(at, "meili")
assert seen["whistles"] == [mine["id"]] and "秘密决定" not in json.dumps(seen, ensure_ascii=False)
assert broker.get(at, "haiyu")["whistles"] == [] and len(broker.get(at, "transport")["items"]) == 1
expect(404, "GET", at, "water")
expect(404, "GET", f"/v1/whistles/{other['id']}", "haiyu")
position, told = 0, []
while events := broker.get(f"/v1/events?after={position}&limit=200", "meili")["items"]:
    position = events[-1]["id"]
    told += events
assert other["id"] not in json.dumps(told) and "秘密决定" not in json.dumps(told, ensure_ascii=False)
broker.post(f"/v1/whistles/{mine['id']}/withdraw", "meili", {"reason": "已自行解决"})
assert broker.post(at + "/close", "command-centre")["state"] == "closed"

# The demo's clock moves forward only, by the admin only; explained deadlines are for everyone.
now = broker.get("/v1/demo/clock", "admin")["now"]
expect(403, "PUT", "/v1/demo/clock", "meili", {"now": "2030-01-01T00:00:00+08:00"})
expect(422, "PUT", "/v1/demo/clock", "admin", {"now": "2020-01-01T00:00:00+08:00"})
expect(200, "PUT", "/v1/demo/clock", "admin", {"now": "2026-12-30T10:00:00+08:00"})
assert broker.get("/v1/demo/clock", "admin")["now"].startswith("2026-12-30T10:00")
late = broker.get("/v1/whistles?overdue=true", "meili")["items"]
assert late and all(w["clocks"][0]["overdue"] for w in late)
for start, amount, due in [("2024-02-08", 3, "2024-02-19"), ("2025-12-31", 1, "2026-01-04"), ("2026-09-30", 3, "2026-10-10")]:
    answer = broker.get(f"/v1/deadline?from={start}T10:00:00%2B08:00&amount={amount}&unit=working_days", "observer")
    assert answer["due_at"].startswith(due) and not answer["provisional"], answer
found = broker.get("/v1/whistles?q=%E7%A7%AF%E6%B0%B4", "meili")["items"]
assert [w["id"] for w in found] == [drainage["id"]]
status, text, _ = raw("GET", "/metrics")
assert status == 200 and b"whistle_requests_total" in text
assert broker.stop() == 0
print("contract: all held")
