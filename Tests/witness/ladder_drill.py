"""A year of business time under two brokers: every rung fires once, at its own time, whichever broker does it, also when
one is killed on the way. usage: ladder_drill.py PROGRAM DATA_DIR WHISTLES (WHISTLE_DATABASE_URL names the database)"""
import sys
from datetime import datetime, timedelta

from broker import Broker

program, data, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
first, second = Broker(program, data).start(), Broker(program, data).start()
raised = [
    first.post("/v1/whistles", "meili", {"title": f"第{n}件", "category": "walls", "departments": ["housing", "water"],
                                         "kind": ["routine", "priority", "emergency"][n % 3]})
    for n in range(count)]
now = datetime.fromisoformat(first.get("/v1/demo/clock", "admin")["now"])
# Steps of every size: hours, days, months; asked of either broker.
steps = [timedelta(hours=3)] * 16 + [timedelta(days=1)] * 20 + [timedelta(days=9)] * 10 + [timedelta(days=80)] * 3
for place, step in enumerate(steps):
    now += step
    if place == 30:
        second.kill()
        second = Broker(program, data).start()
    [first, second][place % 2].ask("PUT", "/v1/demo/clock", "admin", {"now": now.isoformat()})

place, told = 0, []
while True:
    page = first.get(f"/v1/events?after={place}&limit=200", "command-centre")["items"]
    if not page:
        break
    told += page
    place = page[-1]["id"]
fired = [e for e in told if e["type"] in ("order.reminded", "order.overdue", "order.supervised")]
keys = [(e["data"]["order"]["id"], e["data"]["clock"], e["data"]["detail"]["rung"]) for e in fired]
assert len(keys) == len(set(keys)), "a rung fired twice"
rungs = {"remind-50", "remind-80", "overdue", "urge", "yellow", "bulletin", "red"}
expected = {(o["id"], c["name"], r) for w in raised for o in w["orders"] for c in o["clocks"] for r in rungs
            if c["name"] != "total" or o["role"] == "lead"}
assert set(keys) == expected, (len(keys), len(expected), list(expected ^ set(keys))[:5])
due = {(o["id"], c["name"]): c["due_at"] for w in raised for o in w["orders"] for c in o["clocks"]}
for event in fired:
    if event["type"] == "order.overdue":
        assert datetime.fromisoformat(event["at"]) == datetime.fromisoformat(due[event["data"]["order"]["id"], event["data"]["clock"]])
assert [e["id"] for e in told] == sorted({e["id"] for e in told})
assert first.stop() == 0 and second.stop() == 0
print(f"{count} whistles, a year, two brokers: {len(fired)} rungs, each once")
