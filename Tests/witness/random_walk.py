"""A model-based random walk: every verb of whistles, orders and meetings, tried by every kind of organization, in and out of
turn, well and badly formed, on a clock that jumps. What domain.md says of the states is written here a second time, and each
answer is held against it. The same seed walks the same way.
usage: random_walk.py PROGRAM DATA_DIR [STEPS] [SEED] [DISTRICT[,DISTRICT…]] [--stop] [--counts]
It goes on after a fault (each kind is shown once, with the last requests) unless told to --stop; any fault ends it with 1."""
import http.client
import json
import random
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urlsplit

from broker import Broker

CENTRE = "command-centre"
ENDED = {"closed", "declined", "diverted", "merged", "withdrawn"}
LIVE = {"queued", "received", "reported", "return_requested", "reworking", "suspended"}
WORKING = {"received", "reported", "reworking"}
OVER = {"closed", "rerouted", "cancelled"}
SAME = None

# The life of a whistle: action → (from, to or SAME, who).
WHISTLE = {
    "review": ({"awaiting_review"}, {"awaiting_review", "awaiting_dispatch", "in_progress", "awaiting_evaluation", "declined",
                                     "returned_for_correction", "diverted"}, {"township", "centre"}),
    "resubmit": ({"returned_for_correction"}, {"awaiting_review", "awaiting_dispatch", "in_progress"}, {"raiser"}),
    "dispatch": ({"awaiting_dispatch"}, {"in_progress"}, {"centre"}),
    "decline": ({"awaiting_review", "awaiting_dispatch"}, {"declined"}, {"centre"}),
    "divert": ({"awaiting_review", "awaiting_dispatch"}, {"diverted"}, {"centre"}),
    "return-for-correction": ({"awaiting_review", "awaiting_dispatch"}, {"returned_for_correction"}, {"centre"}),
    "merge": ({"awaiting_review", "awaiting_dispatch", "in_progress", "reworking", "suspended"}, {"merged"},
              {"centre", "raiser"}),
    "withdraw": ({"awaiting_review", "returned_for_correction", "awaiting_dispatch", "in_progress", "reworking", "suspended"},
                 {"withdrawn"}, {"raiser"}),
    "urge": ({"awaiting_review", "awaiting_dispatch", "in_progress", "reworking", "awaiting_approval"}, SAME,
             {"raiser", "centre"}),
    "refer-to-meeting": ({"awaiting_dispatch", "in_progress", "reworking", "suspended"}, SAME, {"raiser", "centre"}),
    "raise-level": ({"awaiting_dispatch", "in_progress", "reworking"}, SAME, {"raiser"}),
    "approve-feedback": ({"awaiting_approval"}, {"awaiting_evaluation", "reworking"}, {"leader"}),
    "evaluate": ({"awaiting_evaluation", "closed"}, {"awaiting_evaluation", "closed", "reworking", "awaiting_dispatch"},
                 {"raiser", "co-raiser", "supervisor"}),
}
ORDER = {
    "receive": ({"queued"}, {"received"}, {"handler"}),
    "report-in": ({"received"}, {"reported"}, {"handler"}),
    "progress": (WORKING, SAME, {"handler"}),
    "resolve": ({"reported", "reworking"}, {"resolved"}, {"handler"}),
    "return": ({"queued", "received", "reported"}, {"return_requested"}, {"handler"}),
    "adjudicate": ({"return_requested"}, {"queued", "received", "reported", "rerouted", "cancelled"}, {"centre"}),
    "delegate": ({"queued", "received", "reported"}, {"rerouted"}, {"leader"}),
    "request-extension": (WORKING | {"queued"}, SAME, {"handler"}),
    "decide-extension": (WORKING | {"queued"}, SAME, {"centre"}),
    "suspend": (WORKING, SAME, {"handler"}),
    "decide-suspension": (WORKING, WORKING | {"suspended"}, {"centre"}),
    "resume": (WORKING | {"suspended"}, {"queued"} | WORKING, {"handler"}),
    "supervise": (LIVE, SAME, {"centre"}),
    "release": ({"queued"}, SAME, {"handler"}),
    "extend-lease": ({"queued"}, SAME, {"handler"}),
}
MEETING = {
    "respond": ({"convened"}, SAME, {"invitee"}),
    "check-in": ({"convened", "held", "published"}, SAME, {"invitee", "convener", "centre"}),
    "reschedule": ({"convened"}, SAME, {"convener", "centre"}),
    "cancel": ({"convened"}, {"cancelled"}, {"convener", "centre"}),
    "topics": ({"convened"}, SAME, {"convener", "centre"}),
    "plan": ({"convened"}, SAME, {"convener", "centre"}),
    "hold": ({"convened"}, {"held"}, {"convener", "centre"}),
    "outcomes": ({"held", "published"}, SAME, {"convener", "centre"}),
    "publish": ({"held"}, {"published"}, {"convener", "centre"}),
    "carry-out": ({"published"}, SAME, {"convener", "centre"}),
    "evaluate": ({"published"}, SAME, {"convener", "centre"}),
    "close": ({"held", "published"}, {"closed"}, {"convener", "centre"}),
}
TABLES = {"whistles": WHISTLE, "orders": ORDER, "meetings": MEETING}
# A whistle's state may follow what happens to its orders: action on an order → from → to.
FOLLOWS = {
    "resolve": {("in_progress", "awaiting_evaluation"), ("in_progress", "awaiting_approval"),
                ("reworking", "awaiting_evaluation"), ("reworking", "awaiting_approval")},
    "adjudicate": {("in_progress", "awaiting_evaluation"), ("in_progress", "awaiting_approval"),
                   ("reworking", "awaiting_evaluation"), ("reworking", "awaiting_approval")},
    "resume": {("suspended", "in_progress"), ("suspended", "reworking")},
}
KEYLESS = {"release", "extend-lease"}


class Wrong(Exception):
    pass


def need(truth, *what):
    if not truth:
        raise Wrong(" | ".join(w if isinstance(w, str) else json.dumps(w, ensure_ascii=False)[:1500] for w in what))


def time(text):
    return datetime.fromisoformat(text)


class Answer:
    def __init__(self, status, headers, raw):
        self.status, self.headers, self.raw = status, headers, raw
        self.json = json.loads(raw) if raw and "json" in (headers.get("Content-Type") or "") else None


