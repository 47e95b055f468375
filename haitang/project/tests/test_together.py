import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from haitang.project.together import Together

SLEEPER = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(600)"
PARENT = """
import sys
import threading
from haitang.project.together import Together
sleeper, folder = sys.argv[1:3]
commands = {n: [sys.executable, "-c", sleeper, f"{folder}/{n}"] for n in ("web", "worker")}
sys.exit(Together(commands).run(lambda: print("started", flush=True)))
"""


def alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return status != "Z"


def wait_for(condition, seconds: float = 90.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def running(tmp_path):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, SLEEPER, str(tmp_path)], stdout=subprocess.PIPE)
    paths = [tmp_path / "web", tmp_path / "worker"]
    assert wait_for(lambda: all(path.exists() and path.read_text() for path in paths))
    yield parent, [int(path.read_text()) for path in paths]
    parent.kill()
    parent.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_ends_its_children_and_exits_with_zero(running, number):
    parent, children = running
    parent.send_signal(number)
    assert parent.wait(90) == 0
    assert wait_for(lambda: not any(alive(child) for child in children))


def test_when_one_child_dies_the_other_is_ended_and_the_exit_code_says_so(running):
    parent, children = running
    os.kill(children[1], signal.SIGKILL)
    assert parent.wait(90) == 1
    assert wait_for(lambda: not alive(children[0]))


def test_killed_without_warning_it_leaves_no_orphan(running):
    parent, children = running
    parent.kill()
    parent.wait(90)
    assert wait_for(lambda: not any(alive(child) for child in children))


def test_the_others_are_started_once_the_first_was_waited_for(tmp_path):
    touch = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(600)"
    names = ("web", "worker")
    together = Together({name: [sys.executable, "-c", touch, str(tmp_path / name)] for name in names})
    seen = []

    def waited() -> None:
        assert wait_for((tmp_path / "web").exists)
        seen.append(list(together.children))

    def end() -> None:
        assert wait_for((tmp_path / "worker").exists)
        os.kill(os.getpid(), signal.SIGTERM)

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    ender = threading.Thread(target=end)
    ender.start()
    try:
        assert together.run(waited) == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    ender.join()
    assert seen == [["web"]]
