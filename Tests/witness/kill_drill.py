"""kill -9 under load, again and again. After it, from outside: every 201 is there, once; no order is under two live
claims; after the last SIGTERM no PostgreSQL of ours is left.

usage: kill_drill.py PROGRAM DATA_DIR ROUNDS"""
import os
import random
import sys
import threading
import time

from broker import Broker, Refused

program, data, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
broker = Broker(program, data)
acknowledged, claims, lock = {}, {}, threading.Lock()
running = threading.Event()


def raise_whistles(worker):
    number = 0
    while running.is_set():
        number += 1
        title = f"演练 {worker}-{number}-{random.random()}"
        try:
            whistle = broker.post("/v1/whistles", ["meili", "yushan"][worker % 2],
                                  {"title": title, "category": "walls"}, headers={"Idempotency-Key": f"{title.replace(' ', '')[2:]}"})
        except Exception:
            continue
        with lock:
            acknowledged[whistle["id"]] = title


def claim_orders():
    while running.is_set():
        try:
            orders = broker.post("/v1/departments/housing/queue/claim", "housing",
                                 {"max": 5, "lease_seconds": 3600, "wait_seconds": 1})["orders"]
        except Exception:
            continue
        for order in orders:
            with lock:
                assert order["id"] not in claims, f"{order['id']} is under two live claims"
                claims[order["id"]] = order["claim"]["token"]


for round_number in range(rounds):
    broker.start()
    running.set()
    workers = [threading.Thread(target=raise_whistles, args=(n,), daemon=True) for n in range(8)]
    workers += [threading.Thread(target=claim_orders, daemon=True) for _ in range(2)]
    for worker in workers:
        worker.start()
    before = len(acknowledged)
    # The moment of death is random, but never before something was acknowledged.
    deadline = time.monotonic() + 60
    while len(acknowledged) < before + random.randint(20, 200):
        assert time.monotonic() < deadline, "nothing is acknowledged any more"
        time.sleep(0.005)
    broker.kill()
    running.clear()
    for worker in workers:
        worker.join()

broker.start()
stored = broker.pages("/v1/whistles", "command-centre")
ids = [whistle["id"] for whistle in stored]
titles = [whistle["title"] for whistle in stored]
assert len(ids) == len(set(ids)) and len(titles) == len(set(titles)), "a whistle is there twice"
missing = set(acknowledged) - set(ids)
assert not missing, f"{len(missing)} acknowledged whistles are lost"
numbers = [whistle["number"] for whistle in stored]
assert len(numbers) == len(set(numbers)), "a number was given twice"
# A claim is live until its lease ends: receiving with its token works for each, once.
kept = 0
for order, token in claims.items():
    received = broker.post(f"/v1/orders/{order}/receive", "housing", {"claim_token": token})
    assert received["state"] == "received"
    kept += 1
position, raised = 0, []
while True:
    page = broker.get(f"/v1/events?after={position}&limit=200", "command-centre")["items"]
    if not page:
        break
    position = page[-1]["id"]
    raised += [e["data"]["whistle"]["id"] for e in page if e["type"] == "whistle.raised"]
assert len(raised) == len(set(raised)), "an event was told twice"
# A broker that was killed left no state that its history does not lead to.
audited = broker.get("/v1/audit/verify", "supervisor")
assert audited["ok"], audited
status = broker.stop()
assert status == 0, status
# As root the cluster may stand elsewhere; the data directory says where.
places = [os.path.realpath(data)]
if os.path.exists(data + "/postgres.location"):
    with open(data + "/postgres.location", encoding="utf-8") as file:
        places += [part for part in file.read().split() if part.startswith("/")]
left = []
for process in filter(str.isdigit, os.listdir("/proc")):
    try:
        place = os.readlink(f"/proc/{process}/cwd")
    except OSError:
        continue
    if any(place.startswith(own) for own in places):
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            if file.read().split(")")[1].split()[0] != "Z":
                left.append(process)
assert not left, f"processes are left: {left}"
print(f"{rounds} rounds: {len(acknowledged)} acknowledged, {len(stored)} stored, {kept} claims kept, nothing lost or doubled")
