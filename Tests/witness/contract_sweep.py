"""What the contract says of every operation, tried on every operation that the document names: 401, 405 with `Allow`,
HEAD, paths of the wrong form, roles, and the order of refusals with each request wrong in all later ways.
usage: contract_sweep.py PROGRAM DATA_DIR"""
import http.client
import itertools
import json
import sys
import uuid

from broker import Broker

# Every request comes from an address of its own: so many tokens that are none, from one, would be answered 429.
broker = Broker(sys.argv[1], sys.argv[2], env={"WHISTLE_TRUSTED_PROXIES": "127.0.0.0/8"}).start()
numbers = itertools.count()
host = broker.url.split("//")[1]
CENTRE = "command-centre"
WHO = {"admin": "admin", "command_centre": CENTRE, "township": "meili", "department": "housing", "supervisor": "supervisor",
       "observer": "observer"}
connection = http.client.HTTPConnection(host, timeout=60)


def ask(method, path, who=None, body=None, headers=None, token=None):
    everything = {"X-Forwarded-For": "2001:db8::%x" % next(numbers), **(headers or {})}
    if who or token:
        everything["Authorization"] = "Bearer " + (token or broker.tokens[who])
    if isinstance(body, (dict, list)):
        body = json.dumps(body).encode()
        everything.setdefault("Content-Type", "application/json")
    connection.request(method, path, body, everything)
    answer = connection.getresponse()
    text = answer.read()
    head = {name.lower(): value for name, value in answer.getheaders()}
    if method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
        broker.document.check(method, path, answer.status, head, text)
    return answer.status, head, json.loads(text) if text and "json" in head.get("content-type", "") else text


faults = []


def need(truth, *what):
    """All faults are told at once: one operation's says little of the others."""
    if not truth:
        faults.append(" | ".join(str(part)[:300] for part in what))


whistle = broker.post("/v1/whistles", "meili", {"title": "墙皮剥落", "category": "walls", "departments": ["housing", "water"]})
order = whistle["orders"][0]
meeting = broker.post("/v1/meetings", CENTRE, {
    "title": "联席会", "whistles": [whistle["id"]], "form": "collective", "place": "指挥中心", "invitees": ["housing"],
    "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T10:00:00+08:00"})
other = broker.post("/v1/whistles", "meili", {"title": "定事的", "category": "walls", "departments": ["housing"]})
decided = broker.post("/v1/meetings", CENTRE, {
    "title": "联席会", "whistles": [other["id"]], "form": "collective", "place": "指挥中心", "invitees": ["housing"],
    "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T10:00:00+08:00"})
broker.post(f"/v1/meetings/{decided['id']}/hold", CENTRE, {"attendees_present": 2})
decided = broker.post(f"/v1/meetings/{decided['id']}/outcomes", CENTRE, {"items": [{
    "whistle": other["id"], "outcome": "assigned", "decision": "修", "lead": "housing",
    "milestones": [{"title": "修好", "due_at": "2026-12-20T17:00:00+08:00"}]}]})
item = broker.post("/v1/items", "meili", {"title": "路灯不亮", "channel": "grid"})
hook = broker.post("/v1/webhooks", "housing", {"name": "h", "url": "http://127.0.0.1:9/x", "adapter": "standard", "events": ["order.*"]})
token = broker.post("/v1/tokens", "admin", {"organization": "housing", "role": "department"})
session = broker.post("/v1/sessions", "meili", {"theme": "民生", "host": "meili", "held_at": "2026-01-10T19:30:00+08:00",
                                                "residents_present": 3, "attendees_present": 4})
plan = broker.post("/v1/visit-plans", "meili", {"kind": "grid", "area": "meili-zhenbei", "grid": "01", "visitor": "甲", "weekday": "friday"})
inspection = broker.post("/v1/inspections", "supervisor", {"method": "visit", "sample": [whistle["id"]]})
bulletin = broker.post("/v1/bulletins", CENTRE, {"period": "weekly"})
for _ in range(6):
    broker.post("/v1/whistles", "meili", {"title": "小区停车难", "category": "parking"})
hotspot = broker.get("/v1/hotspots", CENTRE)["items"][0]
subscription = broker.post("/v1/calendar-tokens", "housing", {})
attachment = ask("POST", f"/v1/whistles/{whistle['id']}/attachments", "meili", b"%PDF-1.7\n", {"Content-Type": "application/pdf"})[2]
# What is there, and who may do most to it.
THERE = {"whistles": whistle["id"], "orders": order["id"], "meetings": meeting["id"], "items": item["id"],
         "milestones": decided["milestones"][0]["id"], "webhooks": hook["id"], "tokens": token["id"],
         "sessions": session["id"], "visit-plans": plan["id"], "inspections": inspection["id"], "bulletins": bulletin["id"],
         "hotspots": hotspot["id"], "calendar-tokens": subscription["id"], "attachments": attachment["id"]}

paths = broker.document.whole["paths"]
wrong = {"Content-Type": "text/plain", "If-Match": '"99999"', "Idempotency-Key": "a b"}
counts = {}


def count(what):
    counts[what] = counts.get(what, 0) + 1


def filled(template, one):
    kind = template.split("/")[2] if template.startswith("/v1/") else ""
    code = "2026" if kind == "calendars" else "housing"
    return template.replace("{id}", one).replace("{code}", code), kind


