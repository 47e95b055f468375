"""A PostgreSQL of one's own for as long as a command runs: ``python tests/postgres.py pytest -q``.

Debian's server binaries are used with a private data folder, a free port and no durability: it is thrown
away at the end. As root the server runs as ``postgres``, since it refuses to run as root.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=256MB"


def programs() -> Path:
    """The folder of ``initdb`` and ``pg_ctl``, newest version first; ends the program in words if absent."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version, reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    sys.exit("No PostgreSQL server found. Install it: apt-get install postgresql")


def _version(program: Path) -> float:
    return float(program.parent.parent.name)


def server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(settings: str = FAST) -> Iterator[str]:
    """Start a server, yield its address as a ``DATABASE_URL``, stop it and remove its data."""
    bin_folder, user, port = programs(), server_user(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="haitang-pg-"))
    if user:
        shutil.chown(folder, user)

    def control(*command: str) -> None:
        done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    data, log = str(folder / "data"), str(folder / "log")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {settings}"
    try:
        control(
            str(bin_folder / "initdb"),
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        # With a log of its own the server keeps none of our pipes open, so that run() comes back.
        control(str(bin_folder / "pg_ctl"), "-D", data, "-l", log, "-o", options, "-w", "-t", "300", "start")
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            control(str(bin_folder / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "-t", "300", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run *command* with ``DATABASE_URL`` set; its exit code is ours."""
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
