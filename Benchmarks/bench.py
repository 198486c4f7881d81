"""The rows of the performance table that are measured so far. Reference and broker alternate in one run on one private
PostgreSQL; ratios are medians over the rounds. usage: bench.py PROGRAM WORK_DIR PG_BIN ROUNDS SECONDS"""
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

program, work, pg, rounds, seconds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
data = work + "/data"
here = os.path.dirname(os.path.abspath(__file__))
sink_port = 18555

T1_TABLES = """
CREATE SCHEMA t1;
CREATE TABLE t1.whistles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL, township text NOT NULL, state text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE t1.orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), whistle_id uuid NOT NULL REFERENCES t1.whistles, department text NOT NULL, state text NOT NULL, due_at timestamptz NOT NULL);
CREATE INDEX ON t1.orders (department, due_at, id) WHERE state = 'queued';
CREATE TABLE t1.history (whistle_id uuid NOT NULL, seq int NOT NULL, body text NOT NULL, PRIMARY KEY (whistle_id, seq));
CREATE TABLE t1.outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, events jsonb NOT NULL);
"""
T1 = """WITH w AS (INSERT INTO t1.whistles (title, township, state) VALUES ('小区停车难', 'meili', 'in_progress') RETURNING id),
o AS (INSERT INTO t1.orders (whistle_id, department, state, due_at) SELECT w.id, d, 'queued', now() + interval '3 days' FROM w, unnest(ARRAY['water', 'housing']) AS d),
h AS (INSERT INTO t1.history SELECT w.id, 1, '{"type":"whistle.raised"}' FROM w)
INSERT INTO t1.outbox (events) SELECT jsonb_build_array(jsonb_build_object('type', 'whistle.raised', 'id', w.id)) FROM w;
"""
# What claim 20 + receive 20 write, without the broker: claim by the ready index, receive by key and token, one history
# and one outbox row an order.
CLAIM = """BEGIN;
WITH c AS MATERIALIZED (SELECT id FROM t2.orders WHERE queue = :queue AND state = 'queued' AND token IS NULL ORDER BY due_at, id LIMIT 20 FOR UPDATE SKIP LOCKED)
UPDATE t2.orders o SET token = gen_random_uuid(), lease_until = now() + interval '1 minute', client = :client_id FROM c WHERE o.id = c.id;
INSERT INTO t2.outbox (events) SELECT '{"type":"order.claimed"}' FROM generate_series(1, 20);
COMMIT;
BEGIN;
WITH r AS (UPDATE t2.orders SET state = 'received', token = NULL, lease_until = NULL, client = NULL, received_at = now() WHERE client = :client_id AND state = 'queued' RETURNING whistle_id),
w AS (UPDATE t2.whistles SET seq = seq + 1 FROM r WHERE t2.whistles.id = r.whistle_id RETURNING t2.whistles.id, seq),
h AS (INSERT INTO t2.history SELECT id, seq, '{"type":"order.received"}' FROM w)
INSERT INTO t2.outbox (events) SELECT '{"type":"order.received"}' FROM w;
COMMIT;
"""
T2_TABLES = """
CREATE SCHEMA t2;
CREATE TABLE t2.whistles (id uuid PRIMARY KEY, title text NOT NULL, seq int NOT NULL DEFAULT 1);
CREATE TABLE t2.orders (id uuid PRIMARY KEY, whistle_id uuid NOT NULL REFERENCES t2.whistles, queue int NOT NULL, state text NOT NULL, due_at timestamptz NOT NULL, token uuid, lease_until timestamptz, client int, received_at timestamptz);
CREATE INDEX ON t2.orders (queue, due_at, id) WHERE state = 'queued' AND token IS NULL;
CREATE INDEX ON t2.orders (client) WHERE client IS NOT NULL;
CREATE INDEX ON t2.orders (whistle_id);
CREATE TABLE t2.history (whistle_id uuid NOT NULL, seq int NOT NULL, body text NOT NULL, PRIMARY KEY (whistle_id, seq));
CREATE TABLE t2.outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, events jsonb NOT NULL);
INSERT INTO t2.whistles SELECT gen_random_uuid(), '小区停车难' FROM generate_series(1, 400000);
INSERT INTO t2.orders SELECT gen_random_uuid(), id, (random() * 3)::int, 'queued', now() FROM t2.whistles;
ANALYZE t2.orders; ANALYZE t2.whistles;
"""

log = []
broker = subprocess.Popen([program, "serve", "--demo", "changshu", "--data-dir", data, "--listen", "127.0.0.1:0"],
                          stderr=subprocess.PIPE, text=True, env={**os.environ, "WHISTLE_WEBHOOK_ALLOW": "127.0.0.0/8"})
for line in broker.stderr:
    log.append(line)
    if "private PostgreSQL is running" in line:
        postmaster = int([p for p in line.split() if p.startswith("process=")][0][8:])
    if "whistle is ready" in line:
        break
threading.Thread(target=lambda: log.extend(broker.stderr), daemon=True).start()
url = [p for p in line.split() if p.startswith("address=")][0][8:]
tokens = json.load(open(data + "/demo.json"))["tokens"]
socket_dir = open(f"/proc/{postmaster}/cwd/postmaster.pid").read().split("\n")[4]
db = ["-h", socket_dir, "-U", "postgres", "postgres"]


def sql(text):
    return subprocess.run([pg + "/psql", "-qAtX", "-v", "ON_ERROR_STOP=1", *db, "-c", text], check=True, capture_output=True, text=True).stdout.strip()


