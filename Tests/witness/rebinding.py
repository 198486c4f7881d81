"""DNS that changes its answer: a name that led to an allowed address leads to a forbidden one, or to both. The forbidden
server hears nothing, not even a connection. The resolver is replaced under the real program (rebind.c).
usage: rebinding.py PROGRAM DATA_DIR"""
import http.server
import os
import pathlib
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

from broker import Broker

program, data = sys.argv[1], sys.argv[2]
told, visits = queue.Queue(), []


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        told.put(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


work = tempfile.mkdtemp(prefix="whistle-rebind-")
compiler = next(name for name in ("cc", "clang", "gcc") if shutil.which(name))
source = pathlib.Path(__file__).with_name("rebind.c")
subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", work + "/rebind.so", str(source), "-ldl"], check=True)
# One port on two addresses of the machine: 127.0.0.2 is allowed, 127.0.0.1 is what an attacker wants to reach.
receiver = http.server.ThreadingHTTPServer(("127.0.0.2", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
port = receiver.server_port
victim = socket.create_server(("127.0.0.1", port))


def watch():
    while True:
        try:
            connection, peer = victim.accept()
        except OSError:
            return
        connection.settimeout(5)
        visits.append((peer, connection.recv(1000)))
        connection.close()


threading.Thread(target=watch, daemon=True).start()


def lead(*addresses):
    with open(work + "/new", "w", encoding="ascii") as file:
        file.write("\n".join(addresses))
    os.replace(work + "/new", work + "/answer")


def started():
    return Broker(program, data, env={"LD_PRELOAD": work + "/rebind.so", "REBIND_FILE": work + "/answer",
                                      "WHISTLE_WEBHOOK_ALLOW": "127.0.0.2/32"}).start()


def attempts(hook):
    lines = broker.get(f"/v1/webhooks/{hook['id']}/deliveries?limit=200", "command-centre")["items"]
    return [attempt for line in lines for attempt in line["attempts"]]


def raised(title):
    broker.post("/v1/whistles", "meili", {"title": title, "category": "walls"})


lead("127.0.0.2")
broker = started()
hooks = [broker.post("/v1/webhooks", "command-centre", {
    "name": name, "url": f"http://{name}.rebind.example:{port}/x", "adapter": "standard", "events": ["whistle.raised"]}) for name in "ab"]
raised("erst")
for _ in hooks:
    told.get(timeout=30)
assert broker.stop() == 0
# libcurl remembers an answer for a minute; a broker that starts anew asks anew.
for number, answer in enumerate([["127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["0.0.0.0"], ["10.0.0.1", "127.0.0.1"], ["169.254.169.254"]]):
    lead(*answer)
    broker = started()
    before = [len(attempts(hook)) for hook in hooks]
    for hook in hooks:
        probe = broker.post(f"/v1/webhooks/{hook['id']}/test", "command-centre")
        assert not probe["delivered"] and probe["status"] is None and probe["error"], probe
    if number == 0:
        raised("umgelenkt")
        for _ in range(3000):
            if all(len(attempts(hook)) > count for hook, count in zip(hooks, before)):
                break
        for hook in hooks:
            last = [attempt for attempt in attempts(hook) if attempt["status"] is None]
            assert last and "loopback" in last[0]["error"], attempts(hook)
    assert broker.stop() == 0
# The allowed address answers nothing, the forbidden one stands behind it.
receiver.shutdown()
receiver.server_close()
lead("127.0.0.2", "127.0.0.1")
broker = started()
for hook in hooks:
    probe = broker.post(f"/v1/webhooks/{hook['id']}/test", "command-centre")
    assert not probe["delivered"] and probe["status"] is None, probe
assert broker.stop() == 0
victim.close()
assert not visits, visits
shutil.rmtree(work)
print("rebinding: the forbidden server heard nothing")
