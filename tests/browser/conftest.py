"""The demonstration, served by gunicorn as `make run` serves it, and a real browser to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import going

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # letters as wide as in a window
    "--renderer-process-limit=1",  # for each browser that is opened; else it has one more ready each time
    "--js-flags=--no-maglev --no-turbofan",  # scripts run once or twice on each page: to optimise them costs more
]
PASSWORD = "nobody real is here"
START_SECONDS = 180


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration has its database, and what it says as it starts."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """The address of a running demonstration, started with the program behind `make run`."""
    port = str(_free_port())
    environ = {k: v for k, v in os.environ.items() if not k.startswith("CDOP_")}
    environ |= {"CDOP_PORT": port, "CDOP_DEMO_FOLDER": str(folder)}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([sys.executable, "-m", "tools.demo"], cwd=ROOT, env=environ, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310  (our own address)
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)  # between two questions to a server that is starting
    raise AssertionError(f"the demonstration did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, without a window: one for all tests, for two cannot run in one process."""
    with sync_playwright() as playwright:
        path = os.environ.get("TEST_BROWSER") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page at laptop width in a browser that knows nobody."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in(page: Page, who: str) -> None:
    """Sign in to the demonstration by the form."""
    going.sign_in(page, f"{who}@example.com", PASSWORD)
