"""A run in which everything secret is used and everything fails, at the finest log level; then every log line, every log
file of the database and a dump of every table are searched for each secret, plain, in hexadecimal, in base64 and escaped.
usage: secrets_search.py PROGRAM DATA_DIR"""
import base64
import datetime
import glob
import http.server
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request

from broker import Broker, Refused

program, data = sys.argv[1], sys.argv[2]
planted = {}
heard, heard_lock = [], threading.Lock()


def plant(what, text):
    planted[what] = text
    return text


class Unkind(http.server.BaseHTTPRequestHandler):
    """Fails in every way there is, and says back whatever it was sent."""
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        with heard_lock:
            heard.append((self.path, body))
            count = len(heard)
        echo = f"cannot take {self.path} {urllib.parse.unquote(self.path)} http://{self.headers['host']}{self.path} {self.headers} ".encode() + body
        way = count % 8
        if way == 0:
            # Hung up on, after the request.
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status = {1: 500, 2: 200, 3: 302, 4: 404, 5: 429, 6: 200, 7: 400}[way]
        if way == 2:
            echo = json.dumps({"errcode": 93001, "code": 7, "errmsg": echo.decode("utf-8", "replace")}).encode()
        self.send_response(status, "No " + self.path if way == 4 else None)
        if way == 3:
            self.send_header("Location", self.path)
        if way == 5:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", str(len(echo)))
        self.end_headers()
        self.wfile.write(echo)

    do_OPTIONS = do_POST

    def log_message(self, *_):
        pass


receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Unkind)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
closed = socket.socket()
closed.bind(("127.0.0.1", 0))
places = {"failing": f"http://127.0.0.1:{receiver.server_port}", "closed": f"http://127.0.0.1:{closed.getsockname()[1]}",
          "tls": f"https://127.0.0.1:{receiver.server_port}", "refused": "http://10.255.0.1", "nowhere": "http://nowhere.invalid"}
broker = Broker(program, data, env={"WHISTLE_LOG_LEVEL": "trace"}).start()
for name, token in broker.tokens.items():
    plant("token of " + name, token)

hooks = {}
for adapter in ["standard", "cloudevents", "wecom", "dingtalk", "feishu", "slack", "mattermost", "teams"]:
    for place, base in places.items():
        name = f"{adapter} {place}"
        path, key = plant("path " + name, f"pAtH{os.urandom(12).hex()}"), plant("key " + name, f"kEy{os.urandom(12).hex()}/+")
        body = {"name": name, "adapter": adapter, "events": ["order.*"], "digest": False,
                "url": f"{base}/{path}/send?key={urllib.parse.quote(key, safe='')}",
                "secret": plant("secret " + name, "whsec_" + base64.b64encode(os.urandom(32)).decode())}
        if adapter in ("dingtalk", "feishu"):
            body["signing_secret"] = plant("signing " + name, "SEC" + os.urandom(20).hex())
        if adapter == "standard":
            body["signing_secret"] = plant("signing " + name, "whsk_" + base64.b64encode(os.urandom(32)).decode())
        if adapter == "cloudevents":
            body["handshake"] = True
        hook = broker.post("/v1/webhooks", "housing", body, headers={"Idempotency-Key": "make-" + name.replace(" ", "-")})
        hooks[name] = hook["id"]
        rotated = broker.post(f"/v1/webhooks/{hook['id']}/rotate-secret", "housing", headers={"Idempotency-Key": "turn-" + hook["id"]})
        plant("new secret " + name, rotated["secret"])
made = broker.post("/v1/webhooks", "housing", {"name": "own", "adapter": "standard", "events": ["order.*"], "url": places["failing"] + "/own-hook"})
plant("made secret", made["secret"])

# People, in every way they may come in.
for number in range(3):
    contact = {"name": plant(f"name {number}", f"欧阳报料人{os.urandom(3).hex()}"), "phone": plant(f"phone {number}", f"1395{int.from_bytes(os.urandom(3), 'big') % 10**7:07d}")}
    whistle = broker.post("/v1/whistles", "meili", {"title": f"墙皮剥落{number}", "category": "walls", "departments": ["housing"], "contact": contact},
                          headers={"Idempotency-Key": f"raise-{number}"})
    item_contact = {"name": plant(f"item name {number}", f"上官来电人{os.urandom(3).hex()}"), "phone": plant(f"item phone {number}", f"1376{int.from_bytes(os.urandom(3), 'big') % 10**7:07d}")}
    broker.post("/v1/items", "meili", {"title": "噪声", "channel": "hotline", "contact": item_contact}, headers={"Idempotency-Key": f"item-{number}"})
    broker.post("/v1/whistles/batch", "meili", {"items": [{"title": "一批", "category": "walls", "contact": contact}]}, headers={"Idempotency-Key": f"batch-{number}"})
broker.get(f"/v1/whistles/{whistle['id']}", "meili")

