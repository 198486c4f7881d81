"""Signed links: what a chat robot's message offers and a resident's link, as a phone sees them. Opening one never acts,
confirming acts once, whatever else is tried says so calmly.
usage: links.py PROGRAM DATA_DIR"""
import concurrent.futures
import html.parser
import http.client
import http.server
import json
import queue
import re
import sys
import threading
import urllib.parse

from broker import Broker, Refused

told = queue.Queue()


class Robot(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        told.put((self.path, body["markdown"]["content"]))
        text = b'{"errcode":0,"errmsg":"ok"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Page(html.parser.HTMLParser):
    """A page as a browser reads it: its text, its form's fields."""

    def __init__(self, text):
        super().__init__()
        self.text, self.fields, self.forms, self.scripts, self.heading, self._in = "", [], 0, 0, "", None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self._in = tag
        self.forms += tag == "form"
        self.scripts += tag == "script" or any(name.startswith("on") or name == "style" for name, _ in attributes)
        if tag in ("input", "textarea"):
            self.fields.append(dict(attributes))

    def handle_data(self, data):
        self.text += data
        self.heading += data if self._in == "h1" else ""

    def handle_endtag(self, tag):
        self._in = None


def fetch(path, method="GET", form=None, language="zh-CN", content_type="application/x-www-form-urlencoded"):
    """Without a token, as whoever holds the link."""
    address = urllib.parse.urlsplit(broker.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    body = None if form is None else form if isinstance(form, (str, bytes)) else urllib.parse.urlencode(form)
    connection.request(method, path, body, {"Accept-Language": language, **({"Content-Type": content_type} if body is not None else {})})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    # What the path does not take is refused before any page is made.
    if answer.status not in (405, 503):
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8", answer.headers
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Frame-Options"] == "DENY"
        assert "noindex" in answer.headers["X-Robots-Tag"] and answer.headers["Referrer-Policy"] == "no-referrer"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    page = Page(text)
    assert page.scripts == 0, text
    return answer.status, page, answer.headers


def links(text):
    return {label: urllib.parse.urlsplit(url) for label, url in re.findall(r"\[([^\]]+)\]\(([^)]+)\)", text)}


def next_message(word):
    while True:
        path, text = told.get(timeout=30)
        if word in text.split("\n")[0]:
            return path, text


def raised(title, **more):
    return broker.post("/v1/whistles", "meili", {"title": title, "category": "walls", "departments": ["housing"], **more})


def order_of(whistle):
    return broker.get(f"/v1/whistles/{whistle['id']}", "command-centre")["orders"][0]


broker = Broker(sys.argv[1], sys.argv[2]).start()
robot = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Robot)
threading.Thread(target=robot.serve_forever, daemon=True).start()
for who, language in [("housing", None), ("command-centre", None)]:
    broker.post("/v1/webhooks", who, {
        "name": who, "url": f"http://127.0.0.1:{robot.server_port}/{who}", "adapter": "wecom", "digest": False,
        "events": ["order.queued", "order.received", "whistle.evaluated"]})

# 签收: offered to the department's own room, and to nobody else's.
whistle = raised("<b>墙皮\"剥落</b>", location={"address": "海棠路 1 号"})
found = dict(told.get(timeout=30) for _ in range(2))
assert set(found) == {"/housing", "/command-centre"}, found
offered = links(found["/housing"])
assert "点此签收" in offered and "点此报到" not in offered, found
assert not [label for label in links(found["/command-centre"]) if "点此" in label], found
link = offered["点此签收"]
assert f"{link.scheme}://{link.netloc}" == broker.url and link.path.startswith("/s/")
for method in ["GET", "HEAD", "GET"]:
    status, page, headers = fetch(link.path, method)
    assert status == 200, (method, status)
assert page.forms == 1 and "签收" in page.heading and "墙皮\"剥落" in page.text and "海棠路 1 号" in page.text, page.text
assert "<b>墙皮" in page.text, "typed markup is shown as text"
assert order_of(whistle)["state"] == "queued", "looking acted"
status, english, headers = fetch(link.path, language="en-GB,en")
assert english.heading == "Receive the order" and headers["Content-Language"] == "en"
connection = http.client.HTTPConnection(urllib.parse.urlsplit(broker.url).netloc)
connection.request("GET", "/s/style.css")
sheet = connection.getresponse()
assert sheet.status == 200 and sheet.headers["Content-Type"].startswith("text/css") and sheet.read()

# Anything else than the link as it was made is unknown, and does nothing.
token = link.path[3:]
for wrong in [token[:-1], token[1:], token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), "x", "whs_changshu_" + "A" * 43, "A" * 4000,
              token[:40] + ("A" if token[40] != "A" else "B") + token[41:], "%00", "..%2f..", urllib.parse.quote("签收")]:
    for method in ["GET", "POST"]:
        status, page, _ = fetch("/s/" + wrong, method, {} if method == "POST" else None)
        assert status == 404 and page.forms == 0, (wrong, method, status)
