"""The rows of the performance table. Reference and broker alternate in one run on one private PostgreSQL; ratios are
medians over the rounds. usage: bench.py PROGRAM WORK_DIR PG_BIN ROUNDS SECONDS [ROW…] (no row: the usual ones)"""
import asyncio
import http.server
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import threading
import time

from ground import CLAIM, CLAIM_OPTIONS, T1, T1_TABLES, T2_TABLES, Ground

program, work, pg, rounds, seconds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
sink_port = 18555
# The two rows about depth are measured with a tenth of the table's rows unless this says otherwise: filling takes longer
# than measuring.
scale = float(os.environ.get("WHISTLE_BENCH_SCALE", "0.1"))


def show(name, ours, reference, floor, note=""):
    ratio = statistics.median([o / r for o, r in zip(ours, reference)])
    print(f"{name:64} {statistics.median(ours):9.0f} {statistics.median(reference):9.0f}   {ratio:5.2f}   {floor}   {note}", flush=True)


def say(name, value, unit, floor):
    print(f"{name:64} {value:9.2f} {unit:>9}           {floor}", flush=True)


def raising(ground):
    ground.sql(T1_TABLES)
    ours, theirs, p99 = [], [], ""
    ground.raises()
    for _ in range(rounds):
        theirs.append(ground.quiet(lambda: ground.pgbench(T1, 16, "t1")))
        ground.settle()
        rate, p99 = ground.raises()
        ours.append(rate)
    show("durable POST /v1/whistles, 64 connections ÷ T1", ours, theirs, "0.80", f"p99 {p99}")


def claiming(ground):
    ground.queued(500)
    ground.claims(seconds=1)
    ground.queued(rounds * seconds * 16000)
    for statement in T2_TABLES.split(";"):
        ground.sql(statement)
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(ground.quiet(lambda: ground.pgbench(CLAIM, 4, "claim", options=CLAIM_OPTIONS) * 20))
        ground.settle()
        ours.append(ground.claims())
    assert ground.number("SELECT count(*) FROM t2.orders WHERE department = 'housing' AND state = 'queued' AND claim_token IS NULL") > 80
    show("HTTP claim 20 + receive 20, rows/s ÷ the same SQL", ours, theirs, "0.40")


def webhooks(ground):
    ground.settle()
    sink = subprocess.Popen([work + "/sink", str(sink_port)])
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(float(subprocess.run([work + "/raw-curl", str(sink_port), "100000", "64"], check=True, capture_output=True,
                                           text=True).stdout))
        hook = ground.ask("POST", "/v1/webhooks", "command-centre", {
            "name": "bench", "url": f"http://127.0.0.1:{sink_port}/hook", "adapter": "standard", "events": ["whistle.*"]})
        # The sink stands still while the backlog grows, shorter than a request's time-out.
        sink.send_signal(signal.SIGSTOP)
        for _ in range(20):
            ground.ask("POST", "/v1/whistles/batch", "meili", ground.FILL)
        while ground.number("SELECT count(*) FROM whistle.outbox"):
            time.sleep(0.1)
        sink.send_signal(signal.SIGCONT)
        own = f"FROM whistle.deliveries WHERE webhook_id = '{hook['id']}'"
        waiting = ground.number(f"SELECT count(*) {own} AND state = 'pending'")
        began = time.monotonic()
        while ground.number(f"SELECT count(*) {own} AND state <> 'delivered'"):
            assert time.monotonic() - began < 120
            time.sleep(0.02)
        ours.append(waiting / (time.monotonic() - began))
        ground.ask("DELETE", f"/v1/webhooks/{hook['id']}", "command-centre")
    sink.kill()
    show("webhook deliveries/s, durable ÷ a raw libcurl loop", ours, theirs, "0.20")


def claim_rates(ground):
    rates = []
    for _ in range(rounds):
        ground.settle()
        rates.append(ground.claims())
    return rates


