"""Bodies that are well-formed, and bodies that are not."""
import json
from datetime import timedelta

from walk.tables import CENTRE, time


class Bodies:
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
