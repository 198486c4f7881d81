"""What schemathesis is told beside the document: whose token to send, and which ids are real. Used by fuzz.py."""
import json
import os
import random
import uuid

import schemathesis
from hypothesis import strategies

with open(os.environ["WHISTLE_FUZZ_SEEDS"], encoding="utf-8") as file:
    SEEDS = json.load(file)
dice = random.Random(1)


# Whose things they mostly are.
USUAL = {"whistles": ["township", "command_centre"], "orders": ["department", "command_centre"], "items": ["township"],
         "meetings": ["command_centre"], "milestones": ["department"], "webhooks": ["department"], "departments": ["department"],
         "sessions": ["township"], "visit-plans": ["township"], "inspections": ["supervisor"], "hotspots": ["command_centre"],
         "bulletins": ["command_centre"], "attachments": ["township"]}
# What stands for `{code}`, by what is before it.
CODES = {"forms": ["application", "handover", "feedback"], "notices": ["supervision", "urging"], "calendars": ["2026"],
         "departments": ["housing"]}

# Files by what they begin with: what they are is seen in them.
for media, start in {"image/jpeg": b"\xff\xd8\xff\xe0", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF\x10\0\0\0WEBP",
                     "image/heic": b"\0\0\0\x18ftypheic", "application/pdf": b"%PDF-1.7\n",
                     "application/octet-stream": b"%PDF-1.7\n"}.items():
    schemathesis.openapi.media_type(media, strategies.binary(max_size=200).map(lambda rest, start=start: start + rest))


def kind(case):
    """The kind of thing whose id stands in the path."""
    return (case.operation.path.split("/") + ["", ""])[2]


def is_id(text):
    """What is no id is what such a case is for."""
    try:
        return bool(uuid.UUID(text))
    except (ValueError, TypeError, AttributeError):
        return False


@schemathesis.auth(refresh_interval=None)
class AnyRole:
    """Mostly somebody who may; now and then anybody."""

    def get(self, case, context):
        may = [role for role in case.operation.definition.raw.get("x-roles", []) if role in SEEDS["tokens"]]
        usual = [role for role in USUAL.get(kind(case), []) if role in may]
        luck = dice.random()
        return SEEDS["tokens"][dice.choice(usual if usual and luck < 0.6 else may if may and luck < 0.9 else sorted(SEEDS["tokens"]))]

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = "Bearer " + data
        if case.operation.path == "/v1/calendar.ics":
            case.query = {**(case.query or {}), "token": SEEDS["calendar"]}


# Faults of a request's shape, which the document describes; where they are found elsewhere than there.
SHAPE = {"missing", "blank", "unknown-field", "wrong-type", "too-short", "too-long", "out-of-range", "not-one-of",
         "wrong-format", "forbidden-character"}
BEYOND = ("?cursor", "?from", "?to", "?month", "?rulebook", "/results/", "/grid", "/date", "/events/", "/secret", "/until", "/url")


@schemathesis.check
def what_is_described_is_taken(context, response, case):
    """A request that fits the document is not refused for its shape."""
    if not (case.meta and case.meta.generation.mode.is_positive) or case.operation.path == "/v1/rulebook":
        return
    assert response.status_code not in (400, 413, 415), response.text[:500]
    if response.status_code == 422:
        wrong = [e for e in json.loads(response.content).get("errors", [])
                 if e["code"] in SHAPE and not e["pointer"].startswith(BEYOND)]
        assert not wrong, (wrong, str(case.body)[:500], str(case.query)[:300])


@schemathesis.hook
def before_call(context, case, kwargs):
    # A stale version is refused before anything else is looked at: that is not what most cases are for.
    if case.headers and dice.random() < 0.9:
        for name in ("If-Match", "If-None-Match"):
            case.headers.pop(name, None)
    # Ids are learnt from answers, too: the tokens that the cases are sent with must not be ended.
    if isinstance(case.path_parameters, dict) and (kind(case) in ("tokens", "calendar-tokens") or dice.random() < 0.8):
        known = SEEDS["ids"].get(kind(case))
        if known and is_id(case.path_parameters.get("id")):
            case.path_parameters["id"] = dice.choice(known)
        if "code" in case.path_parameters:
            place = case.operation.path.split("/")
            case.path_parameters["code"] = dice.choice(CODES[place[place.index("{code}") - 1]])
    if isinstance(case.body, dict):
        # A poll that waits a minute tells nothing that one of a second does not.
        wait = case.body.get("wait_seconds")
        if isinstance(wait, (int, float)) and 1 < wait <= 60:
            case.body["wait_seconds"] = 1
        if case.meta and case.meta.generation.mode.is_positive:
            for name, values in SEEDS["words"].items():
                if isinstance(case.body.get(name), str) and dice.random() < 0.7:
                    case.body[name] = dice.choice(values)
