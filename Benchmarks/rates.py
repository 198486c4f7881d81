"""How long the scoreboard takes over a large year: matters are generated in SQL (for this measurement only), spread evenly
over 2025, then again as many outside the asked periods. usage: rates.py PROGRAM WORK_DIR PG_BIN [MATTERS] [ROUNDS]"""
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

program, work, pg = sys.argv[1:4]
matters = int(sys.argv[4]) if len(sys.argv) > 4 else 1_000_000
rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 5
broker = subprocess.Popen([program, "serve", "--demo", "changshu", "--data-dir", work + "/data", "--listen", "127.0.0.1:0"],
                          stderr=subprocess.PIPE, text=True)
for line in broker.stderr:
    if "private PostgreSQL is running" in line:
        postmaster = int([p for p in line.split() if p.startswith("process=")][0][8:])
    if "whistle is ready" in line:
        break
threading.Thread(target=broker.stderr.read, daemon=True).start()
url = [p for p in line.split() if p.startswith("address=")][0][8:]
token = json.load(open(work + "/data/demo.json"))["tokens"]["command-centre"]
socket_dir = open(f"/proc/{postmaster}/cwd/postmaster.pid").read().split("\n")[4]


def sql(text):
    subprocess.run([pg + "/psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-h", socket_dir, "-U", "postgres", "postgres", "-c", text], check=True)


# An id as the broker makes them, from the matter's own moment: neighbours in time are neighbours in every index.
ID = "(lpad(to_hex((extract(epoch FROM {at}) * 1000)::bigint), 12, '0') || '7' || substr(md5({salt}), 1, 3) || 'a' || substr(md5({salt}), 4, 15))::uuid"


def generate(prefix, first):
    """One matter every so often, one in fifty still open, one in twenty dissatisfied, each with one order."""
    sql(f"""
    SET session_replication_role = replica;
    CREATE TEMP TABLE g AS SELECT n, s, {ID.format(at='s', salt="'w' || n::text")} AS id, (ARRAY['meili', 'yushan', 'haiyu'])[1 + n % 3] AS t, n % 50 <> 0 AS done
        FROM (SELECT n, timestamptz '{first}' + n * interval '1 year' / {matters} AS s FROM generate_series(1, {matters}) AS n) AS m;
    INSERT INTO whistle.whistles (district_id, id, number, state, kind, category, channel, title, details, raiser, township,
        rulebook_version, total_started_at, total_due_at, total_met_at, closed_at, viewers, head_hash, answered, revisit_grade, revisit_solved, created_at)
    SELECT 'changshu', id, '{prefix}-' || n, CASE WHEN done THEN 'closed' ELSE 'in_progress' END, 'routine',
        (ARRAY['parking', 'walls', 'roads', 'safety'])[1 + n % 4], 'grid', '小区停车难', '没有车位,没有车位,没有车位', t, t, 1, s, s + interval '14 days',
        CASE WHEN done THEN s + interval '9 days' END, CASE WHEN done THEN s + interval '9 days' END, jsonb_build_array(t), decode(md5(n::text), 'hex'),
        n % 7 <> 0, CASE WHEN done THEN CASE WHEN n % 20 = 0 THEN 'dissatisfied' ELSE 'satisfied' END END, CASE WHEN done THEN n % 30 <> 0 END, s FROM g;
    INSERT INTO whistle.orders (district_id, id, whistle_id, number, department, role, state, kind, rank, township, turn, receive_started_at,
        receive_due_at, report_started_at, report_due_at, report_met_at, resolve_started_at, resolve_due_at, resolve_met_at, created_at)
    SELECT 'changshu', {ID.format(at='s', salt="'o' || n::text")}, id, '{prefix}-' || n || '-1', (ARRAY['housing', 'water', 'police', 'fire', 'transport'])[1 + n % 5],
        'lead', CASE WHEN done THEN 'closed' ELSE 'received' END, 'routine', 1, t, 1, s, s + interval '1 day', s, s + interval '3 days',
        s + interval '2 days', s, s + interval '9 days', CASE WHEN done THEN s + interval '9 days' END, s FROM g;
    """)
    for table in ("whistles", "orders"):
        sql(f"VACUUM ANALYZE whistle.{table}")


def took(query):
    """Milliseconds, the median of the rounds, and how many matters were counted."""
    times = []
    for _ in range(rounds):
        started = time.monotonic()
        request = urllib.request.Request(f"{url}/v1/rates?{query}", headers={"Authorization": "Bearer " + token})
        with urllib.request.urlopen(request) as answer:
            rows = json.load(answer)["items"]
        times.append((time.monotonic() - started) * 1000)
    return statistics.median(times), sum(row["filed"] for row in rows)


questions = {"a day": "from=2025-06-02&to=2025-06-02", "a month": "from=2025-06-01&to=2025-06-30",
             "a year": "from=2025-01-15&to=2026-01-14"}
print(f"{matters} matters in the year; milliseconds, medians of {rounds}")
print(f"{'period':8} {'by':11} {'counted':>8} {'alone':>8} {'+ as many closed outside':>25}")
generate("G", "2025-01-01 00:00+08")
alone = {(name, by): took(f"by={by}&{period}") for name, period in questions.items() for by in ("township", "department", "month")}
generate("H", "2022-01-01 00:00+08")
for (name, by), (before, counted) in alone.items():
    after, again = took(f"by={by}&{questions[name]}")
    assert again == counted, (again, counted)
    print(f"{name:8} {by:11} {counted:8} {before:8.0f} {after:25.0f}", flush=True)
broker.terminate()
assert broker.wait(60) == 0
