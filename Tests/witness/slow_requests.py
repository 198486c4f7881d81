"""Requests that never end: half a head, a body a byte at a time, too many headers. Others are served meanwhile.
usage: slow_requests.py PROGRAM DATA_DIR"""
import socket
import sys
import time

from broker import Broker

broker = Broker(sys.argv[1], sys.argv[2]).start()
host, port = broker.url.split("//")[1].split(":")


def connect():
    return socket.create_connection((host, int(port)), timeout=150)


def closes(connection, seconds):
    """What comes before the other end closes; a byte is sent each second until it does."""
    text, end = b"", time.monotonic() + seconds
    connection.settimeout(1)
    while time.monotonic() < end:
        try:
            connection.sendall(b"a")
        except OSError:
            return text
        try:
            chunk = connection.recv(65536)
            if not chunk:
                return text
            text += chunk
        except TimeoutError:
            pass
        except OSError:
            return text
    raise AssertionError(f"still open after {seconds} s: {text!r}")


# Headers beyond the bounds are refused at once.
for header in (b"X-Long: " + b"x" * (20 << 10), b"\r\n".join(b"X-%d: y" % n for n in range(300))):
    connection = connect()
    connection.sendall(b"GET /v1/whistles HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
    answer = connection.recv(65536)
    assert answer == b"" or b" 400 " in answer.split(b"\r\n")[0] or b" 431 " in answer.split(b"\r\n")[0], answer[:200]
    connection.close()

# A body and a head that come a byte at a time; meanwhile the others are served.
slow_body, slow_head = connect(), connect()
slow_body.sendall(f"POST /v1/whistles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {broker.tokens['meili']}\r\n"
                  "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{".encode())
slow_head.sendall(b"GET /v1/whistles HTTP/1.1\r\nHost: x\r\nX-Slow: ")
assert broker.get("/v1/whistles", "meili")["items"] == []
answer = closes(slow_body, 120)
assert b" 408 " in answer.split(b"\r\n")[0], answer
assert closes(slow_head, 120) == b""
assert broker.get("/v1/whistles", "meili")["items"] == []
assert broker.stop() == 0
print("slow requests: ended, and others served meanwhile")
