"""What the rows of the bench stand on: one broker on one private PostgreSQL, the references in plain SQL, and clients."""
import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request

here = os.path.dirname(os.path.abspath(__file__))

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



class Ground:
    """A broker with its database; `seconds` is how long one measure takes."""

    def __init__(self, program, work, pg, seconds):
        self.program, self.work, self.pg, self.seconds = program, work, pg, seconds
        self.data = work + "/data"
        self.start()

    def start(self):
        """Starts the broker; returns the seconds until it answered."""
        began = time.monotonic()
        self.broker = subprocess.Popen(
            [self.program, "serve", "--demo", "changshu", "--data-dir", self.data, "--listen", "127.0.0.1:0"],
            stderr=subprocess.PIPE, text=True, env={**os.environ, "WHISTLE_WEBHOOK_ALLOW": "127.0.0.0/8"})
        for line in self.broker.stderr:
            if "private PostgreSQL is running" in line:
                self.postmaster = int(re.search(r"process=(\d+)", line).group(1))
            if "whistle is ready" in line:
                break
        threading.Thread(target=lambda: [None for _ in self.broker.stderr], daemon=True).start()
        self.url = re.search(r"address=(\S+)", line).group(1)
        self.tokens = json.load(open(self.data + "/demo.json"))["tokens"]
        socket_dir = open(f"/proc/{self.postmaster}/cwd/postmaster.pid").read().split("\n")[4]
        self.db = ["-h", socket_dir, "-U", "postgres", "postgres"]
        self.ask("GET", "/v1/me", "meili", anything=True)
        return time.monotonic() - began

    def stop(self):
        self.broker.terminate()
        assert self.broker.wait(60) == 0

    def sql(self, text):
        return subprocess.run([self.pg + "/psql", "-qAtX", "-v", "ON_ERROR_STOP=1", *self.db, "-c", text], check=True,
                              capture_output=True, text=True).stdout.strip()

    def number(self, text):
        return int(self.sql(text))

    def ask(self, method, path, who, body=None, anything=False):
        request = urllib.request.Request(
            self.url + path, method=method, data=json.dumps(body or {}).encode() if method == "POST" else None,
            headers={"Authorization": "Bearer " + self.tokens[who], "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError:
            if not anything:
                raise

    def pgbench(self, script, clients, name, *more):
        """Transactions a second."""
        path = f"{self.work}/{name}.sql"
        open(path, "w").write(script)
        out = subprocess.run([self.pg + "/pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(self.seconds),
                              "-f", path, *more, *self.db], check=True, capture_output=True, text=True).stdout
        return float([l for l in out.splitlines() if l.startswith("tps")][0].split()[2])

    def raises(self, connections=64, departments=("housing", "water"), seconds=None):
        """Whistles stored a second, and the answers' p99."""
        body = {"title": "小区停车难", "category": "walls", "departments": list(departments)}
        script = f"{self.work}/raise.lua"
        open(script, "w").write('wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\n'
                                f'wrk.headers["Authorization"]="Bearer {self.tokens["meili"]}"\n'
                                f'wrk.body=[[{json.dumps(body, ensure_ascii=False)}]]\n')
        before = self.number("SELECT count(*) FROM whistle.whistles")
        began = time.monotonic()
        out = subprocess.run(["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds or self.seconds}s", "--latency", "-s", script,
                              self.url + "/v1/whistles"], check=True, capture_output=True, text=True).stdout
        took = time.monotonic() - began
        assert "Non-2xx" not in out, out
        stored = self.number("SELECT count(*) FROM whistle.whistles") - before
        return stored / took, [l.split()[1] for l in out.splitlines() if l.strip().startswith("99%")][0]

    def claims(self, connections=4, seconds=None):
        """claim 20 + receive 20 over HTTP; rows a second."""
        began = time.monotonic()
        out = subprocess.run(["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds or self.seconds}s", "-s", here + "/claim.lua",
                              self.url + "/"], check=True, capture_output=True, text=True,
                             env={**os.environ, "WHISTLE_BENCH_TOKEN": self.tokens["housing"]}).stdout
        assert "Non-2xx" not in out, out
        return int([l for l in out.splitlines() if l.startswith("received")][0].split()[1]) / (time.monotonic() - began)

    BEHIND = ("SELECT (SELECT count(*) FROM whistle.outbox) + (SELECT count(*) FROM whistle.feeds AS f LEFT JOIN whistle.gatherings AS g "
              "USING (district_id) WHERE f.position > coalesce(g.position, 0)) + (SELECT count(*) FROM whistle.deliveries WHERE state = 'pending') "
              "+ (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker')")

    def settle(self):
        """Nothing is told, gathered or vacuumed any more, so that one measure does not pay for the one before: neither the
        broker's nor the reference's."""
        while self.number(self.BEHIND):
            time.sleep(0.2)
        self.sql("CHECKPOINT")

    def quiet(self, measure):
        """Measures the reference while the broker stands still: it is charged nothing for a broker beside it."""
        self.settle()
        self.broker.send_signal(signal.SIGSTOP)
        try:
            return measure()
        finally:
            self.broker.send_signal(signal.SIGCONT)

    FILL = {"items": [{"title": "墙皮剥落", "category": "walls"} for _ in range(500)]}

    def queued(self, need):
        """So many orders wait in the queue that the claims read."""
        have = self.number("SELECT count(*) FROM whistle.orders WHERE department = 'housing' AND state = 'queued' AND claim_token IS NULL")
        while have < need:
            self.ask("POST", "/v1/whistles/batch", "meili", self.FILL)
            have += 500
        self.settle()
        for table in "orders", "whistles":
            self.sql(f"VACUUM ANALYZE whistle.{table}")

    def copied(self, count, changes):
        """So many copies of a queued order, with new ids and what else is named, straight into the table. They come last in
        their queue: what is claimed is what was raised."""
        changes = {"id": "gen_random_uuid()", "role": "'assisting'", "number": "r.number || '-' || n", "turn": "r.turn + 1000000000", **changes}
        columns = self.sql("SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns "
                           "WHERE table_schema = 'whistle' AND table_name = 'orders'").split(",")
        values = ", ".join(changes.get(column, f"r.{column}") for column in columns)
        self.sql(f"INSERT INTO whistle.orders ({', '.join(columns)}) SELECT {values} FROM (SELECT * FROM whistle.orders WHERE department = "
                 f"'housing' AND state = 'queued' AND claim_token IS NULL LIMIT 1) AS r, generate_series(1, {count}) AS n")

    def processor_seconds(self, pid):
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self, pid):
        """Megabytes, what it shares with nobody and its part of the rest."""
        text = open(f"/proc/{pid}/smaps_rollup").read()
        return int(re.search(r"Pss:\s+(\d+)", text).group(1)) / 1024
