"""What is sent survives everything: brokers killed at each step of a delivery, killed in turn under load, stopped past their
lease, PostgreSQL gone for a while. Seen by the receiver: no event lost; twice only what was in flight; the same id both
times; in order per whistle; every signature good.
usage: delivery_faults.py PROGRAM DATA_DIR [SECONDS_WITHOUT_DATABASE] [ROUNDS_OF_KILLS]"""
import atexit
import collections
import http.server
import json
import os
import random
import signal
import sys
import threading
import time

from broker import Broker, Refused
from cluster import Cluster
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

program, data = sys.argv[1], sys.argv[2]
outage = float(sys.argv[3]) if len(sys.argv) > 3 else 5
rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 4

told, lock = [], threading.Condition()
# While held, answers wait here: what was sent is in flight.
gate = threading.Event()
gate.set()
secrets = []


def verified(body, headers):
    """The event, if a secret known so far verifies it now: a replaced one must still sign."""
    for secret in list(secrets):
        try:
            return Webhook(secret).verify(body, headers)
        except WebhookVerificationError:
            continue
    return None


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with lock:
            told.append((headers["webhook-id"], verified(body, headers)))
            lock.notify_all()
        gate.wait(60)
        try:
            self.send_response(204)
            self.send_header("Content-Length", "0")
            self.end_headers()
        except OSError:
            # Whoever asked is dead.
            self.close_connection = True

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, *_):
        pass


def until(check, what):
    deadline = time.monotonic() + 90
    while not check():
        assert time.monotonic() < deadline, what + " never came to be"
        time.sleep(0.02)


def arrived(count):
    with lock:
        assert lock.wait_for(lambda: len(told) >= count, 90), f"only {len(told)} of {count} arrived"


cluster = Cluster()
brokers = []


@atexit.register
def leave_nothing():
    for broker in brokers:
        if broker.process.poll() is None:
            broker.kill()
    cluster.remove()


os.environ["WHISTLE_DATABASE_URL"] = cluster.url


