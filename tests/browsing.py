"""A real browser that notices what a page does, and a Jupyter server with formgrader.

Needs Chromium (`apt-get install chromium`, or a path in `COURSE_CHROMIUM`); without one the tests fail.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib import resources
from pathlib import Path

import pytest
import tiny
from playwright.sync_api import Error, sync_playwright

FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"


@pytest.fixture(scope="module")
def browser():
    path = (
        os.environ.get("COURSE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    assert path, "there is no Chromium: install one (apt-get install chromium), or name it in COURSE_CHROMIUM"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        browser.close()


def serious(page, within="html"):
    """What axe finds in the parts of a page that a selector names, and what it calls serious or critical: a line each, with the place."""
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("at => axe.run({include: [at]}, {resultTypes: ['violations']})", within)["violations"]
    return [
        f"{one['help']} ({one['id']}): {node['html'][:200]}; {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


class Canary:
    """A page in the browser, and what happened in it that must not: what ran, where it went, whom it asked."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.sang, self.errors, self.refused = set(), [], []
        self.page.on("dialog", lambda dialog: (self.sang.add("dialog"), dialog.dismiss()))
        self.page.on("request", self._request)
        self.page.on("popup", lambda page: self.sang.add("window"))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.refused.append(message.text) if "Content Security Policy" in message.text else None)

    def _request(self, request):
        if not request.url.startswith(("data:", "blob:", "file:", "about:", "http://127.0.0.1:")):
            self.sang.add("request")
        if request.is_navigation_request() and request.frame == self.page.main_frame and request.url != self.expected:
            self.sang.add("navigation")

    def look(self, url, wait=150):
        """Open a page and return what the canary sang; {} is silence."""
        self.sang.clear(), self.errors.clear(), self.refused.clear()
        self.expected = url
        try:
            answer = self.page.goto(url, wait_until="load", timeout=20_000)
            assert answer.ok, f"{url}: {answer.status}"
            self.page.mouse.move(200, 300)  # for what waits for a pointer
            self.page.wait_for_timeout(wait)
            if self.page.evaluate("window.ran"):
                self.sang.add("ran")
            if self.page.title() == "ran":
                self.sang.add("title")
        except Error:
            if "navigation" not in self.sang:  # a page that went away is no page to ask
                raise
        return set(self.sang)

    def covered(self):
        """Whether something of the submission lies over nbgrader's heading, or over the whole window."""
        self.page.evaluate("scrollTo(0, 0)")  # formgrader begins at the first lost point, where the submission may well stand
        return self.page.evaluate(
            """() => [[40, 40], [innerWidth / 2, 60]].some(([x, y]) => {
                const at = document.elementFromPoint(x, y); return at && at.closest('.rendered_html, .output_subarea, .theirs') !== null})"""
        )

    def formula(self):
        """The size of the last formula."""
        return self.page.evaluate(
            "() => { const b = [...document.querySelectorAll('math')].at(-1).getBoundingClientRect(); return [b.width, b.height] }"
        )


class Server:
    """A Jupyter server with nbgrader's extensions, started in the course's root; or what `words`, given to Python, start in a folder."""

    def __init__(self, root, settings, words=("-m", "jupyter", "server"), path=tiny.ROOT):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        for name in ("config", "data", "runtime"):
            (settings / name).mkdir(parents=True)
        environment = {
            **os.environ,
            "JUPYTER_CONFIG_DIR": str(settings / "config"),
            "JUPYTER_DATA_DIR": str(settings / "data"),
            "JUPYTER_RUNTIME_DIR": str(settings / "runtime"),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": str(path),
        }
        port = self.url.rpartition(":")[2]
        options = f"--no-browser --allow-root --ServerApp.ip=127.0.0.1 --ServerApp.port={port} --IdentityProvider.token=t --ServerApp.port_retries=0"
        self.log = (settings / "log").open("w+")
        command = [sys.executable, *words, *options.split(), f"--ServerApp.root_dir={root}"]
        self.process = subprocess.Popen(command, cwd=root, env=environment, stdout=self.log, stderr=self.log)
        end = time.monotonic() + 90
        while not self._up():
            assert self.process.poll() is None and time.monotonic() < end, f"no Jupyter server:\n{Path(self.log.name).read_text()[-3000:]}"
            time.sleep(0.3)

    def _up(self):
        try:
            return urllib.request.urlopen(f"{self.url}/api?token=t", timeout=5).status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


def press(page, button):
    """Press a button of formgrader, wait for what it says in the end, and return that."""
    button.click()
    modal = page.locator("#success-modal, #error-modal")
    modal.wait_for(timeout=120_000)
    said = modal.inner_text()
    assert modal.get_attribute("id") == "success-modal", said
    modal.get_by_role("button", name="OK").click()
    modal.wait_for(state="detached")
    return said
