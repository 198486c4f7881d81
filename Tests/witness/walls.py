"""Tokens, attempts, attachments, contacts and the audit over the real program's own doors.
usage: walls.py PROGRAM DATA_DIR"""
import hashlib
import http.client
import json
import os
import subprocess
import sys
import time

from broker import Broker, Refused

program, data = sys.argv[1:3]
broker = Broker(program, data, env={"WHISTLE_TRUSTED_PROXIES": "127.0.0.0/8"}).start()


def raw(method, path, token, body=None, headers=None):
    connection = http.client.HTTPConnection(broker.url.split("//")[1], timeout=60)
    head = {"Authorization": "Bearer " + token} if token else {}
    connection.request(method, path, body, {**head, **(headers or {})})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text, {name.lower(): value for name, value in answer.getheaders()}


def refused(status, call):
    try:
        call()
    except Refused as error:
        assert error.status == status, error
        return error
    raise AssertionError("not refused")


# Tokens: shown once, narrowed, ended at once, not after they expire.
issued = broker.post("/v1/tokens", "admin", {"organization": "meili", "role": "township", "scopes": ["read"]})
assert issued["token"].startswith("whs_changshu_") and len(issued["token"].rsplit("_", 1)[-1]) <= 43, issued
listed = [t for t in broker.pages("/v1/tokens", "admin") if t["id"] == issued["id"]][0]
assert "token" not in listed and issued["token"].startswith(listed["prefix"]) and listed["scopes"] == ["read"], listed
assert raw("GET", "/v1/whistles", issued["token"])[0] == 200
assert raw("POST", "/v1/whistles", issued["token"], "{}", {"Content-Type": "application/json"})[0] == 403
broker.ask("DELETE", f"/v1/tokens/{issued['id']}", "admin")
assert raw("GET", "/v1/whistles", issued["token"])[0] == 401
past = broker.post("/v1/tokens", "admin", {"organization": "meili", "role": "township", "expires_at": "2020-01-01T00:00:00Z"})
assert raw("GET", "/v1/whistles", past["token"])[0] == 401