def depth(ground):
    """The same queue, first short, then long and with many closed orders behind it."""
    ground.queued(rounds * seconds * 12000 + 10_000)
    short = claim_rates(ground)
    ground.queued(1)
    ground.copied(int(1_000_000 * scale), {})
    ground.copied(int(5_000_000 * scale), {"state": "'closed'", "receive_met_at": "now()", "ended_at": "now()"})
    ground.sql("VACUUM ANALYZE whistle.orders")
    ground.queued(rounds * seconds * 12000 + int(1_000_000 * scale))
    long = claim_rates(ground)
    show(f"claim rate with {scale:g} M queued + {5 * scale:g} M closed ÷ few", long, short, "0.85")


def unacknowledged(ground):
    """Claimed orders that nobody received stand before the queue's head, in every index that knows them."""
    ground.queued(2 * rounds * seconds * 12000 + int(1_000_000 * scale))
    free = claim_rates(ground)
    ground.sql("UPDATE whistle.orders SET claim_token = gen_random_uuid(), lease_until = now() + interval '1 hour', attempt = attempt + 1, "
               "version = version + 1 WHERE (district_id, id) IN (SELECT district_id, id FROM whistle.orders WHERE department = 'housing' "
               f"AND state = 'queued' AND claim_token IS NULL ORDER BY rank, receive_due_at, turn, id LIMIT {int(1_000_000 * scale)})")
    held = claim_rates(ground)
    show(f"claim rate with {int(1_000_000 * scale)} claimed and unacknowledged ÷ 0", held, free, "0.80")


