"""The installation's key is replaced: what the old one sealed is read before, between and after; in the end the old key is
not needed any more, and without the right one nothing is read.
usage: key_rotation.py PROGRAM DATA_DIR"""
import http.server
import os
import queue
import stat
import subprocess
import sys
import threading
import urllib.request

from broker import Broker
from standardwebhooks.webhooks import Webhook

program, data = sys.argv[1], sys.argv[2]
told = queue.Queue()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        told.put((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        text = b'{"errcode":0}' if self.path.startswith("/robot") else b""
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


def run(*arguments):
    done = subprocess.run([program, *arguments, "--data-dir", data], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def keys():
    path = data + "/key"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    with open(path, encoding="ascii") as file:
        return file.read().split()


def works(title, link=None):
    """Contacts are read, webhooks are told at their address and signed with their secret."""
    broker.post("/v1/whistles", "meili", {"title": title, "category": "walls"})
    got = {}
    while len(got) < 2:
        path, headers, body = told.get(timeout=60)
        got[path] = (headers, body)
    headers, body = got["/program"]
    assert Webhook(hook["secret"]).verify(body, headers)["data"]["whistle"]["title"] == title
    assert any(path.startswith("/robot?key=abc") for path in got), got.keys()
    assert broker.get(f"/v1/whistles/{whistle['id']}", "meili")["contact"]["phone"] == "13812345678"


broker = Broker(program, data).start()
receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{receiver.server_port}"
hook = broker.post("/v1/webhooks", "command-centre", {"name": "p", "url": base + "/program", "adapter": "standard", "events": ["whistle.raised"]})
robot = broker.post("/v1/webhooks", "command-centre", {"name": "r", "url": base + "/robot?key=abc", "adapter": "dingtalk", "events": ["whistle.raised"], "signing_secret": "SEC1"})
whistle = broker.post("/v1/whistles", "meili", {"title": "一", "category": "walls", "contact": {"name": "张三", "phone": "13812345678"}},
                      headers={"Idempotency-Key": "one"})
for _ in range(2):
    told.get(timeout=60)
works("换钥匙以前")
order = whistle["orders"][0]["id"]
broker.post(f"/v1/orders/{order}/receive", "housing")
broker.post(f"/v1/orders/{order}/report-in", "housing", {"person": "李"})
broker.post(f"/v1/orders/{order}/resolve", "housing", {"outcome": "好", "measures": "好", "responsible_person": "李"})
link = broker.post(f"/v1/whistles/{whistle['id']}/resident-link", "meili")["path"]
assert broker.stop() == 0
old = keys()
assert len(old) == 1

code, text = run("key", "rotate")
assert code == 0 and "7 values were put under the first key, 0 were under it before, 0 open under no key" in text, text
both = keys()
assert len(both) == 2 and both[1:] == old and both[0] != old[0]
broker = Broker(program, data).start()
works("两把钥匙")
# A link from before, and an answer remembered from before.


with urllib.request.urlopen(broker.url + link) as answer:
    assert answer.status == 200
again = broker.post("/v1/whistles", "meili", {"title": "一", "category": "walls", "contact": {"name": "张三", "phone": "13812345678"}},
                    headers={"Idempotency-Key": "one"})
assert again == whistle, "the remembered answer is another"
assert broker.stop() == 0

code, text = run("key", "reseal", "--forget-old")
assert code == 0 and "0 values were put under the first key, 7 were under it before" in text, text
assert keys() == both[:1]
broker = Broker(program, data).start()
works("只剩新钥匙")
assert broker.stop() == 0

# With a wrong key nothing is read, nothing is lost, and no old key is dropped.
os.rename(data + "/key", data + "/key.away")
code, text = run("key", "reseal", "--forget-old")
assert code == 1 and "7 values open under none of the keys" in text, text
os.replace(data + "/key.away", data + "/key")
os.chmod(data + "/key", 0o644)
code, text = run("key", "reseal")
assert code == 1 and "chmod 600" in text, text
os.chmod(data + "/key", 0o600)
with open(data + "/key", encoding="ascii") as file:
    given = file.read().strip()
os.remove(data + "/key")
broker = Broker(program, data, env={"WHISTLE_KEY": given + "," + old[0]}).start()
works("从环境变量来的钥匙")
assert broker.stop() == 0 and not os.path.exists(data + "/key")
print("key rotation: all held")