for method in ["PUT", "DELETE", "PATCH", "OPTIONS"]:
    status, _, headers = fetch(link.path, method)
    assert status == 405 and "POST" in headers["Allow"], (method, status)
assert fetch(link.path, "POST", '{"a":1}', content_type="application/json")[0] == 415
assert fetch(link.path, "POST", "x=" + "y" * 200_000)[0] == 413
assert order_of(whistle)["state"] == "queued"

# While somebody holds it in a claim the link waits; after the release it works, for one of many at once.
claim = broker.post("/v1/departments/housing/queue/claim", "housing", {"max": 1, "lease_seconds": 60})["orders"][0]
status, page, _ = fetch(link.path, "POST", {})
assert status == 409 and page.forms == 0 and order_of(whistle)["state"] == "queued", (status, page.text)
broker.post(f"/v1/orders/{claim['id']}/release", "housing", {"claim_token": claim["claim"]["token"]})
with concurrent.futures.ThreadPoolExecutor(16) as pool:
    statuses = sorted(result[0] for result in pool.map(lambda _: fetch(link.path, "POST", {}), range(16)))
assert statuses == [200] + [410] * 15, statuses
assert order_of(whistle)["state"] == "received"
for method in ["GET", "POST"]:
    status, page, _ = fetch(link.path, method, {} if method == "POST" else None)
    assert status == 410 and "已使用" in page.text and page.forms == 0, (status, page.text)
history = broker.get(f"/v1/whistles/{whistle['id']}/history", "command-centre")["items"]
received = [line for line in history if line["type"] == "order.received"]
assert len(received) == 1 and received[0]["actor"] == "housing", history

# 报到: offered once it is received; asks for a name.
found = dict(told.get(timeout=30) for _ in range(2))
# What the rooms were told is in the feed.
events = [event for event in broker.pages("/v1/events", "command-centre") if event["type"] == "order.received"]
assert len(events) == 1 and events[0]["data"]["actor"] == "housing", events
link = links(found["/housing"])["点此报到"]
status, page, _ = fetch(link.path)
assert status == 200 and {field["name"] for field in page.fields} == {"person", "note"}, page.fields
for form in [{}, {"person": "  "}, {"person": "x" * 201}, {"person": "张", "note": "y" * 2001}]:
    status, page, _ = fetch(link.path, "POST", form)
    assert status == 422 and page.forms == 1, (form, status)
assert order_of(whistle)["state"] == "received"
status, page, _ = fetch(link.path, "POST", {"person": "李工", "note": "已到现场\r\n<i>"})
assert status == 200 and "已报到" in page.heading, (status, page.text)
order = order_of(whistle)
assert order["state"] == "reported"
assert fetch(link.path)[0] == 410

