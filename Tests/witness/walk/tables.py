"""What domain.md says of the states, written a second time: who may do what from where to where."""
import json
from datetime import datetime

CENTRE = "command-centre"
ENDED = {"closed", "declined", "diverted", "merged", "withdrawn"}
LIVE = {"queued", "received", "reported", "return_requested", "reworking", "suspended"}
WORKING = {"received", "reported", "reworking"}
OVER = {"closed", "rerouted", "cancelled"}
SAME = None

# The life of a whistle: action → (from, to or SAME, who).
WHISTLE = {
    "review": ({"awaiting_review"}, {"awaiting_review", "awaiting_dispatch", "in_progress", "awaiting_evaluation", "declined",
                                     "returned_for_correction", "diverted"}, {"township", "centre"}),
    "resubmit": ({"returned_for_correction"}, {"awaiting_review", "awaiting_dispatch", "in_progress", "diverted"}, {"raiser"}),
    "dispatch": ({"awaiting_dispatch"}, {"in_progress"}, {"centre"}),
    "decline": ({"awaiting_review", "awaiting_dispatch"}, {"declined"}, {"centre"}),
    "divert": ({"awaiting_review", "awaiting_dispatch"}, {"diverted"}, {"centre"}),
    "return-for-correction": ({"awaiting_review", "awaiting_dispatch"}, {"returned_for_correction"}, {"centre"}),
    "merge": ({"awaiting_review", "awaiting_dispatch", "in_progress", "reworking", "suspended"}, {"merged"},
              {"centre", "raiser"}),
    "withdraw": ({"awaiting_review", "returned_for_correction", "awaiting_dispatch", "in_progress", "reworking", "suspended"},
                 {"withdrawn"}, {"raiser"}),
    "urge": ({"awaiting_review", "awaiting_dispatch", "in_progress", "reworking", "awaiting_approval"}, SAME,
             {"raiser", "centre"}),
    "refer-to-meeting": ({"awaiting_dispatch", "in_progress", "reworking", "suspended"}, SAME, {"raiser", "centre"}),
    "raise-level": ({"awaiting_dispatch", "in_progress", "reworking"}, SAME, {"raiser"}),
    "approve-feedback": ({"awaiting_approval"}, {"awaiting_evaluation", "reworking"}, {"leader"}),
    "evaluate": ({"awaiting_evaluation", "closed"}, {"awaiting_evaluation", "closed", "reworking", "awaiting_dispatch"},
                 {"raiser", "co-raiser", "supervisor"}),
}
ORDER = {
    "receive": ({"queued"}, {"received"}, {"handler"}),
    "report-in": ({"received"}, {"reported"}, {"handler"}),
    "progress": (WORKING, SAME, {"handler"}),
    "resolve": ({"reported", "reworking"}, {"resolved"}, {"handler"}),
    "return": ({"queued", "received", "reported"}, {"return_requested"}, {"handler"}),
    "adjudicate": ({"return_requested"}, {"queued", "received", "reported", "rerouted", "cancelled"}, {"centre"}),
    "delegate": ({"queued", "received", "reported"}, {"rerouted"}, {"leader"}),
    "request-extension": (WORKING | {"queued"}, SAME, {"handler"}),
    "decide-extension": (WORKING | {"queued"}, SAME, {"centre"}),
    "suspend": (WORKING, SAME, {"handler"}),
    "decide-suspension": (WORKING, WORKING | {"suspended"}, {"centre"}),
    "resume": (WORKING | {"suspended"}, {"queued"} | WORKING, {"handler"}),
    "supervise": (LIVE, SAME, {"centre"}),
    "release": ({"queued"}, SAME, {"handler"}),
    "extend-lease": ({"queued"}, SAME, {"handler"}),
}
MEETING = {
    "respond": ({"convened"}, SAME, {"invitee"}),
    "check-in": ({"convened", "held", "published"}, SAME, {"invitee", "convener", "centre"}),
    "reschedule": ({"convened"}, SAME, {"convener", "centre"}),
    "cancel": ({"convened"}, {"cancelled"}, {"convener", "centre"}),
    "topics": ({"convened"}, SAME, {"convener", "centre"}),
    "plan": ({"convened"}, SAME, {"convener", "centre"}),
    "hold": ({"convened"}, {"held"}, {"convener", "centre"}),
    "outcomes": ({"held", "published"}, SAME, {"convener", "centre"}),
    "publish": ({"held"}, {"published"}, {"convener", "centre"}),
    "carry-out": ({"published"}, SAME, {"convener", "centre"}),
    "evaluate": ({"held", "published", "closed"}, SAME, {"convener", "centre"}),
    "close": ({"held", "published"}, {"closed"}, {"convener", "centre"}),
}
TABLES = {"whistles": WHISTLE, "orders": ORDER, "meetings": MEETING}
# A whistle's state may follow what happens to its orders: action on an order → from → to.
FOLLOWS = {
    "resolve": {("in_progress", "awaiting_evaluation"), ("in_progress", "awaiting_approval"),
                ("reworking", "awaiting_evaluation"), ("reworking", "awaiting_approval")},
    "adjudicate": {("in_progress", "awaiting_evaluation"), ("in_progress", "awaiting_approval"),
                   ("reworking", "awaiting_evaluation"), ("reworking", "awaiting_approval")},
    "resume": {("suspended", "in_progress"), ("suspended", "reworking")},
}
KEYLESS = {"release", "extend-lease"}


class Wrong(Exception):
    pass


def need(truth, *what):
    if not truth:
        raise Wrong(" | ".join(w if isinstance(w, str) else json.dumps(w, ensure_ascii=False)[:1500] for w in what))


def time(text):
    return datetime.fromisoformat(text)


class Answer:
    def __init__(self, status, headers, raw):
        self.status, self.headers, self.raw = status, headers, raw
        self.json = json.loads(raw) if raw and "json" in (headers.get("Content-Type") or "") else None
