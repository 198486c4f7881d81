"""A district that reviews before it dispatches and approves before it answers. usage: review.py PROGRAM DATA_DIR"""
import sys

from broker import Broker, Refused

broker = Broker(sys.argv[1], sys.argv[2], demo="jiangdong").start()
CENTRE = "command-centre"
book = broker.get("/v1/rulebook", CENTRE)
assert book["review"] == "working_group" and book["feedback_approval"] == "leader", (book["review"], book["feedback_approval"])
units = broker.pages("/v1/organizations", CENTRE)
community = next(u for u in units if u["kind"] == "community" and u["parent"])
township, leader = community["parent"], next(u["code"] for u in units if u["kind"] == "leader")
category = next(c["code"] for c in book["categories"] if c["triage"] == "government")


def refused(status, path, who, body=None):
    try:
        broker.post(path, who, body)
    except Refused as error:
        assert error.status == status, (status, error)
        return
    raise AssertionError(f"{path} was not refused")


def raised(**more):
    return broker.post("/v1/whistles", community["code"], {"title": "楼道堆物", "category": category, "joint_signers": 10, **more})


refused(422, "/v1/whistles", community["code"], {"title": "楼道堆物", "category": category, "joint_signers": 9})

# The township first, then the working group; nobody out of turn.
whistle = raised()
assert whistle["state"] == "awaiting_review" and not whistle["orders"]
review = f"/v1/whistles/{whistle['id']}/review"
refused(409, review, CENTRE, {"decision": "accept", "note": "同意"})
assert [i["subject"]["id"] for i in broker.get("/v1/inbox", township)["items"] if i["kind"] == "review"] == [whistle["id"]]
assert broker.post(review, township, {"decision": "accept", "note": "报区"})["state"] == "awaiting_review"
refused(409, review, township, {"decision": "accept", "note": "再审"})
assert whistle["id"] in [i["subject"]["id"] for i in broker.get("/v1/inbox", CENTRE)["items"] if i["kind"] == "review"]
refused(422, review, CENTRE, {"decision": "settle", "note": "解决"})
going = broker.post(review, CENTRE, {"decision": "accept", "handle_by": leader, "note": "请分管领导约谈"})
assert going["state"] == "in_progress" and going["orders"][0]["department"] == leader, going

# Settled where it was heard; declined; sent back, corrected and taken up again; diverted with an answer.
settled = raised()
done = broker.post(f"/v1/whistles/{settled['id']}/review", township, {"decision": "settle", "note": "已清理"})
assert done["state"] == "awaiting_evaluation" and not done["orders"]
assert broker.post(f"/v1/whistles/{settled['id']}/evaluate", community["code"], {"by": "raiser", "grade": "satisfied", "solved": True})["state"] == "closed"
back = raised()
broker.post(f"/v1/whistles/{back['id']}/review", township, {"decision": "return", "note": "地址不清"})
assert [i["kind"] for i in broker.get("/v1/inbox", community["code"])["items"] if i["subject"]["id"] == back["id"]] == ["correction"]
again = broker.post(f"/v1/whistles/{back['id']}/resubmit", community["code"], {"title": "三号楼楼道堆物", "location": {"address": "三号楼"}})
assert again["state"] == "awaiting_review" and again["title"] == "三号楼楼道堆物"
broker.post(f"/v1/whistles/{back['id']}/review", township, {"decision": "accept", "note": "报区"})
diverted = broker.post(f"/v1/whistles/{back['id']}/review", CENTRE, {"decision": "divert", "advice": "请向法院起诉", "note": "涉法"})
assert diverted["state"] == "diverted"
assert broker.post(f"/v1/whistles/{raised()['id']}/review", township, {"decision": "decline", "note": "重复"})["state"] == "declined"

# Until the leader approves, the raiser sees neither outcome nor measures, anywhere.
order = going["orders"][0]
base = f"/v1/orders/{order['id']}"
broker.post(base + "/receive", leader)
broker.post(base + "/report-in", leader, {"person": "秘书"})
secret = "秘密措施一二三"
broker.post(base + "/resolve", leader, {"outcome": secret, "measures": secret, "responsible_person": "张"})
shown = broker.get("/v1/whistles/" + whistle["id"], community["code"])
assert shown["state"] == "awaiting_approval" and shown["orders"][0]["outcome"] is None
everything = str(shown) + str(broker.get(f"/v1/whistles/{whistle['id']}/history", community["code"])) \
    + str(broker.get("/v1/events?limit=200", community["code"])) + str(broker.get("/v1/whistles?limit=200", community["code"])) \
    + str(broker.get("/v1/whistles?limit=200", township))
assert secret not in everything
approve = f"/v1/whistles/{whistle['id']}/approve-feedback"
refused(403, approve, CENTRE, {"approve": True})
approver = book.get("feedback_approver") or leader
assert whistle["id"] in [i["subject"]["id"] for i in broker.get("/v1/inbox", approver)["items"] if i["kind"] == "approval"]
assert broker.post(approve, approver, {"approve": False, "note": "再办"})["state"] == "reworking"
broker.post(base + "/resolve", leader, {"outcome": secret, "measures": secret, "responsible_person": "张"})
assert broker.post(approve, approver, {"approve": True})["state"] == "awaiting_evaluation"
assert broker.get("/v1/whistles/" + whistle["id"], community["code"])["orders"][0]["outcome"] == secret
assert broker.stop() == 0
