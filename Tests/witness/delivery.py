"""Webhooks under faults, with two brokers on one database: every event arrives, under one id, in order per whistle, signed;
a failure is retried, 410 ends the endpoint, a redirect is not followed, a private address is not reached.
Endpoints that only fail are left alone by their breaker, so that most of what they wait for was never tried.
usage: delivery.py PROGRAM DATA_DIR (WHISTLE_DATABASE_URL names the database)"""
import http.server
import json
import queue
import sys
import threading

from broker import Broker
from standardwebhooks.webhooks import Webhook

told, fails, lock = queue.Queue(), {}, threading.Lock()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = 204
        with lock:
            # The first message of each whistle fails once.
            if self.path == "/flaky":
                subject = json.loads(body)["data"]["whistle"]["id"]
                if subject not in fails:
                    fails[subject], status = headers["webhook-id"], 500
            if self.path == "/gone":
                status = 410
            if self.path == "/moved":
                status = 302
        if status == 204:
            told.put((self.path, headers, body))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/good")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256


first = Broker(sys.argv[1], sys.argv[2]).start()
second = Broker(sys.argv[1], sys.argv[2]).start()
receiver = Server(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
hooks = {}
for path in ["/good", "/flaky", "/gone", "/moved"]:
    hooks[path] = first.post("/v1/webhooks", "command-centre", {
        "name": path, "url": f"http://127.0.0.1:{receiver.server_port}{path}", "adapter": "standard",
        "events": ["whistle.*", "order.queued", "order.received"]})
private = first.post("/v1/webhooks", "command-centre", {
    "name": "private", "url": "http://10.255.0.1/x", "adapter": "standard", "events": ["whistle.*"]})

count = 40
whistles = {}
for number in range(count):
    broker = [first, second][number % 2]
    whistle = broker.post("/v1/whistles", "meili", {"title": f"第{number}件", "category": "walls"})
    broker.post(f"/v1/orders/{whistle['orders'][0]['id']}/receive", "housing")
    whistles[whistle["id"]] = ["whistle.raised", "order.queued", "order.received"]

heard = {"/good": {}, "/flaky": {}}
ids = {"/good": set(), "/flaky": set()}
for _ in range(2 * 3 * count):
    path, headers, body = told.get(timeout=60)
    event = Webhook(hooks[path]["secret"]).verify(body, headers)
    assert headers["webhook-id"] not in ids[path], "an event arrived twice"
    ids[path].add(headers["webhook-id"])
    heard[path].setdefault(event["data"]["whistle"]["id"], []).append(event["type"])
assert heard["/good"] == whistles and heard["/flaky"] == whistles, "an event is missing or out of order"
# A retry is the same event.
assert set(fails) == set(whistles) and set(fails.values()) <= ids["/flaky"]

# Outcomes are written behind the answers, many at once.
flaky = []
while sum(len(d["attempts"]) for d in flaky) < 4 * count:
    flaky = second.get(f"/v1/webhooks/{hooks['/flaky']['id']}/deliveries?limit=200", "command-centre")["items"]
assert sorted(len(d["attempts"]) for d in flaky) == [1] * (2 * count) + [2] * count, [len(d["attempts"]) for d in flaky]
assert {a["status"] for d in flaky for a in d["attempts"]} == {500, 204}
assert first.get(f"/v1/webhooks/{hooks['/gone']['id']}", "command-centre")["state"] == "disabled"
moved = []
while not any(d["attempts"] for d in moved):
    moved = first.get(f"/v1/webhooks/{hooks['/moved']['id']}/deliveries?limit=200", "command-centre")["items"]
assert {d["state"] for d in moved} <= {"retrying", "pending"} and any(a["status"] == 302 for d in moved for a in d["attempts"])
refused = []
while not any(d["attempts"] for d in refused):
    refused = first.get(f"/v1/webhooks/{private['id']}/deliveries?limit=200", "command-centre")["items"]
attempts = [a for d in refused for a in d["attempts"]]
assert attempts and all(a["status"] is None and a["error"] for a in attempts), attempts
assert first.stop() == 0 and second.stop() == 0
print("delivery:", 2 * 3 * count, "events, each once and in order;", count, "retried")
