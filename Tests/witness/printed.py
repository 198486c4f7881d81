"""The printed forms as an office prints them: fetched from the broker, set by Chromium, read back by poppler. Each is one page
of A4 and shows what its reader may see. usage: printed.py PROGRAM DATA_DIR"""
import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from broker import Broker, Refused

CENTRE = "command-centre"
tools = {name: shutil.which(name) for name in ("chromium", "pdftotext", "pdfinfo")}
assert all(tools.values()), f"script/test installs what is missing: {tools}"
broker = Broker(sys.argv[1], sys.argv[2], demo="jiangdong").start()
folder = tempfile.mkdtemp(prefix="whistle-printed-")


def page(path, who, accept="text/html"):
    request = urllib.request.Request(broker.url + path, headers={"Authorization": "Bearer " + broker.tokens[who], "Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def printed(path, who):
    """The text of the paper as it comes out of the printer."""
    status, html = page(path, who)
    assert status == 200, (path, who, status, html)
    source, target = folder + "/paper.html", folder + "/paper.pdf"
    with open(source, "w", encoding="utf-8") as file:
        file.write(html)
    # Chromium's sandbox refuses to run as root.
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    subprocess.run(
        [tools["chromium"], "--headless", "--disable-gpu", "--disable-dev-shm-usage", *root, "--no-pdf-header-footer",
         f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", "file://" + source],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    about = subprocess.run([tools["pdfinfo"], target], check=True, capture_output=True, text=True).stdout
    assert re.search(r"^Pages:\s+1$", about, re.M), (path, about)
    width, height = map(float, re.search(r"^Page size:\s+([\d.]+) x ([\d.]+)", about, re.M).groups())
    assert abs(width - 595.3) < 1 and abs(height - 841.9) < 1, (path, width, height)
    text = subprocess.run([tools["pdftotext"], "-layout", target, "-"], check=True, capture_output=True, text=True).stdout
    os.remove(target)
    return re.sub(r"\s", "", text)


units = {unit["code"]: unit for unit in broker.pages("/v1/organizations", CENTRE)}
community = next(unit for unit in units.values() if unit["kind"] == "community" and unit["parent"])
township, leader = community["parent"], next(code for code, unit in units.items() if unit["kind"] == "leader")
department = next(code for code, unit in units.items() if unit["kind"] == "department")
book = broker.get("/v1/rulebook", CENTRE)
category = next(entry for entry in book["categories"] if entry["triage"] == "government")
whistle = broker.post("/v1/whistles", community["code"], {
    "title": "楼道堆物久拖不决", "category": category["code"], "joint_signers": 12, "description": "三号楼楼道长期堆放杂物，影响通行和消防安全。",
    "contact": {"name": "王一民", "phone": "13900001111"}})
at = f"/v1/whistles/{whistle['id']}"

# Filed: the application, with the contact for those who may see it; there is nothing to hand over yet.
text = printed(at + "/forms/application", community["code"])
for part in ["登记申报表", whistle["number"], units[community["code"]]["name"], "楼道堆物久拖不决", "12", "王一民", "13900001111", "■居民联名"]:
    assert part in text, (part, text)
status, html = page(at + "/forms/application", "observer")
assert status == 200 and "13900001111" not in html and "楼道堆物久拖不决" in html
assert page(at + "/forms/handover", CENTRE)[0] == 404 and page(at + "/forms/nonsense", CENTRE)[0] == 404
assert page(at + "/forms/application", department)[0] == 404
broker.post(at + "/review", township, {"decision": "accept", "note": "街道无力解决，报区"})
going = broker.post(at + "/review", CENTRE, {"decision": "accept", "handle_by": leader, "note": "请分管领导约谈"})
assert "街道无力解决" in printed(at + "/forms/application", township)

# Handed over, and the leader sends somebody else.
start = datetime.datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"]) + datetime.timedelta(days=2)
meeting = broker.post("/v1/meetings", CENTRE, {
    "title": "群众约谈", "whistles": [whistle["id"]], "form": "on_site", "place": "三号楼前", "starts_at": start.isoformat(),
    "ends_at": (start + datetime.timedelta(hours=1)).isoformat(), "invitees": [leader], "agenda": ["清理楼道", "明确长效管理"]})
for wrong, who, path in [({"answer": "postpone", "proposed_at": start.isoformat()}, leader, f"/v1/meetings/{meeting['id']}/respond"),
                         ({**{key: meeting[key] for key in ("title", "whistles", "form", "place", "starts_at", "ends_at")}, "invitees": [], "method": "six_step"}, CENTRE, "/v1/meetings")]:
    try:
        broker.post(path, who, wrong)
        raise AssertionError(path)
    except Refused as refusal:
        assert refusal.status == 422 and ("missing-reason" in refusal.body or "method-not-offered" in refusal.body), refusal
broker.post(f"/v1/meetings/{meeting['id']}/respond", leader, {"answer": "delegate", "organization": department, "reason": "出访"})
text = printed(at + "/forms/handover", leader)
for part in ["交办通知单", going["orders"][0]["number"], units[leader]["name"], units[department]["name"], "三号楼前", "请分管领导约谈"]:
    assert part in text, (part, text)
broker.post(f"/v1/meetings/{meeting['id']}/check-in", department, {"organization": leader, "person": "周主任"})
broker.post(f"/v1/meetings/{meeting['id']}/hold", CENTRE, {"attendees_present": 6})

# Resolved, and not yet approved: the raiser's feedback form has neither outcome nor measures, the leader's has both.
order = going["orders"][0]
base = f"/v1/orders/{order['id']}"
broker.post(base + "/receive", leader)
broker.post(base + "/report-in", leader, {"person": "周主任"})
broker.post(base + "/resolve", leader, {"outcome": "楼道已清空", "measures": "组织三次集中清运", "responsible_person": "周主任"})
for who in (community["code"], township):
    text = printed(at + "/forms/feedback", who)
    assert "办理情况反馈表" in text and "楼道已清空" not in text and "集中清运" not in text, text
for who in (leader, CENTRE):
    text = printed(at + "/forms/feedback", who)
    assert "楼道已清空" in text and "组织三次集中清运" in text and "周主任" in text and "■同意" not in text, text
broker.post(at + "/approve-feedback", book.get("feedback_approver") or leader, {"approve": True, "note": "同意"})
text = printed(at + "/forms/feedback", community["code"])
assert "楼道已清空" in text and "■同意反馈" in text, text
broker.post(at + "/evaluate", community["code"], {"by": "raiser", "grade": "satisfied", "solved": True})
assert "■满意" in printed(at + "/forms/feedback", community["code"])

# The record of the talk.
second = broker.post("/v1/whistles", community["code"], {"title": "停车位不足", "category": category["code"], "joint_signers": 30})
broker.post(f"/v1/whistles/{second['id']}/review", township, {"decision": "accept", "note": "报区"})
broker.post(f"/v1/whistles/{second['id']}/review", CENTRE, {"decision": "accept", "handle_by": leader, "note": "约谈"})
talk = broker.post("/v1/meetings", CENTRE, {
    "title": "群众约谈二", "whistles": [second["id"]], "form": "individual", "place": "社区会议室", "starts_at": start.isoformat(),
    "ends_at": (start + datetime.timedelta(hours=1)).isoformat(), "invitees": [leader, department], "agenda": ["新增车位"]})
broker.post(f"/v1/meetings/{talk['id']}/check-in", CENTRE, {"organization": leader, "person": "书记"})
broker.post(f"/v1/meetings/{talk['id']}/hold", CENTRE, {"attendees_present": 8})
broker.post(f"/v1/meetings/{talk['id']}/outcomes", CENTRE, {"items": [{
    "whistle": second["id"], "outcome": "assigned", "decision": "六月底前新增车位五十个", "lead": department, "responsible_person": "孙科长",
    "due_at": (start + datetime.timedelta(days=30)).isoformat()}]})
text = printed(f"/v1/meetings/{talk['id']}/forms/record", leader)
for part in ["情况登记表", "社区会议室", "停车位不足", "六月底前新增车位五十个", "孙科长", "■交办解决", units[department]["name"], "书记"]:
    assert part in text, (part, text)
assert page(f"/v1/meetings/{talk['id']}/forms/record?whistle={whistle['id']}", leader)[0] == 404
assert page(f"/v1/meetings/{talk['id']}/forms/record", "observer")[0] == 200
english = urllib.request.Request(f"{broker.url}/v1/meetings/{talk['id']}/forms/record", headers={
    "Authorization": "Bearer " + broker.tokens[leader], "Accept-Language": "en"})
assert '<html lang="en">' in urllib.request.urlopen(english, timeout=30).read().decode()

# Notices: none while all is in order; 督办 once it is under supervision; 催办 once a clock is missed.
late = [o for o in broker.get(f"/v1/whistles/{second['id']}", CENTRE)["orders"] if o["department"] == department][0]
notices = f"/v1/orders/{late['id']}/notices/"
assert page(notices + "urging", department)[0] == page(notices + "supervision", department)[0] == 404
broker.post(f"/v1/orders/{late['id']}/supervise", CENTRE, {"level": "yellow", "note": "请抓紧"})
text = printed(notices + "supervision", department)
assert "督办通知" in text and "黄牌" in text and late["number"] in text, text
now = datetime.datetime.fromisoformat(broker.get("/v1/demo/clock", "admin")["now"])
broker.ask("PUT", "/v1/demo/clock", "admin", {"now": (now + datetime.timedelta(days=10)).isoformat()})
assert "催办通知" in printed(notices + "urging", department)
status, markdown = page(notices + "urging", department, "text/markdown")
assert status == 200 and markdown.startswith("# 催办通知")
assert broker.stop() == 0
shutil.rmtree(folder)
print("printed: four forms and two notices, one page of A4 each")
