"""A model-based random walk: every verb of whistles, orders and meetings, tried by every kind of organization, in and out of
turn, well and badly formed, on a clock that jumps. What domain.md says of the states is written here a second time, and each
answer is held against it. The same seed walks the same way.
usage: random_walk.py PROGRAM DATA_DIR [STEPS] [SEED] [DISTRICT[,DISTRICT…]] [--stop] [--counts]
It goes on after a fault (each kind is shown once, with the last requests) unless told to --stop; any fault ends it with 1."""
import random
import sys
from collections import Counter
from datetime import timedelta

from broker import Broker
from walk.asking import Asking
from walk.bodies import Bodies
from walk.checks import Checks
from walk.effects import Effects
from walk.looks import Looks
from walk.model import Model
from walk.steps import Steps
from walk.tables import CENTRE, Wrong, need, time
from walk.verbs import Verbs


class Walk(Asking, Model, Checks, Bodies, Verbs, Effects, Steps, Looks):
    def __init__(self, broker, seed, keep_going=False):
        self.broker, self.random, self.seed, self.keep_going = broker, random.Random(seed), seed, keep_going
        self.connection, self.trail, self.counts, self.tries = None, [], Counter(), Counter()
        self.whistles, self.meetings = {}, {}     # id → the command centre's last view
        self.order_home = {}                      # order → whistle
        self.viewers, self.co_raisers = {}, {}    # whistle → organizations
        self.titles = {}
        self.claims = {}                          # order → (who, token, until)
        self.tables = {}                          # meeting → convener, invitees, concerned by whistle
        self.fed = {}                             # who → last event
        self.late = set()                         # who may have been told before the walk's viewers were known
        self.faults, self.known, self.sorts = [], set(), Counter()
        self.place = 0
        units = self.pages("/v1/organizations")
        self.units = {u["code"]: u for u in units}
        self.book = self.get("/v1/rulebook", CENTRE).json
        self.approver = self.book.get("feedback_approver")
        tokens = broker.tokens

        def some(kind, count):
            found = sorted(u["code"] for u in units if u["kind"] == kind and u["code"] in tokens)
            return found[:count]
        communities = [u for u in units if u["kind"] == "community" and u["code"] in tokens]
        townships = sorted({u["parent"] for u in communities if u["parent"]})
        self.townships = (townships + [t for t in some("township", 9) if t not in townships])[:3]
        self.communities = [sorted(u["code"] for u in communities if u["parent"] == t)[0] for t in townships[:2]]
        self.enterprises = some("enterprise", 1)
        self.leaders = some("leader", 1)
        self.departments = [d for d in some("department", 99) if self.units[d]["has_queue"]][:4]
        self.raisers = self.townships + self.communities + self.enterprises + [CENTRE]
        self.queues = self.departments + self.leaders + ([c for c in self.communities if self.units[c]["has_queue"]][:1])
        self.supervisors = [s for s in some("supervisor", 1)] or ["supervisor"]
        self.callers = sorted(set(self.raisers + self.queues + self.supervisors + ["observer", "admin"]))
        self.wide = {CENTRE, "observer", "admin", "supervisor", *self.supervisors}
        self.categories = [c["code"] for c in self.book["categories"]]
        need(len(self.townships) > 1 and self.departments, "too few organizations")

    def run(self, steps):
        # From a Monday morning on, whenever it is run.
        start = time(self.get("/v1/demo/clock", "admin").json["now"])
        start = (start + timedelta(days=7 - start.weekday())).replace(hour=9, minute=30, second=0, microsecond=0)
        self.now = self.call("PUT", "/v1/demo/clock", "admin", {"now": start.isoformat()}).json["now"]
        for number in range(steps):
            try:
                self.step()
            except Wrong as wrong:
                fault = str(wrong)
                self.faults.append((number, fault))
                sort = "".join(c for c in fault.split(" | ")[0] if not c.isdigit())
                self.sorts[sort] += 1
                if self.sorts[sort] < 2:
                    print(f"\nseed {self.seed}, step {number}, {self.broker.demo}: {fault}\n  the last requests:")
                for line in self.trail[-12:] if self.sorts[sort] < 2 else []:
                    print("   ", line)
                sys.stdout.flush()
                if not self.keep_going:
                    return
                for whistle in list(self.whistles):
                    try:
                        self.refresh(whistle, "resume")
                    except Wrong:
                        self.whistles.pop(whistle)
                        for order in [o for o, home in self.order_home.items() if home == whistle]:
                            del self.order_home[order]
                        for meeting in [m for m, t in self.tables.items() if whistle in t["whistles"]]:
                            self.meetings.pop(meeting, None)
        for whistle in self.whistles:
            self.check_history(f"/v1/whistles/{whistle}/history", CENTRE)
        # Whatever happened, history alone tells the figures that the state does, and so does counting anew under one's own
        # rules; the years are wide enough for every due time a walk can reach.
        book = self.get("/v1/rulebook", CENTRE).json["id"]
        for by in ("department", "township", "category", "month"):
            asked = f"/v1/rates?by={by}&from=2020-01-01&to=2099-12-31"
            boards = [self.get(asked + more, CENTRE).json["items"] for more in ("", "&source=history", f"&rulebook={book}")]
            need(boards[0] == boards[1], f"rates by {by} from history",
                 str([(a, b) for a, b in zip(boards[0], boards[1]) if a != b][:1]))
            need(boards[0] == boards[2], f"rates by {by} counted anew",
                 str([(a, b) for a, b in zip(boards[0], boards[2]) if a != b][:1]))
        verified = self.get("/v1/audit/verify", CENTRE)
        need(verified.status == 404 or (verified.status == 200 and verified.json["ok"]), "the audit", verified.raw.decode()[:300])


def main():
    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    program, data = words[:2]
    steps, seed = int((words + ["", "", "800"])[2] if len(words) > 2 else 800), int(words[3]) if len(words) > 3 else 1
    districts = (words[4] if len(words) > 4 else "changshu,jiangdong").split(",")
    failed = False
    for place, district in enumerate(districts):
        broker = Broker(program, data if len(districts) == 1 else f"{data}-{district}", demo=district).start()
        try:
            share = steps // len(districts) + (1 if place < steps % len(districts) else 0)
            walk = Walk(broker, seed, "--stop" not in sys.argv)
            try:
                walk.run(share)
            except Wrong as wrong:
                walk.faults.append((share, str(wrong)))
                print(f"\nseed {seed}, {district}, at the end: {wrong}")
            failed = failed or bool(walk.faults)
            done = Counter()
            for (_, action, status), count in walk.counts.items():
                done[status] += count
            print(f"{district}, seed {seed}: {share} steps, {len(walk.whistles)} whistles, {len(walk.order_home)} orders, "
                  f"{len(walk.meetings)} meetings, answers {dict(done)}, faults {len(walk.faults)}")
            for sort, count in walk.sorts.items():
                print(f"   {count} × {sort}")
            if "--counts" in sys.argv:
                for key, count in sorted(walk.counts.items(), key=str):
                    print("   ", key, count)
        finally:
            if broker.stop() != 0:
                failed = True
                print("the broker did not end well")
    sys.exit(1 if failed else 0)


main()
