"""One connection to the broker; every answer is looked at, and every refusal must be a whole problem document."""
import http.client
import json
from urllib.parse import urlsplit

from walk.tables import Answer, CENTRE, need


class Asking:
    def call(self, method, path, who, body=None, raw=None, headers=None):
        where = urlsplit(self.broker.url)
        payload = raw if raw is not None else None if body is None else json.dumps(body, ensure_ascii=True).encode()
        sent = {"Authorization": "Bearer " + self.broker.tokens[who], **(headers or {})}
        if payload is not None:
            sent.setdefault("Content-Type", "application/json")
        for again in (True, False):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(where.hostname, where.port, timeout=60)
                self.connection.request(method, path, payload, sent)
                response = self.connection.getresponse()
                answer = Answer(response.status, response.headers, response.read())
                self.broker.judge(method, path, response, answer.raw)
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.connection = None
                if not again:
                    raise
        if response.will_close:
            self.connection.close()
            self.connection = None
        if method != "GET":
            shown = (payload or b"").decode(errors="replace")[:3000]
            try:
                shown = json.dumps(json.loads(shown), ensure_ascii=False).encode(errors="replace").decode()
            except ValueError:
                pass
            extra = {k: v for k, v in (headers or {}).items()}
            self.trail.append(f"{method} {path} as {who} {shown[:400]} {extra or ''} → {answer.status} "
                              f"{(answer.json or {}).get('type', '') if answer.status >= 400 and answer.json else ''}")
            del self.trail[:-40]
        need(answer.status < 500, f"{method} {path} as {who} answered {answer.status}", answer.raw.decode(errors="replace"))
        if answer.status >= 400:
            self.check_problem(answer)
        return answer

    def get(self, path, who):
        return self.call("GET", path, who)

    def pages(self, path, who=CENTRE):
        items, cursor = [], None
        while True:
            page = self.get(path + ("&" if "?" in path else "?") + "limit=200" + (f"&cursor={cursor}" if cursor else ""), who)
            need(page.status == 200, path, page.raw.decode())
            items += page.json["items"]
            cursor = page.json["next_cursor"]
            if not cursor:
                return items

    def check_problem(self, answer):
        need((answer.headers.get("Content-Type") or "").startswith("application/problem+json") and answer.json is not None,
             "a refusal is no problem document", answer.raw.decode(errors="replace"))
        for member in ("type", "title", "status", "detail", "instance"):
            need(member in answer.json, f"problem without {member}", answer.json)
        need(answer.json["status"] == answer.status, "status differs", answer.json)
        if answer.status == 422:
            need(answer.json.get("errors") and all({"pointer", "code", "message"} <= set(e) for e in answer.json["errors"]),
                 "422 without errors", answer.json)
        if answer.status == 409:
            need("current_state" in answer.json and isinstance(answer.json.get("allowed"), list), "bare 409", answer.json)
        if answer.status == 401:
            need(answer.headers.get("WWW-Authenticate"), "401 without challenge")
