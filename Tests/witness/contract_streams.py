"""The contract where it is about bytes and time: bodies that are too large in any way of sending, `Expect: 100-continue`,
hostile JSON, keys under racing posts and across a restart, ETags, cursors under inserts, languages.
usage: contract_streams.py PROGRAM DATA_DIR"""
import base64
import http.client
import json
import socket
import sys
import threading
import uuid

from broker import Broker

broker = Broker(sys.argv[1], sys.argv[2]).start()
CENTRE = "command-centre"


def place():
    return broker.url.split("//")[1].split(":")


def raw(method, path, who=None, body=None, headers=None):
    connection = http.client.HTTPConnection(*place(), timeout=60)
    everything = dict(headers or {})
    if who:
        everything["Authorization"] = "Bearer " + broker.tokens[who]
    if isinstance(body, (dict, list)):
        body = json.dumps(body).encode()
        everything.setdefault("Content-Type", "application/json")
    connection.request(method, path, body, everything)
    answer = connection.getresponse()
    text = answer.read()
    head = {name.lower(): value for name, value in answer.getheaders()}
    broker.document.check(method, path, answer.status, head, text)
    connection.close()
    return answer.status, json.loads(text) if text and "json" in head.get("content-type", "") else text, head


def expect(status, *call, **more):
    got = raw(*call, **more)
    assert got[0] == status, (status, call, got)
    return got[1], got[2]


def start(path, *headers, who="meili", method="POST"):
    """A request's head on a connection of its own; what follows is the caller's."""
    sender = socket.create_connection(place())
    sender.settimeout(30)
    lines = [f"{method} {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {broker.tokens.get(who, who)}",
             "Content-Type: application/json", *headers, "", ""]
    sender.sendall("\r\n".join(lines).encode())
    return sender


def answered(sender, method="POST"):
    answer = http.client.HTTPResponse(sender, method=method)
    answer.begin()
    return answer, answer.read()


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


# Too large: known before, found out on the way, and far too large; the connection then serves the next request.
mebi = b"x" * (1 << 20)
for count in (2, 8):
    sender = start("/v1/whistles", f"Content-Length: {count << 20}")
    for _ in range(count):
        sender.sendall(mebi)
    answer, text = answered(sender)
    assert answer.status == 413 and json.loads(text)["type"].endswith("too-large"), (answer.status, text)
    sender.sendall(f"GET /v1/inbox HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {broker.tokens['meili']}\r\n\r\n".encode())
    assert answered(sender, "GET")[0].status == 200
    sender.close()
sender = start("/v1/whistles", "Transfer-Encoding: chunked")
for _ in range(5):
    sender.sendall(chunk(mebi))
sender.sendall(b"0\r\n\r\n")
assert answered(sender)[0].status == 413
sender.close()
# One byte less than too large, in chunks of one and of many.
text = json.dumps({"title": "整", "category": "walls", "description": ""}).encode()
padded = text + b" " * ((1 << 20) - len(text))
sender = start("/v1/whistles", "Transfer-Encoding: chunked")
for byte in padded[:40]:
    sender.sendall(chunk(bytes([byte])))
sender.sendall(chunk(padded[40:]) + b"0\r\n\r\n")
assert answered(sender)[0].status == 201
sender.close()
sender = start("/v1/whistles", f"Content-Length: {len(padded) + 1}")
sender.sendall(padded + b" ")
assert answered(sender)[0].status == 413
sender.close()
# A refusal that never looked at the body is still read by a client that sends it all first.
for path, who, status in (("/v1/whistles", "whs_changshu_nobody", 401), ("/v1/nothing", "meili", 404), ("/v1/organizations", "meili", 405)):
    sender = start(path, f"Content-Length: {6 << 20}", who=who)
    for _ in range(6):
        sender.sendall(mebi)
    assert answered(sender)[0].status == status, (path, status)
    sender.close()

# Whoever waits to be asked is asked, once, and not for what will be refused anyway.
def waits(path, length, who="meili", *more):
    sender = start(path, f"Content-Length: {length}", "Expect: 100-continue", *more, who=who)
    first = b""
    while not first.endswith(b"\r\n\r\n"):
        first += sender.recv(1)
    return sender, first


