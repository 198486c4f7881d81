"""Server-sent events: nothing is missed and nothing comes twice, also when the broker is killed or ended in the middle;
who may see what; slow readers; bounds; revocation. usage: event_stream.py PROGRAM DATA_DIR"""
import http.client
import json
import socket
import sys
import threading
import time

from broker import Broker, Refused

broker = Broker(sys.argv[1], sys.argv[2]).start()


class Reader:
    """Reads one stream on a thread; `again` opens the next where this one stopped."""

    def __init__(self, who, last=None, query=""):
        self.who, self.last, self.events, self.comments, self.broken, self.done = who, last, [], 0, None, threading.Event()
        self.connection = http.client.HTTPConnection(broker.url.split("//")[1], timeout=60)
        headers = {"Authorization": "Bearer " + broker.tokens.get(who, who), "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = str(last)
        self.connection.request("GET", "/v1/events" + query, headers=headers)
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        if self.status == 200:
            assert self.answer.getheader("content-type").startswith("text/event-stream"), self.answer.getheaders()
            self.thread = threading.Thread(target=self._read, daemon=True)
            self.thread.start()

    def _read(self):
        event, data, text = None, None, b""
        try:
            while chunk := self.answer.read1(65536):
                text += chunk
                *lines, text = text.split(b"\n")
                for line in lines:
                    if line.startswith(b"id: "):
                        event = int(line[4:])
                    elif line.startswith(b"data: "):
                        data = json.loads(line[6:])
                    elif line.startswith(b":"):
                        self.comments += 1
                    elif line == b"" and data is not None:
                        assert data["id"] == event, (data, event)
                        self.events.append(data)
                        self.last, event, data = event, None, None
            if text or data is not None:
                self.broken = "ended inside an event"
        except (OSError, http.client.HTTPException) as error:
            self.broken = repr(error)
        self.done.set()

    def until(self, condition, what, seconds=30):
        end = time.monotonic() + seconds
        while not condition(self.events):
            assert time.monotonic() < end, (what, len(self.events), self.events[-1:], self.broken)
            time.sleep(0.02)


def feed(who, after=0):
    events = []
    while page := broker.get(f"/v1/events?after={after}&limit=200", who)["items"]:
        events += page
        after = page[-1]["id"]
    return events


def raise_some(count, who="meili", **more):
    for start in range(0, count, 100):
        broker.post("/v1/whistles/batch", who, {"items": [
            {"title": f"第 {start + n} 件", "category": "walls", **more} for n in range(min(100, count - start))]})


# Live: what happens is told at once, to each what the page shows.
readers = [Reader(who) for who in ("command-centre", "meili", "yushan", "housing")]
first = broker.post("/v1/whistles", "meili", {"title": "活的", "category": "walls", "departments": ["housing"]})
broker.post("/v1/whistles", "yushan", {"title": "虞山的秘密", "category": "walls", "departments": ["police"]})
for reader in readers:
    want = lambda events: any(e["type"] == "whistle.raised" for e in events)
    reader.until(want, reader.who)
assert "虞山的秘密" not in json.dumps(readers[1].events + readers[3].events, ensure_ascii=False)

# A broker that is killed in the middle of a stream, and one that is ended: the reader goes on from its last id.
seen = {who: [] for who in ("command-centre", "meili", "yushan")}
streams = {reader.who: reader for reader in readers if reader.who in seen}
stop = threading.Event()
told = []


def keep_raising():
    while not stop.is_set():
        try:
            told.append(broker.post("/v1/whistles", "meili", {"title": f"第 {len(told)} 件", "category": "walls"})["id"])
        except (Refused, OSError, http.client.HTTPException):
            time.sleep(0.05)


writer = threading.Thread(target=keep_raising)
writer.start()
for ending in ("kill", "stop", "kill"):
    count = len(told)
    streams["meili"].until(lambda events: len(told) > count + 20 and len(events) > 20, "live under load")
    getattr(broker, ending)()
    for who, reader in streams.items():
        reader.done.wait(30)
        if ending == "stop":
            assert reader.broken is None, (who, reader.broken)
        seen[who] += reader.events
    broker.start()
    for who in streams:
        streams[who] = Reader(who, last=seen[who][-1]["id"] if seen[who] else 0)
stop.set()
writer.join()


def raised(events):
    return {e["data"]["whistle"]["id"] for e in events if e["type"] == "whistle.raised"}


# What was acknowledged is told a moment later: until then, the page and the streams may differ by what comes next.
streams["command-centre"].until(lambda events: raised(seen["command-centre"] + events) >= set(told), "all that was acknowledged")
for who, reader in streams.items():
    whole = feed(who)
    reader.until(lambda events: (seen[who] + events)[-1]["id"] == whole[-1]["id"], who)
    seen[who] += reader.events
    assert [e["id"] for e in seen[who]] == [e["id"] for e in whole], (who, len(seen[who]), len(whole))
    assert seen[who] == whole, who
assert raised(seen["meili"]) >= set(told), len(set(told) - raised(seen["meili"]))
assert "虞山的秘密" not in json.dumps(seen["meili"], ensure_ascii=False)
print(f"event stream: {len(seen['command-centre'])} events through two kills and one SIGTERM, none missed, none twice")

# Resuming anywhere; a place that is none.
middle = seen["meili"][len(seen["meili"]) // 2]["id"]
resumed = Reader("meili", last=middle)
rest = [e["id"] for e in seen["meili"] if e["id"] > middle]
resumed.until(lambda events: [e["id"] for e in events] == rest, "resumed")
after = Reader("meili", query=f"?after={middle}")
after.until(lambda events: [e["id"] for e in events] == rest, "after")
assert Reader("meili", last="nonsense").status == 422
assert Reader("nobody").status == 401
for reader in (resumed, after):
    reader.connection.sock.shutdown(socket.SHUT_RDWR)


def gauge(name):
    connection = http.client.HTTPConnection(broker.url.split("//")[1], timeout=60)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    return float([line for line in text.splitlines() if line.startswith(name + " ")][0].split()[1])


def until(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


# A reader that has gone leaves nothing behind.
for reader in streams.values():
    reader.connection.sock.shutdown(socket.SHUT_RDWR)
until(lambda: gauge("whistle_event_streams") == 0, "streams whose reader is gone end")

# Bounds for one token; another's stream is not touched by that.
held = [Reader("meili", last=1 << 40) for _ in range(16)]
beyond = Reader("meili", last=1 << 40)
assert beyond.status == 429 and beyond.answer.getheader("retry-after"), beyond.status
assert Reader("yushan", last=1 << 40).status == 200
held[0].connection.sock.shutdown(socket.SHUT_RDWR)
until(lambda: Reader("meili", last=1 << 40).status == 200, "a seat that was left is free")
for reader in held[1:]:
    reader.connection.sock.shutdown(socket.SHUT_RDWR)

# A revoked token hears nothing more, and its stream ends.
issued = broker.post("/v1/tokens", "admin", {"organization": "meili", "role": "township"})
listening = Reader(issued["token"])
listening.until(lambda events: len(events) > 3, "own token")
broker.ask("DELETE", f"/v1/tokens/{issued['id']}", "admin")
broker.post("/v1/whistles", "meili", {"title": "吊销之后", "category": "walls"})
assert listening.done.wait(30) and listening.broken is None, listening.broken
assert "吊销之后" not in json.dumps(listening.events, ensure_ascii=False)

# A reader that takes nothing is dropped; the broker holds little for it, and others hear on.
until(lambda: gauge("whistle_event_streams") <= 2, "only the two that are left")
before = gauge("whistle_event_streams")
slow = socket.socket()
slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
slow.connect(tuple(broker.url.split("//")[1].split(":")[:1]) + (int(broker.url.rsplit(":", 1)[1]),))
slow.sendall(f"GET /v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer {broker.tokens['command-centre']}\r\n\r\n".encode())
quick = Reader("command-centre", last=feed("command-centre")[-1]["id"])
until(lambda: gauge("whistle_event_streams") >= before + 2, "both are open")
raise_some(1500, departments=["housing", "police", "urban-management", "water"], description="x")
quick.until(lambda events: sum(e["type"] == "whistle.raised" for e in events) == 1500, "the quick one hears all", 120)
until(lambda: gauge("whistle_event_streams") <= before + 1, "the slow one is dropped")
slow.close()

# SIGTERM: every stream ends after a whole event, and the broker at once.
quick.done.clear()
ending = [Reader("command-centre"), Reader("meili", last=1 << 40)]
started = time.monotonic()
assert broker.stop() == 0
for reader in ending + [quick]:
    assert reader.done.wait(10) and reader.broken is None, reader.broken
print(f"event stream: all held; ended in {time.monotonic() - started:.1f} s with streams open")
