"""Several processes as one: started together, ended together, no orphan left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

#: A child that has not ended by itself after this long is ended.
PATIENCE_SECONDS = 10.0


class Together:
    """The children of one run, by name."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self.commands = commands
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_end = False

    def run(self, when_started: Callable[[], None]) -> int:
        """Start the first, call *when_started*, start the others, wait for a signal or a death.

        Who waits for the first shall not wait for the others as well. 0 if we were asked to end.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_end)
        try:
            for place, (name, command) in enumerate(self.commands.items()):
                if self.asked_to_end or self.dead():
                    break
                self.children[name] = start(command)
                if place == 0:
                    when_started()
            self._wait()
        finally:
            dead = self.dead()
            self.end()
        for name in dead if not self.asked_to_end else []:
            print(f"{name} 意外停止 ended unexpectedly", file=sys.stderr)  # noqa: T201 -- a command's own voice
        return 0 if self.asked_to_end else 1

    def dead(self) -> list[str]:
        """Names of the children that have ended."""
        return [name for name, child in self.children.items() if child.poll() is not None]

    def end(self) -> None:
        """Ask every child to end, wait, and end what is left of its process group."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            _end_group(child.pid)

    def _ask_to_end(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_end = True

    def _wait(self) -> None:
        while not self.asked_to_end and not self.dead():
            time.sleep(0.1)


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches it through us alone and once."""
    tethered = [sys.executable, "-m", "haitang.project.tether", *command]
    return subprocess.Popen(tethered, start_new_session=True)  # noqa: S603 -- our own command, no shell


def _end_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
