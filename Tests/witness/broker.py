"""A broker under test: starts the program, asks it as any organization, ends it. Only the public interface is used."""
import json
import os
import signal
import subprocess
import threading
import urllib.error
import urllib.request

try:
    from document import Document
except ImportError:    # A drill by hand may lack the witnesses' libraries; openapi.py does not run without them.
    Document = None


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status, self.body = status, body


class Broker:
    def __init__(self, program, data, *more, env=None, demo="changshu"):
        self.program, self.data, self.more, self.demo = program, data, more, demo
        self.env = {**os.environ, "WHISTLE_WEBHOOK_ALLOW": "127.0.0.0/8", **(env or {})}
        self.log = []

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--demo", self.demo, "--data-dir", self.data, "--listen", "127.0.0.1:0", *self.more],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.env)
        for line in self.process.stdout:
            self.log.append(line)
            if "whistle is ready" in line:
                break
        else:
            raise SystemExit("the broker did not start:\n" + "".join(self.log))
        threading.Thread(target=self._drain, daemon=True).start()
        with open(self.data + "/demo.json", encoding="utf-8") as file:
            demo = json.load(file)
        # Two brokers may share a data directory's tokens: the address is the log's own.
        self.url = [part for part in line.split() if part.startswith("address=")][0][len("address="):]
        self.tokens = demo["tokens"]
        if Document:
            with urllib.request.urlopen(self.url + "/openapi.json") as answer:
                self.document = Document(answer.read())
        return self

    def _drain(self):
        for line in self.process.stdout:
            self.log.append(line)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def ask(self, method, path, who, body=None, headers=None, timeout=90):
        request = urllib.request.Request(
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "Bearer " + self.tokens[who],
                     **({} if body is None else {"Content-Type": "application/json"}), **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                text = answer.read()
                self.judge(method, path, answer, text, body)
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            text = error.read()
            self.judge(method, path, error, text)
            raise Refused(error.code, text.decode()) from None

    def judge(self, method, path, answer, text, sent=None):
        """What was answered is what the document says."""
        if not Document:
            return
        headers = {name.lower(): value for name, value in answer.headers.items()}
        self.document.check(method, path, answer.status, headers, text, sent)

    def get(self, path, who):
        return self.ask("GET", path, who)

    def post(self, path, who, body=None, **more):
        return self.ask("POST", path, who, {} if body is None else body, **more)

    def pages(self, path, who):
        cursor, items = None, []
        while True:
            page = self.get(path + ("&" if "?" in path else "?") + "limit=200" + (f"&cursor={cursor}" if cursor else ""), who)
            items += page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return items