def ask(method, path, who, body=None):
    request = urllib.request.Request(url + path, method=method, data=json.dumps(body or {}).encode() if method == "POST" else None,
                                     headers={"Authorization": "Bearer " + tokens[who], "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def pgbench(script, clients, name, *more):
    path = f"{work}/{name}.sql"
    open(path, "w").write(script)
    out = subprocess.run([pg + "/pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-f", path, *more, *db],
                         check=True, capture_output=True, text=True).stdout
    return float([l for l in out.splitlines() if l.startswith("tps")][0].split()[2])


def wrk(body, connections):
    script = f"{work}/raise.lua"
    open(script, "w").write('wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\n'
                            f'wrk.headers["Authorization"]="Bearer {tokens["meili"]}"\nwrk.body=[[{json.dumps(body, ensure_ascii=False)}]]\n')
    before = int(sql("SELECT count(*) FROM whistle.whistles"))
    started = time.monotonic()
    out = subprocess.run(["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", "-s", script, url + "/v1/whistles"],
                         check=True, capture_output=True, text=True).stdout
    took = time.monotonic() - started
    assert "Non-2xx" not in out, out
    stored = int(sql("SELECT count(*) FROM whistle.whistles")) - before
    p99 = [l.split()[1] for l in out.splitlines() if l.strip().startswith("99%")][0]
    return stored / took, p99


def settle():
    """Nothing is told any more, so that one measure does not pay for the one before."""
    while int(sql("SELECT count(*) FROM whistle.outbox")):
        time.sleep(0.2)
    sql("CHECKPOINT")


def claims(connections):
    """claim 20 + receive 20 over HTTP; rows a second."""
    started = time.monotonic()
    out = subprocess.run(["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "-s", here + "/claim.lua", url + "/"],
                         check=True, capture_output=True, text=True, env={**os.environ, "WHISTLE_BENCH_TOKEN": tokens["housing"]}).stdout
    assert "Non-2xx" not in out, out
    return int([l for l in out.splitlines() if l.startswith("received")][0].split()[1]) / (time.monotonic() - started)


def show(name, ours, reference, floor, note=""):
    ratios = [o / r for o, r in zip(ours, reference)]
    ratio = statistics.median(ratios)
    print(f"{name:58} {statistics.median(ours):9.0f} {statistics.median(reference):9.0f}   {ratio:5.2f}   {floor}   {note}", flush=True)
    return ratio


print(f"{platform.machine()}, {os.cpu_count()} cores, {rounds} rounds of {seconds} s; medians")
print(f"{'measure':58} {'ours/s':>9} {'theirs/s':>9}   ratio   floor")
sql(T1_TABLES)
body = {"title": "小区停车难", "category": "walls", "departments": ["housing", "water"]}
ours, theirs, p99 = [], [], ""
wrk(body, 64)
for _ in range(rounds):
    settle()
    theirs.append(pgbench(T1, 16, "t1"))
    settle()
    rate, p99 = wrk(body, 64)
    ours.append(rate)
show("durable POST /v1/whistles, 64 connections ÷ T1", ours, theirs, "0.80", f"p99 {p99}")

settle()
sql(T2_TABLES)
fill = {"items": [{"title": "墙皮剥落", "category": "walls"} for _ in range(500)]}
need = rounds * seconds * 9000
have = int(sql("SELECT count(*) FROM whistle.orders WHERE department = 'housing' AND state = 'queued'"))
while have < need:
    ask("POST", "/v1/whistles/batch", "meili", fill)
    have += 500
settle()
sql("VACUUM ANALYZE whistle.orders")
sql("VACUUM ANALYZE whistle.whistles")
ours, theirs = [], []
for _ in range(rounds):
    settle()
    theirs.append(pgbench("\\set queue random(0, 3)\n" + CLAIM, 4, "claim") * 20)
    settle()
    ours.append(claims(4))
show("HTTP claim 20 + receive 20, rows/s ÷ the same SQL", ours, theirs, "0.40")

settle()
sink = subprocess.Popen([work + "/sink", str(sink_port)])
ours, theirs = [], []
for _ in range(rounds):
    theirs.append(float(subprocess.run([work + "/raw-curl", str(sink_port), "100000", "64"], check=True, capture_output=True, text=True).stdout))
    hook = ask("POST", "/v1/webhooks", "command-centre", {"name": "bench", "url": f"http://127.0.0.1:{sink_port}/hook", "adapter": "standard", "events": ["whistle.*"]})
    # The sink stands still while the backlog grows, shorter than a request's time-out.
    sink.send_signal(signal.SIGSTOP)
    for _ in range(20):
        ask("POST", "/v1/whistles/batch", "meili", fill)
    while int(sql("SELECT count(*) FROM whistle.outbox")):
        time.sleep(0.1)
    sink.send_signal(signal.SIGCONT)
    waiting = int(sql(f"SELECT count(*) FROM whistle.deliveries WHERE webhook_id = '{hook['id']}' AND state = 'pending'"))
    started = time.monotonic()
    while (left := int(sql(f"SELECT count(*) FROM whistle.deliveries WHERE webhook_id = '{hook['id']}' AND state <> 'delivered'"))) > 0:
        assert time.monotonic() - started < 120
        time.sleep(0.02)
    ours.append(waiting / (time.monotonic() - started))
    ask("DELETE", f"/v1/webhooks/{hook['id']}", "command-centre")
sink.kill()
show("webhook deliveries/s, durable ÷ a raw libcurl loop", ours, theirs, "0.20")

broker.terminate()
assert broker.wait(30) == 0
