"""What no HTTP library sends: no Host or two, bodies without an end. Judged on the bytes that come back.
usage: raw_requests.py PROGRAM DATA_DIR"""
import json
import select
import socket
import sys
import time

from broker import Broker

broker = Broker(sys.argv[1], sys.argv[2]).start()
host, port = broker.url.split("//")[1].split(":")
token = f"Authorization: Bearer {broker.tokens['meili']}\r\n"


def connect():
    return socket.create_connection((host, int(port)), timeout=60)


def answer_on(connection):
    """One answer: status, headers, body."""
    text = b""
    while b"\r\n\r\n" not in text:
        more = connection.recv(65536)
        assert more, text
        text += more
    return finish(connection, text)


def finish(connection, text):
    head, body = text.split(b"\r\n\r\n", 1)
    lines = head.decode().split("\r\n")
    headers = {n.lower(): v for n, v in (line.split(": ", 1) for line in lines[1:])}
    while len(body) < int(headers["content-length"]):
        more = connection.recv(65536)
        assert more, (text, body)
        body += more
    return int(lines[0].split()[1]), headers, body


def ask(text):
    with connect() as connection:
        connection.sendall(text.encode())
        return answer_on(connection)


# Host: one and a valid one in HTTP/1.1 (RFC 9112, 3.2); HTTP/1.0 needs none.
for hosts in ("", "Host: a\r\nHost: a\r\n", "Host: a\r\nX: y\r\nHOST: b\r\n", "Host: a b\r\n", "Host: a/b\r\n", "Host: a@b\r\n"):
    for path in ("/v1/whistles", "/healthz", "/nowhere"):
        for tongue, word in (("zh-CN", "主机"), ("en", "No host")):
            status, headers, body = ask(f"GET {path} HTTP/1.1\r\n{hosts}{token}Accept-Language: {tongue}\r\n\r\n")
            assert status == 400 and headers["content-type"].startswith("application/problem+json"), (hosts, path, status, body)
            problem = json.loads(body)
            assert problem["type"] == "urn:whistle:problem:host" and problem["title"].startswith((word, "请求")), problem
            assert word in problem["title"], problem
for hosts in ("Host: x\r\n", "Host: 192.0.2.1:8080\r\n", "Host: [2001:db8::1]:80\r\n", "Host:\r\n", "hOST: whistle.example.cn\r\n"):
    assert ask(f"GET /v1/whistles HTTP/1.1\r\n{hosts}{token}\r\n")[0] == 200, hosts
assert ask(f"GET /v1/whistles HTTP/1.0\r\n{token}\r\n")[0] == 200
assert ask(f"GET /v1/whistles HTTP/1.0\r\nHost: a\r\nHost: b\r\n{token}\r\n")[0] == 400
# The connection goes on: what is refused is the request.
with connect() as connection:
    connection.sendall(f"GET /v1/whistles HTTP/1.1\r\n{token}\r\nGET /v1/whistles HTTP/1.1\r\nHost: x\r\n{token}\r\n".encode())
    assert answer_on(connection)[0] == 400
    assert answer_on(connection)[0] == 200


def flood(path, head, most=512 << 20):
    """Sends a body without an end and reads what comes meanwhile: the answer, and how much was sent until the other end
    closed."""
    chunk = b"10000\r\n" + b"\xff\xd8\xff" + b"x" * 0xfffd + b"\r\n"
    with connect() as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\n{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        sent, text, waiting = 0, b"", b""
        connection.setblocking(False)
        while sent < most:
            readable, writable, _ = select.select([connection], [connection], [], 60)
            assert readable or writable, (path, sent, text)
            try:
                if readable:
                    more = connection.recv(65536)
                    text += more
                    # Nothing more comes; whether what is sent is still taken is told by an error.
                if writable:
                    waiting = waiting or chunk
                    count = connection.send(waiting)
                    waiting, sent = waiting[count:], sent + count
            except BlockingIOError:
                continue
            except OSError:
                break
        else:
            raise AssertionError(f"{path}: {sent} bytes were taken and the connection is still open")
        connection.setblocking(True)
        status, headers, body = finish(connection, text)
        return status, headers, body, sent


# Bodies without an end: the refusal is read, and the connection ends. Buffers of both ends hold some megabytes more.
whistle = broker.post("/v1/whistles", "meili", {"title": "洪水", "category": "walls", "departments": ["housing"]})
slack = 16 << 20
status, headers, body, sent = flood("/v1/whistles", token + "Content-Type: application/json\r\n")
assert status == 413 and json.loads(body)["type"] == "urn:whistle:problem:too-large", (status, body)
assert headers["connection"] == "close", headers
assert sent < (9 << 20) + slack, sent
status, headers, body, taken = flood(f"/v1/whistles/{whistle['id']}/attachments", token + "Content-Type: image/jpeg\r\n")
assert status == 413 and headers["connection"] == "close" and taken < (29 << 20) + slack, (status, headers, taken)
assert broker.get(f"/v1/whistles/{whistle['id']}/attachments", "meili")["items"] == []
print(f"a photo without an end: 413 was read, closed after {taken} bytes were sent")
print(f"a JSON body without an end: 413 was read, closed after {sent} bytes were sent")
for path, head, expected in (
        (f"/v1/whistles/{whistle['id']}/attachments", token + "Content-Type: text/html\r\n", 415),
        ("/v1/whistles", "Content-Type: application/json\r\n", 401), ("/nowhere", "", 404),
        (f"/v1/whistles/{whistle['id']}/erase-contact", token + "Content-Type: text/plain\r\n", 415)):
    status, headers, body, sent = flood(path, head)
    assert status == expected, (path, status, body)
    assert sent < (20 << 20) + slack, (path, sent)
    print(f"{path.split('/')[-1]}: {status} was read, closed after {sent} bytes were sent")

# A client that sends all and only then reads: 413 up to the bound, and the connection serves the next request.
with connect() as connection:
    body = b"[" + b" " * (6 << 20) + b"]"
    connection.sendall(f"POST /v1/whistles HTTP/1.1\r\nHost: x\r\n{token}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    status, headers, _ = answer_on(connection)
    assert status == 413 and "connection" not in headers, (status, headers)
    connection.sendall(f"GET /v1/whistles HTTP/1.1\r\nHost: x\r\n{token}\r\n".encode())
    assert answer_on(connection)[0] == 200
# A refused body that then comes a byte at a time, or not at all, is given up after some seconds.
with connect() as connection:
    connection.sendall(f"POST /v1/whistles HTTP/1.1\r\nHost: x\r\n{token}Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n".encode())
    status, headers, _ = answer_on(connection)
    assert status == 413 and headers["connection"] == "close", (status, headers)
    connection.settimeout(40)
    assert connection.recv(1) == b""
assert broker.stop() == 0
print("raw requests: refused in words, and bounded")
