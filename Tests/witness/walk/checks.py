"""What is held against every change, whoever made it."""
from datetime import timedelta

from walk.tables import CENTRE, ENDED, LIVE, need, OVER, time


class Checks:
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
                # Whatever ends a suspension, the whistle's own end too, gives back the time that it stood still.
                need(action in ("decide-extension", "resume", "outcomes")
                     or action in ("merge", "withdraw") and old["state"] == "suspended", f"total_due_at moved later by {action}",
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
            total = [[(c["due_at"], c["met_at"], c["paused_seconds"]) for c in o["clocks"] if c["name"] == "total"] for o in (order, was)]
            if order["whistle"] != was["whistle"] or total[0] != total[1]:
                need(order["version"] > was["version"], f"{action} changed what an order shows of its whistle without a new version",
                     was["whistle"], order["whistle"], total)
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
