"""What a verb that was done must have done."""
from walk.tables import CENTRE, FOLLOWS, LIVE, need, time


class Effects:
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
            # The raiser now sees and hears of the target, and so do those whose whistles were merged into this one before.
            into = body["into"]
            followers = {before["raiser"]} | self.co_raisers[home]
            self.viewers[into] |= followers | {before["township"]}
            self.co_raisers[into] |= followers - {self.whistles[into]["raiser"]}
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