# Wrong tokens, and tokens where they do not belong.
wrong = plant("a wrong token", "whs_changshu_" + base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("="))
broker.tokens["wrong"] = wrong
for path in ["/v1/whistles", f"/v1/whistles?token={wrong}", f"/v1/{wrong}", "/v1/calendar.ics?token=" + wrong]:
    try:
        broker.get(path, "wrong")
    except (Refused, json.JSONDecodeError):
        pass
issued = broker.post("/v1/tokens", "admin", {"organization": "housing", "role": "department", "name": "x"}, headers={"Idempotency-Key": "token-1"})
plant("issued token", issued["token"])

# Signed links: a resident's, and those that robots were shown.
order = broker.get(f"/v1/whistles/{whistle['id']}", "command-centre")["orders"][0]["id"]
broker.post(f"/v1/orders/{order}/receive", "housing")
broker.post(f"/v1/orders/{order}/report-in", "housing", {"person": "李工"})
broker.post(f"/v1/orders/{order}/resolve", "housing", {"outcome": "好", "measures": "好", "responsible_person": "李工"})
links = [broker.post(f"/v1/whistles/{whistle['id']}/resident-link", "meili", headers={"Idempotency-Key": f"link-{n}"})["path"] for n in range(2)]
for link in links + [links[0][:-3] + "AAA"]:
    plant("link " + link[-8:], link[3:])
    for method in ["GET", "POST", "POST"]:
        request = urllib.request.Request(broker.url + link, method=method, data=b"grade=satisfied&solved=true" if method == "POST" else None)
        try:
            urllib.request.urlopen(request).read()
        except urllib.error.HTTPError as error:
            error.read()

# Every endpoint fails, in its queue and in a test.
for name, hook in hooks.items():
    broker.post(f"/v1/webhooks/{hook}/test", "housing")


def attempted():
    tried = 0
    for hook in hooks.values():
        tried += any(d["attempts"] for d in broker.get(f"/v1/webhooks/{hook}/deliveries?limit=200", "housing")["items"])
    return tried


for _ in range(600):
    if attempted() == len(hooks):
        break
else:
    raise AssertionError(f"only {attempted()} of {len(hooks)} endpoints were tried")
with heard_lock:
    messages = b"\n".join(body for _, body in heard).decode("utf-8", "replace")
for link in set(re.findall(r"/s/([A-Za-z0-9_-]{60,})", messages)):
    plant("action link " + link[-8:], link)
    urllib.request.Request(broker.url + "/s/" + link)
assert any(name.startswith("action link") for name in planted), "no robot was shown a link"
span = {"since": "2020-01-01T00:00:00Z", "until": datetime.datetime.now(datetime.timezone.utc).isoformat()}
for hook in hooks.values():
    broker.post(f"/v1/webhooks/{hook}/replay", "housing", span)
shown = json.dumps([broker.get(f"/v1/webhooks/{hook}", "housing") for hook in hooks.values()])
shown += json.dumps([broker.pages(f"/v1/webhooks/{hook}/deliveries", "housing") for hook in hooks.values()])

# The dump, while the private server still runs.
postmaster = [part for line in broker.log for part in line.split() if part.startswith("process=")][0][len("process="):]
with open(f"/proc/{postmaster}/cwd/postmaster.pid", encoding="utf-8") as file:
    folder = file.read().split("\n")[4]
dump = sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_dump"))[-1]
tables = subprocess.run([dump, "-h", folder, "-U", "postgres", "--inserts", "postgres"], check=True, capture_output=True, text=True).stdout
assert tables.count("INSERT INTO whistle.delivery_attempts") >= len(hooks) and "whistle.contacts" in tables, "the dump holds no rows"
files = {}
for root in {os.path.realpath(data), os.path.realpath(f"/proc/{postmaster}/cwd")}:
    for path in pathlib.Path(root).rglob("*"):
        if path.is_file() and ("log" in path.name or path.suffix == ".out") and "pg_wal" not in path.parts and "base" not in path.parts:
            files[str(path)] = path.read_bytes().decode("utf-8", "replace")
assert broker.stop() == 0
log = "".join(broker.log)
assert "debug" in log or "trace" in log, "the finest level says nothing"


def forms(secret):
    raw = secret.encode()
    yield secret
    yield raw.hex()
    yield base64.b64encode(raw).decode().rstrip("=")
    yield urllib.parse.quote(secret, safe="")
    yield json.dumps(secret)[1:-1]
    yield secret.replace("/", "\\/")
    if secret.startswith(("whsec_", "whsk_")):
        key = secret.split("_", 1)[1]
        yield key
        yield base64.b64decode(key).hex()


found = []
for name, secret in planted.items():
    for form in set(forms(secret)):
        for where, text in [("the log", log), ("the tables", tables), ("the delivery log over HTTP", shown), *files.items()]:
            if form in text:
                place = text.index(form)
                found.append(f"{name} in {where}: {text[max(0, place - 160):place + 40]!r}")
assert not found, "\n".join(found[:20])
print(f"secrets: {len(planted)} planted, {len(log)} characters of log, {len(tables)} of tables, {len(files)} files: nothing found")
