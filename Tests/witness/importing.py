"""A clerk's files carried in by the real program, killed and run again. usage: importing.py PROGRAM DATA_DIR"""
import csv
import fcntl
import http.server
import io
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
import unicodedata
import urllib.request

from broker import Broker

PROGRAM, DATA = sys.argv[1], sys.argv[2]
broker = Broker(PROGRAM, DATA).start()
FOLDER = DATA + "-files"
os.makedirs(FOLDER, exist_ok=True)


class Forgetful(http.server.BaseHTTPRequestHandler):
    """Hands requests on, and loses the answers to the first batches: the broker has done them, nobody was told."""
    lost = 0

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = urllib.request.Request(broker.url + self.path, data=body or None, method=self.command)
        for name in ("Authorization", "Content-Type", "Idempotency-Key", "Accept-Language"):
            if self.headers[name]:
                request.add_header(name, self.headers[name])
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            replayed = answer.headers["Idempotent-Replayed"] == "true"
        if self.command == "POST" and not replayed and Forgetful.lost < 3:
            Forgetful.lost += 1
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = pass_on

    def log_message(self, *_):
        pass


def carry(path, *more, who="meili", lang="zh_CN.UTF-8", status=0, url=None):
    done = subprocess.run(
        [PROGRAM, "import", path, "--as", who, "--data-dir", DATA, "--json", *more],
        capture_output=True, text=True, env={**os.environ, "WHISTLE_URL": url or broker.url, "LANG": lang})
    assert done.returncode == status, (status, done)
    return json.loads(done.stdout) if done.stdout.startswith("{") else done.stderr


def table(name, rows, encoding="utf-8-sig", **dialect):
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(rows)
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(text.getvalue().encode(encoding))
    return file.name


def references(who="meili"):
    return sorted(w["source_reference"] for w in broker.pages("/v1/whistles", who) if w["source_reference"])


# As Excel saves it on a Chinese computer: GB18030, names in words, a comma, a quote and a line break inside cells.
rows = [["编号", "标题", "类别", "紧急程度", "来源", "地址", "联系人", "电话", "主办单位", "协办单位", "心情"],
        ["A1", "停车难,“乱停”", "小区停车难", "重点", "网格", "一号院\n二号楼", "张三", "13800000001", "市城市管理局", "市公安局、water", "急"],
        ["A2", "'=1+1 的墙皮", "walls", "", "12345", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "", "", "", "", ""],
        ["A4", "没有类别", "不存在", "", "", "", "", "", "", "", ""],
        ["A5", "", "walls", "", "", "", "", "", "", "", ""],
        ["A6", "字" * 201, "walls", "", "", "", "", "", "", "", ""],
        ["A7", '说"不"', "walls", "飞快", "", "", "", "", "", "", ""]]
path = table("台账.csv", rows, "gb18030", quoting=csv.QUOTE_MINIMAL)
dry = carry(path, "--dry-run", status=1)
assert (dry["rows"], dry["refused"], dry["made"]) == (6, 4, 0), dry
assert [f["row"] for f in dry["faults"]] == [5, 6, 7, 8] and "不存在" in dry["faults"][0]["reason"], dry
assert os.listdir(FOLDER) == ["台账.csv"] and references() == []
assert "no category" in carry(path, "--dry-run", lang="en_GB.UTF-8", status=1)["faults"][0]["reason"]
done = carry(path, status=1)
assert (done["made"], done["refused"]) == (2, 4) and references() == ["A1", "A2"], done
whistle = next(w for w in broker.pages("/v1/whistles", "meili") if w["source_reference"] == "A1")
assert whistle["title"] == "停车难,“乱停”" and whistle["kind"] == "priority" and whistle["channel"] == "grid", whistle
assert whistle["location"]["address"] == "一号院\n二号楼"
assert {(o["department"], o["role"]) for o in whistle["orders"]} == {
    ("urban-management", "lead"), ("police", "assisting"), ("water", "assisting")}
assert broker.get(f"/v1/whistles/{whistle['id']}", "meili")["contact"] == {"name": "张三", "phone": "13800000001"}
assert "=1+1 的墙皮" in {w["title"] for w in broker.pages("/v1/whistles", "meili")}
with open(done["bad_file"], encoding="utf-8-sig", newline="") as file:
    bad = list(csv.reader(file))
assert bad[0][:2] == ["行号", "原因"] and [b[0] for b in bad[1:]] == ["5", "6", "7", "8"], bad
# Run again nothing comes twice, and the bad rows, corrected, go in as they are.
again = carry(path, status=1)
assert (again["made"], again["settled_before"]) == (2, 6) and references() == ["A1", "A2"], again
for row in bad[1:]:
    row[3], row[4], row[5] = row[3][:20] or "补填", "walls", ""
assert carry(table("更正.csv", bad))["made"] == 4 and references() == ["A1", "A2", "A4", "A5", "A6", "A7"]

# A file is not finished under another file's state.
os.rename(path + ".import.json", path + ".keep")
carry(table("other.csv", [["标题", "类别"], ["别的文件", "walls"]]))
os.replace(os.path.join(FOLDER, "other.csv.import.json"), path + ".import.json")
assert "另一个文件" in carry(path, status=1)
os.replace(path + ".keep", path + ".import.json")

# Without its state the keys still know the rows.
os.remove(path + ".import.json")
carry(path, status=1)
assert references() == ["A1", "A2", "A4", "A5", "A6", "A7"]

