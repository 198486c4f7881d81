"""Deliveries to ten endpoints: what one of them that hangs costs the others, and what a delivery costs. Both sides
alternate in one run on one private PostgreSQL; medians. usage: delivery.py PROGRAM WORK_DIR PG_BIN ROUNDS [EVENTS]"""
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "witness"))
from broker import Broker  # noqa: E402

program, work, pg, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
events = int(sys.argv[5]) if len(sys.argv) > 5 else 2000
sink_port = 18557
endpoints = 10


def hang(server):
    """Takes what comes, answers nothing; the other side gives up after 15 s."""
    kept = []
    while True:
        try:
            kept.append(server.accept()[0])
        except OSError:
            return


hanging = socket.create_server(("127.0.0.1", 0), backlog=512)
threading.Thread(target=hang, args=(hanging,), daemon=True).start()
sink = subprocess.Popen([work + "/sink", str(sink_port)])
broker = Broker(program, work + "/delivery-data").start()
postmaster = [part for line in broker.log for part in line.split() if part.startswith("process=")][0][len("process="):]
with open(f"/proc/{postmaster}/cwd/postmaster.pid", encoding="utf-8") as file:
    database = ["-h", file.read().split("\n")[4], "-U", "postgres", "postgres"]


def sql(text):
    return subprocess.run([pg + "/psql", "-qAtX", "-v", "ON_ERROR_STOP=1", *database, "-c", text],
                          check=True, capture_output=True, text=True).stdout.strip()


def cpu():
    """Seconds of the broker's own process."""
    with open(f"/proc/{broker.process.pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(with_one_hanging):
    """Deliveries a second of the endpoints that work, and the broker's CPU microseconds for each."""
    ports = [sink_port] * (endpoints - 1) + [hanging.getsockname()[1] if with_one_hanging else sink_port]
    hooks = [broker.post("/v1/webhooks", "command-centre", {
        "name": str(number), "url": f"http://127.0.0.1:{port}/{number}", "adapter": "standard", "events": ["whistle.raised"]})["id"]
        for number, port in enumerate(ports)]
    # The sink stands still while the backlog grows, shorter than a request's time-out.
    sink.send_signal(signal.SIGSTOP)
    items = {"items": [{"title": "墙皮剥落", "category": "walls"} for _ in range(500)]}
    for _ in range(events // 500):
        broker.post("/v1/whistles/batch", "meili", items)
    while sql("SELECT count(*) FROM whistle.outbox") != "0":
        time.sleep(0.05)
    working = "webhook_id IN (" + ",".join(f"'{hook}'" for hook in hooks[:endpoints - 1]) + ")"
    waiting = int(sql(f"SELECT count(*) FROM whistle.deliveries WHERE {working} AND state <> 'delivered'"))
    spent, started = cpu(), time.monotonic()
    sink.send_signal(signal.SIGCONT)
    while int(sql(f"SELECT count(*) FROM whistle.deliveries WHERE {working} AND state <> 'delivered'")):
        assert time.monotonic() - started < 120, "the endpoints that work are not served"
        time.sleep(0.02)
    took = time.monotonic() - started
    spent = cpu() - spent
    for hook in hooks:
        broker.ask("DELETE", f"/v1/webhooks/{hook}", "command-centre")
    sql("CHECKPOINT")
    return waiting / took, spent * 1e6 / waiting


measure(False)
healthy, hung, cost = [], [], []
for _ in range(rounds):
    rate, spent = measure(False)
    healthy.append(rate)
    cost.append(spent)
    hung.append(measure(True)[0])
ratio = statistics.median(one / other for one, other in zip(hung, healthy))
print(f"{'9 endpoints, a tenth hanging ÷ a tenth that works':58} {statistics.median(hung):9.0f} {statistics.median(healthy):9.0f}   {ratio:5.2f}   0.90")
print(f"{'CPU of the broker for a delivery, µs':58} {statistics.median(cost):9.0f}")
sink.kill()
assert broker.stop() == 0
