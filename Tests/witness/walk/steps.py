"""The steps beside single verbs: raising, claiming, meeting, walking the straight way."""
import json
from datetime import datetime, timedelta, timezone

from walk.tables import CENTRE, ENDED, LIVE, need, ORDER, time, WORKING


class Steps:
    def step(self):
        r = self.random
        alive = sum(w["state"] not in ENDED for w in self.whistles.values())
        weights = [("raise_one", 12 if alive < 8 else 1), ("whistle_action", 26), ("order_action", 40), ("claim", 6),
                   ("batch_receive", 1), ("convene", 3), ("meeting_action", 16), ("milestone", 1), ("move_clock", 3), ("march", 9), ("judge", 3),
                   ("look_around", 4), ("read_feed", 3), ("inbox", 5), ("raise_batch", .3)]
        name = r.choices([w[0] for w in weights], [w[1] for w in weights])[0]
        self.tries[name] += 1
        getattr(self, name)()

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