# A resident's link: asked for by whoever raised it, once there is something to judge.
def ask(who, status, whistle, headers=None):
    try:
        return broker.post(f"/v1/whistles/{whistle['id']}/resident-link", who, headers=headers)
    except Refused as refusal:
        assert refusal.status == status, refusal
        return json.loads(refusal.body)


ask("meili", 409, whistle)
broker.post(f"/v1/orders/{order['id']}/resolve", "housing", {"outcome": "已修补", "measures": "重新粉刷", "responsible_person": "李工"})
ask("yushan", 404, whistle)
ask("housing", 403, whistle)
ask("observer", 403, whistle)
key = {"Idempotency-Key": "resident-1"}
made = ask("meili", None, whistle, key)
again = ask("meili", None, whistle, key)
assert again == {"expires_at": made["expires_at"], "secret_already_shown": True}, again
assert made["url"] == broker.url + made["path"] and made["path"].startswith("/s/")
other = ask("command-centre", None, whistle)
status, page, _ = fetch(made["path"])
assert status == 200 and "已修补" in page.text and page.forms == 1
assert [field["value"] for field in page.fields if field["name"] == "grade"] == ["satisfied", "basically_satisfied", "dissatisfied"]
for form in [{}, {"grade": "satisfied"}, {"solved": "true"}, {"grade": "splendid", "solved": "true"}, {"grade": "satisfied", "solved": "perhaps"},
             {"grade": "satisfied", "solved": "true", "comment": "x" * 2001}]:
    status, page, _ = fetch(made["path"], "POST", form)
    assert status == 422 and page.forms == 1, (form, status)
assert broker.get(f"/v1/whistles/{whistle['id']}", "meili")["state"] == "awaiting_evaluation"
status, page, _ = fetch(made["path"], "POST", {"grade": "dissatisfied", "solved": "false", "comment": "又掉了 +1&"})
assert status == 200 and "评价" in page.heading
assert broker.get(f"/v1/whistles/{whistle['id']}", "meili")["state"] == "reworking"
assert fetch(made["path"])[0] == 410
assert fetch(other["path"])[0] == 409, "there is nothing to judge during the rework"
line = [line for line in broker.get(f"/v1/whistles/{whistle['id']}/history", "command-centre")["items"] if line["type"] == "whistle.evaluated"][0]
detail = [event for event in line["data"]["events"] if event["type"] == "whistle.evaluated"][0]["detail"]
assert (detail["by"], detail["grade"], detail["solved"], detail["comment"]) == ("resident", "dissatisfied", False, "又掉了 +1&"), detail
assert line["actor"] == "resident", line

# The rulebook takes the offer back: links that are out stop at once, and messages carry none.
whistle = raised("第二件")
found = {}
while "/housing" not in found or "第二件" not in found["/housing"]:
    path, text = told.get(timeout=30)
    found[path] = text
link = links(found["/housing"])["点此签收"]
book = broker.get("/v1/rulebook", "admin")
assert book["messages"]["action_links"] == ["receive", "report_in"], book["messages"]
settings = {name: value for name, value in book.items() if name not in ("id", "version")}
broker.ask("PUT", "/v1/rulebook", "admin", {**settings, "messages": {"language": "en", "action_links": []}})
status, page, _ = fetch(link.path, "POST", {})
assert status == 410 and order_of(whistle)["state"] == "queued", status
raised("第三件")
found = {}
while "/housing" not in found or "第三件" not in found["/housing"]:
    path, text = told.get(timeout=30)
    found[path] = text
assert not [label for label in links(found["/housing"]) if "/s/" in links(found["/housing"])[label].path], found
# ... and the district's rooms are told in its other language now, but for a room that asks for its own.
assert found["/housing"].split("\n")[0].startswith("**Whistle") or "Whistle" in found["/housing"].split("\n")[0], found["/housing"]
for log in broker.log:
    assert token not in log and made["path"][3:] not in log, log
assert broker.stop() == 0
print("links: all held")