# Attempts: counted for the client behind the proxy, not for the proxy; a valid token is let in from anywhere.
statuses = [raw("GET", "/v1/whistles", f"whs_changshu_{n:043d}", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.7"})[0] for n in range(40)]
assert statuses[0] == 401 and statuses[-1] == 429 and set(statuses) == {401, 429}, statuses
status, _, head = raw("GET", "/v1/whistles", "whs_changshu_" + "A" * 43, headers={"X-Forwarded-For": "203.0.113.7"})
assert status == 429 and int(head["retry-after"]) > 0, (status, head)
assert raw("GET", "/v1/whistles", broker.tokens["meili"], headers={"X-Forwarded-For": "203.0.113.7"})[0] == 200
assert raw("GET", "/v1/whistles", None, headers={"X-Forwarded-For": "203.0.113.7"})[0] == 401
# Another client behind the same proxy has a count of its own; what it claims left of the proxy's word is nothing.
assert raw("GET", "/v1/whistles", "whs_changshu_" + "B" * 43, headers={"X-Forwarded-For": "203.0.113.7, 198.51.100.4"})[0] == 401
# One prefix tried from many addresses.
statuses = [raw("GET", "/v1/whistles", "whs_changshu_PREFIX" + f"{n:037d}", headers={"X-Forwarded-For": f"192.0.2.{n}"})[0] for n in range(40)]
assert statuses[0] == 401 and statuses[-1] == 429, statuses
assert all(raw("GET", "/v1/whistles", None)[0] == 401 for _ in range(60))

# Attachments: what they are is seen in them; the same visibility; whole both ways; their hash is history.
whistle = broker.post("/v1/whistles", "meili", {"title": "墙皮剥落", "category": "walls", "departments": ["housing"],
                                                "contact": {"name": "张三", "phone": "13800000000"}})
at = f"/v1/whistles/{whistle['id']}/attachments"
photo = b"\xff\xd8\xff\xe0" + os.urandom(3_000_000)
status, text, head = raw("POST", at + "?name=%E7%85%A7%E7%89%87.jpg", broker.tokens["meili"], photo, {"Content-Type": "image/jpeg", "Idempotency-Key": "photo"})
attached = json.loads(text)
assert status == 201 and attached["sha256"] == hashlib.sha256(photo).hexdigest() and attached["size"] == len(photo), (status, text)
assert head["location"] == f"/v1/attachments/{attached['id']}" and attached["name"] == "照片.jpg"
status, text, head = raw("POST", at + "?name=%E7%85%A7%E7%89%87.jpg", broker.tokens["meili"], photo, {"Content-Type": "image/jpeg", "Idempotency-Key": "photo"})
assert json.loads(text)["id"] == attached["id"] and head["idempotent-replayed"] == "true"
assert raw("POST", at, broker.tokens["meili"], photo + b"x", {"Content-Type": "image/jpeg", "Idempotency-Key": "photo"})[0] == 422
for who in ("meili", "housing", "command-centre", "observer"):
    status, text, head = raw("GET", head.get("location", f"/v1/attachments/{attached['id']}"), broker.tokens[who])
    assert status == 200 and text == photo and int(head["content-length"]) == len(photo), (who, status)
    assert head["content-type"] == "image/jpeg" and head["x-content-type-options"] == "nosniff", head
    assert head["content-disposition"].startswith("attachment;") and "sandbox" in head["content-security-policy"], head
    assert [a["id"] for a in broker.get(at, who)["items"]] == [attached["id"]]
for who in ("yushan", "water"):
    assert raw("GET", f"/v1/attachments/{attached['id']}", broker.tokens[who])[0] == 404
    assert raw("GET", at, broker.tokens[who])[0] == 404
    assert raw("POST", at, broker.tokens[who], photo, {"Content-Type": "image/jpeg"})[0] == 404
assert raw("POST", at, broker.tokens["housing"], photo[:100], {"Content-Type": "image/jpeg"})[0] == 403
order = whistle["orders"][0]["id"]
for name, start in {"png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF\x10\0\0\0WEBP", "heic": b"\0\0\0\x18ftypheic", "pdf": b"%PDF-1.7\n"}.items():
    status, text, _ = raw("POST", f"/v1/orders/{order}/attachments", broker.tokens["housing"], start + b"x" * 99, {"Content-Type": "application/octet-stream"})
    assert status == 201 and name in json.loads(text)["type"], (name, status, text)
for content, kind in ((b"<html><script>alert(1)</script>", "image/png"), (b"MZ" * 100, "application/pdf"), (b"GIF89a" + b"x" * 99, "image/gif"), (photo, "text/html")):
    assert raw("POST", at, broker.tokens["meili"], content, {"Content-Type": kind})[0] == 415, kind
assert raw("POST", at, broker.tokens["meili"], b"", {"Content-Type": "image/png"})[0] == 422
assert raw("POST", at, broker.tokens["meili"], photo + b"x" * (20 << 20), {"Content-Type": "image/jpeg"})[0] == 413
lines = broker.pages(f"/v1/whistles/{whistle['id']}/history", "command-centre")
assert attached["sha256"] in json.dumps([l for l in lines if l["type"] == "whistle.attached"])
assert len(broker.get(at, "meili")["items"]) == 5

# A whistle holds so much in files as the rulebook says: so many, and so many bytes together.
def limit(**attachments):
    document = {k: v for k, v in broker.get("/v1/rulebook", "admin").items() if k not in ("id", "version")}
    broker.ask("PUT", "/v1/rulebook", "admin", document | {"attachments": attachments})


standard = broker.get("/v1/rulebook", "admin")["attachments"]
assert standard == {"count": 100, "mebibytes": 200}, standard
limit(count=3, mebibytes=2)
small = broker.post("/v1/whistles", "meili", {"title": "小事", "category": "walls", "departments": ["housing"]})
into = f"/v1/whistles/{small['id']}/attachments"


def bring(size, tongue="zh-CN"):
    body = b"%PDF-1.7\n" + os.urandom(size - 9)
    status, text, _ = raw("POST", into, broker.tokens["meili"], body, {"Content-Type": "application/pdf", "Accept-Language": tongue})
    return status, json.loads(text)


status, big = bring(3 << 19)
assert status == 201
for tongue, words in (("zh-CN", "不得超过 2 MiB"), ("en", "2 MiB together")):
    status, problem = bring((1 << 19) + 1, tongue)
    assert status == 422 and "attachments-too-large" in json.dumps(problem) and words in json.dumps(problem, ensure_ascii=False), problem
status, last = bring(1 << 19)
assert status == 201
status, problem = bring(100)
assert status == 422 and "attachments-too-large" in json.dumps(problem), problem

# A file is erased by whom a contact may be: bytes and name are gone, its digest and the history stay, room is made.
gone = f"/v1/attachments/{big['id']}"
for who, status in (("housing", 403), ("observer", 403), ("supervisor", 403), ("yushan", 404), ("water", 404)):
    assert raw("POST", gone + "/erase", broker.tokens[who], '{"reason": "x"}', {"Content-Type": "application/json"})[0] == status, who
refused(422, lambda: broker.post(gone + "/erase", "meili", {}))
refused(412, lambda: broker.post(gone + "/erase", "meili", {"reason": "x"}, headers={"If-Match": '"7"'}))
assert raw("GET", gone, broker.tokens["meili"])[0] == 200
erased = broker.post(gone + "/erase", "meili", {"reason": "照片里有孩子"})
assert erased["erased_at"] and erased["name"] == "attachment.pdf" and erased["sha256"] == big["sha256"] and erased["version"] == 2, erased
assert broker.post(gone + "/erase", "admin", {"reason": "again"}) == erased
for tongue, words in (("zh-CN", "附件已清除"), ("en", "Erased")):
    status, text, head = raw("GET", gone, broker.tokens["meili"], headers={"Accept-Language": tongue})
    problem = json.loads(text)
    assert status == 410 and problem["type"] == "urn:whistle:problem:erased" and problem["title"] == words, (status, text)
assert raw("GET", gone, broker.tokens["yushan"])[0] == 404
# Who was handed it stays known; a refusal is no look.
assert [v["organization"] for v in broker.get(gone + "/views", "supervisor")["items"]] == ["meili"]
refused(403, lambda: broker.get(gone + "/views", "meili"))
assert [(a["id"], a["erased_at"] is None) for a in broker.get(into, "meili")["items"]] == [(big["id"], False), (last["id"], True)]
lines = broker.pages(f"/v1/whistles/{small['id']}/history", "command-centre")
assert [l["type"] for l in lines].count("whistle.attachment_erased") == 1 and lines[-1]["data"]["events"][0]["detail"] == {
    "attachment": big["id"], "reason": "照片里有孩子"}, lines[-1]
assert big["sha256"] in json.dumps(lines)
for size in (100,):
    assert bring(size)[0] == 201
# What a department brought is its evidence: not for the raiser to erase.
status, text, _ = raw("POST", f"/v1/orders/{small['orders'][0]['id']}/attachments", broker.tokens["housing"], b"%PDF-1.7\n",
                      {"Content-Type": "application/pdf"})
assert status == 201, text
evidence = f"/v1/attachments/{json.loads(text)['id']}/erase"
refused(403, lambda: broker.post(evidence, "meili", {"reason": "x"}))
refused(403, lambda: broker.post(evidence, "housing", {"reason": "x"}))
assert broker.post(evidence, "command-centre", {"reason": "照片里有孩子"})["erased_at"]
assert bring(100)[0] == 201
status, problem = bring(100)
assert status == 422 and "too-many-attachments" in json.dumps(problem), problem
limit(**standard)

# Contacts: who looks is written down; erased on request; the history is whole before and after.
assert broker.get(f"/v1/whistles/{whistle['id']}", "command-centre")["contact"]["phone"] == "13800000000"
assert "contact" not in broker.get(f"/v1/whistles/{whistle['id']}", "housing")
broker.post(f"/v1/orders/{order}/receive", "housing")
assert broker.get(f"/v1/whistles/{whistle['id']}", "housing")["contact"]["name"] == "张三"
views = broker.get(f"/v1/whistles/{whistle['id']}/contact-views", "supervisor")["items"]
assert {v["organization"] for v in views} == {"command-centre", "housing"}, views
key = {"Idempotency-Key": "with-contact"}
body = {"title": "同一人", "category": "walls", "contact": {"name": "李四", "phone": "13811112222"}}
first, again = (broker.post("/v1/whistles", "meili", body, headers=key) for _ in range(2))
assert first == again and again["contact"]["phone"] == "13811112222"
refused(403, lambda: broker.post(f"/v1/whistles/{whistle['id']}/erase-contact", "housing", {"reason": "x"}))
broker.post(f"/v1/whistles/{whistle['id']}/erase-contact", "meili", {"reason": "本人要求"})
for who in ("meili", "command-centre", "housing"):
    assert "contact" not in broker.get(f"/v1/whistles/{whistle['id']}", who), who
lines = broker.pages(f"/v1/whistles/{whistle['id']}/history", "command-centre")
assert lines[-1]["type"] == "whistle.contact_erased" and "contact_digest" in lines[0]["data"]["facts"], lines
assert "13800000000" not in json.dumps(lines)
report = broker.get("/v1/audit/verify", "supervisor")
assert report["ok"] is True and report["first_broken"] is None and report["events_checked"] > 10, report
refused(403, lambda: broker.get("/v1/audit/verify", "meili"))
broker.post("/v1/audit/checkpoints", "supervisor")
status, text, _ = raw("GET", "/v1/audit/export", broker.tokens["supervisor"])
exported = data + "-checkpoints.ndjson"
with open(exported, "wb") as file:
    file.write(text)
# From the command line while the broker runs: it is asked.
done = subprocess.run([program, "audit", "verify", "--json", "--data-dir", data], capture_output=True, text=True, timeout=120)
assert done.returncode == 0 and json.loads(done.stdout)["ok"] is True, done
assert broker.stop() == 0

# From the command line, on the same database at rest: whole, and the exported file agrees; a file that was touched does not.
def command(*arguments):
    done = subprocess.run([program, "audit", *arguments, "--data-dir", data], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr

status, output, errors = command("verify", "--json")
assert status == 0 and json.loads(output)["ok"] is True, (output, errors)
status, output, errors = command("verify", "--checkpoint", exported)
assert status == 0 and "exported checkpoints" in output, (output, errors)
with open(exported, encoding="utf-8") as file:
    altered = file.read().replace('"seq":', '"seq":1', 1)
with open(exported + ".altered", "w", encoding="utf-8") as file:
    file.write(altered)
status, output, errors = command("verify", "--checkpoint", exported + ".altered")
assert status == 1 and "checkpoint file" in errors, (output, errors)
status, output, errors = command("export", "--output", exported)
assert status == 0 and open(exported, encoding="utf-8").read().count('"checkpoint"') >= 4, (output, errors)
os.remove(exported)
os.remove(exported + ".altered")
print("walls: all held")
