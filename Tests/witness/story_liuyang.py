"""浏阳: a livelihood session needs 60 of 100 residents; rework again and again; what is objectively impossible goes to the joint
meeting and is answered within seven working days, also across a holiday. usage: story_liuyang.py PROGRAM DATA_DIR"""
from datetime import datetime

from story import CENTRE, District, clock, time

place = District("liuyang")
whistle = place.post("/v1/whistles", "guankou", {"title": "路面破损", "category": "conduct"})
meeting = place.meeting(whistle, CENTRE, ["civil-affairs"], theme="livelihood")
hold = f"/v1/meetings/{meeting['id']}/hold"
few = place.refused(422, hold, CENTRE, {"residents_present": 59, "attendees_present": 100})
assert few["type"].endswith("resident-ratio") and place.get(f"/v1/meetings/{meeting['id']}", CENTRE)["state"] == "convened"
assert place.post(hold, CENTRE, {"residents_present": 60, "attendees_present": 100})["state"] == "held"
few = place.refused(422, "/v1/meetings", CENTRE, {
    "title": "六步", "whistles": [whistle["id"]], "form": "collective", "method": "six_step", "place": "社区",
    "starts_at": meeting["starts_at"], "ends_at": meeting["ends_at"], "invitees": []})
assert few["type"].endswith("method-not-offered") and few["errors"][0]["pointer"] == "/method"

# 二次整改或多次整改: without a bound, and without a meeting that nobody asked for.
for round in (1, 2, 3, 4, 5, 6):
    for order in sorted(place.whistle(whistle)["orders"], key=lambda o: o["role"]):
        assert order["round"] == round
        place.finish(order)
    if round < 6:
        assert place.evaluate(whistle, "guankou", "dissatisfied", False)["state"] == "reworking"
assert place.evaluate(whistle, "guankou", "satisfied", True)["state"] == "closed"
assert not [e for e in place.told(CENTRE, "whistle.referred") if e["data"]["whistle"]["id"] == whistle["id"]]

# A street looks at what its communities raise, and its three working days are a clock.
heard = place.post("/v1/whistles", "beiyuan", {"title": "小区停车", "category": "conduct"})
assert heard["state"] == "awaiting_review" and time(clock(heard, "review")["due_at"]) == place.due(heard["created_at"], 3)
assert place.act(heard, "review", "huaichuan", {"decision": "accept", "note": "街道无法解决"})["state"] == "in_progress"

# Seven working days across New Year; somebody asks, or a suspension asks by itself.
next_year = place.now().year + 1
notice = place.announce(next_year, "元旦", f"{next_year}-01-01", f"{next_year}-01-03")
place.move(datetime.fromisoformat(f"{place.now().year}-12-28T10:00:00+08:00"))
asked = place.post("/v1/whistles", "guankou", {"title": "客观无法解决", "category": "conduct"})
referred = place.act(asked, "refer-to-meeting", "guankou", {"reason": "需多部门会商"})
reply = clock(referred, "reply")
assert time(reply["due_at"]) == place.due(reply["started_at"], 7) and reply["explanation"]["amount"] == 7, reply
holiday = [day["date"] for day in reply["explanation"]["skipped"] if (day["reason"], day["notice"]) == ("元旦", notice)]
assert holiday == [f"{next_year}-01-0{n}" for n in (1, 2, 3)] and not reply["explanation"]["provisional"], reply
assert place.inbox(CENTRE, "referral")[asked["id"]]["due_at"] == reply["due_at"]
stuck = place.post("/v1/whistles", "guankou", {"title": "管线未到货", "category": "conduct"})
order = stuck["orders"][0]
place.order(order, "receive")
assert clock(place.whistle(stuck), "reply") is None
place.order(order, "suspend", None, {"reason": "管线停产"})
told = [e["data"]["detail"] for e in place.told(CENTRE, "whistle.referred") if e["data"]["whistle"]["id"] == stuck["id"]]
assert told == [{"trigger": "suspension"}] and stuck["id"] in place.inbox(CENTRE, "referral"), told
# Answered by the meeting's outcome.
meeting = place.meeting(asked, CENTRE, ["organization-dept"])
place.post(f"/v1/meetings/{meeting['id']}/hold", CENTRE, {"attendees_present": 3})
place.post(f"/v1/meetings/{meeting['id']}/outcomes", CENTRE, {"items": [
    {"whistle": asked["id"], "outcome": "assigned", "decision": "由城管牵头", "lead": "urban-management"}]})
done = clock(place.whistle(asked), "reply")
assert done["met_at"] and not done["overdue"] and asked["id"] not in place.inbox(CENTRE, "referral")
place.end()