def snapshot(ground):
    """Somebody leaves a transaction open for twenty seconds while the queue is worked on."""
    before, after = [], []
    for _ in range(rounds):
        ground.queued((2 * seconds + 20) * 8000)
        before.append(ground.claims())
        holder = subprocess.Popen([ground.pg + "/psql", "-qAtX", *ground.db], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        holder.stdin.write("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM whistle.districts;\n")
        holder.stdin.flush()
        ground.claims(seconds=20)
        after.append(ground.claims())
        holder.stdin.close()
        holder.wait()
    show("claim rate after a snapshot was held 20 s ÷ before", after, before, "0.50")


async def polls(ground, count, queue, during):
    """Long polls that wait on a queue while `during` runs; those that end are asked again. As many tokens as the bound of
    polls a token asks for: what is refused does not wait."""
    host, port = ground.url.removeprefix("http://").split(":")
    body = b'{"max":1,"wait_seconds":60}'
    tokens = [ground.ask("POST", "/v1/tokens", "admin", {"organization": queue, "role": "department"})["token"]
              for _ in range(-(-count // 250))]
    writers, refused = [], []

    async def poll(number):
        request = (f"POST /v1/departments/{queue}/queue/claim HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {tokens[number // 250]}\r\n"
                   f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body
        reader, writer = await asyncio.open_connection(host, int(port))
        writers.append(writer)
        writer.write(request)
        try:
            while answer := await reader.read(65536):
                if answer.startswith(b"HTTP/1.1 ") and not answer.startswith(b"HTTP/1.1 200"):
                    return refused.append(answer)
                writer.write(request)
        except OSError:
            pass

    tasks = []
    for number in range(count):
        tasks.append(asyncio.create_task(poll(number)))
        if len(tasks) % 100 == 0:
            await asyncio.sleep(0.05)
    await asyncio.sleep(3)
    result = await asyncio.to_thread(during)
    assert not refused, refused[0]
    for writer in writers:
        writer.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return result


def empty(ground):
    """A queue in which nothing waits: whoever finds something goes away with it."""
    ground.sql("UPDATE whistle.orders SET state = 'closed', claim_token = NULL, lease_until = NULL WHERE department = 'housing' AND state = 'queued'")


def pollers(ground):
    """Nothing comes for those who wait: what they cost is what a raise pays for the chance that something did."""
    free, watched = [], []
    ground.raises(departments=["water"])
    empty(ground)
    for _ in range(rounds):
        ground.settle()
        free.append(ground.raises(departments=["water"])[0])
        ground.settle()
        watched.append(asyncio.run(polls(ground, 500, "housing", lambda: ground.raises(departments=["water"])[0])))
    show("intake with 500 pollers waiting ÷ without", watched, free, "0.90")


def crowd(ground):
    """Run with a limit of open files above 20,000."""
    import resource
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(10_000, hard - 1_000)
    empty(ground)
    memory = asyncio.run(polls(ground, count, "housing", lambda: ground.resident(ground.broker.pid)))
    say(f"{count} pollers waiting: resident memory of the broker", memory, "MB", "400 MB")


def idle(ground):
    ground.settle()
    ground.stop()
    ground.start()
    time.sleep(5)
    began, used = time.monotonic(), ground.processor_seconds(ground.broker.pid)
    time.sleep(20)
    share = (ground.processor_seconds(ground.broker.pid) - used) / (time.monotonic() - began)
    say("idle: the broker's share of one core", share * 100, "%", "2 %")
    say("idle: resident memory of the broker", ground.resident(ground.broker.pid), "MB", "120 MB")


def starting(ground):
    """The whole command, with its private PostgreSQL, and the database already migrated."""
    times = []
    for _ in range(rounds):
        ground.stop()
        times.append(ground.start())
    say("`serve` to first answer, private PostgreSQL included", statistics.median(times), "s", "2 s")


def telling(ground):
    """Twenty whistles a second, each awaited at the webhook; against single commits of T1, one after another."""
    arrived = {}

    class Sink(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            text = self.rfile.read(int(self.headers["content-length"]))
            at = time.monotonic()
            arrived.setdefault(json.loads(text)["data"]["whistle"]["id"], at)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    sink = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=sink.serve_forever, daemon=True).start()
    ground.sql("DROP SCHEMA IF EXISTS t1 CASCADE; " + T1_TABLES)
    hook = ground.ask("POST", "/v1/webhooks", "command-centre", {
        "name": "bench", "url": f"http://127.0.0.1:{sink.server_port}/hook", "adapter": "standard", "events": ["whistle.raised"]})
    ours, theirs = [], []
    for _ in range(rounds):
        ground.settle()
        raised = {}
        for _ in range(seconds * 20):
            began = time.monotonic()
            whistle = ground.ask("POST", "/v1/whistles", "meili", {"title": "小区停车难", "category": "walls", "departments": ["housing"]})
            raised[whistle["id"]] = began
            time.sleep(max(0, 0.05 - (time.monotonic() - began)))
        while any(id not in arrived for id in raised):
            time.sleep(0.05)
        ours.append(percentile([arrived[id] - began for id, began in raised.items()]) * 1e6)
        for name in os.listdir(work):
            if name.startswith("commit."):
                os.remove(f"{work}/{name}")
        ground.pgbench(T1, 1, "t1", "-l", f"--log-prefix={work}/commit", "-R", "20")
        theirs.append(percentile([int(line.split()[2]) for name in os.listdir(work) if name.startswith("commit.")
                                  for line in open(f"{work}/{name}")]))
    ground.ask("DELETE", f"/v1/webhooks/{hook['id']}", "command-centre")
    sink.shutdown()
    show("whistle raised → webhook arrives, p99 in µs ÷ p99 of one commit", ours, theirs, "30")


def percentile(values):
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


rows = {"raise": raising, "claim": claiming, "webhooks": webhooks, "depth": depth, "unacknowledged": unacknowledged,
        "snapshot": snapshot, "pollers": pollers, "crowd": crowd, "idle": idle, "start": starting, "telling": telling}
usual = ["raise", "claim", "webhooks"]
chosen = sys.argv[6:] or usual
unknown = [row for row in chosen if row not in rows and row != "all"]
if unknown:
    sys.exit(f"no row {', '.join(unknown)}; there are all, {', '.join(rows)}")
print(f"{platform.machine()}, {os.cpu_count()} cores, {rounds} rounds of {seconds} s; medians")
print(f"{'measure':64} {'ours':>9} {'theirs':>9}   ratio   floor")
ground = Ground(program, work, pg, seconds)
for row in list(rows) if "all" in chosen else chosen:
    rows[row](ground)
ground.stop()