whole = json.dumps({"title": "先问再发", "category": "walls"}).encode()
sender, first = waits("/v1/whistles", len(whole))
assert first.split(b" ", 1)[1].startswith(b"100 ") and b"content" not in first.lower() and b"transfer" not in first.lower(), first
sender.sendall(whole)
assert answered(sender)[0].status == 201
sender.close()
for path, length, who, status in (("/v1/whistles", 5 << 20, "meili", b"413"), ("/v1/whistles", 10, "nobody", b"401"), ("/v1/nothing", 10, "meili", b"404"),
                                  ("/v1/organizations", 10, "meili", b"405")):
    sender, first = waits(path, length, who)
    assert first.split(b" ")[1] == status, (path, first)
    sender.close()

# Text and numbers that no reader should meet.
def title(text, status):
    problem, _ = expect(status, "POST", "/v1/whistles", "meili", ('{"title":%s,"category":"walls"}' % text).encode("utf-8", "surrogatepass"),
                        headers={"Content-Type": "application/json"})
    return problem


for text in (r'"\u0000"', '"a\\u0000b"', r'"\ud83d"', r'"\ude00\ud83d"', r'"x\udfffx"', '"\u200b\u200d\ufeff"', '"\u3164"', '"\u00a0\u3000"', '""', "[]", "{}", "true"):
    problem = title(text, 422)
    assert [e["pointer"] for e in problem["errors"]] == ["/title"], (text, problem)
for text in ('"\x00"', '"\x1f"', '"\\x"', '"\\u12"', '"', "'a'", "01", "1.", "+1", ".5", "1e", "--1", '"\ud800"', "\ufeff1", "Infinity", "0x1"):
    title(text, 400)
for text in (r'"\ud83d\ude00"', '"😀"', '"e\u0301"', '"\u202e右到左"', '"<script>alert(1)</script>"', '"\'; DROP TABLE whistles; --"', '"%s%n{{x}}"'):
    assert title(text, 201)["title"] == json.loads(text), text
assert title('"' + "😀" * 200 + '"', 201)["title"] == "😀" * 200
title('"' + "😀" * 201 + '"', 422)
def shaped(status, text):
    return expect(status, "POST", "/v1/whistles", "meili", text, headers={"Content-Type": "application/json"})[0]


shaped(400, b'{"title":"a","title":"b","category":"walls"}')
shaped(422, b'{"title":"a","category":"walls","x":' + b'{"a":' * 60 + b"1" + b"}" * 61)
shaped(400, b'{"title":"a","category":"walls","x":' + b'{"a":' * 70 + b"1" + b"}" * 71)
shaped(400, b'{"x":' * 20000)
for number in ("1e400", "-1e400", "9" * 400, "0.5", "-0.5", "1e308", "-1", "9223372036854775808"):
    problem = shaped(422, ('{"title":"a","category":"walls","joint_signers":%s}' % number).encode())
    assert problem["errors"][0]["pointer"] == "/joint_signers", (number, problem)
for number, whole in ((b"-0", 0), (b"9.0", 9), (b"1e1", 10)):
    assert shaped(201, b'{"title":"a","category":"walls","joint_signers":' + number + b"}")["joint_signers"] == whole, number
for number in ("1e400", "180.0001", "-181", '"120"'):
    shaped(422, ('{"title":"a","category":"walls","location":{"lng":%s}}' % number).encode())
keys = ",".join(f'"{n:x}":1' for n in range(100_000))
assert len(keys) < 1 << 20
assert len(shaped(422, ("{" + keys + "}").encode())["errors"]) <= 60
shaped(422, b"[" + b"1," * 400_000 + b"1]")
deep = shaped(422, b'{"title":"a","category":"walls","items":[' + b'"x",' * 5000 + b'"x"]}')
assert deep["errors"][0]["code"] == "too-long"

