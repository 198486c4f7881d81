"""Two brokers on one database, many pollers: each order claimed exactly once, emergencies first.

usage: claim_drill.py PROGRAM DATA_DIR ORDERS POLLERS (WHISTLE_DATABASE_URL names the database)"""
import sys
import threading
import time

from broker import Broker

program, data, count, pollers = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
first = Broker(program, data).start()
second = Broker(program, data).start()
brokers = [first, second]

emergencies = set()


def fill(worker):
    for batch in range(worker, count // 500, 4):
        items = [{"title": f"第{batch}-{n}件", "category": "walls", "kind": "emergency" if n % 100 == 0 else "routine"}
                 for n in range(500)]
        results = brokers[worker % 2].post("/v1/whistles/batch", "meili", {"items": items})["results"]
        assert all(result["status"] == 201 for result in results)
        for result in results:
            if result["whistle"]["kind"] == "emergency":
                emergencies.add(result["whistle"]["orders"][0]["id"])


fillers = [threading.Thread(target=fill, args=(n,)) for n in range(4)]
for filler in fillers:
    filler.start()
for filler in fillers:
    filler.join()

claimed, order_of_claims, lock = {}, [], threading.Lock()
doubles = []
started = time.monotonic()


def poll(worker):
    while True:
        orders = brokers[worker % 2].post("/v1/departments/housing/queue/claim", "housing",
                                          {"max": 10, "lease_seconds": 3600})["orders"]
        if not orders:
            return
        with lock:
            for order in orders:
                if order["id"] in claimed:
                    doubles.append(order["id"])
                claimed[order["id"]] = order["claim"]["token"]
                order_of_claims.append(order["id"])


threads = [threading.Thread(target=poll, args=(n,)) for n in range(pollers)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
took = time.monotonic() - started
assert not doubles, f"{len(doubles)} orders were claimed twice"
assert len(claimed) == count, f"{len(claimed)} of {count} were claimed"
# Answers cross on their way here: an emergency may be noted a few requests late, never among the ordinary ones.
last = max(place for place, order in enumerate(order_of_claims) if order in emergencies)
assert last < len(emergencies) + pollers * 10 * 2, f"an emergency came at place {last}"
for broker in brokers:
    assert broker.stop() == 0
print(f"{count} orders, {pollers} pollers, two brokers: each claimed once in {took:.1f} s; "
      f"{len(emergencies)} emergencies within the first {last + 1}")