def started(number):
    return Broker(program, f"{data}-{number}", env={"WHISTLE_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}).start()


receiver = Server(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
brokers.append(started(0))
hook = brokers[0].post("/v1/webhooks", "command-centre", {
    "name": "program", "url": f"http://127.0.0.1:{receiver.server_port}/hook", "adapter": "standard",
    "events": ["whistle.raised", "order.queued", "order.received"]})
secrets.append(hook["secret"])
expected = {}


def raise_and_receive(broker, title):
    whistle = broker.post("/v1/whistles", "meili", {"title": title, "category": "walls"},
                          headers={"Idempotency-Key": title.replace(" ", "-")})
    expected[whistle["id"]] = ["whistle.raised", "order.queued"]
    order = whistle["orders"][0]["id"]
    broker.post(f"/v1/orders/{order}/receive", "housing")
    expected[whistle["id"]].append("order.received")


def over(lease="lease_until IS NOT NULL"):
    """The lease of who died runs out: machine time is the database's, so it is moved instead of waited for."""
    cluster.sql(f"UPDATE whistle.webhooks SET lease_until = now() - interval '1 second' WHERE {lease}")


def left():
    return int(cluster.sql("SELECT count(*) FROM whistle.deliveries WHERE state NOT IN ('delivered', 'parked')"))


def settled():
    until(lambda: cluster.sql("SELECT count(*) FROM whistle.outbox") == "0" and left() == 0, "a settled log")


def counted():
    with lock:
        return collections.Counter(id for id, _ in told)


# Killed at each step: (what holds it there, what it has done by then).
for step in ["claimed, not sent", "sent, not answered", "answered, not written"]:
    before = counted()
    session = cluster.session()
    session.run("BEGIN")
    if step == "claimed, not sent":
        # The endpoint is leased while the feed, which holds what it is due, cannot be read.
        brokers[0].post(f"/v1/webhooks/{hook['id']}/pause", "command-centre")
    if step == "sent, not answered":
        gate.clear()
    if step == "answered, not written":
        # What became of deliveries waits for this lock; the requests themselves do not.
        session.run("LOCK TABLE whistle.delivery_attempts IN EXCLUSIVE MODE")
    whistle = brokers[0].post("/v1/whistles", "meili", {"title": step, "category": "walls"})
    expected[whistle["id"]] = ["whistle.raised", "order.queued"]
    if step == "claimed, not sent":
        until(lambda: cluster.sql("SELECT count(*) FROM whistle.deliveries WHERE state = 'parked'") == "2", "parked events")
        session.run("LOCK TABLE whistle.events IN ACCESS EXCLUSIVE MODE")
        cluster.sql("UPDATE whistle.deliveries SET state = 'pending'; UPDATE whistle.webhooks SET state = 'active'")
        until(lambda: cluster.sql("SELECT count(*) FROM whistle.webhooks WHERE lease_until > now()") == "1", "a lease")
    if step == "sent, not answered":
        arrived(sum(before.values()) + 1)
    if step == "answered, not written":
        arrived(sum(before.values()) + 2)
        until(lambda: cluster.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") != "0", "a broker that waits to write")
    brokers[0].kill()
    # What it had asked for would still be done once the lock is gone: its statement dies with it.
    cluster.sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    session.end()
    gate.set()
    over()
    brokers[0] = started(0)
    settled()
    again = counted() - before
    twice = {id for id, times in again.items() if times > 1}
    wanted = {"claimed, not sent": 0, "sent, not answered": 1, "answered, not written": 2}[step]
    assert len(again) >= 2 and len(twice) == wanted and max(again.values()) <= 2, (step, again)
    print(f"killed when {step}: {len(again)} events, {len(twice)} told twice under the same id", flush=True)

# Two brokers under load, killed in turn at any moment.
brokers.append(started(1))
running, failures = threading.Event(), []
running.set()
before = counted()


def load(worker):
    number = 0
    while running.is_set():
        number += 1
        title = f"load-{worker}-{number}"
        for attempt in range(400):
            try:
                raise_and_receive(random.choice(brokers), title)
                break
            except Refused as refusal:
                # In flight under its key, or already received: asked again; anything else is a fault.
                if refusal.status not in (409, 503):
                    failures.append(refusal)
                    return
                time.sleep(0.05)
            except OSError:
                time.sleep(0.05)
            except json.JSONDecodeError:
                time.sleep(0.05)


workers = [threading.Thread(target=load, args=(number,), daemon=True) for number in range(4)]
for worker in workers:
    worker.start()
for turn in range(rounds):
    with lock:
        mark = len(told)
    arrived(mark + random.randint(30, 80))
    victim = turn % 2
    token = cluster.sql("SELECT coalesce(max(lease_token::text), '') FROM whistle.webhooks WHERE lease_until > now()")
    brokers[victim].kill()
    brokers[victim] = started(victim)
    # If the dead one held the endpoint, its lease runs out now instead of in a minute.
    if token:
        over(f"lease_token = '{token}'")
    # And the secret is replaced under load.
    secrets.append(brokers[victim].post(f"/v1/webhooks/{hook['id']}/rotate-secret", "command-centre")["secret"])
running.clear()
for worker in workers:
    worker.join()
assert not failures, failures[0]
settled()
doubled = sum(times - 1 for times in (counted() - before).values() if times > 1)
print(f"two brokers, killed {rounds} times in turn under load: {len(counted()) - len(before)} events, {doubled} told again", flush=True)
# For each death at most what was on the wire, and what was answered and not yet written: outcomes are written together.
assert doubled <= (64 + 200) * rounds, doubled

# One broker stands still past its lease with a request on the wire; the other takes over; what wakes up changes nothing.
before = counted()
gate.clear()
raise_and_receive(brokers[0], "standing")
arrived(sum(before.values()) + 1)
lease = cluster.sql("SELECT lease_token FROM whistle.webhooks WHERE lease_until > now()")
assert lease, "nobody holds the endpoint"
# Both stand still: whoever has the endpoint is among them. Then one wakes up and finds the lease over.
for broker in brokers:
    broker.process.send_signal(signal.SIGSTOP)
over()
brokers[1].process.send_signal(signal.SIGCONT)
gate.set()
until(lambda: cluster.sql("SELECT count(*) FROM whistle.deliveries WHERE state NOT IN ('delivered', 'parked')") == "0", "the other broker's deliveries")
brokers[0].process.send_signal(signal.SIGCONT)
raise_and_receive(brokers[0], "after standing")
settled()
again = counted() - before
assert max(again.values()) <= 2 and len(again) == 6, again
print(f"stood still past its lease: {len(again)} events, {sum(1 for n in again.values() if n > 1)} told twice", flush=True)

# PostgreSQL dies hard and stays away.
before = counted()
raise_and_receive(brokers[0], "before the outage")
cluster.stop_hard()
refusals = 0
deadline = time.monotonic() + outage
while time.monotonic() < deadline:
    try:
        brokers[refusals % 2].post("/v1/whistles", "meili", {"title": "x", "category": "walls"}, timeout=40)
        raise AssertionError("acknowledged without a database")
    except Refused as refusal:
        assert refusal.status == 503, refusal
        refusals += 1
    time.sleep(0.2)
cluster.start()
back = time.monotonic()
until(lambda: cluster.sql("SELECT 1") == "1", "a database")
for number in range(5):
    for attempt in range(200):
        try:
            raise_and_receive(brokers[number % 2], f"after the outage {number}")
            break
        except Refused as refusal:
            assert refusal.status in (503, 409), refusal
            time.sleep(0.1)
over("lease_until > now()")
settled()
print(f"{outage:.0f} s without PostgreSQL: {refusals} requests refused with 503, all told {time.monotonic() - back:.1f} s after it was back", flush=True)

# Seen from outside, over everything.
order, seen = collections.defaultdict(list), set()
with lock:
    for id, event in told:
        assert event, f"no secret verifies {id}"
        if id not in seen:
            seen.add(id)
            order[event["data"]["whistle"]["id"]].append(event["type"])
stored = {}
position = 0
while page := brokers[0].get(f"/v1/events?after={position}&limit=200", "command-centre")["items"]:
    position = page[-1]["id"]
    for event in page:
        if event["type"] in ("whistle.raised", "order.queued", "order.received"):
            stored.setdefault(event["data"]["whistle"]["id"], []).append(event["type"])
assert dict(order) == stored, {key: (order.get(key), stored.get(key)) for key in set(order) | set(stored) if order.get(key) != stored.get(key)}
for whistle, types in expected.items():
    assert stored[whistle][:len(types)] == types, (whistle, types, stored.get(whistle))
for broker in brokers:
    assert broker.stop() == 0
print(f"delivery faults: {len(seen)} events of {len(stored)} whistles, {len(told) - len(seen)} told again, each in order and signed")
