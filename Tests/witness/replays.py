"""Every district's story, played by the program itself: each published figure is reached. usage: replays.py PROGRAM DATA_DIR [DISTRICT…]"""
import json
import os
import subprocess
import sys

from broker import Broker

program, data = sys.argv[1:3]
os.makedirs(data, exist_ok=True)
# What the districts print of themselves; the stories may count more.
PUBLISHED = {
    "changshu": ["21", "9", "12", "249", "511", "1910", "690", "384", "114", "≥ 20", "≥ 50"],
    "jiangdong": ["74", "400", "850", "150", "193", "32", "161"],
    "liuyang": ["1327", "1267", "95.5 %", "132", "22", "2", "367", "450", "13", "≥ 5200"],
    "zigong": ["≥ 4000", "≥ 95 %"],
    "dujiangyan": ["15", "1260", "1100", "87.3 %", "160", "3", "−15.39 %"],
}
for district in sys.argv[3:] or PUBLISHED:
    broker = Broker(program, f"{data}/{district}", demo=district).start()
    done = subprocess.run(
        [program, "demo", "replay", district, "--data-dir", f"{data}/{district}", "--json"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["district"] == district
    printed = [figure["published"] for figure in told["figures"]]
    missing = set(PUBLISHED[district]) - set(printed)
    assert not missing, missing
    for figure in told["figures"]:
        print(f"{district}: {figure['name']} — {figure['published']} — {figure['reached']}")
    # A year's work led every whistle and order where it stands.
    report = broker.get("/v1/audit/verify", "supervisor")
    assert report["ok"], report
    print(f"{district}: the audit held over {report['events_checked']} lines")
    assert broker.stop() == 0
