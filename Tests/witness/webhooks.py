"""The verbs on an endpoint, over HTTP: alter, pause, resume, replay, redeliver, rotate; signatures during a rotation are
checked by another library.
usage: webhooks.py PROGRAM DATA_DIR"""
import datetime
import http.server
import json
import queue
import sys
import threading

from broker import Broker, Refused
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

told = queue.Queue()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        text = b""
        if self.path.startswith("/ding"):
            text = b'{"errcode":310000,"errmsg":"keywords not in content"}'
        else:
            told.put(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(200 if text else 204)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


def expect(status, method, path, who, body=None, headers=None):
    try:
        broker.ask(method, path, who, body, headers)
    except Refused as refusal:
        assert refusal.status == status, (method, path, refusal)
        return json.loads(refusal.body)
    raise AssertionError(f"{method} {path}: not refused")


def next_event():
    return told.get(timeout=30)


def deliveries(state=None):
    return broker.pages(at + "/deliveries" + (f"?state={state}" if state else ""), "command-centre")


def when(check):
    """Waits until the log says so: each answer is a round trip, and the whole has a bound."""
    for _ in range(3000):
        if check():
            return
    raise AssertionError("it never came to be: " + json.dumps(deliveries(), ensure_ascii=False)[:2000])


def raise_one(title):
    return broker.post("/v1/whistles", "meili", {"title": title, "category": "walls"})


broker = Broker(sys.argv[1], sys.argv[2]).start()
receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{receiver.server_port}"
make = {"name": "接口", "url": base + "/good", "adapter": "standard", "events": ["whistle.raised"]}
expect(422, "POST", "/v1/webhooks", "command-centre", {**make, "adapter": "pigeon"})
expect(422, "POST", "/v1/webhooks", "command-centre", {**make, "colour": "red"})
expect(403, "POST", "/v1/webhooks", "observer", make)
hook = broker.post("/v1/webhooks", "command-centre", make)
at = f"/v1/webhooks/{hook['id']}"
old = hook["secret"]
assert old.startswith("whsec_") and "/good" not in json.dumps(broker.get(at, "command-centre"))

# Altering.
expect(404, "PATCH", at, "yushan", {"name": "x"})
expect(422, "PATCH", at, "command-centre", {"adapter": "wecom"})
expect(422, "PATCH", at, "command-centre", {"events": ["nonsense"]})
expect(422, "PATCH", at, "command-centre", {"state": "asleep"})
expect(412, "PATCH", at, "command-centre", {"name": "x"}, {"If-Match": '"7"'})
changed = broker.ask("PATCH", at, "command-centre", {"name": "新名", "mentions": ["all"], "digest": False}, {"If-Match": '"1"'})
assert (changed["name"], changed["mentions"], changed["digest"], changed["version"]) == ("新名", ["all"], False, 2)
assert "secret" not in changed

# Rotation: shown once, and both sign.
key = {"Idempotency-Key": "rotate-1"}
rotated = broker.ask("POST", at + "/rotate-secret", "command-centre", {}, key)
again = broker.ask("POST", at + "/rotate-secret", "command-centre", {}, key)
new = rotated["secret"]
assert new.startswith("whsec_") and new != old and "secret" not in again and again["secret_already_shown"] is True
for number in range(5):
    raise_one(f"轮换{number}")
for _ in range(5):
    headers, body = next_event()
    assert Webhook(new).verify(body, headers) == Webhook(old).verify(body, headers)
    try:
        Webhook("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=").verify(body, headers)
        raise AssertionError("any key would do")
    except WebhookVerificationError:
        pass

# Paused events are parked, and come back under their ids when they are asked for.
since = datetime.datetime.now(datetime.timezone.utc).isoformat()
assert broker.post(at + "/pause", "command-centre")["state"] == "paused"
for number in range(3):
    raise_one(f"暂停{number}")
when(lambda: len(deliveries("parked")) == 3)
parked = {delivery["event_id"] for delivery in deliveries("parked")}
assert broker.post(at + "/resume", "command-centre")["state"] == "active"
raise_one("恢复以后")
assert "恢复以后" in json.loads(next_event()[1])["data"]["whistle"]["title"]
span = {"since": since, "until": datetime.datetime.now(datetime.timezone.utc).isoformat()}
expect(422, "POST", at + "/replay", "command-centre", {"since": since})
expect(422, "POST", at + "/replay", "command-centre", {"since": span["until"], "until": since})
assert broker.post(at + "/replay", "command-centre", {**span, "dry_run": True})["deliveries"] == 3
assert len(deliveries("parked")) == 3
counted = broker.post(at + "/replay", "command-centre", span)
assert (counted["parked"], counted["dead"], counted["deliveries"]) == (3, 0, 3)
assert {next_event()[0]["webhook-id"] for _ in range(3)} == parked
when(lambda: {delivery["state"] for delivery in deliveries()} == {"delivered"})

# One again.
one = deliveries()[0]
expect(404, "POST", f"/v1/deliveries/{one['id']}/redeliver", "yushan", {})
expect(403, "POST", f"/v1/deliveries/{one['id']}/redeliver", "observer", {})
broker.post(f"/v1/deliveries/{one['id']}/redeliver", "command-centre")
assert next_event()[0]["webhook-id"] == one["event_id"]
when(lambda: len([d for d in deliveries() if d["id"] == one["id"]][0]["attempts"]) == 2)

# A robot whose settings are wrong is paused, and says in words what to do.
ding = broker.post("/v1/webhooks", "command-centre", {
    "name": "钉", "url": base + "/ding?access_token=t", "adapter": "dingtalk", "events": ["whistle.raised"], "signing_secret": "SEC1"})
probe = broker.post(f"/v1/webhooks/{ding['id']}/test", "command-centre")
assert not probe["delivered"] and probe["vendor_code"] == "310000" and probe["meaning"] and probe["hint"], probe
raise_one("给机器人")
at = f"/v1/webhooks/{ding['id']}"
when(lambda: broker.get(at, "command-centre")["state"] == "paused")
attempt = deliveries("parked")[0]["attempts"][0]
assert attempt["status"] == 200 and attempt["vendor_code"] == "310000" and "关键词" in attempt["meaning"] and attempt["hint"]
english = broker.ask("GET", at, "command-centre", headers={"Accept-Language": "en"})
assert "keyword" in english["state_reason"], english
assert "SEC1" not in json.dumps(english) and "access_token" not in json.dumps(english)
assert broker.ask("PATCH", at, "command-centre", {"state": "active"})["state_reason"] is None
for line in broker.log:
    assert old not in line and new not in line and "access_token" not in line, line
assert broker.stop() == 0
print("webhooks: all held")