# Queries that are no text, no number, nothing.
for query in ("limit=0", "limit=201", "limit=x", "limit=", "limit=1e1", "limit=99999999999999999999", "cursor=%00", "cursor=!!", "cursor=", "state=nonsense",
              "kind=%FF%FE", "q=%00", "q=", "since=yesterday", "since=2026-02-30T00:00:00Z", "overdue=maybe", "cursor=" + "A" * 600):
    problem, _ = expect(422, "GET", "/v1/whistles?" + query, "meili")
    assert problem["errors"][0]["pointer"] == "?" + query.split("=")[0], (query, problem)
for query in ("q=%FF", "q=%E5%90", "nonsense=1", "limit=1&limit=2", "&&&", "=", "q=%25", "q=_", "q=%5C", "q='"):
    assert raw("GET", "/v1/whistles?" + query, "meili")[0] in (200, 422), query
for path in ("/v1/whistles/%2e%2e/whistles", "/v1/whistles//", "/v1//whistles/x", "/v1/departments/%FF/queue", "/v1/departments/" + "a" * 5000 + "/queue",
             "/v1/calendars/99999999999999999999", "/v1/calendars/-1", "/v1/calendars/0", "/v1/departments/%00/queue", "/v1/meetings/.ics"):
    assert raw("GET", path, "meili")[0] in (200, 404), (path, raw("GET", path, "meili"))

# Cursors that no list gave, in the form of those that lists give.
def cursor(*parts):
    return base64.urlsafe_b64encode("\x1f".join(parts).encode()).decode().rstrip("=")


least, most, one = str(-2 ** 63), str(2 ** 63 - 1), str(uuid.uuid4())
some = broker.post("/v1/whistles", "meili", {"title": "查游标", "category": "walls", "departments": ["housing"]})
hook = broker.post("/v1/webhooks", "meili", {"name": "h", "url": "https://example.com/x", "adapter": "standard", "events": ["order.*"]})
for path, who in (("/v1/whistles", "meili"), ("/v1/items", "meili"), ("/v1/organizations", "meili"), ("/v1/tokens", "admin"), ("/v1/meetings", CENTRE),
                  ("/v1/events", "meili"), ("/v1/webhooks", "meili"), ("/v1/precedents", CENTRE), (f"/v1/whistles/{some['id']}/history", "meili"),
                  (f"/v1/webhooks/{hook['id']}/deliveries", "meili"), ("/v1/departments/housing/queue", "housing")):
    for parts in ([least], [most], ["9" * 30], ["-1"], [one], ["\0"], [""], ["x" * 300], ["0", least, least, one], ["-32768", most, most, one],
                  ["32768", "0", "0", one], ["0", "0", most, one], ["1", "0", "0", "x"], ["0", "253402300799999999", "0", one]):
        status, value, _ = raw("GET", f"{path}?cursor={cursor(*parts)}", who)
        assert status in (200, 422) and (status == 200 or value["errors"][0]["pointer"] == "?cursor"), (path, parts, status, value)

