"""The calendar that programs subscribe to, read by the icalendar package: its own token, what it shows, how it changes, how
it ends. usage: calendar_feed.py PROGRAM DATA_DIR"""
import datetime
import json
import sys
import urllib.error
import urllib.request

from broker import Broker, Refused
from icalendar import Calendar

broker = Broker(sys.argv[1], sys.argv[2]).start()


def fetch(token, path="/v1/calendar.ics"):
    try:
        with urllib.request.urlopen(f"{broker.url}{path}?token={token}", timeout=30) as answer:
            assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
            return 200, Calendar.from_ical(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, error


def events(token):
    status, calendar = fetch(token)
    assert status == 200, status
    assert not [fault for part in calendar.walk() for fault in part.errors]
    assert str(calendar["METHOD"]) == "PUBLISH" and str(calendar["VERSION"]) == "2.0"
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def meeting(invitees):
    whistle = broker.post("/v1/whistles", "meili", {"title": "墙皮剥落", "category": "walls"})
    start = datetime.datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"]) + datetime.timedelta(days=2)
    return broker.post("/v1/meetings", "command-centre", {
        "title": "墙体会商；第1次,联席", "whistles": [whistle["id"]], "form": "on_site", "place": "东门", "invitees": invitees,
        "starts_at": start.replace(microsecond=0).isoformat(), "ends_at": (start + datetime.timedelta(hours=1)).replace(microsecond=0).isoformat(),
        "agenda": ["查看现场", "分工"]})


issued = broker.post("/v1/calendar-tokens", "water", {"name": "办公室日历"}, headers={"Idempotency-Key": "c1"})
again = broker.post("/v1/calendar-tokens", "water", {"name": "办公室日历"}, headers={"Idempotency-Key": "c1"})
token = issued["token"]
assert token.startswith("whc_changshu_") and "token" not in again and again["secret_already_shown"] is True and again["id"] == issued["id"]
assert issued["path"] == "/v1/calendar.ics?token=" + token
assert events(token) == {}
own, other = meeting(["water", "housing"]), meeting(["housing"])
uid = own["id"] + "@changshu"
seen = events(token)
assert list(seen) == [uid], list(seen)
event = seen[uid]
assert str(event["SUMMARY"]) == own["title"] and str(event["LOCATION"]) == "东门" and str(event["STATUS"]) == "CONFIRMED"
assert event["DTSTART"].dt == datetime.datetime.fromisoformat(own["starts_at"])
first = int(event["SEQUENCE"])

# A change keeps the UID and raises the sequence; calling off is told, not left out.
start = datetime.datetime.fromisoformat(own["starts_at"]) + datetime.timedelta(hours=3)
broker.post(f"/v1/meetings/{own['id']}/reschedule", "command-centre", {
    "starts_at": start.isoformat(), "ends_at": (start + datetime.timedelta(hours=1)).isoformat(), "place": "西门", "reason": "会务"})
moved = events(token)[uid]
assert int(moved["SEQUENCE"]) > first and moved["DTSTART"].dt == start and str(moved["LOCATION"]) == "西门"
broker.post(f"/v1/meetings/{own['id']}/cancel", "command-centre", {"reason": "已解决"})
gone = events(token)[uid]
assert str(gone["STATUS"]) == "CANCELLED" and int(gone["SEQUENCE"]) > int(moved["SEQUENCE"])
request = urllib.request.Request(f"{broker.url}/v1/meetings/{own['id']}.ics", headers={"Authorization": "Bearer " + broker.tokens["water"]})
single = Calendar.from_ical(urllib.request.urlopen(request, timeout=30).read())
assert str(single["METHOD"]) == "CANCEL" and str(single.walk("VEVENT")[0]["UID"]) == uid
centre = broker.post("/v1/calendar-tokens", "command-centre")["token"]
assert len(events(centre)) == 2

# It opens the calendar and nothing else, and nothing else opens it.
for bad in ["", "x", token[:-1] + ("A" if token[-1] != "A" else "B"), broker.tokens["water"], token.replace("changshu", "elsewhere")]:
    status, error = fetch(bad)
    assert status == 401 and error.headers["www-authenticate"], (bad, status)
for path in ["/v1/whistles", "/v1/meetings", "/v1/inbox"]:
    assert fetch(token, path)[0] == 401
    try:
        urllib.request.urlopen(urllib.request.Request(broker.url + path, headers={"Authorization": "Bearer " + token}), timeout=30)
        raise AssertionError(path)
    except urllib.error.HTTPError as error:
        assert error.code == 401
try:
    urllib.request.urlopen(urllib.request.Request(broker.url + "/v1/calendar.ics", headers={"Authorization": "Bearer " + broker.tokens["water"]}), timeout=30)
    raise AssertionError("a bearer token is no calendar's")
except urllib.error.HTTPError as error:
    assert error.code == 401

# Lists never show it; only its own organization and the administrator end it, and at once.
listed = broker.get("/v1/calendar-tokens", "water")["items"]
assert [row["id"] for row in listed] == [issued["id"]] and token not in json.dumps(listed) and listed[0]["last_used_at"]
assert broker.get("/v1/calendar-tokens", "housing")["items"] == []
assert len(broker.get("/v1/calendar-tokens", "admin")["items"]) == 2
for who, status in [("housing", 404), ("observer", 404)]:
    try:
        broker.ask("DELETE", f"/v1/calendar-tokens/{issued['id']}", who)
        raise AssertionError(who)
    except Refused as refusal:
        assert refusal.status == status, (who, refusal)
broker.ask("DELETE", f"/v1/calendar-tokens/{issued['id']}", "water")
assert fetch(token)[0] == 401
assert broker.stop() == 0
for line in broker.log:
    assert token not in line and centre not in line, line
print("calendar: read by icalendar, moved, cancelled, revoked")
