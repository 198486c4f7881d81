"""schemathesis over every operation of the document, as every role, with well-formed and ill-formed requests: no 5xx, no
undocumented status, no answer that breaks its schema or lacks a header. usage: fuzz.py PROGRAM DATA_DIR [SECONDS [SEED]]"""
import json
import os
import subprocess
import sys
import urllib.request

from broker import Broker

broker = Broker(sys.argv[1], sys.argv[2]).start()
seconds, seed = (sys.argv[3:] + ["45", "1"][len(sys.argv) - 3:])[:2]
here = os.path.dirname(os.path.abspath(__file__))
CENTRE = "command-centre"


def raised(**more):
    return broker.post("/v1/whistles", "meili", {"title": "小区停车难", "category": "parking", "departments": ["housing", "water"], **more})


# Things in many states, so that a path leads to something.
whistles = [raised() for _ in range(6)]
orders = [order for whistle in whistles for order in whistle["orders"]]
for order in orders[4:8]:
    broker.post(f"/v1/orders/{order['id']}/receive", order["department"])
for order in orders[6:8]:
    broker.post(f"/v1/orders/{order['id']}/report-in", order["department"], {"person": "李"})
meeting = {"title": "联席会", "whistles": [whistles[5]["id"]], "form": "collective", "place": "指挥中心", "invitees": ["housing"],
           "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T10:00:00+08:00"}
meetings = [broker.post("/v1/meetings", CENTRE, meeting) for _ in range(3)]
broker.post(f"/v1/meetings/{meetings[0]['id']}/hold", CENTRE, {"attendees_present": 3})
held = broker.post(f"/v1/meetings/{meetings[0]['id']}/outcomes", CENTRE, {"items": [{
    "whistle": whistles[5]["id"], "outcome": "assigned", "decision": "划线", "lead": "housing",
    "milestones": [{"title": "完成划线", "due_at": "2026-12-20T17:00:00+08:00"}]}]})
items = [broker.post("/v1/items", "meili", {"title": "路灯不亮", "channel": "grid"}) for _ in range(3)]
hooks = [broker.post("/v1/webhooks", who, {"name": "h", "url": "http://127.0.0.1:9/x", "adapter": "standard", "events": ["order.*"]})
         for who in ("housing", "meili", CENTRE)]
session = broker.post("/v1/sessions", "meili", {"theme": "民生", "host": "meili", "held_at": "2026-01-10T19:30:00+08:00",
                                                "residents_present": 3, "attendees_present": 4, "items": [{"title": "路灯"}]})
plan = broker.post("/v1/visit-plans", "meili", {"kind": "grid", "area": "meili-zhenbei", "grid": "01", "visitor": "甲", "weekday": "friday"})
inspection = broker.post("/v1/inspections", "supervisor", {"method": "visit", "sample": [whistles[0]["id"]]})
broker.post(f"/v1/orders/{orders[0]['id']}/supervise", CENTRE, {"level": "red", "note": "催"})
bulletin = broker.post("/v1/bulletins", CENTRE, {"period": "weekly"})
hotspots = broker.get("/v1/hotspots", CENTRE)["items"]
assert hotspots
subscription, spare = (broker.post("/v1/calendar-tokens", "housing", {"name": "手机"}) for _ in range(2))
with urllib.request.urlopen(urllib.request.Request(
        broker.url + f"/v1/whistles/{whistles[0]['id']}/attachments", data=b"%PDF-1.7\n", method="POST",
        headers={"Authorization": "Bearer " + broker.tokens["meili"], "Content-Type": "application/pdf"})) as answer:
    attachment = json.load(answer)
token = broker.post("/v1/tokens", "admin", {"organization": "housing", "role": "department"})
roles = {"township": "meili", "department": "housing", "command_centre": CENTRE, "supervisor": "supervisor",
         "observer": "observer", "admin": "admin"}
seeds = {
    "tokens": {role: broker.tokens[code] for role, code in roles.items()},
    "ids": {"whistles": [w["id"] for w in whistles], "orders": [o["id"] for o in orders if o["department"] == "housing"], "items": [i["id"] for i in items],
            "meetings": [m["id"] for m in meetings], "milestones": [m["id"] for m in held["milestones"]],
            "webhooks": [h["id"] for h in hooks], "tokens": [token["id"]], "calendar-tokens": [spare["id"]], "sessions": [session["id"]],
            "visit-plans": [plan["id"]], "inspections": [inspection["id"]], "bulletins": [bulletin["id"]],
            "hotspots": [h["id"] for h in hotspots], "attachments": [attachment["id"]]},
    "calendar": subscription["token"],
    "words": {"category": ["parking", "walls"], "department": ["housing", "water"], "lead": ["housing"], "to": ["water"],
              "organization": ["housing", "meili"]},
}
scratch = sys.argv[2] + "/fuzz"
os.makedirs(scratch, exist_ok=True)
with open(scratch + "/seeds.json", "w", encoding="utf-8") as file:
    json.dump(seeds, file)
# What is said of a request that fits its schema: a rule may still forbid it (422), its time may not have come (409), its
# version may be old (412), the file may have been erased (410). Of one that does not: any refusal, since 404, 403 and 412 may come first. Tokens that are none
# are the contract sweep's: hundreds of them from one address are answered 429.
with open(scratch + "/schemathesis.toml", "w", encoding="utf-8") as file:
    file.write("""
[checks]
positive_data_acceptance.expected-statuses = ["2xx", 304, 401, 403, 404, 409, 410, 412, 422, 429, 503]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 503]
ignored_auth.enabled = false
use_after_free.enabled = false
ensure_resource_availability.enabled = false
missing_required_header.enabled = false
[generation]
database = "none"
""")
# One worker: Python 3.11 compiles syntax trees wrongly in two threads at once (its issue 106905), which Hypothesis does.
command = [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "--config-file", scratch + "/schemathesis.toml", "run",
           broker.url + "/openapi.json", "--workers", "1", "--max-time", seconds, "--seed", seed, "--continue-on-failure",
           "--no-color", "--phases", "examples,coverage,fuzzing", "--request-timeout", "20", "--report", "json", "--report-json-path", scratch + "/report.json"]
outcome = subprocess.run(command, cwd=scratch, capture_output=True, text=True, env={
    **os.environ, "SCHEMATHESIS_HOOKS": "fuzz_hooks", "PYTHONPATH": here, "WHISTLE_FUZZ_SEEDS": scratch + "/seeds.json"})
with open(scratch + "/output.txt", "w", encoding="utf-8") as file:
    file.write(outcome.stdout + outcome.stderr)
print(outcome.stdout[-1500 if outcome.returncode == 0 else -12000:])
errors = [line for line in broker.log if "request failed" in line]
assert not errors, errors[:5]
assert outcome.returncode == 0, (outcome.returncode, outcome.stderr[-3000:])
assert broker.stop() == 0
