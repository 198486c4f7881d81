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
# What claim 20 + receive 20 write, without the broker: its own statements on copies of its own tables with all their
# indexes, and lines as long as its own. No request, no answer, no decision, no relay, no row-level security, no reference
# check.
CLAIM = """WITH ready AS MATERIALIZED (
    SELECT r.id, r.rank, r.receive_due_at, r.turn FROM t2.orders AS r WHERE r.district_id = 'changshu' AND r.department = 'housing'
    AND r.state = 'queued' AND r.claim_token IS NULL ORDER BY r.rank, r.receive_due_at, r.turn, r.id LIMIT 20 FOR UPDATE SKIP LOCKED
), claimed AS (
    UPDATE t2.orders AS o SET claim_token = gen_random_uuid(), lease_until = now() + interval '1 minute', attempt = o.attempt + 1, version = o.version + 1
    FROM ready WHERE o.district_id = 'changshu' AND o.id = ready.id RETURNING o.*
), told AS (
    INSERT INTO t2.outbox (district_id, subject_id, at, shared, events, size)
    SELECT 'changshu', c.whistle_id, now(), s.shared, s.events, 1 FROM claimed AS c, t2.sample AS s WHERE s.type = 'order.claimed'
)
SELECT array_agg(c.id) AS orders, array_agg(c.whistle_id) AS whistles FROM claimed AS c JOIN t2.whistles AS w ON w.district_id = 'changshu' AND w.id = c.whistle_id \\gset
BEGIN;
UPDATE t2.whistles AS t SET sequence = t.sequence + 1, head_hash = decode(md5(t.id::text), 'hex'), escalate_at = t.escalate_at + interval '1 hour', version = t.version + 1
FROM unnest(:whistles::uuid[]) AS u(id) WHERE t.district_id = 'changshu' AND t.id = u.id;
UPDATE t2.orders AS t SET state = 'received', claim_token = NULL, lease_until = NULL, receive_met_at = now(), version = t.version + 1
FROM unnest(:orders::uuid[]) AS u(id) WHERE t.district_id = 'changshu' AND t.id = u.id;
INSERT INTO t2.history (district_id, subject_id, seq, subject, type, at, actor, body, previous_hash, hash)
SELECT 'changshu', u.id, 2, 'whistle', s.type, now(), 'housing', s.body, '\\x00', '\\x00' FROM unnest(:whistles::uuid[]) AS u(id), t2.sample AS s WHERE s.type = 'order.received';
INSERT INTO t2.outbox (district_id, subject_id, at, shared, events, size)
SELECT 'changshu', u.id, now(), s.shared, s.events, 1 FROM unnest(:whistles::uuid[]) AS u(id), t2.sample AS s WHERE s.type = 'order.received';
COMMIT;
"""
# As the broker's own claims are planned.
CLAIM_OPTIONS = " ".join(f"-c {name}" for name in (
    "plan_cache_mode=force_generic_plan", "enable_hashjoin=off", "enable_mergejoin=off", "enable_seqscan=off", "jit=off"))
T2_TABLES = """
CREATE SCHEMA t2;
CREATE TABLE t2.whistles (LIKE whistle.whistles INCLUDING ALL);
CREATE TABLE t2.orders (LIKE whistle.orders INCLUDING ALL);
CREATE TABLE t2.history (LIKE whistle.history INCLUDING ALL);
CREATE TABLE t2.outbox (LIKE whistle.outbox INCLUDING ALL);
INSERT INTO t2.whistles SELECT * FROM whistle.whistles;
INSERT INTO t2.orders SELECT * FROM whistle.orders;
CREATE TABLE t2.sample AS SELECT h.type, h.body, e.shared, e.events FROM
    (VALUES ('order.claimed'), ('order.received')) AS t(type)
    JOIN LATERAL (SELECT e.shared, e.events FROM whistle.events AS e WHERE e.events LIKE '%"' || t.type || '"%' LIMIT 1) AS e ON true
    LEFT JOIN LATERAL (SELECT t.type, h.body FROM whistle.history AS h WHERE h.type = t.type LIMIT 1) AS h ON true;
UPDATE t2.sample SET type = 'order.claimed' WHERE type IS NULL;
VACUUM ANALYZE t2.orders, t2.whistles;
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

    def pgbench(self, script, clients, name, *more, options=""):
        """Transactions a second."""
        path = f"{self.work}/{name}.sql"
        open(path, "w").write(script)
        out = subprocess.run([self.pg + "/pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(self.seconds),
                              "-f", path, *more, *self.db], check=True, capture_output=True, text=True,
                             env={**os.environ, "PGOPTIONS": options}).stdout
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
