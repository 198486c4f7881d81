"""The README's own commands, run as a newcomer would, on a running broker; and the replay with its published figures.
usage: readme.py PROGRAM DATA_DIR README"""
import json
import os
import re
import subprocess
import sys
import tempfile

from broker import Broker

program, data, readme = sys.argv[1:4]
broker = Broker(program, data).start()
with open(readme, encoding="utf-8") as file:
    blocks = re.findall(r"```sh\n(.*?)```", file.read(), re.S)
assert blocks, "the README has no commands"
with tempfile.TemporaryDirectory() as folder:
    os.symlink(data, folder + "/whistle-data")
    for block in blocks:
        text = block.replace("http://127.0.0.1:8080", broker.url)
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert '"state":"closed"' in done.stdout, done.stdout + done.stderr


def whistle(*arguments):
    done = subprocess.run([program, *arguments, "--data-dir", data], capture_output=True, text=True)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


raised = json.loads(whistle("raise", "--as", "meili", "--category", "walls", "--title", "墙皮剥落", "--json"))
order = raised["orders"][0]["id"]
assert "墙皮剥落" in whistle("queue", "housing", "--as", "housing")
claimed = json.loads(whistle("claim", "housing", "--as", "housing", "--json"))["orders"][0]
whistle("receive", order, "--as", "housing", "--claim", claimed["claim"]["token"])
whistle("report-in", order, "--as", "housing", "--person", "李四")
whistle("resolve", order, "--as", "housing", "--outcome", "好", "--measures", "修", "--person", "李四")
refused = subprocess.run([program, "receive", "x", "--as", "housing", "--data-dir", data], capture_output=True, text=True)
assert refused.returncode == 1 and "没有找到" in refused.stderr or "不存在" in refused.stderr, refused.stderr

for _ in range(2):
    figures = json.loads(whistle("demo", "replay", "changshu", "--json"))["figures"]
    assert {"梅李 事项": 21, "梅李 共商共办工单": 9, "梅李 市级职能部门": 12}.items() <= {f["name"]: f["reached"] for f in figures}.items()
assert "协调会" in whistle("meeting", "list", "--as", "meili")
assert broker.stop() == 0
print("readme: every command ran;", len(figures), "figures reached")
