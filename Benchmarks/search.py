"""Search over a million whistles generated in SQL: what words cost through the catchwords' index, what gathering them costs,
and what looking for like ones costs. usage: search.py PROGRAM WORK_DIR PG_BIN [WHISTLES]
WORK_DIR must be one that the user postgres can reach where this runs as root."""
import json
import os
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

program, work, pg = sys.argv[1:4]
count = int(sys.argv[4]) if len(sys.argv) > 4 else 1_000_000
data, log = work + "/data", []
broker = subprocess.Popen([program, "serve", "--demo", "changshu", "--data-dir", data, "--listen", "127.0.0.1:0"],
                          stderr=subprocess.PIPE, text=True)
for line in broker.stderr:
    log.append(line)
    if "private PostgreSQL is running" in line:
        postmaster = int([part for part in line.split() if part.startswith("process=")][0][8:])
    if "whistle is ready" in line:
        break
threading.Thread(target=lambda: log.extend(broker.stderr), daemon=True).start()
url = [part for part in line.split() if part.startswith("address=")][0][8:]
tokens = json.load(open(data + "/demo.json"))["tokens"]
socket_dir = open(f"/proc/{postmaster}/cwd/postmaster.pid").read().split("\n")[4]
db = ["-h", socket_dir, "-U", "postgres", "postgres"]


def sql(text):
    return subprocess.run([pg + "/psql", "-qAtX", "-v", "ON_ERROR_STOP=1", *db, "-c", text], check=True, capture_output=True, text=True).stdout.strip()


def get(path, who="command-centre"):
    request = urllib.request.Request(url + path, headers={"Authorization": "Bearer " + tokens[who]})
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


