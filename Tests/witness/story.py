"""What the districts' stories share: a broker of that district, refusals, clocks, the straight way of an order."""
import json
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta

from broker import Broker, Refused

CENTRE = "command-centre"


def time(text):
    return datetime.fromisoformat(text)


class District:
    def __init__(self, name):
        self.broker = Broker(sys.argv[1], sys.argv[2], demo=name).start()
        self.get, self.post = self.broker.get, self.broker.post

    def refused(self, status, path, who, body=None):
        try:
            self.post(path, who, body)
        except Refused as error:
            assert error.status == status, (status, error)
            return json.loads(error.body)
        raise AssertionError(f"{path} was not refused")

    def now(self):
        return time(self.get("/v1/demo/clock", "admin")["now"])

    def move(self, to):
        """Business time only goes forward."""
        if self.now() < to:
            self.broker.ask("PUT", "/v1/demo/clock", "admin", {"now": to.isoformat()})

    def monday(self):
        """The next Monday morning of a plain working week: nothing off on the way to the Friday after it."""
        start = self.now() + timedelta(days=7 - self.now().weekday())
        while not all(self.is_working(start.date() + timedelta(days=n)) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)):
            start += timedelta(days=7)
        self.move(start.replace(hour=9, minute=30, second=0, microsecond=0))

    def is_working(self, day):
        year = self.get(f"/v1/calendars/{day.year}", CENTRE)
        if day.isoformat() in year["make_up"]:
            return True
        return day.weekday() < 5 and day.isoformat() not in [h["date"] for h in year["holidays"]]

    def last_working_day(self, year, month):
        day = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def due(self, start, amount, unit="working_days"):
        """Reckoned by the calendar's own question."""
        stamp = start if isinstance(start, str) else start.isoformat()
        return time(self.get(f"/v1/deadline?from={stamp.replace('+', '%2B')}&amount={amount}&unit={unit}", CENTRE)["due_at"])

    def whistle(self, whistle, who=CENTRE):
        return self.get("/v1/whistles/" + whistle["id"], who)

    def act(self, whistle, action, who, body=None):
        return self.post(f"/v1/whistles/{whistle['id']}/{action}", who, body)

    def order(self, order, action, who=None, body=None):
        return self.post(f"/v1/orders/{order['id']}/{action}", who or order["department"], body)

    def finish(self, order, outcome="已办"):
        """From where it is to the resolution."""
        if order["state"] == "queued":
            self.order(order, "receive")
            order = {**order, "state": "received"}
        if order["state"] == "received":
            self.order(order, "report-in", None, {"person": "李"})
        return self.order(order, "resolve", None, {"outcome": outcome, "measures": "整改", "responsible_person": "李"})

    def evaluate(self, whistle, who, grade, solved):
        return self.act(whistle, "evaluate", who, {"by": "raiser", "grade": grade, "solved": solved})

    def meeting(self, whistle, who, invitees, hours=(24, 26), **more):
        start = self.now()
        return self.post("/v1/meetings", who, {
            "title": "联席会议", "whistles": [whistle["id"]], "form": "collective", "place": "会议室", "agenda": ["一"],
            "starts_at": (start + timedelta(hours=hours[0])).isoformat(), "ends_at": (start + timedelta(hours=hours[1])).isoformat(),
            "invitees": invitees, **more})

    def inbox(self, who, kind):
        return {i["subject"]["id"]: i for i in self.get("/v1/inbox?limit=200", who)["items"] if i["kind"] == kind}

    def told(self, who, *kinds):
        # The clock's answer comes when everything before it can be read.
        self.move(self.now() + timedelta(seconds=1))
        found, place = [], 0
        while True:
            page = self.get(f"/v1/events?after={place}&limit=200", who)["items"]
            if not page:
                return [e for e in found if e["type"] in kinds]
            found += page
            place = page[-1]["id"]

    def announce(self, year, name, first, last):
        """Loads a year's notice with one holiday, as an operator does; → its id."""
        notice = f"cn-{year}-story"
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
            file.write(f"year: {year}\nnotice: {notice}\noff:\n  - {{name: {name}, from: {first}, to: {last}}}\nmake_up: []\n")
            file.flush()
            assert self.broker.stop() == 0
            subprocess.run([sys.argv[1], "calendar", "load", file.name, "--data-dir", sys.argv[2]], check=True, capture_output=True)
        self.broker.start()
        return notice

    def end(self):
        assert self.broker.stop() == 0


def clock(subject, name):
    return next((c for c in subject["clocks"] if c["name"] == name), None)
