"""江东: who may apply, what is left out, the monthly review, three and five working days kept and missed, the leader's delegation and
approval, the refused application's answer. usage: story_jiangdong.py PROGRAM DATA_DIR"""
from datetime import timedelta

from story import CENTRE, District, clock, time

COMMUNITY, STREET, LEADER = "huachuan", "baizhang", "party-secretary"
place = District("jiangdong")
place.monday()


def application(**more):
    return {"title": "低洼地排涝改造", "category": "community-building", "joint_signers": 10, **more}


def applied(who=COMMUNITY, **more):
    return place.post("/v1/whistles", who, application(**more))


def accepted(whistle, **more):
    place.act(whistle, "review", STREET, {"decision": "accept", "note": "街道层面无法解决"})
    return place.act(whistle, "review", CENTRE, {"decision": "accept", "note": "同意受理", **more})


# Who may apply: ten residents jointly, a community or a co-operative in its own name.
few = place.refused(422, "/v1/whistles", COMMUNITY, application(joint_signers=9))
assert few["type"].endswith("too-few-signers") and few["errors"][0]["pointer"] == "/joint_signers", few
assert applied()["state"] == "awaiting_review"
own = application()
del own["joint_signers"]
assert place.post("/v1/whistles", COMMUNITY, own)["state"] == place.post("/v1/whistles", "cooperative-01", own)["state"] == "awaiting_review"

# 涉法涉访 is diverted as it is raised, by its class or by its words, with an answer that the raiser sees.
for more in ({"category": "courts"}, {"title": "不服法院判决"}, {"description": "正在劳动仲裁"}):
    out = applied(**more)
    assert out["state"] == "diverted" and not out["orders"] and not out["clocks"] and out["closed_at"], out
    shown = place.whistle(out, COMMUNITY)["answer"]
    assert "不在约谈范围" in shown["text"] and shown["to"] == "政法、信访渠道", shown
    told = [e for e in place.told(COMMUNITY, "whistle.diverted") if e["data"]["whistle"]["id"] == out["id"]]
    assert len(told) == 1 and told[0]["data"]["detail"]["advice"] == shown["text"], told
    assert place.refused(409, f"/v1/whistles/{out['id']}/review", CENTRE, {"decision": "accept", "note": "受理"})["allowed"] == []
# Corrected into such a subject, it goes the same way.
back = applied()
place.act(back, "review", STREET, {"decision": "return", "note": "请写清诉求"})
assert place.act(back, "resubmit", COMMUNITY, {"title": "请求信访复查"})["state"] == "diverted"

# The street settles what it can, and says how.
settled = applied()
assert place.act(settled, "review", STREET, {"decision": "settle", "note": "已当场清淤"})["state"] == "awaiting_evaluation"
assert place.whistle(settled, COMMUNITY)["answer"]["text"] == "已当场清淤"