def timed(path, who="command-centre", rounds=7):
    """The median of several, the first left out."""
    get(path, who)
    took = []
    for _ in range(rounds):
        started = time.monotonic()
        page = get(path, who)
        took.append((time.monotonic() - started) * 1000)
    return sorted(took)[rounds // 2], len(page.get("items", []))


# Titles of the field's own words, so that some pairs are common, some rare; a tenth has a description; spread over a year.
sql(f"""
SET synchronous_commit = off;
INSERT INTO whistle.whistles (district_id, id, number, state, kind, category, channel, title, details, raiser, township,
    rulebook_version, total_started_at, viewers, head_hash, created_at, location)
SELECT 'changshu', (lpad(to_hex((extract(epoch FROM t.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
    'CSG-' || n, 'closed', 'routine', (ARRAY['parking','walls','cables','safety','drainage','roads','environment','food'])[1 + n % 8], 'online',
    (ARRAY['菜场','学校','小区','河边','桥下','广场','车站','医院','公园','路口'])[1 + n % 10] || (ARRAY['东门','西门','南侧','北侧','门口','对面','后巷'])[1 + n / 10 % 7] ||
    (ARRAY['路灯不亮','垃圾成堆','停车困难','墙皮剥落','电线乱拉','下水堵塞','噪声扰民','占道经营','井盖破损','积水严重','树枝断落'])[1 + (n / 70) % 11] ||
    CASE WHEN n % 5003 = 0 THEN '野猪' ELSE '' END || ' ' || n,
    CASE WHEN n % 10 = 0 THEN '居民反映该处问题已持续多日，曾向社区和物业反映未果，请有关部门尽快到现场处理并回复，联系时间为工作日上午。' ELSE '' END,
    (ARRAY['meili','yushan','haiyu'])[1 + n % 3], (ARRAY['meili','yushan','haiyu'])[1 + n % 3], 1, t.at,
    jsonb_build_array((ARRAY['meili','yushan','haiyu'])[1 + n % 3]), '\\x00', t.at,
    CASE WHEN n % 4 = 0 THEN jsonb_build_object('community', '第' || n % 40 || '社区') END
FROM generate_series(1, {count}) AS n, LATERAL (SELECT now() - interval '1 year' * (({count} - n)::float / {count}) - interval '1 hour' AS at) AS t
""")
sql("ANALYZE whistle.whistles")
started = time.monotonic()
sql("""
SET synchronous_commit = off;
INSERT INTO whistle.catchwords (district_id, whistle_id, category, township, place, raised_at, pairs)
SELECT w.district_id, w.id, w.category, w.township, coalesce(w.location->>'community', ''), w.created_at, whistle.pairs(whistle.folded(w.title || ' ' || w.details))
FROM whistle.whistles AS w WHERE w.number LIKE 'CSG-%'
""")
gathering = time.monotonic() - started
sql("VACUUM ANALYZE whistle.catchwords")
pairs_only = sql("EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON) SELECT sum(cardinality(whistle.pairs(whistle.folded(w.title || ' ' || w.details)))) FROM (SELECT * FROM whistle.whistles LIMIT 100000) AS w")
print(f"{count} whistles; catchwords written in {gathering:.1f} s = {gathering / count * 1e6:.0f} µs a whistle, of which the pairs "
      f"{float(pairs_only.split('Execution Time: ')[1].split()[0]) / min(count, 100_000) * 1000:.0f} µs")
for name in ("catchwords", "catchwords_pairs", "catchwords_pkey", "catchwords_category", "catchwords_place", "whistles"):
    print(f"  {name}: {int(sql(f'''SELECT pg_total_relation_size('whistle.{name}') ''')) / 1e6:.0f} MB")

print("GET /v1/whistles?q=…&limit=50, ms (median, HTTP and JSON included), hits on the page")
for q, what in [("野猪", "rare, 1 in 5,003"), ("路灯", "common, 1 in 11"), ("噪声 学校", "two words"), ("路灯不亮", "four characters"), ("123456", "digits"),
                ("长颈鹿", "nowhere"), ("灯", "one character, common"), ("鹿", "one character, nowhere")]:
    for who in ("command-centre", "meili"):
        took, hits = timed(f"/v1/whistles?q={urllib.parse.quote(q)}&limit=50", who, 7 if len(q) > 1 else 3)
        print(f"  {q} ({what}), {who}: {took:.1f} ms, {hits}")
took, hits = timed(f"/v1/whistles?q={urllib.parse.quote('路灯')}&category=food&township=haiyu&limit=50")
print(f"  路灯 with category and township: {took:.1f} ms, {hits}")
print("the old way, ms:")
print("  " + sql("EXPLAIN (ANALYZE, TIMING OFF) SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = 'changshu' AND strpos(lower(w.title || ' ' || w.details), lower('野猪')) > 0 ORDER BY w.id DESC LIMIT 50").split("\n")[-1])
print("plan of a rare word in the function")
print(sql("EXPLAIN (ANALYZE, TIMING OFF) SELECT c.whistle_id FROM whistle.catchwords AS c WHERE c.pairs @> whistle.pairs('野猪') AND c.district_id = 'changshu'"))

one = get(f"/v1/whistles?q={urllib.parse.quote('路灯')}&limit=1")["items"][0]["id"]
took, _ = timed(f"/v1/whistles/{one}")
print(f"GET /v1/whistles/{{id}} of a closed one (not compared): {took:.1f} ms")
request = urllib.request.Request(url + "/v1/whistles", method="POST", data=json.dumps({"title": "学校东门路灯不亮", "category": "roads"}).encode(),
                                 headers={"Authorization": "Bearer " + tokens["meili"], "Content-Type": "application/json"})
took = []
for _ in range(9):
    started = time.monotonic()
    fresh = json.loads(urllib.request.urlopen(request).read())
    took.append((time.monotonic() - started) * 1000)
    time.sleep(0.1)
print(f"POST /v1/whistles compared with like ones: {sorted(took)[4]:.1f} ms, {len(fresh['possible_duplicates'])} found")
took, _ = timed(f"/v1/whistles/{fresh['id']}")
print(f"GET /v1/whistles/{{id}} compared: {took:.1f} ms")
took, _ = timed("/v1/hotspots")
print(f"GET /v1/hotspots: {took:.1f} ms")
took, _ = timed("/v1/monthly-topic")
print(f"GET /v1/monthly-topic: {took:.1f} ms")
broker.terminate()
broker.wait(timeout=30)