for template, operations in paths.items():
    path, kind = filled(template, str(uuid.uuid4()))
    served = sorted([m.upper() for m in operations] + (["HEAD"] if "get" in operations else []))
    secured = template.startswith("/v1/")
    # 405 with `Allow`, after 401, whatever the body.
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
        if method in served:
            continue
        status, head, problem = ask(method, path, "admin" if secured else None)
        need(status == 405 and head["allow"] == ", ".join(served), method, path, status, head)
        need(method == "HEAD" or problem["type"] == "urn:whistle:problem:method-not-allowed", method, path, problem)
        if secured:
            need(ask(method, path)[0] == 401, method, path)
        count("405")
    for name, operation in operations.items():
        method = name.upper()
        roles = operation.get("x-roles")
        if not secured:
            status, head, _ = ask(method, path)
            if "{" in template:
                # What is no link of ours.
                need(status == 404, method, path, status)
                continue
            need(status < 400, method, path, status)
            if method == "GET" and template != "/metrics":
                again, alike, body = ask("HEAD", path)
                need(again == status and alike.get("content-length") == head.get("content-length") and not body, path, alike)
                count("HEAD")
            if "etag" in head:
                need(ask(method, path, headers={"If-None-Match": head["etag"]})[0] == 304, path)
            continue
        # 401 before all else: no token, a torn one, another scheme, nonsense.
        # Of a prefix of its own each, which are counted like addresses.
        for torn in (None, uuid.uuid4().hex, f"whs_changshu_{uuid.uuid4().hex}~", f"whs_nowhere_{uuid.uuid4().hex}"):
            status, head, problem = ask(method, path, token=torn, body=b"{", headers=wrong)
            need(status == 401 and head["www-authenticate"].startswith("Bearer"), method, path, torn, status)
            count("401")
        connection.request(method, path, headers={"Authorization": "Basic " + broker.tokens["admin"]})
        need(connection.getresponse().read() and True, path)
        # 404 for what is not there or no id at all, before 403 and every fault of the request.
        if "{id}" in template:
            for who in WHO.values():
                for one in (str(uuid.uuid4()), "nonsense", "%00", "1e3", "%E5%90%B9"):
                    if one in ("%00", "1e3", "%E5%90%B9") and who != "admin":
                        continue
                    status, _, problem = ask(method, filled(template, one)[0], who, b"{" if method != "GET" else None, wrong if method != "GET" else {})
                    may = [role for role, name in WHO.items() if name == who][0] in roles
                    need(status == 404 or status == 403 and kind in ("tokens", "calendar-tokens") and not may, method, template, one, who, status, problem)
                    count("404")
        # 403 for a role that has no business there, where the object can be seen.
        place, _ = filled(template, THERE.get(kind, str(uuid.uuid4())))
        for role, who in WHO.items():
            if role not in roles:
                status, _, problem = ask(method, place, who, b"{" if method != "GET" else None, wrong if method != "GET" else {})
                need(status in (403, 404), method, place, who, status, problem)
                count("403")
        if "application/json" not in operation.get("requestBody", {}).get("content", {}):
            continue
        # Whoever may: 415, 413, 400, 422, 412, in that order.
        sample = operation["requestBody"]["content"]["application/json"]["example"]
        for role in roles:
            if role not in WHO:
                continue
            status, _, problem = ask(method, place, WHO[role], b"{", wrong)
            if status in (403, 404):
                continue
            who = WHO[role]
            need(status == 415, method, place, who, status, problem)
            for media in ("application/x-www-form-urlencoded", "application/jsonx", "application/json; charset=gbk", "multipart/form-data; boundary=x"):
                need(ask(method, place, who, b"{}", {"Content-Type": media})[0] == 415, method, place, media)
            stale = {"If-Match": '"99999"', "Content-Type": "application/json"}
            if role == roles[0]:
                status, _, problem = ask(method, place, who, b'{"a":"' + b"x" * (1 << 20) + b'"', stale)
                need(status == 413, method, place, status, problem)
            for text in (b"{", b"", b"nul", b'{"a":1,}', b"\xff\xfe{}", b"[" * 3000, b'{"a":1}{', b"NaN"):
                if text == b"" and not operation["requestBody"]["required"]:
                    continue
                status, _, problem = ask(method, place, who, text, stale)
                need(status == 400, method, place, text[:20], status, problem)
                count("400")
            for text in (b"[]", b"1", b"null", b'"x"'):
                status, _, problem = ask(method, place, who, text, stale)
                need(status == 422 and problem["errors"][0]["pointer"] == "", method, place, text, status, problem)
            if template == "/v1/rulebook":
                need(ask(method, place, who, sample, stale)[0] in (412, 422), place)
                continue
            status, _, problem = ask(method, place, who, {**sample, "zz/~q": 1}, stale)
            need(status == 422, method, place, status, problem)
            need({"pointer": "/zz~1~0q", "code": "unknown-field"}.items() <= {k: v for e in problem["errors"] for k, v in e.items() if e["code"] == "unknown-field"}.items(), problem)
            count("422")
            parameters = [p.get("$ref", "").rsplit("/", 1)[-1] for p in operation["parameters"]]
            if "IfMatch" in parameters:
                status, _, problem = ask(method, place, who, sample, stale)
                if status == 422 and problem["type"].endswith(":invalid") or kind == "demo":
                    continue    # The example does not fit a finer check, such as two times in order.
                # Whose it is to do may hang on what the body says: whose evaluation it is, who checks in.
                need(status == 412 or status == 403 and template.endswith(("/evaluate", "/check-in", "/respond")), method, place, who, status, problem)
                count("412")
print("contract sweep:", counts)
assert not faults, "\n".join(faults)
assert counts["405"] > 400 and counts["404"] > 500 and counts["412"] > 30, counts
assert broker.stop() == 0
