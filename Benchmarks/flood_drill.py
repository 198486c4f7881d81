"""One token asks as much as it can while another works as usual: how much longer the other waits, as a ratio; and what one
address holds open in vain (half a request, a byte now and then) beside that.
usage: flood_drill.py PROGRAM DATA_DIR [SECONDS] [CLIENTS] [MOST]   exits 1 when the ratio is above MOST"""
import http.client
import json
import multiprocessing
import os
import socket
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Tests", "witness"))
from broker import Broker  # noqa: E402

program, data = sys.argv[1:3]
seconds, clients = float(sys.argv[3] if len(sys.argv) > 3 else 10), int(sys.argv[4] if len(sys.argv) > 4 else 32)
most = float(sys.argv[5]) if len(sys.argv) > 5 else None
broker = Broker(program, data).start()
host = broker.url.split("//")[1]
whistle = broker.post("/v1/whistles", "meili", {"title": "平常的事", "category": "walls", "departments": ["housing"]})


broker.post("/v1/whistles/batch", "yushan", {"items": [{"title": f"第 {n} 件", "category": "walls"} for n in range(200)]})


def flood(ended, counts):
    """In a process of its own, so that the one who measures does not wait for its own interpreter."""
    took = []
    threads = [threading.Thread(target=worker, args=("yushan", "/v1/whistles?limit=200", ended, took, 0)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.put({status: sum(s == status for s, _ in took) for status in {s for s, _ in took}})


def worker(who, path, until, took, pause):
    connection = http.client.HTTPConnection(host, timeout=60)
    while not until.is_set():
        started = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": "Bearer " + broker.tokens[who]})
        answer = connection.getresponse()
        answer.read()
        took.append((answer.status, time.perf_counter() - started))
        time.sleep(pause)


def measure():
    """The usual work of one department for some time: the median and the 95th percentile of what it waits."""
    took, until = [], threading.Event()
    thread = threading.Thread(target=worker, args=("housing", f"/v1/whistles/{whistle['id']}", until, took, 0.01))
    thread.start()
    time.sleep(seconds)
    until.set()
    thread.join()
    assert all(status == 200 for status, _ in took), took[:3]
    times = sorted(wait for _, wait in took)
    return statistics.median(times), times[int(len(times) * 0.95)]


measure()
calm = measure()
slow = [socket.create_connection(host.split(":")) for _ in range(500)]
for each in slow:
    each.sendall(b"GET /v1/whistles HTTP/1.1\r\nHost: x\r\nX-Slow: ")
ended, counts = multiprocessing.Event(), multiprocessing.Queue()
process = multiprocessing.Process(target=flood, args=(ended, counts))
process.start()
for each in slow:
    each.sendall(b"a")
time.sleep(1)
flooded = measure()
ended.set()
statuses = counts.get()
process.join()
for each in slow:
    each.close()
ratio = flooded[0] / calm[0]
print(json.dumps({
    "calm_ms": [round(t * 1000, 2) for t in calm], "flooded_ms": [round(t * 1000, 2) for t in flooded],
    "ratio_median": round(ratio, 2), "ratio_p95": round(flooded[1] / calm[1], 2),
    "flood": {"clients": clients, "per_second": round(sum(statuses.values()) / (seconds + 1)), "statuses": statuses}}))
assert broker.stop() == 0
sys.exit(1 if most is not None and ratio > most else 0)
