"""The steps that only look: lists, searches, feeds, inboxes."""
import json
from urllib.parse import quote

from walk.tables import CENTRE, need, TABLES


class Looks:
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
