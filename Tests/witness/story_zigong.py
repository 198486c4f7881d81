"""自贡: three classes go three ways; a matter rises level by level; a dispute is settled before the night; what is returned and
reworked too often goes to the joint meeting. usage: story_zigong.py PROGRAM DATA_DIR"""
from datetime import timedelta

from story import CENTRE, District, clock, time

place = District("zigong")
place.monday()
units = {u["code"]: u["kind"] for u in place.broker.pages("/v1/organizations", CENTRE)}

# 大事 to the departments, 小事 to the community's council, 私事 gets advice and never an order.
government = place.post("/v1/whistles", "liujia", {"title": "道路塌陷", "category": "infrastructure"})
assert government["state"] == "in_progress" and government["routing"] == {"by": "rulebook", "rule": "infrastructure", "reason": "基础设施"}
assert [units[o["department"]] for o in government["orders"]] == ["department"] * 3 and government["orders"][0]["department"] == "housing"
community = place.post("/v1/whistles", "liujia", {"title": "楼道卫生", "category": "neighbourhood", "scope": "grid"})
council = community["orders"][0]
assert community["state"] == "in_progress" and units[council["department"]] == "community" and len(community["orders"]) == 1
private = place.post("/v1/whistles", "liujia", {"title": "家庭纠纷咨询", "category": "personal"})
assert private["state"] == "awaiting_dispatch" and not private["orders"]
advised = place.act(private, "divert", CENTRE, {"to": "司法所", "advice": "可申请人民调解"})
assert advised["state"] == "diverted" and not advised["orders"]
assert place.whistle(private, "liujia")["answer"] == {"text": "可申请人民调解", "to": "司法所", "handled_as": None}

# Several departments: a joint meeting is proposed by itself.
told = [(e["data"]["whistle"]["id"], e["data"]["detail"]) for e in place.told(CENTRE, "whistle.referred")]
assert told == [(government["id"], {"trigger": "departments"})], told
assert government["id"] in place.inbox(CENTRE, "referral") and place.whistle(government)["referred_at"]

# Across a group, a village, a town, and no further; the total clock is the same on every level.
for scope in ("community", "township", "district"):
    risen = place.act(community, "raise-level", "liujia", {"note": "跨组"})
    assert risen["scope"] == scope and risen["total_due_at"] == community["total_due_at"]
assert place.refused(422, f"/v1/whistles/{community['id']}/raise-level", "liujia", {"note": "再升"})["type"].endswith("highest-level")
place.finish(council)
assert place.evaluate(community, "liujia", "satisfied", True)["state"] == "closed"

# 不过夜: the class says that a dispute is an emergency, unless its raiser says otherwise; its clock is of this day.
dispute = place.post("/v1/whistles", "liujia", {"title": "移民安置纠纷", "category": "disputes"})
assert dispute["kind"] == "emergency"
assert time(dispute["total_due_at"]) - time(dispute["created_at"]) == timedelta(hours=12)
assert time(dispute["total_due_at"]).date() == time(dispute["created_at"]).date()
assert place.post("/v1/whistles", "liujia", {"title": "旧怨", "category": "disputes", "kind": "routine"})["kind"] == "routine"

# Returned twice: proposed for a meeting, once.
ping = place.post("/v1/whistles", "liujia", {"title": "井盖缺失", "category": "security"})
order = ping["orders"][0]
for again in (1, 2, 3):
    place.order(order, "return", None, {"reason": "不属我局", "legal_basis": "三定方案"})
    place.order(order, "adjudicate", CENTRE, {"decision": "uphold", "note": "属地管理"})
    told = [e["data"]["detail"] for e in place.told(CENTRE, "whistle.referred") if e["data"]["whistle"]["id"] == ping["id"]]
    assert told == [{"trigger": "returns"}][:again // 2] or told == [{"trigger": "returns"}] and again == 3, (again, told)

# Reworked as often as the rulebook bears, twice: the third time the meeting is asked.
again = place.post("/v1/whistles", "liujia", {"title": "围墙倾斜", "category": "security"})
place.finish(again["orders"][0])
for round in (2, 3, 4):
    assert place.evaluate(again, "liujia", "dissatisfied", False)["round"] == round
    waits = again["id"] in place.inbox(CENTRE, "referral")
    assert waits == (round == 4), round
    place.finish(place.whistle(again)["orders"][0])
assert place.evaluate(again, "liujia", "satisfied", True)["state"] == "closed"
assert clock(place.whistle(again), "total")["met_at"]
place.end()
