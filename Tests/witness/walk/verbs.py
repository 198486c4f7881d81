"""One verb at a time: chosen, foretold by the model, sent, and held against what came of it."""
import json
from datetime import datetime, timedelta, timezone

from walk.tables import CENTRE, ENDED, KEYLESS, LIVE, need, TABLES


class Verbs:
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
        if kind == "meetings" and action == "evaluate" and any(who in (item["lead"], *item["assisting"]) for item in before["items"]):
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
        elif stale:
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
