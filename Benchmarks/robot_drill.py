"""1,000 events into a robot that allows 20 messages a minute, on a real clock: the highest count in any 60 s window, how
many messages and digests it took, and how many events were told.
usage: robot_drill.py PROGRAM [SECONDS] [alone] (`alone`: without digests, so that the rate itself is the bound; a private database in a temporary directory)"""
import collections
import http.server
import json
import pathlib
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "witness"))
from broker import Broker  # noqa: E402

program, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 180
times, bodies, refused, lock = [], [], [], threading.Lock()


class Robot(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        now = time.monotonic()
        with lock:
            over = sum(1 for at in times if now - at < 60) >= 20
            times.append(now)
            (refused if over else bodies).append(body)
        text = json.dumps({"errcode": 45009, "errmsg": "api freq out of limit"} if over else {"errcode": 0, "errmsg": "ok"})
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


robot = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Robot)
threading.Thread(target=robot.serve_forever, daemon=True).start()
with tempfile.TemporaryDirectory() as data:
    broker = Broker(program, data).start()
    hook = broker.post("/v1/webhooks", "command-centre", {
        "name": "群", "url": f"http://127.0.0.1:{robot.server_port}/send?key=k", "adapter": "wecom", "events": ["whistle.raised"],
        "digest": "alone" not in sys.argv})
    began = time.monotonic()
    for batch in range(20):
        kind = "emergency" if batch in (3, 11) else "routine"
        items = [{"title": f"第{batch}批第{number}件", "category": "walls", "kind": "routine"} for number in range(50)]
        items[0]["kind"] = kind
        results = broker.post("/v1/whistles/batch", "meili", {"items": items})["results"]
        assert all(result["status"] == 201 for result in results), results[0]
    while time.monotonic() - began < seconds:
        time.sleep(1)
    states = collections.Counter(
        delivery["state"] for delivery in broker.pages(f"/v1/webhooks/{hook['id']}/deliveries", "command-centre"))
    broker.stop()
most = max((sum(1 for other in times if 0 <= other - at < 60) for at in times), default=0)
digests = sum(1 for body in bodies if json.dumps(body, ensure_ascii=False).count("第") > 2)
print(f"{sum(states.values())} events in {seconds} s: {len(bodies)} messages, {digests} of them digests, "
      f"at most {most} in any 60 s (the robot allows 20), {len(refused)} refused; {dict(states)}")
assert most <= 20 and not refused