# One key: once under twenty-four racing posts, the same after a restart, refused for anything else.
def raced(path, who, body, status):
    headers, got = {"Idempotency-Key": "race" + path.replace("/", "-")}, []
    line = threading.Barrier(24)

    def post():
        line.wait()
        got.append(raw("POST", path, who, body, headers))
    threads = [threading.Thread(target=post) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [answer for answer in got if answer[0] == status]
    flying = [answer for answer in got if answer[0] == 409]
    assert done and len(done) + len(flying) == 24, [answer[:2] for answer in got]
    assert len({json.dumps(answer[1], sort_keys=True) for answer in done}) == 1 or "secret" in str(done), path
    assert len({answer[1].get("id") for answer in done}) == 1 and sum("idempotent-replayed" not in answer[2] for answer in done) == 1
    assert all(answer[1]["type"].endswith("idempotency-key-in-flight") and answer[2]["retry-after"] for answer in flying), flying
    return headers, done[0][1]


body = {"title": "同一件", "category": "walls", "departments": ["housing"]}
key, once = raced("/v1/whistles", "meili", body, 201)
acting = f"/v1/orders/{once['orders'][0]['id']}"
received, _ = raced(acting + "/receive", "housing", {}, 200)
report = {"Idempotency-Key": "report"}
first, _ = expect(200, "POST", acting + "/report-in", "housing", {"person": "李"}, headers=report)
raced("/v1/items", "meili", {"title": "路灯", "channel": "grid"}, 201)
raced("/v1/webhooks", "meili", {"name": "h", "url": "https://example.com/x", "adapter": "standard", "events": ["order.*"]}, 201)
raced("/v1/whistles/batch", "meili", {"items": [{"title": "甲", "category": "walls"}, {"title": "乙", "category": "nonsense"}]}, 200)
assert broker.stop() == 0
broker.start()
again, head = expect(201, "POST", "/v1/whistles", "meili", body, headers=key)
assert again == once and head["idempotent-replayed"] == "true" and head["location"] == f"/v1/whistles/{once['id']}" and "etag" in head, head
again, head = expect(200, "POST", acting + "/report-in", "housing", {"person": "李"}, headers=report)
assert again == first and head["idempotent-replayed"] == "true"
for call in (("/v1/whistles", "meili", {**body, "title": "另一件"}), ("/v1/items", "meili", {"title": "路灯", "channel": "grid"}),
             ("/v1/whistles", "meili", {"category": "walls", "title": "同一件", "departments": ["housing"]})):
    problem, _ = expect(422, "POST", *call, headers=key)
    assert problem["type"].endswith("idempotency-key-reused") or "key" in problem["type"], problem
elsewhere, head = expect(201, "POST", "/v1/whistles", "haiyu", body, headers=key)
assert elsewhere["id"] != once["id"] and "idempotent-replayed" not in head
# What was refused is not remembered.
refused = {"Idempotency-Key": "refused"}
expect(422, "POST", "/v1/whistles", "meili", {"title": "", "category": "walls"}, headers=refused)
expect(422, "POST", "/v1/whistles", "meili", {"title": "x", "category": "nonsense"}, headers=refused)
expect(201, "POST", "/v1/whistles", "meili", body, headers=refused)
for bad in ("", " ", "a b", "x" * 256, "键".encode().decode("latin-1")):
    expect(422, "POST", "/v1/whistles", "meili", body, headers={"Idempotency-Key": bad})
expect(201, "POST", "/v1/whistles", "meili", body, headers={"Idempotency-Key": "x" * 255})
claims = [broker.post("/v1/departments/housing/queue/claim", "housing", {"max": 1}, headers={"Idempotency-Key": "claim"})["orders"][0]["id"] for _ in range(2)]
assert len(set(claims)) == 2

# ETags on every single object; a change makes another.
meeting = broker.post("/v1/meetings", CENTRE, {"title": "会", "whistles": [once["id"]], "form": "collective", "place": "室", "invitees": ["housing"],
                                               "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T10:00:00+08:00"})
item = broker.pages("/v1/items", "meili")[0]
hook = broker.pages("/v1/webhooks", "meili")[0]
for path, who in ((f"/v1/whistles/{once['id']}", "meili"), (acting, "housing"), (f"/v1/meetings/{meeting['id']}", CENTRE), (f"/v1/items/{item['id']}", "meili"),
                  (f"/v1/webhooks/{hook['id']}", "meili"), ("/v1/rulebook", "meili"), ("/v1/whistles?limit=3", "meili"), ("/v1/organizations", "meili"),
                  ("/v1/departments/housing/queue", "housing"), (f"/v1/whistles/{once['id']}/history", "meili"), ("/v1/inbox", CENTRE)):
    value, head = expect(200, "GET", path, who)
    tag = head["etag"]
    assert "authorization" in head["vary"].lower() and "accept-language" in head["vary"].lower(), head
    if "version" in value:
        assert tag == f'"{value["version"]}"', (path, tag)
    for known in (tag, "W/" + tag, f'"x", {tag}', f'"x",{tag} ,"y"', "*"):
        text, head = expect(304, "GET", path, who, headers={"If-None-Match": known})
        assert head["etag"] == tag and not text and "vary" in head, (path, known, head)
    for unknown in ('"x"', "x", "", tag[:-1] + 'z"'):
        expect(200, "GET", path, who, headers={"If-None-Match": unknown})
    status, text, head = raw("HEAD", path, who)
    assert status == 200 and not text and head["etag"] == tag and int(head["content-length"]) > 0, (path, head)
    assert raw("HEAD", path, who, headers={"If-None-Match": tag})[0] == 304
value, head = expect(200, "GET", f"/v1/whistles/{once['id']}", "meili")
expect(412, "POST", f"/v1/whistles/{once['id']}/urge", "meili", {"note": "催"}, headers={"If-Match": 'W/' + head["etag"]})
expect(200, "POST", f"/v1/whistles/{once['id']}/urge", "meili", {"note": "催"}, headers={"If-Match": f'"0", {head["etag"]}'})
expect(412, "POST", f"/v1/whistles/{once['id']}/urge", "meili", {"note": "催"}, headers={"If-Match": head["etag"]})
expect(200, "POST", f"/v1/whistles/{once['id']}/urge", "meili", {"note": "催"}, headers={"If-Match": "*"})
expect(200, "GET", f"/v1/whistles/{once['id']}", "meili", headers={"If-None-Match": head["etag"]})
for unreadable in ("x", '"', '"1', "1", '"one"', ""):
    expect(412, "POST", f"/v1/whistles/{once['id']}/urge", "meili", {"note": "催"}, headers={"If-Match": unreadable})

# Pages stay put while others write; `Link` leads on with the rest of the query.
for path, who in (("/v1/whistles?kind=routine&limit=2", "meili"), ("/v1/items?limit=2", "meili"), ("/v1/departments/housing/queue?limit=2", "housing"),
                  (f"/v1/whistles/{once['id']}/history?limit=2", "meili"), ("/v1/events?limit=20", "meili"), ("/v1/meetings?limit=2", CENTRE)):
    before = [one.get("id", one.get("seq")) for one in broker.pages(path.split("limit")[0] + "x=1", who)]
    walked, at = [], path
    while at:
        page, head = expect(200, "GET", at, who)
        walked += [one.get("id", one.get("seq")) for one in page["items"]]
        broker.post("/v1/whistles", "meili", body)
        broker.post("/v1/items", "meili", {"title": "路灯", "channel": "grid"})
        assert ("link" in head) == (page["next_cursor"] is not None)
        if "link" in head:
            at, rel = head["link"].strip("<").split(">; ")
            assert rel == 'rel="next"' and "limit=" in at and ("kind=" in at) == ("kind=" in path), head["link"]
        at = at if "link" in head and len(walked) < len(before) + 5 else None
    assert len(walked) == len(set(walked)), (path, "a line came twice")
    assert [one for one in walked if one in set(before)] == before[:len(walked)] or set(before) <= set(walked), (path, before, walked)

# Languages: the words change, the type does not; Chinese where nothing else is asked.
for path, who, status in (("/v1/whistles/x", "meili", 404), ("/v1/whistles/x", None, 401)):
    chinese, head = expect(status, "GET", path, who)
    assert head["content-language"] == "zh-CN" and any("\u4e00" <= c <= "\u9fff" for c in chinese["title"]), chinese
    for asked, spoken in (("en", "en"), ("en-GB,zh;q=0.5", "en"), ("zh-TW", "zh-CN"), ("fr, de;q=0.5", "zh-CN"), ("fr, en;q=0.1", "en"), ("*", "zh-CN"),
                          ("en;q=0", "zh-CN"), (";;,,q=", "zh-CN"), ("EN", "en"), ("zh;q=0.2, en;q=0.8", "en")):
        other, head = expect(status, "GET", path, who, headers={"Accept-Language": asked})
        assert head["content-language"] == spoken and other["type"] == chinese["type"], (asked, head["content-language"])
        assert (other["title"] == chinese["title"]) == (spoken == "zh-CN")
assert not [line for line in broker.log if "request failed" in line]
assert broker.stop() == 0
print("contract streams: all held")