# The working group sits once a month; special matters are looked at as they come.
routine = applied()
assert clock(routine, "review")["explanation"]["unit"] == "working_days"
place.act(routine, "review", STREET, {"decision": "accept", "note": "报区"})
today = place.now()
sitting = place.last_working_day(today.year, today.month)
if sitting < today.date():
    sitting = place.last_working_day(today.year + today.month // 12, today.month % 12 + 1)
shown = clock(place.whistle(routine), "review")
assert time(shown["due_at"]).date() == sitting and shown["due_at"][11:16] == "17:00", (shown, sitting)
explained = shown["explanation"]
assert explained["rhythm"] == "monthly" and not shown["met_at"]
assert place.due(routine["created_at"], explained["amount"]) == time(shown["due_at"]), explained
assert place.inbox(CENTRE, "review")[routine["id"]]["due_at"] == shown["due_at"]
special = applied(kind="priority")
place.act(special, "review", STREET, {"decision": "accept", "note": "特殊事项"})
assert time(clock(place.whistle(special), "review")["due_at"]) == place.due(special["created_at"], 2)
assert clock(place.act(special, "review", CENTRE, {"decision": "accept", "note": "随时受理"}), "review")["met_at"]
place.act(special, "dispatch", CENTRE, {"lead": "urban-management"})

# What is refused becomes an ordinary letter, and is answered.
refused = applied(title="意见一则")
place.act(refused, "review", STREET, {"decision": "accept", "note": "报区"})
letter = place.act(refused, "review", CENTRE, {"decision": "decline", "note": "不属约谈范围", "advice": "已转信访局按一般来信答复"})
assert letter["state"] == "declined" and letter["answer"] == {"text": "已转信访局按一般来信答复", "to": None, "handled_as": "letter"}
assert place.whistle(refused, COMMUNITY)["answer"]["handled_as"] == "letter"
told = [e["data"]["detail"] for e in place.told(COMMUNITY, "whistle.declined") if e["data"]["whistle"]["id"] == refused["id"]]
assert [(t["reason"], t["handled_as"]) for t in told] == [("不属约谈范围", "letter")], told

# Handed over within three working days: one in time, one late and shown so for ever.
kept, late = accepted(applied()), accepted(applied())
assert kept["state"] == late["state"] == "awaiting_dispatch"
hand_over = clock(kept, "hand_over")
assert time(hand_over["due_at"]) == place.due(hand_over["started_at"], 3)
assert place.inbox(CENTRE, "dispatch")[kept["id"]]["due_at"] == hand_over["due_at"]
place.move(place.now() + timedelta(days=2))
kept = place.act(kept, "dispatch", CENTRE, {"lead": LEADER})
assert clock(kept, "hand_over")["met_at"] and not clock(kept, "hand_over")["overdue"]
place.move(time(hand_over["due_at"]) + timedelta(hours=1))
assert clock(place.whistle(late), "hand_over")["overdue"]
overdue = [e for e in place.told(CENTRE, "order.overdue") if e["data"].get("clock") == "hand_over"]
assert [e["data"]["whistle"]["id"] for e in overdue] == [late["id"]] and overdue[0]["at"] == hand_over["due_at"], overdue
late = place.act(late, "dispatch", CENTRE, {"lead": LEADER})
was = clock(late, "hand_over")
assert was["overdue"] and time(was["met_at"]) > time(was["due_at"])

# The leader fixes time, place and form within five working days: one in time, one late. Postponing says why; a meeting that is
# called off fixes nothing.
convene = clock(kept, "convene")
assert time(convene["due_at"]) == place.due(convene["started_at"], 5) and not convene["met_at"]
# It waits for the leader who was addressed, and for those who may call the meeting that is agreed on.
waiting = place.inbox(LEADER, "appointment")[kept["orders"][0]["id"]]
assert waiting["due_at"] == convene["due_at"] and waiting["actions"] == ["delegate"], waiting
for who in (CENTRE, STREET):
    assert {kept["id"], late["id"]} <= set(place.inbox(who, "convening")), who
before = place.whistle(kept)["version"]
table = place.meeting(kept, STREET, [LEADER], form="on_site")
fixed = place.whistle(kept)
assert clock(fixed, "convene")["met_at"] and not clock(fixed, "convene")["overdue"] and fixed["version"] > before
assert kept["id"] not in place.inbox(STREET, "convening") and kept["orders"][0]["id"] not in place.inbox(LEADER, "appointment")
move = f"/v1/meetings/{table['id']}/reschedule"
times = {"starts_at": (place.now() + timedelta(days=2)).isoformat(), "ends_at": (place.now() + timedelta(days=2, hours=1)).isoformat()}
assert place.refused(422, move, STREET, times)["errors"][0]["pointer"] == "/reason"
assert place.post(move, STREET, {**times, "reason": "领导参加防汛"})["state"] == "convened"
off = place.meeting(late, STREET, [LEADER])
place.post(f"/v1/meetings/{off['id']}/cancel", STREET, {"reason": "另行安排"})
assert clock(place.whistle(late), "convene")["met_at"] is None and late["id"] in place.inbox(STREET, "convening")
place.move(time(clock(late, "convene")["due_at"]) + timedelta(hours=1))
assert clock(place.whistle(late), "convene")["overdue"] and not clock(place.whistle(kept), "convene")["overdue"]
reminders = [(e["type"], e["data"]["detail"]["rung"]) for e in place.told(CENTRE, "order.reminded", "order.overdue")
             if e["data"].get("clock") == "convene" and e["data"]["whistle"]["id"] == late["id"]]
assert reminders == [("order.reminded", "remind-50"), ("order.reminded", "remind-80"), ("order.overdue", "overdue")], reminders
place.meeting(late, STREET, [LEADER])
was = clock(place.whistle(late), "convene")
assert was["overdue"] and time(was["met_at"]) > time(was["due_at"])

# The leader delegates to a department, whose clocks are the leader's; its meeting decides; it reports; the leader who was
# addressed approves before the applicant sees anything.
order = place.whistle(kept)["orders"][0]
place.order(order, "receive")
place.order(order, "delegate", LEADER, {"to": "urban-management", "reason": "请分管部门牵头"})
shown = place.whistle(kept)
assert [(o["department"], o["state"]) for o in shown["orders"]] == [(LEADER, "rerouted"), ("urban-management", "queued")]
assert clock(shown["orders"][1], "resolve")["due_at"] == clock(order, "resolve")["due_at"]
place.post(f"/v1/meetings/{table['id']}/hold", STREET, {"attendees_present": 5})
place.post(f"/v1/meetings/{table['id']}/outcomes", STREET, {"items": [
    {"whistle": kept["id"], "outcome": "supervised", "decision": "河堤加高", "lead": "urban-management", "responsible_person": "王"}]})
order = place.whistle(kept)["orders"][1]
assert order["state"] == "queued" and order["level"] == "notice"
secret = "河堤加高二十厘米"
place.finish(order, secret)
assert place.whistle(kept)["state"] == "awaiting_approval"


def seen(who):
    return secret in str(place.whistle(kept, who)) + str(place.get(f"/v1/whistles/{kept['id']}/history", who)) + str(place.told(
        who, "order.resolved", "whistle.awaiting_approval", "whistle.awaiting_evaluation"))


assert not seen(COMMUNITY) and not seen(STREET) and seen(LEADER)
place.refused(404, f"/v1/whistles/{kept['id']}/approve-feedback", "npc-chair", {"approve": True})
place.refused(403, f"/v1/whistles/{kept['id']}/approve-feedback", CENTRE, {"approve": True})
assert kept["id"] in place.inbox(LEADER, "approval")
assert place.act(kept, "approve-feedback", LEADER, {"approve": False, "note": "再核实"})["state"] == "reworking"
place.order(order, "resolve", None, {"outcome": secret, "measures": "整改", "responsible_person": "李"})
assert place.act(kept, "approve-feedback", LEADER, {"approve": True})["state"] == "awaiting_evaluation"
assert seen(COMMUNITY)
assert place.evaluate(kept, COMMUNITY, "satisfied", True)["state"] == "closed"

# Settled on the spot.
table = place.get(f"/v1/meetings?whistle={late['id']}&state=convened", CENTRE)["items"][0]
place.post(f"/v1/meetings/{table['id']}/hold", STREET, {"attendees_present": 5})
place.post(f"/v1/meetings/{table['id']}/outcomes", STREET, {"items": [
    {"whistle": late["id"], "outcome": "resolved_on_site", "decision": "现场办公解决"}]})
assert place.whistle(late)["state"] == "awaiting_evaluation"
place.end()
