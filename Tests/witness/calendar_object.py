"""What the icalendar package finds in FILE, as JSON; exits 1 where it finds an error."""
import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(open(sys.argv[1], "rb").read())
errors = [str(error) for part in calendar.walk() for error in part.errors]
if errors:
    sys.exit("\n".join(errors))


def party(value):
    parameters = {name: str(value.params[name]) for name in value.params}
    return {"address": str(value), **parameters}


def several(value):
    return [] if value is None else value if isinstance(value, list) else [value]


events = []
for event in calendar.walk("VEVENT"):
    events.append(
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "stamp": event["DTSTAMP"].dt.isoformat(),
            "start": event["DTSTART"].dt.isoformat(),
            "end": event["DTEND"].dt.isoformat(),
            "summary": str(event["SUMMARY"]),
            "location": str(event.get("LOCATION", "")),
            "description": str(event.get("DESCRIPTION", "")),
            "status": str(event["STATUS"]),
            "organizer": [party(value) for value in several(event.get("ORGANIZER"))],
            "attendees": [party(value) for value in several(event.get("ATTENDEE"))],
        }
    )
print(
    json.dumps(
        {
            "method": str(calendar.get("METHOD", "")),
            "name": str(calendar.get("NAME", "")),
            "refresh": calendar["REFRESH-INTERVAL"].dt.total_seconds() if "REFRESH-INTERVAL" in calendar else 0,
            "zones": [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")],
            "events": events,
        },
        ensure_ascii=False,
    )
)
