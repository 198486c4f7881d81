"""都江堰: what is heard on a visit is an item, and goes on from there; a ruling is remembered and suggests where the next matter of
the kind goes. usage: story_dujiangyan.py PROGRAM DATA_DIR"""
from story import CENTRE, District

place = District("dujiangyan")
place.monday()
plan = place.get("/v1/rulebook", CENTRE)["visit_plans"][0]
assert (plan["code"], plan["weekday"], plan["roll"]) == ("courtyards", "tuesday", "next_working_day")
heard = place.post("/v1/items", "liujie-01", {"title": "院坝积水", "category": "water", "channel": "visit", "visit_plan": "courtyards"})
assert heard["state"] == "open"
whistle = place.post("/v1/whistles", "liujie-01", {"title": "院坝积水", "category": "water", "items": [heard["id"]]})
assert whistle["orders"][0]["department"] == "water"
assert heard["id"] in [i["id"] for i in place.broker.pages("/v1/items?state=whistled", "liujie-01")]
place.finish(whistle["orders"][0])
assert place.evaluate(whistle, "liujie-01", "satisfied", True)["state"] == "closed"
small = place.post("/v1/items", "liujie-01", {"title": "路灯", "category": "power", "channel": "visit", "visit_plan": "courtyards"})
assert place.post(f"/v1/items/{small['id']}/resolve", "liujie-01", {"outcome": "当场换了灯泡"})["state"] == "resolved"

# Nobody could route the first; the ruling on its return suggests where the second goes, and names its source.
first = place.post("/v1/whistles", "liujie", {"title": "河道采砂", "category": "other"})
assert first["state"] == "awaiting_dispatch" and "suggestion" not in place.whistle(first)
order = place.act(first, "dispatch", CENTRE, {"lead": "agriculture"})["orders"][0]
assert place.whistle(first)["routing"]["by"] == "command_centre"
place.order(order, "return", None, {"reason": "采砂归水务", "legal_basis": "水法第三十九条"})
place.order(order, "adjudicate", CENTRE, {"decision": "reroute", "department": "water", "note": "由水务局牵头"})
second = place.post("/v1/whistles", "liujie", {"title": "河边堆砂", "category": "other"})
assert "suggestion" not in place.whistle(second, "liujie")
suggestion = place.whistle(second)["suggestion"]
assert suggestion["decided_department"] == "water" and suggestion["order_number"] == order["number"], suggestion
assert suggestion["legal_basis"] == "水法第三十九条" and suggestion["whistle_number"] == first["number"]
sent = place.act(second, "dispatch", CENTRE, {"lead": "water"})
assert sent["routing"] == {"by": "precedent", "rule": order["number"], "reason": "采砂归水务"}, sent["routing"]
# Who chooses otherwise chooses by its own word.
third = place.post("/v1/whistles", "liujie", {"title": "砂石料场", "category": "other"})
assert place.act(third, "dispatch", CENTRE, {"lead": "agriculture"})["routing"]["by"] == "command_centre"
# And a department that has what it returned before: the ruling is shown at once.
assert place.whistle(third)["suggestion"]["decided_department"] == "water"
place.end()