# Hundreds of rows, killed over and over while it runs: each once.
many = [["source_reference", "title", "category"]] + [[f"K{n:04}", f"第{n}件", "walls" if n % 50 else "nowhere"] for n in range(1, 601)]
path = table("many.csv", many, "utf-8", delimiter=";")
kills = 0
while True:
    run = subprocess.Popen(
        [PROGRAM, "import", path, "--as", "yushan", "--data-dir", DATA, "--batch", "7", "--progress"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "WHISTLE_URL": broker.url})
    # The bar tells of every batch: after a few of them the run is killed, at whatever it does then.
    seen = b""
    while kills < 12 and seen.count(b"\r") < 3 and (more := os.read(run.stderr.fileno(), 4096)):
        seen += more
    if kills < 12 and run.poll() is None:
        run.send_signal(signal.SIGKILL)
        kills += 1
    out, err = run.communicate()
    if run.returncode != -signal.SIGKILL:
        break
assert run.returncode == 1 and kills == 12, (run.returncode, kills, out, err)
wanted = [f"K{n:04}" for n in range(1, 601) if n % 50]
assert references("yushan") == wanted, len(references("yushan"))
with open(path + ".bad.csv", encoding="utf-8-sig", newline="") as file:
    assert [r[2] for r in list(csv.reader(file))[1:]] == [f"K{n:04}" for n in range(1, 601) if n % 50 == 0]

# Answers that are lost on the way: the same batch under the same key, answered as before.
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forgetful)
threading.Thread(target=server.serve_forever, daemon=True).start()
lossy = table("lossy.csv", [["编号", "标题", "类别"]] + [[f"L{n:02}", f"第{n}件", "walls"] for n in range(40)])
done = carry(lossy, "--batch", "10", url=f"http://127.0.0.1:{server.server_port}")
assert done["made"] == 40 and Forgetful.lost == 3
assert [r for r in references() if r.startswith("L")] == [f"L{n:02}" for n in range(40)]
server.shutdown()

# Items, with who answers for them by when; a tab as separator.
rows = [["标题", "反映时间", "责任人", "解决时限", "工作措施", "领办人"],
        ["路灯不亮", "2026-11-02", "王五", "2026/12/1", "换灯", "王五、李四"], ["水沟", "2026-11-02 08:30", "", "明天", "", ""]]
done = carry(table("items.csv", rows, delimiter="\t"), "--into", "items", who="meili-zhenbei", status=1)
assert (done["made"], done["refused"]) == (1, 1), done
item = broker.get("/v1/items", "meili-zhenbei")["items"][0]
assert (item["heard_at"], item["due_at"], item["person"], item["members"], item["channel"]) == (
    "2026-11-02T12:00:00+08:00", "2026-12-01T17:00:00+08:00", "王五", ["王五", "李四"], "visit"), item

# What the broker itself refuses comes back with the column's own header: another district's ledger, exported and carried in.
request = urllib.request.Request(broker.url + "/v1/ledger.csv", headers={"Authorization": "Bearer " + broker.tokens["command-centre"]})
with open(os.path.join(FOLDER, "ledger.csv"), "wb") as file:
    file.write(urllib.request.urlopen(request).read())
lines = len(broker.pages("/v1/whistles", "command-centre"))
done = carry(file.name, who="haiyu", lang="en_GB.UTF-8")
assert done["made"] == lines == len(references("haiyu")), (done, lines)

# Nothing that is no table, nobody who may not raise.
assert "编码" in carry(table("utf16.csv", [["标题"], ["一"]], "utf-16"), status=1)
assert "“标题”列" in carry(table("none.csv", [["a", "b"], ["一", "二"]]), status=1)
with open(os.path.join(FOLDER, "open.csv"), "w", encoding="utf-8") as file:
    file.write('标题,类别\n"没完,walls\n')
assert "引号" in carry(file.name, status=1)
carry(table("supervisor.csv", [["标题", "类别"], ["一", "walls"]]), who="supervisor", status=1)
carry(path, "--batch", "0", status=64)

# Where a person looks, the bar keeps to one line of the terminal and is gone at the end; elsewhere nothing is written.
drawn = table("drawn.csv", [["title", "category"]] + [[f"第{n}件", "walls"] for n in range(300)], "utf-8")
asked = [PROGRAM, "import", drawn, "--as", "yushan", "--data-dir", DATA, "--dry-run"]
plain = subprocess.run(asked, capture_output=True, env={**os.environ, "WHISTLE_URL": broker.url})
assert plain.returncode == 0 and plain.stderr == b"", plain
for columns in (80, 20, 0):
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    run = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "WHISTLE_URL": broker.url})
    os.close(theirs)
    seen = b""
    try:
        while more := os.read(ours, 65536):
            seen += more
    except OSError:    # The end of a terminal that nobody holds any more.
        pass
    os.close(ours)
    assert run.wait() == 0
    frames = seen.decode().split("\r\x1b[K")
    assert frames[0] == frames[-1] == "" and "\n" not in seen.decode(), seen
    assert 2 < len(frames) < 150 and len(set(frames[1:-1])) == len(frames) - 2 and "100 %" in frames[-2], frames
    for frame in frames:
        assert sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in frame) < (columns or 80), (columns, frame)

assert broker.stop() == 0
print("import: every row once")
