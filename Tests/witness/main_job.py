"""The main job, seen from outside: raise, claim, receive, report in, resolve, evaluate, closed; every event arrives at a
webhook with a signature that the standardwebhooks library accepts, in order; a joint meeting decides."""
import hashlib
import http.server
import json
import queue
import sys
import threading

from broker import Broker, Refused
from standardwebhooks.webhooks import Webhook

told = queue.Queue()


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        told.put(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def refused(status, call):
    try:
        call()
    except Refused as refusal:
        assert refusal.status == status, refusal
        return json.loads(refusal.body)
    raise AssertionError(f"expected {status}")


def main():
    broker = Broker(sys.argv[1], sys.argv[2]).start()
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    hook = broker.post("/v1/webhooks", "command-centre", {
        "name": "witness", "url": f"http://127.0.0.1:{receiver.server_port}/hook?x=1", "adapter": "standard",
        "events": ["whistle.*", "order.*", "meeting.*", "milestone.*", "item.*"]})
    assert broker.post(f"/v1/webhooks/{hook['id']}/test", "command-centre")["delivered"]
    told.get(timeout=30)

    whistle = broker.post("/v1/whistles", "meili", {
        "title": "墙皮剥落", "category": "walls", "contact": {"name": "张三", "phone": "13800000000"}})
    assert whistle["state"] == "in_progress" and whistle["orders"][0]["department"] == "housing"
    claimed = broker.post("/v1/departments/housing/queue/claim", "housing", {"max": 5, "lease_seconds": 60, "wait_seconds": 5})
    order = claimed["orders"][0]
    assert order["whistle_id"] == whistle["id"]
    path = f"/v1/orders/{order['id']}"
    broker.post(path + "/receive", "housing", {"claim_token": order["claim"]["token"]})
    broker.post(path + "/report-in", "housing", {"person": "李四"})
    problem = refused(409, lambda: broker.post(path + "/report-in", "housing", {"person": "李四"}))
    assert problem["current_state"] == "reported" and "resolve" in problem["allowed"], problem
    broker.post(path + "/resolve", "housing", {"outcome": "已修补", "measures": "铲除重刷", "responsible_person": "李四"})
    closed = broker.post(f"/v1/whistles/{whistle['id']}/evaluate", "meili", {
        "by": "raiser", "grade": "satisfied", "solved": True})
    assert closed["state"] == "closed" and closed["orders"][0]["state"] == "closed"

    wanted = ["whistle.raised", "order.queued", "order.claimed", "order.received", "order.reported", "order.resolved",
              "whistle.awaiting_evaluation", "whistle.evaluated", "whistle.closed", "order.closed"]
    heard, ids = [], set()
    for _ in wanted:
        headers, body = told.get(timeout=30)
        event = Webhook(hook["secret"]).verify(body, headers)
        assert event["data"]["whistle"]["id"] == whistle["id"] and "13800000000" not in body.decode()
        heard.append(event["type"])
        ids.add(headers["webhook-id"])
    # In order per endpoint and whistle.
    assert heard == wanted, heard
    assert len(ids) == len(wanted)
    feed = broker.get("/v1/events?limit=200", "command-centre")["items"]
    assert [event["id"] for event in feed] == list(range(1, len(feed) + 1))

    # The history is a chain that anybody can check.
    lines = broker.get(f"/v1/whistles/{whistle['id']}/history", "meili")["items"]
    previous = hashlib.sha256(whistle["id"].encode()).hexdigest()
    for line in lines:
        assert line["previous_hash"] == previous
        previous = line["hash"]

    # A joint meeting decides about a whistle that carries items.
    items = [broker.post("/v1/items", "meili", {"title": f"事项{n}", "channel": "grid"})["id"] for n in range(3)]
    second = broker.post("/v1/whistles", "meili", {"title": "停车与积水", "category": "parking", "items": items})
    meeting = broker.post("/v1/meetings", "meili", {
        "title": "共商共办联席会", "whistles": [second["id"]], "form": "collective", "place": "镇政府",
        "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T11:00:00+08:00",
        "invitees": ["urban-management", "water", "police"]})
    at = f"/v1/meetings/{meeting['id']}"
    broker.post(at + "/respond", "water", {"answer": "accept", "person": "王五"})
    broker.post(at + "/check-in", "water", {"organization": "water", "person": "王五"})
    held = broker.post(at + "/hold", "meili", {"attendees_present": 8})
    assert {a["organization"]: a["status"] for a in held["attendance"]} == {
        "water": "present", "urban-management": "absent", "police": "absent"}
    refused(409, lambda: broker.post(at + "/close", "meili"))
    decided = broker.post(at + "/outcomes", "meili", {"items": [{
        "whistle": second["id"], "outcome": "assigned", "decision": "水务牵头", "lead": "water",
        "assisting": ["urban-management"], "responsible_person": "王五", "due_at": "2026-12-31T17:00:00+08:00",
        "milestones": [{"title": "清淤", "due_at": "2026-12-10T17:00:00+08:00"}]}]})
    orders = broker.get(f"/v1/whistles/{second['id']}", "meili")["orders"]
    live = [o for o in orders if o["state"] == "queued"]
    assert [o["department"] for o in live if o["role"] == "lead"] == ["water"], orders
    broker.post(f"/v1/milestones/{decided['milestones'][0]['id']}/complete", "water", {"note": "完成"})
    broker.post(at + "/publish", "meili")
    assert broker.post(at + "/close", "meili")["state"] == "closed"

    assert broker.stop() == 0
    print("main job: every step seen,", len(wanted), "signatures accepted")


main()
