"""One house to measure: a folder, a database, and commands run with both."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.table import Line

ROOT = Path(__file__).resolve().parent.parent
#: A house that does not answer within this many seconds will not.
PATIENCE = 120


@dataclass(frozen=True)
class Spent:
    """What a command took."""

    seconds: float
    cpu: float
    peak_mib: float
    out: str


@dataclass(frozen=True)
class House:
    """``on`` is the database as the table calls it, ``url`` its address (empty: SQLite in ``folder``)."""

    on: str
    folder: Path
    url: str

    def environment(self) -> dict[str, str]:
        """What every process of this house runs with; byte code is kept, as in any real installation."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("HAITANG_")}
        kept.pop("DATABASE_URL", None)
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        ours = {
            "HAITANG_VAR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "haitang.project.settings",
            "PYTHONPATH": str(ROOT),
        }
        return kept | ours | ({"DATABASE_URL": self.url} if self.url else {})

    def run(self, *arguments: str) -> Spent:
        """Run ``haitang ARGUMENTS``; what it took in time, processor and memory."""
        command = [sys.executable, "-m", "haitang.project.cli", *arguments]
        began = time.perf_counter()
        child = subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        out = child.stdout.read()
        # wait4 tells the peak of this very child; getrusage would tell the largest of all before it.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"haitang {' '.join(arguments)} failed ({child.returncode}):\n{out}")
        return Spent(time.perf_counter() - began, _cpu(usage), usage.ru_maxrss / 1024, out)

    def part(self, name: str, *arguments: str) -> list[Line]:
        """Measure one part (``bench/NAME.py``) in a process of its own, with this house's settings."""
        command = [sys.executable, "-m", "bench.part", name, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            return [Line(f"{name}: could not be measured", 0, "", limit=1, least=True, on=self.on)]
        return [Line(**{**line, "on": self.on}) for line in json.loads(done.stdout.splitlines()[-1])]

    @contextmanager
    def serving(self, command: str, *arguments: str) -> Iterator["Server"]:
        """The house as ``haitang COMMAND`` starts it, web and worker, for as long as one asks."""
        port = free_port()
        started = [sys.executable, "-m", "haitang.project.cli", command, "--port", str(port), *arguments]
        began = time.perf_counter()
        child = subprocess.Popen(
            started, cwd=ROOT, env=self.environment(), stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            wait_for(port, child, path="/account/login/")
            yield Server(port, child.pid, time.perf_counter() - began)
        finally:
            child.send_signal(signal.SIGINT)
            child.wait(timeout=PATIENCE)


@dataclass(frozen=True)
class Server:
    """A house that answers."""

    port: int
    pid: int
    seconds_to_start: float

    def cpu(self) -> float:
        """Processor seconds that all its processes have used so far."""
        ticks = os.sysconf("SC_CLK_TCK")
        return sum(_stat(pid)[1] for pid in _family(self.pid)) / ticks

    def rest(self) -> None:
        """Wait until it is at rest: a house that has just begun learns its routing, once."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            before = self.cpu()
            time.sleep(3)
            if self.cpu() - before < 0.3:
                return


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, child: "subprocess.Popen[bytes]", *, path: str) -> None:
    """Until the server that *child* is shows this page."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and child.poll() is None:
        try:
            asked = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            asked.request("GET", path)
            if asked.getresponse().status < 400:
                return
        except ConnectionError:
            time.sleep(0.05)
    sys.exit(f"{child.args!r} did not start")


def _cpu(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def _family(root: int) -> list[int]:
    parents = {int(entry.name): _stat(int(entry.name))[0] for entry in Path("/proc").glob("[0-9]*")}
    family = [root]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    return family


def _stat(pid: int) -> tuple[int, int]:
    """Parent and processor ticks of a process; of one that is gone, nothing."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0, 0
    return int(fields[1]), int(fields[11]) + int(fields[12])