class Walk:
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

    # Asking.

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

    # The model.

    def role(self, who):
        return {CENTRE: "command_centre"}.get(who) or (self.units[who]["kind"] if who in self.units else who)

    def sees(self, who, whistle):
        return who in self.wide or who in self.viewers[whistle]

    def parties(self, who, whistle):
        seen = self.whistles[whistle]
        found = set()
        if who == CENTRE:
            found.add("centre")
        if who in ("supervisor", *self.supervisors):
            found.add("supervisor")
        if who in ("observer", "admin", "supervisor"):
            return found
        if who == seen["raiser"]:
            found.add("raiser")
        elif who == seen["township"]:
            found.add("township")
        if who in self.co_raisers[whistle]:
            found.add("co-raiser")
        if self.role(who) == "leader" and (self.approver == who if self.approver else any(
                o["department"] == who for o in seen["orders"])):
            found.add("leader")
        return found

    def is_handler(self, who, whistle):
        return any(o["department"] == who and o["state"] not in ("rerouted", "cancelled") for o in self.whistles[whistle]["orders"])

    def order_parties(self, who, order):
        found = {"centre"} if who == CENTRE else set()
        if who == order["department"]:
            found |= {"handler"} | ({"leader"} if self.role(who) == "leader" else set())
        return found

    def meeting_parties(self, who, meeting):
        table = self.tables[meeting]
        found = {"centre"} if who == CENTRE else set()
        if who == table["convener"]:
            found.add("convener")
        if who in table["invitees"]:
            found.add("invitee")
        return found

    def sees_meeting(self, who, meeting):
        table = self.tables[meeting]
        return who in self.wide or who == table["convener"] or who in table["invitees"] or any(
            who in concerned for concerned in table["concerned"].values())

    def order(self, order):
        return next(o for o in self.whistles[self.order_home[order]]["orders"] if o["id"] == order)

    # What is held against every change.

    def refresh(self, whistle, action, clock=False):
        """Reads the whistle as the command centre and holds it against what was known."""
        answer = self.get("/v1/whistles/" + whistle, CENTRE)
        need(answer.status == 200, "the command centre lost sight of a whistle", answer.raw.decode())
        new, old = answer.json, self.whistles.get(whistle)
        need(answer.headers.get("ETag") == f'"{new["version"]}"', "ETag is not the version", answer.headers.get("ETag") or "", new["version"])
        self.whistles[whistle] = new
        for order in new["orders"]:
            self.order_home[order["id"]] = whistle
            self.viewers[whistle].add(order["department"])
            if order["state"] != "queued":
                # Whatever takes it out of the queue ends the claim; it comes back unclaimed.
                self.claims.pop(order["id"], None)
        if new["state"] == "awaiting_approval" and self.approver:
            self.viewers[whistle].add(self.approver)
        leads = [o for o in new["orders"] if o["role"] == "lead" and o["state"] in LIVE]
        need(len(leads) <= 1, "more than one live lead", [(o["number"], o["department"], o["role"], o["state"]) for o in new["orders"]])
        if new["state"] in ENDED:
            need(all(o["state"] in OVER for o in new["orders"]), f"a {new['state']} whistle has orders that are not ended",
                 [(o["number"], o["state"]) for o in new["orders"]])
        if new["state"] in ("awaiting_evaluation", "awaiting_approval"):
            need(not any(o["state"] in LIVE for o in new["orders"]), f"{new['state']} with live orders")
        if new["state"] in ("in_progress", "reworking"):
            need(any(o["state"] in LIVE for o in new["orders"]), f"{new['state']} and nobody works on it",
                 [(o["number"], o["state"]) for o in new["orders"]])
            if not clock:
                need(len(leads) == 1 or any(o["role"] == "lead" and o["state"] == "resolved" for o in new["orders"]),
                     "nobody leads", [(o["number"], o["role"], o["state"]) for o in new["orders"]])
        if new["state"] == "suspended":
            need(not any(o["state"] in LIVE - {"suspended"} for o in new["orders"]), "suspended with running orders")
        total = next((c for c in new["clocks"] if c["name"] == "total"), None)
        need((total or {}).get("due_at") == new["total_due_at"], "total_due_at is not the clock's")
        for order in new["orders"]:
            of_order = next((c for c in order["clocks"] if c["name"] == "total"), None)
            need((of_order or {}).get("due_at") == new["total_due_at"], "an order's total clock is not the whistle's")
        # The whole stands still exactly while the meeting deferred it or the lead is suspended; else it may grow late.
        if total and not clock and new["state"] in ("in_progress", "reworking") and leads and leads[0]["state"] != "suspended":
            now = time(self.now)
            need(total["overdue"] or total["met_at"] or time(total["due_at"]) > now - timedelta(minutes=2),
                 "the total clock stands still though its lead works", total, self.now)
        if old is None:
            return new
        need(new["version"] >= old["version"], "the version fell", old["version"], new["version"])
        if self.core(new) != self.core(old):
            need(new["version"] > old["version"], f"changed by {action} without a new version", self.core(old), self.core(new))
        if old["total_due_at"]:
            need(new["total_due_at"], "total_due_at vanished")
            need(time(new["total_due_at"]) >= time(old["total_due_at"]), f"total_due_at moved earlier by {action}",
                 old["total_due_at"], new["total_due_at"])
            if time(new["total_due_at"]) > time(old["total_due_at"]):
                need(action in ("decide-extension", "resume", "outcomes"), f"total_due_at moved later by {action}",
                     old["total_due_at"], new["total_due_at"])
        before = {o["id"]: o for o in old["orders"]}
        need(set(before) <= {o["id"] for o in new["orders"]}, "an order vanished")
        for order in new["orders"]:
            if order["id"] not in before:
                continue
            was = before[order["id"]]
            need(order["version"] >= was["version"], "an order's version fell")
            if self.order_core(order) != self.order_core(was):
                need(order["version"] > was["version"], f"an order changed by {action} without a new version")
            need(order["attempt"] >= was["attempt"] and order["round"] >= was["round"], "attempt or round fell")
            self.check_clocks(was["clocks"], order["clocks"], action)
            if was["state"] in ("rerouted", "cancelled"):
                need(order["state"] == was["state"], "an ended order lives again", was["state"], order["state"])
        self.check_clocks(old["clocks"], new["clocks"], action)
        return new

    def check_clocks(self, old, new, action):
        fresh = {c["name"]: c for c in new}
        for clock in old:
            now = fresh.get(clock["name"])
            if now is None or now["started_at"] != clock["started_at"]:
                continue
            need(now["paused_seconds"] >= clock["paused_seconds"], f"paused_seconds of {clock['name']} fell by {action}", clock, now)

    @classmethod
    def calm(cls, value):
        """Without what the ladder, which runs beside, may have changed meanwhile."""
        if isinstance(value, dict):
            return {k: cls.calm(v) for k, v in value.items() if k not in ("version", "level", "overdue")}
        return [cls.calm(v) for v in value] if isinstance(value, list) else value

    @staticmethod
    def order_core(order):
        return {k: v for k, v in order.items() if k not in ("clocks", "whistle", "version")} | {
            "due": [(c["name"], c["due_at"], c["met_at"], c["paused_seconds"]) for c in order["clocks"] if c["name"] != "total"]}

    @classmethod
    def core(cls, whistle):
        return {k: v for k, v in whistle.items() if k not in ("clocks", "orders", "version", "possible_duplicates", "suggestion")} | {
            "due": [(c["name"], c["due_at"], c["met_at"], c["paused_seconds"]) for c in whistle["clocks"]],
            "orders": [cls.order_core(o) for o in whistle["orders"]]}

    def check_history(self, path, who):
        lines = self.pages(path, who)
        need(lines, "no history")
        need([line["seq"] for line in lines] == list(range(1, len(lines) + 1)), "history has gaps", [line["seq"] for line in lines])
        for before, line in zip(lines, lines[1:]):
            need(line["previous_hash"] == before["hash"], "the chain is broken", before, line)
        return lines

    def same(self, given, got, what):
        ignored = {"possible_duplicates", "suggestion", "contact", "claim"}
        if got["version"] > given["version"] and "clocks" in got:
            given, got = self.calm(given), self.calm(got)
        for key in set(given) & set(got) - ignored:
            need(given[key] == got[key], f"{what}: what was returned is not what GET shows, in {key}", given[key], got[key])
        need(set(given) - ignored == set(got) - ignored, f"{what}: other members than GET's", sorted(set(given) ^ set(got)))

    # Bodies.

    def text(self):
        return self.random.choice(["请尽快处理", "现场核查后再议", "管线未到货 ①", "Обращение", "已办", "👨‍👩‍👧 一家"])

    def later(self, low=1, high=400):
        return (time(self.now) + timedelta(hours=self.random.randint(low, high))).isoformat()

    def some_queues(self, low=0, high=3):
        return self.random.sample(self.queues, self.random.randint(low, min(high, len(self.queues))))

    def body(self, kind, action, subject, who):
        """A well-formed body; what it names exists."""
        r = self.random
        if kind == "whistles":
            if action == "review":
                settle = ["settle"] if self.role(who) == "township" else []
                body = {"decision": r.choice(["accept"] * 6 + ["decline", "return", "divert"] + settle), "note": self.text()}
                if r.random() < .5:
                    body["handle_by"] = r.choice(self.queues)
                return body
            if action == "resubmit":
                return r.choice([{}, {"title": self.title()}, {"departments": self.some_queues(), "kind": "priority"}])
            if action == "dispatch":
                lead = r.choice(self.queues)
                return {"lead": lead, "departments": [lead] + [q for q in self.some_queues() if q != lead]}
            if action == "divert":
                return {"to": "信访", "advice": self.text()}
            if action == "merge":
                return {"into": r.choice(list(self.whistles))}
            if action in ("urge", "raise-level"):
                return {"note": self.text()}
            if action == "approve-feedback":
                return {"approve": r.random() < .6, "note": self.text()}
            if action == "evaluate":
                by = "supervisor" if self.role(who) == "supervisor" else r.choice(["raiser", "raiser", "resident"])
                return {"by": by, "grade": r.choice(["satisfied", "satisfied", "basically_satisfied", "dissatisfied"]),
                        "solved": r.random() < .8, "comment": self.text(), **({"valid": r.random() < .8} if by != "raiser" else {})}
            return {"reason": self.text()}
        if kind == "orders":
            if action in ("receive", "release", "extend-lease"):
                held = self.claims.get(subject)
                body = {"claim_token": held[1]} if held and (action != "receive" or r.random() < .8) else {}
                if action != "receive":
                    body.setdefault("claim_token", "00000000-0000-7000-8000-000000000000")
                if action == "extend-lease":
                    body["lease_seconds"] = r.randint(600, 3600)
                return body
            return {
                "report-in": lambda: {"person": "王工", "note": self.text()},
                "progress": lambda: {"note": self.text(), "percent": r.randint(0, 100)},
                "resolve": lambda: {"outcome": self.text(), "measures": self.text(), "responsible_person": "李"},
                "return": lambda: {"reason": self.text(), "legal_basis": "三定方案", **(
                    {"suggested_department": r.choice(self.queues)} if r.random() < .4 else {})},
                "adjudicate": lambda: {"decision": r.choice(["uphold", "reroute", "excuse", "excuse"]), "department": r.choice(self.queues),
                                       "lead": self.successor(subject), "note": self.text()},
                "delegate": lambda: {"to": r.choice(self.queues), "reason": self.text()},
                "request-extension": lambda: {"until": self.later(100, 1200), "reason": self.text()},
                "decide-extension": lambda: {"approve": r.random() < .7, "note": self.text()},
                "suspend": lambda: {"reason": self.text()},
                "decide-suspension": lambda: {"approve": r.random() < .7},
                "resume": lambda: {},
                "supervise": lambda: {"level": r.choice(["notice", "yellow", "red"]), "note": self.text()},
            }[action]()
        if action == "respond":
            return {"answer": r.choice(["accept", "decline", "delegate", "postpone"]), "person": "陈", "reason": self.text()}
        if action == "check-in":
            table = self.tables[subject]
            mine = who in table["invitees"] and "convener" not in self.meeting_parties(who, subject) and who != CENTRE
            return {"organization": who if mine else r.choice(sorted(table["invitees"])), "person": "陈"}
        if action == "reschedule":
            return {"starts_at": self.later(1, 50), "ends_at": self.later(60, 90), "reason": self.text()}
        if action == "hold":
            return {"residents_present": 60, "attendees_present": 100}
        if action == "outcomes":
            return {"items": [self.decision(w) for w in r.sample(self.tables[subject]["whistles"], 1)]}
        return {"cancel": {"reason": "x"}, "topics": {"topics": ["停车"]}, "plan": {"plan": "三日内"}, "carry-out": {"note": "已办"},
                "evaluate": {"grade": "satisfied"}}.get(action, {})

    def successor(self, order):
        """Who leads instead: anybody, somebody of the same whistle, or one that has already done its share."""
        orders = self.whistles[self.order_home[order]]["orders"]
        done = [o["department"] for o in orders if o["state"] == "resolved"]
        return self.random.choice(self.random.choice([self.queues, [o["department"] for o in orders], done or self.queues]))

    def decision(self, whistle):
        r = self.random
        body = {"whistle": whistle, "decision": self.text(), "outcome": r.choice(
            ["resolved_on_site", "assigned", "assigned", "supervised", "deferred", "deferred", "no_agreement"])}
        if body["outcome"] in ("assigned", "supervised"):
            lead = r.choice(self.queues)
            body |= {"lead": lead, "assisting": [q for q in self.some_queues(0, 2) if q != lead], "responsible_person": "周"}
            if r.random() < .5:
                body["due_at"] = self.later(50, 900)
            if r.random() < .3:
                body["milestones"] = [{"title": "第一步", "due_at": self.later(10, 100)}]
        return body

    def title(self):
        self.place += 1
        return f"走查{self.seed}号第{self.place}件楼道堆物"

    def malformed(self, body):
        """A body that is no longer well-formed, raw, and the statuses it may meet."""
        r = self.random
        texts = [k for k, v in body.items() if isinstance(v, str)]
        ways = ["unknown", "array", "broken", "invalid"] + (["missing", "type", "blank", "zero", "nul", "surrogate", "long"] if texts else [])
        way = r.choice(ways)
        spoiled = dict(body)
        key = r.choice(texts) if texts else None
        if way == "unknown":
            spoiled["unbekannt"] = 1
        elif way == "array":
            return b"[1]", {422}, way
        elif way == "broken":
            return b'{"a":', {400}, way
        elif way == "invalid":
            return b'{"a":"\xff\xfe"}', {400, 422}, way
        elif way == "missing":
            if key in ("comment", "handle_by", "department", "lead", "suggested_department", "title", "kind", "responsible_person",
                       "claim_token", "person", "reason", "note", "due_at"):
                spoiled[key] = {}
            else:
                del spoiled[key]
        elif way == "type":
            spoiled[key] = r.choice([[], {}, 7, True])
        elif way == "blank":
            if key in ("comment", "claim_token") or (key == "note" and "person" in spoiled):
                return None
            spoiled[key] = " \t\u3000\n"
        elif way == "zero":
            if key in ("comment", "claim_token") or (key == "note" and "person" in spoiled):
                return None
            spoiled[key] = "\u200b\u200d\ufeff"
        elif way == "nul":
            spoiled[key] = "a\0b"
        elif way == "surrogate":
            return json.dumps(spoiled).encode().replace(json.dumps(spoiled[key]).encode(), b'"\\ud800x"', 1), {400, 422}, way
        elif way == "long":
            spoiled[key] = "长" * 20_001
        return json.dumps(spoiled).encode(), {422}, way + " " + (key or "")

    # Steps.

    def step(self):
        r = self.random
        alive = sum(w["state"] not in ENDED for w in self.whistles.values())
        weights = [("raise_one", 12 if alive < 8 else 1), ("whistle_action", 26), ("order_action", 40), ("claim", 6),
                   ("batch_receive", 1), ("convene", 3), ("meeting_action", 16), ("milestone", 1), ("move_clock", 3), ("march", 9), ("judge", 3),
                   ("look_around", 4), ("read_feed", 3), ("inbox", 5), ("raise_batch", .3)]
        name = r.choices([w[0] for w in weights], [w[1] for w in weights])[0]
        self.tries[name] += 1
        getattr(self, name)()

    def pick(self, kind, wanted):
        """A subject and an action, half of the time one that the model lets happen."""
        r = self.random
        table = TABLES[kind]
        if kind == "whistles":
            pool = list(self.whistles)
            pool = [w for w in pool if self.whistles[w]["state"] not in ENDED] or pool if r.random() < .85 else pool
        elif kind == "orders":
            pool = list(self.order_home)
            pool = [o for o in pool if self.order(o)["state"] in LIVE] or pool if r.random() < .9 else pool
        else:
            pool = list(self.meetings)
            pool = [m for m in pool if self.meetings[m]["state"] not in ("closed", "cancelled")] or pool if r.random() < .9 else pool
        # What is young is chosen rather: few matters are lived to their end instead of many begun.
        pool = pool[-12:] if r.random() < .8 else pool
        if not pool:
            return None
        subject = r.choice(pool)
        state = {"whistles": lambda: self.whistles[subject]["state"], "orders": lambda: self.order(subject)["state"],
                 "meetings": lambda: self.meetings[subject]["state"]}[kind]()
        actions = [a for a in table if not wanted or state in table[a][0]] or list(table)
        if kind == "whistles" and wanted:
            # The ends come seldom, or else nothing would live long enough to be interesting.
            actions = [a for a in actions if a not in ("withdraw", "merge", "decline", "divert", "urge", "raise-level", "refer-to-meeting")
                       or r.random() < .15] or actions
        action = r.choice(actions)
        if kind == "meetings" and wanted:
            meeting = self.meetings[subject]
            done = meeting["steps"]
            forward = {"convened": "hold", "held": "outcomes", "published": "outcomes"}.get(state)
            if meeting["method"] == "six_step":
                forward = ("topics" if "topics" not in done else "plan" if "plan" not in done else "hold") if state == "convened" else forward
                if state == "published" and r.random() < .5:
                    forward = "carry-out" if "carry_out" not in done else "evaluate" if "evaluate" not in done else "close"
            if r.random() < .55 and forward:
                action = forward
        if kind == "orders" and wanted:
            pending = (self.order(subject)["pending_request"] or {}).get("kind")
            action = {"extension": "decide-extension", "suspension": "decide-suspension"}.get(pending, action) if r.random() < .5 else action
            forward = {"queued": "receive", "received": "report-in", "reported": "resolve", "reworking": "resolve", "suspended": "resume"}
            if r.random() < .45 and state in forward:
                action = forward[state]
        return subject, action

    def who_for(self, kind, subject, action, wanted):
        if not wanted:
            return self.random.choice(self.callers)
        table = TABLES[kind][action][2]
        find = {"whistles": self.parties, "meetings": self.meeting_parties,
                "orders": lambda who, order: self.order_parties(who, self.order(order))}[kind]
        able = [who for who in self.callers + [s for s in self.supervisors if s not in self.callers] if find(who, subject) & table]
        return self.random.choice(sorted(set(able)) or self.callers)

    def whistle_action(self):
        self.act_somehow("whistles")

    def order_action(self):
        self.act_somehow("orders")

    def meeting_action(self):
        self.act_somehow("meetings")

    def act_somehow(self, kind):
        wanted = self.random.random() < .72
        found = self.pick(kind, wanted)
        if not found:
            return
        subject, action = found
        self.act(kind, subject, action, self.who_for(kind, subject, action, wanted and self.random.random() < .9))

    def act(self, kind, subject, action, who, promised=False, body=None, plain=False):
        """One verb, foretold by the model, and what came of it."""
        r = self.random
        home = self.order_home[subject] if kind == "orders" else subject if kind == "whistles" else None
        path = f"/v1/{kind}/{subject}/{action}"
        states, targets, parties = TABLES[kind][action]
        concerned = [home] if home else list(self.tables[subject]["whistles"])
        if home is None:
            self.meetings[subject] = self.get("/v1/meetings/" + subject, CENTRE).json
        for whistle in concerned:
            self.refresh(whistle, "nothing")
        before = self.whistles[home] if home else self.meetings[subject]
        mine = self.order(subject) if kind == "orders" else before
        visible = self.sees(who, home) if home else self.sees_meeting(who, subject)
        mine_to_do = {"whistles": lambda: self.parties(who, subject), "meetings": lambda: self.meeting_parties(who, subject),
                      "orders": lambda: self.order_parties(who, mine)}[kind]() & parties
        if kind == "whistles" and action == "evaluate" and self.is_handler(who, subject):
            mine_to_do = set()
        body = self.body(kind, action, subject, who) if body is None else body
        if action == "merge":
            self.refresh(body["into"], "nothing")
            concerned.append(body["into"])
        spoiled = self.malformed(body) if not promised and not plain and r.random() < .12 else None
        if spoiled and kind == "meetings" and action == "reschedule" and spoiled[2].startswith(("missing", "type", "long")):
            spoiled = None
        headers, stale = {}, False
        if not promised and not plain and action not in KEYLESS and r.random() < .12:
            stale = r.random() < .5
            version = mine["version"] + (7 if stale else 0)
            headers["If-Match"] = f'"{version}"'
        key = None
        if not plain and action not in KEYLESS and r.random() < .1:
            key = headers["Idempotency-Key"] = f"k-{self.seed}-{self.place}-{r.random()}"
        raw = spoiled[0] if spoiled else json.dumps(body).encode()
        answer = self.call("POST", path, who, raw=raw, headers=headers)
        self.counts[(kind, action, answer.status)] += 1
        state = mine["state"]
        told = f"{kind[:-1]} {action} by {who} in state {state}: {answer.status}"
        detail = answer.raw.decode(errors="replace")[:700]
        if not visible:
            need(answer.status == 404, told + ", though the caller must not know of it (404 comes first)", detail)
        elif not mine_to_do:
            need(answer.status == 403, told + ", though it is visible and not the caller's to do (403 comes before all but 404)", detail)
        elif spoiled:
            need(answer.status in spoiled[1], told + f", though the body is malformed: {spoiled[2]}", raw.decode(errors="replace")[:300], detail)
        elif stale and not (action == "receive" and answer.status == 200):
            need(answer.status in (412, 403), told + ", though If-Match is stale", detail)
        elif state not in states and not (action == "receive" and answer.status == 200):
            need(answer.status in (409, 403) and (answer.status == 409 or action in ("evaluate", "check-in")),
                 told + ", though the table has no such row (409 comes before a rule's 422)", body, detail)
        elif answer.status == 412 and headers.get("If-Match"):
            now = self.get(f"/v1/{kind}/{subject}", CENTRE).json["version"]
            need(f'"{now}"' != headers["If-Match"], told + ", though If-Match is not stale", detail)
        else:
            need(answer.status in (200, 409, 422) or (answer.status == 403 and action in ("evaluate", "merge", "check-in")), told, detail)
        if promised:
            need(answer.status != 409, f"{action} was in `allowed`, and tried at once: {told}", body, detail)
        if answer.status == 200:
            self.changed(kind, subject, action, who, body, before, mine, answer, concerned, targets)
            if key:
                again = self.call("POST", path, who, raw=raw, headers=headers)
                need(again.status == 200 and again.headers.get("Idempotent-Replayed") == "true" and again.raw == answer.raw,
                     "a repeated key does not bring the first answer", told, again.raw.decode()[:500])
                other = self.call("POST", path, who, raw=raw[:-1] + b" }" if raw.endswith(b"}") else raw + b" ", headers=headers)
                need(other.status == 422, "another body under the same key is not 422", other.status)
            return
        # Refused: nothing changed.
        for whistle in concerned:
            was = self.whistles[whistle]
            self.refresh(whistle, "a refusal")
            need(self.calm(self.core(self.whistles[whistle])) == self.calm(self.core(was)), f"{told}: refused, and yet changed", self.core(was),
                 self.core(self.whistles[whistle]))
        if home is None:
            got = self.get("/v1/meetings/" + subject, CENTRE).json
            need(got == before, f"{told}: refused, and yet changed")
        if answer.status == 409 and not (answer.json["type"] or "").endswith("idempotency"):
            self.promises(kind, subject, action, who, state, answer)

    def promises(self, kind, subject, action, who, state, answer):
        """`current_state` is GET's, and nothing that is listed is refused with 409."""
        need(answer.json["current_state"] == state, "current_state is not what GET shows", state, answer.json)
        allowed = answer.json["allowed"]
        if not answer.json["type"].endswith("claim-lost"):
            need(action not in allowed or action in KEYLESS, f"{action} is refused and allowed at once", answer.json)
        for name in allowed:
            if name == "claim":
                continue
            need(name in TABLES[kind], f"`allowed` names {name}, which is no verb of {kind}", answer.json)
            need(state in TABLES[kind][name][0], f"`allowed` names {name}, which the table has not in {state}", answer.json)
        if self.random.random() < .25:
            return
        for name in self.random.sample(allowed, len(allowed)):
            if name == "claim":
                self.claim(who, must=subject)
                return
            if name in ("release", "extend-lease", "receive") and subject in self.claims and self.claims[subject][0] != who:
                continue
            if name in KEYLESS and (subject not in self.claims or self.claims[subject][2] < datetime.now(timezone.utc) + timedelta(seconds=3)):
                continue
            self.counts["promise", name, 0] += 1
            then = self.state_of(kind, subject)
            self.act(kind, subject, name, who, promised=True)
            if self.state_of(kind, subject) != then:
                return

    def state_of(self, kind, subject):
        if kind == "meetings":
            return self.meetings[subject]["state"], self.meetings[subject]["version"]
        seen = self.whistles[subject] if kind == "whistles" else self.order(subject)
        return seen["state"], seen["version"]

    def changed(self, kind, subject, action, who, body, before, mine, answer, concerned, targets):
        given = answer.json
        if kind == "meetings":
            self.meetings[subject] = self.get("/v1/meetings/" + subject, CENTRE).json
            now = self.meetings[subject]
            need(now["version"] > before["version"], f"meeting {action} without a new version")
            need(now["state"] in (targets or {before["state"]}), f"meeting {action}: {before['state']} → {now['state']}")
            self.same(given, self.get("/v1/meetings/" + subject, who).json, f"meeting {action}")
            if action == "outcomes":
                for item in body["items"]:
                    self.decided(subject, item)
            for whistle in concerned:
                self.refresh(whistle, action)
            return
        home = concerned[0]
        if action == "merge":
            # The raiser now sees and hears of the target.
            into = body["into"]
            self.viewers[into] |= {before["raiser"], before["township"]}
            if before["raiser"] != self.whistles[into]["raiser"]:
                self.co_raisers[into].add(before["raiser"])
        old = self.whistles[home]
        now = self.refresh(home, action)
        if action == "merge":
            was = self.whistles[body["into"]]
            self.refresh(body["into"], "merge into")
            need(self.whistles[body["into"]]["state"] == was["state"], "the target of a merge changed its state")
            need(now["merged_into"] == body["into"], "merged elsewhere")
        if kind == "orders":
            order = self.order(subject)
            if order["state"] != mine["state"] or not (action == "receive"):
                need(order["state"] in (targets or {mine["state"]}), f"order {action}: {mine['state']} → {order['state']}")
            if old["state"] != now["state"]:
                need((old["state"], now["state"]) in FOLLOWS.get(action, set()), f"whistle by order's {action}: {old['state']} → {now['state']}")
            self.same(given, self.get("/v1/orders/" + subject, who).json, f"order {action}")
            if order["state"] != "queued" or action == "release":
                self.claims.pop(subject, None)
            if action == "extend-lease":
                self.claims[subject] = (who, given["claim"]["token"], time(given["claim"]["expires_at"]))
            if action == "resolve" and order["role"] == "lead":
                need(not any(o["state"] in LIVE for o in now["orders"] if o["role"] == "assisting"), "the lead resolved before the others")
            if action == "adjudicate":
                self.ruled(body, old, now, mine, order)
        else:
            need(now["state"] in (targets or {old["state"]}), f"whistle {action}: {old['state']} → {now['state']}")
            self.same(given, self.get("/v1/whistles/" + home, who).json, f"whistle {action}")
            if action == "evaluate" and body.get("valid", True) and (body["grade"] == "dissatisfied" or not body["solved"]):
                need(now["state"] in ("reworking", "awaiting_dispatch") and now["round"] == old["round"] + 1, "a bad judgement brings no rework")
                for order in now["orders"]:
                    was = next(o for o in old["orders"] if o["id"] == order["id"])
                    if was["state"] == "resolved":
                        need(order["state"] == "reworking" and order["round"] == was["round"] + 1, "a resolved order does not rework")
            elif action == "evaluate" and body.get("valid", True):
                need(now["state"] == "closed", "a good judgement does not close")
        lines = self.check_history(f"/v1/whistles/{home}/history", CENTRE)
        if self.random.random() < .2 and who != CENTRE:
            mine_too = self.pages(f"/v1/whistles/{home}/history", who)
            need({line["hash"] for line in mine_too} <= {line["hash"] for line in lines}, "a caller's history has lines of its own")

    def ruled(self, body, old, now, mine, order):
        decision = body["decision"]
        made = [o for o in now["orders"] if o["id"] not in {p["id"] for p in old["orders"]}]
        if decision == "uphold":
            need(not made and order["state"] in ("queued", "received", "reported"), "upheld wrongly")
            need([(c["name"], c["due_at"]) for c in order["clocks"]] == [(c["name"], c["due_at"]) for c in mine["clocks"]], "upholding moved a clock")
        elif decision == "reroute":
            need(order["state"] == "rerouted" and len(made) == 1 and made[0]["department"] == body["department"]
                 and made[0]["role"] == mine["role"] and made[0]["state"] == "queued", "rerouted wrongly", made)
        else:
            need(order["state"] == "cancelled", "excused wrongly")
            if mine["role"] == "lead":
                leads = [o for o in now["orders"] if o["role"] == "lead" and o["state"] in LIVE | {"resolved"}]
                need([o["department"] for o in leads] == [body["lead"]], "excused, and the named one does not lead", body,
                     [(o["department"], o["role"], o["state"]) for o in now["orders"]])

    def decided(self, meeting, item):
        """A meeting's outcome against its paragraph."""
        old = self.whistles[item["whistle"]]
        table = self.tables[meeting]
        named = ([item["lead"]] if "lead" in item else []) + item.get("assisting", [])
        self.viewers[item["whistle"]] |= set(named)
        table["concerned"][item["whistle"]] |= set(named)
        now = self.refresh(item["whistle"], "outcomes")
        need(old["state"] in ("awaiting_dispatch", "in_progress", "reworking", "suspended"), "an outcome for a whistle past deciding", old["state"])
        live = [o for o in now["orders"] if o["state"] in LIVE]
        kind = item["outcome"]
        if kind in ("assigned", "supervised"):
            need(now["state"] in ("in_progress", "reworking"), f"{kind} → {now['state']}")
            need(sorted(o["department"] for o in live) == sorted(named), f"{kind}: live orders are not those named", item,
                 [(o["department"], o["role"], o["state"]) for o in now["orders"]])
            need([o["department"] for o in live if o["role"] == "lead"] == [item["lead"]], f"{kind}: another leads")
            kept = {o["department"] for o in old["orders"] if o["state"] in LIVE}
            for name in named:
                fresh = [o for o in now["orders"] if o["id"] not in {p["id"] for p in old["orders"]} and o["department"] == name]
                need(bool(fresh) == (name not in kept), f"{kind}: {name} had a live order and got another" if fresh else f"{kind}: {name} got none")
            if "due_at" in item:
                for order in live:
                    due = next(c for c in order["clocks"] if c["name"] == "resolve")["due_at"]
                    need(time(due) == time(item["due_at"]), f"{kind}: due date not replaced", due, item["due_at"])
            if kind == "supervised":
                need(all(o["level"] for o in live), "supervised without a level")
        elif kind == "resolved_on_site":
            need(now["state"] == "awaiting_evaluation" and not live, f"{kind} → {now['state']}")
        elif kind == "deferred":
            need(now["state"] == "suspended" and all(o["state"] == "suspended" for o in live), f"{kind} → {now['state']}")
        else:
            need(now["state"] == "awaiting_dispatch" and not live, f"{kind} → {now['state']}")

    def adopt(self, whistle, raiser, title):
        """A whistle the walk has raised."""
        number = whistle["id"]
        parent = self.units.get(raiser, {}).get("parent") if self.role(raiser) in ("community", "enterprise") else None
        need(whistle["raiser"] == raiser and whistle["township"] == (parent or raiser), "raised for another", whistle["raiser"], whistle["township"])
        self.viewers[number] = {raiser, whistle["township"]}
        self.co_raisers[number] = set()
        self.titles[number] = title
        self.refresh(number, "raise")
        self.same(whistle, self.get("/v1/whistles/" + number, raiser).json, "raise")
        need(number not in self.known, "an id was given twice")
        self.known.add(number)
        need(whistle["number"] not in self.known, "a number was given twice")
        self.known.add(whistle["number"])

    def draft(self, who):
        r = self.random
        body = {"title": self.title(), "category": r.choice(self.categories), "kind": r.choice(["routine", "routine", "priority", "emergency"]),
                "description": self.text(), "joint_signers": 12}
        if r.random() < .7:
            body["departments"] = self.some_queues(1, 3)
            if r.random() < .3:
                body["lead"] = r.choice(body["departments"])
        if r.random() < .4:
            body["contact"] = {"name": "张三", "phone": "13800000000"}
        return body

    def raise_one(self):
        r = self.random
        who = r.choice(self.raisers if r.random() < .9 else self.callers)
        body = self.draft(who)
        spoiled = self.malformed(body) if r.random() < .15 else None
        answer = self.call("POST", "/v1/whistles", who, raw=spoiled[0] if spoiled else json.dumps(body).encode())
        self.counts["whistles", "raise", answer.status] += 1
        if self.role(who) not in ("township", "community", "enterprise", "command_centre"):
            need(answer.status == 403, f"{who} raised", answer.status)
        elif spoiled and spoiled[2] not in ("missing description", "blank description", "zero description"):
            need(answer.status in spoiled[1], f"a malformed whistle: {spoiled[2]} → {answer.status}", answer.raw.decode()[:400])
        elif answer.status == 201:
            need(answer.headers.get("Location") == "/v1/whistles/" + answer.json["id"] or (answer.headers.get("Location") or "").endswith(answer.json["id"]),
                 "no Location")
            self.adopt(answer.json, who, answer.json["title"])
        else:
            need(answer.status == 422, "a good whistle was refused", body, answer.raw.decode()[:400])

    def march(self):
        """The straight way, the assisting first, as far as it pleases."""
        r = self.random
        early = [w for w in self.whistles if self.whistles[w]["state"] in ("awaiting_review", "awaiting_dispatch")]
        if early and r.random() < .4:
            whistle = r.choice(early)
            if self.whistles[whistle]["state"] == "awaiting_dispatch":
                self.act("whistles", whistle, "dispatch", CENTRE, plain=True)
            else:
                who = r.choice([CENTRE, self.whistles[whistle]["township"]])
                self.act("whistles", whistle, "review", who, plain=True,
                         body={"decision": "accept", "note": "同意", **({"handle_by": r.choice(self.leaders or self.queues)} if r.random() < .5 else {})})
            return
        pool = [w for w in self.whistles if self.whistles[w]["state"] in ("in_progress", "reworking")]
        if not pool:
            return
        whistle = r.choice(pool[-8:])
        orders = sorted((o for o in self.whistles[whistle]["orders"] if o["state"] in LIVE), key=lambda o: (o["role"] == "lead") != (r.random() < .15))
        forward = {"queued": "receive", "received": "report-in", "reported": "resolve", "reworking": "resolve", "suspended": "resume",
                   "return_requested": "adjudicate"}
        for order in orders[:r.randint(1, 4)]:
            for _ in range(r.choice([1, 2, 5, 5])):
                state = self.order(order["id"])["state"]
                if state not in forward:
                    break
                turn = r.random()
                share = .4 if order["role"] == "lead" and len(orders) > 1 else .1
                action = "return" if turn < share and state in ORDER["return"][0] else "suspend" if turn < .2 and state in WORKING else forward[state]
                pending = (self.order(order["id"])["pending_request"] or {}).get("kind")
                if pending in ("extension", "suspension") and r.random() < .7:
                    action = "decide-" + pending
                who = CENTRE if action in ("adjudicate", "decide-extension", "decide-suspension") else order["department"]
                self.act("orders", order["id"], action, who, plain=True)

    def judge(self):
        """Whoever must, approves or judges; a closed matter is visited again."""
        r = self.random
        pool = [w for w in self.whistles if self.whistles[w]["state"] in ("awaiting_evaluation", "awaiting_approval", "closed")]
        if not pool:
            return
        whistle = r.choice(pool[-8:])
        seen = self.whistles[whistle]
        if seen["state"] == "awaiting_approval":
            able = [who for who in self.broker.tokens if self.role(who) == "leader" and self.parties(who, whistle) & {"leader"}]
            need(able, "feedback waits for an approval, and nobody may approve it", [(o["department"], o["role"], o["state"]) for o in seen["orders"]])
            self.act("whistles", whistle, "approve-feedback", r.choice(sorted(able)))
        else:
            self.act("whistles", whistle, "evaluate", r.choice([seen["raiser"], seen["raiser"], *self.supervisors, *sorted(self.co_raisers[whistle])]))

    def raise_batch(self):
        who = self.random.choice(self.raisers)
        bodies = [self.draft(who) for _ in range(3)]
        bodies[1] = {"title": " "}
        answer = self.call("POST", "/v1/whistles/batch", who, {"items": bodies})
        need(answer.status == 200 and [x["status"] for x in answer.json["results"]][1] == 422, "batch", answer.raw.decode()[:400])
        for body, result in zip(bodies, answer.json["results"]):
            if result["status"] == 201:
                self.adopt(result["whistle"], who, body["title"])

    def claim(self, who=None, must=None):
        r = self.random
        code = who or r.choice(self.queues)
        maximum = 100 if must else r.randint(1, 4)
        lease = r.choice([10, 600, 3600])
        answer = self.call("POST", f"/v1/departments/{code}/queue/claim", code, {"max": maximum, "lease_seconds": lease, "wait_seconds": 0})
        need(answer.status == 200, "claim", answer.raw.decode()[:300])
        got = answer.json["orders"]
        need(len(got) <= maximum, "more than asked for")
        now = datetime.now(timezone.utc)
        if must:
            need(must in [o["id"] for o in got] or len(got) == 100, "claim was allowed, and the order was not given", must)
        for order in got:
            held = self.claims.get(order["id"])
            need(not held or held[2] <= now + timedelta(seconds=2), "two live claims on one order", order["number"])
            need(order["state"] == "queued" and order["department"] == code, "claimed what is not queued there")
            if order["id"] not in self.order_home:
                continue
            self.claims[order["id"]] = (code, order["claim"]["token"], time(order["claim"]["expires_at"]))
        again = self.call("POST", f"/v1/departments/{code}/queue/claim", code, {"max": 100, "lease_seconds": 10}).json["orders"] if r.random() < .3 else []
        need(not {o["id"] for o in got} & {o["id"] for o in again}, "claimed twice")
        for order in again:
            if order["id"] in self.order_home:
                self.claims[order["id"]] = (code, order["claim"]["token"], time(order["claim"]["expires_at"]))
        for order in got + again:
            # A data directory that was used before holds orders that this walk has not raised.
            if order["id"] not in self.order_home:
                continue
            if must or r.random() < .5:
                self.act("orders", order["id"], "release", code, plain=True)
            self.refresh(order["whistle_id"], "claim")

    def batch_receive(self):
        code = self.random.choice(self.queues)
        orders = [o for o in self.order_home if self.order(o)["department"] == code and self.order(o)["state"] == "queued" and o not in self.claims][:3]
        for order in orders:
            self.refresh(self.order_home[order], "nothing")
        answer = self.call("POST", "/v1/orders/receive", code, {"items": [{"id": o} for o in orders] + [{"id": "nicht"}, {"id": 5}]})
        need(answer.status == 200, "batch receive", answer.raw.decode()[:300])
        results = answer.json["results"]
        need([x["status"] for x in results[-2:]] == [404, 422], "batch receive of nonsense", results[-2:])
        for order, result in zip(orders, results):
            need(result["status"] in (200, 409), "batch receive", result)
            self.refresh(self.order_home[order], "receive")
            if result["status"] == 200:
                need(self.order(order)["state"] == "received", "received and not received")

    def convene(self):
        r = self.random
        who = r.choice([CENTRE] * 2 + self.townships)
        pool = [w for w in self.whistles if self.sees(who, w) and (self.whistles[w]["state"] not in ENDED or r.random() < .1)]
        if not pool:
            return
        pool = [w for w in pool if self.whistles[w]["state"] in ("awaiting_dispatch", "suspended")] or pool if r.random() < .3 else pool[-12:]
        whistles = r.sample(pool, min(len(pool), r.randint(1, 2)))
        invitees = r.sample(self.queues + self.townships, r.randint(1, 4))
        six = r.random() < .3
        body = {"title": "联席会议", "whistles": whistles, "form": "collective", "starts_at": self.later(1, 20), "ends_at": self.later(30, 40),
                "place": "会议室", "agenda": ["一"], "invitees": invitees, **({"method": "six_step"} if six else {})}
        spoiled = self.malformed(body) if r.random() < .1 else None
        answer = self.call("POST", "/v1/meetings", who, raw=spoiled[0] if spoiled else json.dumps(body).encode())
        if spoiled:
            need(answer.status in spoiled[1], f"malformed meeting: {spoiled[2]} → {answer.status}", answer.raw.decode()[:300])
            return
        need(answer.status in (201, 422), "convening", answer.raw.decode()[:300])
        self.counts["meetings", "convene", answer.status] += 1
        if answer.status != 201:
            return
        meeting = answer.json["id"]
        self.tables[meeting] = {"convener": who, "invitees": set(invitees), "whistles": whistles,
                                "concerned": {w: {self.whistles[w]["raiser"], self.whistles[w]["township"]} for w in whistles}}
        seats = {q for q in invitees if self.role(q) in ("department", "leader")}
        for whistle in whistles:
            self.viewers[whistle] |= seats
        for whistle in whistles:
            self.refresh(whistle, "convene")
            for other in invitees:
                # A community or enterprise with a queue is no township's rival: whether it sees is told by the broker.
                if other not in seats and other not in self.viewers[whistle]:
                    status = self.get("/v1/whistles/" + whistle, other).status
                    if self.role(other) == "township":
                        need(status == 404, "an invited township sees another's whistle", status)
                    elif status == 200:
                        self.viewers[whistle].add(other)
        self.meetings[meeting] = self.get("/v1/meetings/" + meeting, CENTRE).json
        self.same(answer.json, self.get("/v1/meetings/" + meeting, who).json, "convene")

    def milestone(self):
        steps = [(m, s) for m, seen in self.meetings.items() for s in seen["milestones"] if s["state"] != "done"]
        if not steps:
            return
        meeting, step = self.random.choice(steps)
        who = self.random.choice([step["organization"], CENTRE])
        if who not in self.broker.tokens:
            return
        answer = self.call("POST", f"/v1/milestones/{step['id']}/complete", who, {"note": "完成"})
        need(answer.status == 200 and answer.json["state"] == "done", "milestone", answer.raw.decode()[:300])
        need(self.call("POST", f"/v1/milestones/{step['id']}/complete", who, {}).status == 409, "a milestone done twice")
        self.meetings[meeting] = self.get("/v1/meetings/" + meeting, CENTRE).json

    def move_clock(self):
        r = self.random
        to = time(self.get("/v1/demo/clock", "admin").json["now"]) + timedelta(hours=r.choice([1, 5, 20, 60, 150, 300, 700]))
        answer = self.call("PUT", "/v1/demo/clock", "admin", {"now": to.isoformat()})
        need(answer.status == 200 and time(answer.json["now"]) >= to, "the clock", answer.raw.decode())
        self.now = answer.json["now"]
        need(self.call("PUT", "/v1/demo/clock", "admin", {"now": (to - timedelta(days=1)).isoformat()}).status == 422, "the clock went backwards")
        for whistle in r.sample(list(self.whistles), min(6, len(self.whistles))):
            was = self.whistles[whistle]
            now = self.refresh(whistle, "clock", clock=True)
            need(was["state"] == now["state"] and [o["state"] for o in was["orders"]] == [o["state"] for o in now["orders"]],
                 "time alone changed a state")
        for meeting in self.meetings:
            self.meetings[meeting] = self.get("/v1/meetings/" + meeting, CENTRE).json

    def look_around(self):
        """Somebody looks for a whistle by every way there is: id, list, search, orders, history, inbox."""
        if not self.whistles:
            return
        r = self.random
        whistle = r.choice(list(self.whistles))
        who = r.choice(self.callers)
        seen = self.whistles[whistle]
        sees = self.sees(who, whistle)
        expected = 200 if sees else 404
        for path in [f"/v1/whistles/{whistle}", f"/v1/whistles/{whistle}/history"] + [f"/v1/orders/{o['id']}" for o in seen["orders"][:2]]:
            status = self.get(path, who).status
            need(status == expected, f"GET {path} as {who}: {status}, expected {expected}", sorted(self.viewers[whistle]))
        found = self.get(f"/v1/whistles?q={quote(seen['title'])}&limit=200", who).json["items"]
        need((whistle in [w["id"] for w in found]) == sees, f"search as {who}", seen["title"], sees)
        for other in found:
            if other["id"] in self.viewers:
                need(self.sees(who, other["id"]), f"search shows {who} what it may not see")
        listed = self.get(f"/v1/whistles?state={seen['state']}&limit=200", who).json["items"]
        for other in listed:
            need(other["state"] == seen["state"], "the list's filter")
            if other["id"] in self.viewers:
                need(self.sees(who, other["id"]), f"the list shows {who} what it may not see")
            if who == "observer":
                need("contact" not in other or not other["contact"], "an observer sees a contact")
        if who not in self.wide:
            for entry in self.get("/v1/inbox?limit=200", who).json["items"]:
                subject = entry["subject"]
                home = subject["id"] if subject["type"] == "whistle" else self.order_home.get(subject["id"])
                if home in self.viewers:
                    need(self.sees(who, home), f"{who}'s inbox shows what it may not see", entry)
        if self.book["feedback_approval"] == "leader" and seen["state"] == "awaiting_approval" and sees and \
                who in {seen["raiser"], seen["township"]} | self.co_raisers[whistle]:
            shown = self.get(f"/v1/whistles/{whistle}", who).json
            need(all(o["outcome"] is None and o["measures"] is None for o in shown["orders"]), "the raiser sees unapproved feedback")
        method = self.call("DELETE", f"/v1/whistles/{whistle}", who)
        need(method.status == 405 and method.headers.get("Allow"), "no 405", method.status)

    def read_feed(self):
        who = self.random.choice([CENTRE] + self.callers)
        last = self.fed.get(who, 0)
        for _ in range(5):
            page = self.get(f"/v1/events?after={last}&limit=200", who)
            need(page.status == 200, "events", page.raw.decode()[:300])
            for event in page.json["items"]:
                need(int(event["id"]) > int(last), "the feed's ids do not rise", last, event)
                last = event["id"]
                whistle = (event["data"].get("whistle") or {}).get("id")
                if whistle in self.viewers:
                    need(self.sees(who, whistle), f"the feed tells {who} of what it may not see", event)
                need("13800000000" not in json.dumps(event), "a contact in an event")
            if len(page.json["items"]) < 200:
                break
        self.fed[who] = last

    def inbox(self):
        """What waits for somebody can be done by it now."""
        r = self.random
        who = r.choice([CENTRE, CENTRE, CENTRE] + self.callers)
        entries = self.get("/v1/inbox?limit=200", who).json["items"]
        if who == CENTRE and len(entries) < 200:
            there = {(e["kind"], e["subject"]["id"]) for e in entries}
            for order in r.sample(list(self.order_home), min(5, len(self.order_home))):
                self.refresh(self.order_home[order], "nothing")
                pending = (self.order(order)["pending_request"] or {}).get("kind")
                if pending:
                    need((pending, order) in there, f"a pending {pending} is not in the command centre's inbox", order)
        r.shuffle(entries)
        for entry in entries[:1]:
            subject = entry["subject"]
            kind = {"whistle": "whistles", "order": "orders", "meeting": "meetings"}.get(subject["type"])
            known = {"whistles": self.whistles, "orders": self.order_home, "meetings": self.meetings}.get(kind, {})
            if subject["id"] not in known:
                continue
            doable = [a for a in entry["actions"] if a in TABLES[kind]]
            if not doable:
                continue
            action = r.choice(doable)
            if action == "evaluate" and self.is_handler(who, subject["id"]):
                continue
            seen = len(self.trail)
            self.act(kind, subject["id"], action, who, plain=True)
            last = self.trail[-1]
            need("→ 409" not in last or seen == len(self.trail), f"the inbox offers what is refused: {entry}", last)

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
