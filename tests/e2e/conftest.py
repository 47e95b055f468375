"""The real server on a grown county, and the system's own Chromium.

The county is grown once; each test file gets a copy of it and a server of its own, because the ledger cannot
be rolled back. A page with an error on its console fails its test; a failed test leaves a picture in
``test-results/``.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "test-results"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
FAILED = pytest.StashKey[bool]()
#: Where several suites run at once a page may take half a minute; what holds is seen at once all the same.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A walk through many pages takes longer than a test of one part."""
    for item in items:
        item.add_marker(pytest.mark.timeout(600))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def environment(folder: Path) -> dict[str, str]:
    """The environment of a sample house that keeps everything in *folder*."""
    ours = {
        "HAITANG_VAR": str(folder),
        "HAITANG_SAMPLE": "1",
        "DJANGO_SETTINGS_MODULE": "haitang.project.settings",
    }
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | ours


@pytest.fixture(scope="session")
def grown(tmp_path_factory) -> Path:
    """A folder with a grown county in SQLite."""
    given = os.environ.get("HAITANG_E2E_COUNTY")
    return Path(given) if given else grow(tmp_path_factory.mktemp("county"))


def grow(folder: Path, *options: str) -> Path:
    """Grow a tiny county in *folder*; a test file on another county calls this in its own ``grown``."""
    command = [sys.executable, "-m", "haitang.project.cli", "sample", "grow", "--size", "tiny", *options]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="module")
def county(grown, tmp_path_factory) -> Path:
    """A copy of the grown county, for one test file to change as it likes."""
    folder = tmp_path_factory.mktemp("copy") / "var"
    shutil.copytree(grown, folder)
    return folder


@pytest.fixture(scope="module")
def address(county) -> Iterator[str]:
    """Where the server of this test file listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "haitang.project.wsgi:application"]
    options = ["--port", str(port), "--workers", "1", "--blocking-threads", "1", "--log-level", "warning"]
    process = subprocess.Popen([*server, *options], cwd=ROOT, env=environment(county))
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/account/login/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait for the first page; fail if the server ends before it."""
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=20)  # noqa: S310 -- our own server
        except urllib.error.HTTPError as error:
            pytest.fail(f"{url} answered {error.code}")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no answer from {url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )
    if program is None:
        pytest.exit("No Chromium found. Install it: apt-get install chromium fonts-wqy-microhei", 2)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def enter(browser, address, request) -> Iterator[Callable[..., Page]]:
    """Opens a page for one more person: ``enter()`` at a desk, ``enter(PHONE)`` on a phone."""
    pages: list[Watched] = []

    def opened(screen: ViewportSize = DESKTOP, **options: Any) -> Page:
        held = {"has_touch": True, "is_mobile": True} if screen is PHONE else {}
        settings = {"base_url": address, "viewport": screen, "locale": "zh-CN", **held, **options}
        pages.append(Watched(browser.new_context(**settings)))
        return pages[-1].page

    yield opened
    for number, watched in enumerate(pages, 1):
        if request.node.stash.get(FAILED, False):
            watched.keep_picture(f"{request.node.originalname}-{number}")
        watched.context.close()
    unexpected = [error for watched in pages for error in watched.unexpected()]
    assert not unexpected, unexpected


@pytest.fixture
def desk(enter) -> Page:
    """A page on a desk's screen."""
    return enter()


@pytest.fixture
def phone(enter) -> Page:
    """A page on a phone."""
    return enter(PHONE)


class Watched:
    """A page whose errors are heard. A test that means to meet one names it in ``page.expected_errors``."""

    def __init__(self, context: BrowserContext) -> None:
        context.set_default_timeout(PATIENCE)
        self.context, self.page = context, context.new_page()
        self.errors: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.expected_errors = []

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def unexpected(self) -> list[str]:
        """What stood on the console and was not meant to."""
        return [
            error for error in self.errors if not any(word in error for word in self.page.expected_errors)
        ]

    def keep_picture(self, name: str) -> None:
        """The whole page as it stood when its test failed."""
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
