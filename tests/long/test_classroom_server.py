"""Does deploy/jupyterhub make a server on which a class is taught, from release to feedback, and a student sees no answer and nobody else's work?

For real: installed by its own script, JupyterHub and its proxy on loopback, every person another system user. These users are known in
a namespace of the test's own alone, so that none is made on this machine and nothing of it outlives the test. Needs root, Chromium,
and the registries of PyPI and npm.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest
import tiny
from browsing import browser, press
from nbformat import v4

from autograder.making import kit

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can be several users")
browser = browser
CLASS, CHAPTER = "winter-2026", tiny.CHAPTER
USERS = {"grader": 64001, "noether": 64002, "ada": 64003, "bob": 64004}
WRONG = "def dropout_forward(A, keep_prob, rng):\n    return A, A\n"
OWN = """\
mount --make-rprivate /
mount --bind passwd /etc/passwd
mount --bind group /etc/group
exec "$@"
"""
SETTINGS = """\
load_subconfig({config!r})
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "pw"
c.JupyterHub.bind_url = "http://127.0.0.1:{0}"
c.JupyterHub.hub_port = {1}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{2}"
c.JupyterHub.services[0]["url"] = "http://127.0.0.1:{3}"
"""
# What bob runs in his own notebook. What he got is printed, or why he did not.
LOOK = """\
import glob, importlib, json, os, pathlib, re, shutil, urllib.request
PLACE, CLASS, CHAPTER, ADA = {place!r}, {class_!r}, {chapter!r}, {ada}
inbound = f"{{PLACE}}/exchange/{{CLASS}}/inbound"
found = {{}}

def attempt(name, do):
    try:
        found[name] = repr(do())
    except Exception as error:
        found[name] = f"refused: {{type(error).__name__}} {{getattr(error, 'code', '')}}".strip()

for module in ("autograder", "autograder.bank", "course_utils.reference"):
    attempt(f"import {{module}}", lambda: importlib.import_module(module))
for folder in ("course", "grader", "hub", "kit", "state", CLASS, "home/ada", "home/grader", f"exchange/{{CLASS}}/inbound", f"exchange/{{CLASS}}/feedback"):
    attempt(f"list {{folder}}", lambda: os.listdir(f"{{PLACE}}/{{folder}}"))
for file in ("classroom.toml", f"{{CLASS}}/gradebook.db", f"{{CLASS}}/class_seed", "course/autograder/bank/__init__.py"):
    attempt(f"read {{file}}", lambda: open(f"{{PLACE}}/{{file}}").read())
for folder in ("exchange", "students/lib", "proxy"):
    attempt(f"write {{folder}}", lambda: os.rename(glob.glob(f"{{PLACE}}/{{folder}}/*")[0], f"{{PLACE}}/{{folder}}/mine"))

def environment(pid):
    if os.stat(f"/proc/{{pid}}").st_uid != os.getuid():
        return open(f"/proc/{{pid}}/environ").read()

pids = [pid for pid in os.listdir("/proc") if pid.isdigit()]
for pid in pids:
    attempt(f"environment {{pid}}", lambda: environment(pid))
found["commands"] = " ".join(pathlib.Path(f"/proc/{{pid}}/cmdline").read_bytes().decode() for pid in pids if os.path.exists(f"/proc/{{pid}}"))
rows = [line.split() for table in ("tcp", "tcp6") for line in open(f"/proc/net/{{table}}").readlines()[1:]]
found["ada listens"] = len([row for row in rows if row[3] == "0A" and int(row[7]) == ADA])

port = re.search(r"--api-port.(\\d+)", found["commands"])[1]
attempt("ask the proxy", lambda: urllib.request.urlopen(f"http://127.0.0.1:{{port}}/api/routes").read())

def ask(path, method="GET"):
    token = {{"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]}}
    return urllib.request.urlopen(urllib.request.Request(os.environ["JUPYTERHUB_API_URL"] + path, headers=token, method=method)).read()

attempt("ask /users/bob", lambda: ask("/users/bob"))
for path in ("/users", "/users/ada", "/users/ada/tokens", "/groups", "/proxy", "/services", f"/services/{{CLASS}}"):
    attempt(f"ask hub {{path}}", lambda: ask(path))
attempt("ask hub POST /users/ada/server", lambda: ask("/users/ada/server", "POST"))

def hand_in(name):
    shutil.copytree(CHAPTER, f"{{inbound}}/{{name}}")
    os.chmod(f"{{inbound}}/{{name}}", 0o777)
    return f"{{inbound}}/{{name}}"

hand_in(f"ada+{{CHAPTER}}+2099-01-01 00:00:00.000000 UTC+forged")
os.symlink(f"{{PLACE}}/{{CLASS}}/class_seed", hand_in(f"bob+{{CHAPTER}}+2099-01-01 00:00:00.000000 UTC+linked") + "/seed")
print(json.dumps(found))
"""


def everyones_python():
    """Return a Python that every user may start: the one of this environment, where that lies in nobody's home, else the system's."""
    for python in (Path(sys._base_executable).resolve(), Path("/usr/bin/python3").resolve()):
        if python.is_file() and all(place.stat().st_mode & 0o1 for place in (python, *python.parents)):
            return str(python)
    pytest.skip("there is no Python that every user may start")


class Classroom:
    """A classroom server in a folder of its own that everybody may walk through."""

    def __init__(self):
        self.place = Path(tempfile.mkdtemp(prefix="hub", dir="/tmp"))
        self.place.chmod(0o755)
        course = tiny.make(self.place / "course")
        for name in ("course_utils", "autograder", "deploy"):
            shutil.copytree(tiny.ROOT / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "requirements.lock", "README.md", *kit.LICENCES):
            shutil.copy(tiny.ROOT / name, course)
        self.deploy = course / "deploy" / "jupyterhub"
        shutil.copy(self.deploy / "classroom.toml", self.place)
        (self.place / "classroom.toml").chmod(0o600)
        for table, line in {"passwd": "{0}:x:{1}:{1}::{2}/home/{0}:/bin/bash\n", "group": "{0}:x:{1}:\n"}.items():
            lines = [line.format(name, number, self.place) for name, number in USERS.items()]
            (self.place / table).write_text(Path("/etc", table).read_text() + "".join(lines))
        for name, number in USERS.items():
            (self.place / "home" / name).mkdir(parents=True)
            os.chown(self.place / "home" / name, number, number)  # open: the hub closes it

    def words(self, *words):
        """Return the words that start a command where these users are known; all that it starts ends with it."""
        own = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c"]
        return [*own, OWN, "bash", *map(str, words)]

    @property
    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "COURSE", "JUPYTER"))}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # for uv
        return {**kept, "PYTHON": everyones_python(), "PATH": path, "UV_COMPILE_BYTECODE": "0"}

    def run(self, *words, **more):
        done = subprocess.run(self.words(*words), cwd=self.place, env=self.environment | more, capture_output=True, text=True)
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def grader(self, *words):
        """Run a command in the class's folder, as its owner would in a terminal of the service."""
        path = f"{self.place}/grader/bin:/usr/bin:/bin"
        self.run("runuser", "-u", "grader", "--", "env", "-C", self.place / CLASS, f"PATH={path}", f"HOME={self.place}/home/grader", *words)

    def start(self):
        with contextlib.ExitStack() as stack:
            probes = [stack.enter_context(socket.socket()) for _ in range(4)]
            for probe in probes:
                probe.bind(("127.0.0.1", 0))
            ports = [probe.getsockname()[1] for probe in probes]
        self.url = f"http://127.0.0.1:{ports[0]}"
        settings = self.place / "settings.py"
        settings.write_text(SETTINGS.format(*ports, config=str(self.deploy / "jupyterhub_config.py")))
        self.log = self.place / "log"
        command = self.words(self.place / "hub/bin/jupyterhub", "--config", settings)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, cwd=self.place, env=self.environment, stdout=log, stderr=log)
        end = time.monotonic() + 90
        while not self._up():
            assert self.process.poll() is None and time.monotonic() < end, f"no hub:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.3)

    def _up(self):
        try:
            return urllib.request.urlopen(f"{self.url}/hub/health", timeout=5).status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def secrets(self):
        """Return the tokens in the environments of all that the server runs."""
        found = set()
        for file in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                pairs = [pair.split("=", 1) for pair in file.read_bytes().decode(errors="replace").split("\0") if "=" in pair]
                if any(str(self.place) in value for _, value in pairs):
                    found |= {value for name, value in pairs if name in ("JUPYTERHUB_API_TOKEN", "CONFIGPROXY_AUTH_TOKEN")}
        return found


@pytest.fixture(scope="module")
def classroom():
    """A classroom server that runs, with a class that has its notebooks."""
    room = Classroom()
    try:
        room.run(room.deploy / "install")
        room.grader("course", "build")
        room.start()
        yield room
    finally:
        if hasattr(room, "process"):
            room.process.kill()
            room.process.wait()
        shutil.rmtree(room.place, ignore_errors=True)


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser, url, name):
        self.url, self.name = url, name
        self.page = browser.new_context(viewport={"width": 1300, "height": 900}).new_page()
        self.page.goto(f"{url}/hub/login")
        self.page.fill("#username_input", name)
        self.page.fill("#password_input", "pw")
        self.page.click("#login_submit", no_wait_after=True)

    def at_home(self):
        """Wait until JupyterLab is there."""
        self.page.wait_for_url(f"**/user/{self.name}/lab**", timeout=90_000)
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").wait_for(timeout=60_000)

    def status(self, path):
        return self.page.goto(self.url + path).status

    def menu(self, bar, entry):
        self.page.locator(".lm-MenuBar-itemLabel", has_text=bar).click()
        self.page.locator(".lm-Menu-itemLabel", has_text=entry).first.click()

    def assignments(self, button):
        """Press a button of the Assignment List."""
        self.menu("Nbgrader", "Assignment List")
        self.page.get_by_role("button", name=button, exact=True).click()

    def open(self, path):
        self.page.goto(f"{self.url}/user/{self.name}/lab/tree/{path}?reset")  # no other notebook open
        self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=60_000)

    def save(self):
        with self.page.expect_response(lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url):
            self.page.keyboard.press("Control+s")

    def work(self, answer):
        """Fetch the chapter, write an answer, save, and hand in."""
        self.at_home()
        self.assignments("Fetch")
        self.page.get_by_role("button", name="Submit", exact=True).wait_for()
        self.open(f"{CHAPTER}/{CHAPTER}.ipynb")
        self.page.locator(".jp-CodeCell", has_text="YOUR CODE HERE").first.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(answer)
        self.save()
        self.assignments("Submit")
        self.page.get_by_role("button", name="Fetch Feedback").wait_for()

    def run(self):
        """Run the only cell of the notebook that is open and return what it shows."""
        cell = self.page.locator(".jp-CodeCell").first
        for _ in range(60):
            if re.search(r"[*\d]", cell.locator(".jp-InputPrompt").inner_text()):
                break
            cell.locator(".cm-content").click()
            self.page.keyboard.press("Control+Enter")  # JupyterLab shows an idle kernel before there is one, and runs nothing then
            self.page.wait_for_timeout(1000)
        shown = self.page.locator(".jp-OutputArea-output").first
        shown.wait_for(timeout=60_000)
        return shown.inner_text()


def test_is_a_class_taught_from_release_to_feedback_and_sees_a_student_no_answer_and_nobody_elses_work(classroom, browser):
    place = classroom.place
    ada, bob, noether = (Person(browser, classroom.url, name) for name in ("ada", "bob", "noether"))
    formgrader = f"/services/{CLASS}/formgrader/manage_assignments"

    # the instructor, whom the login leads to the class, releases
    page = noether.page
    page.wait_for_url(f"**/services/{CLASS}/lab**", timeout=90_000)
    assert noether.status(formgrader) == 200
    press(page, page.locator("td.release a"))

    # two students work
    ada.work(tiny.RIGHT["dropout_forward"])
    bob.work(WRONG)

    # one of them looks for more
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = v4.new_notebook(cells=[v4.new_code_cell(look(place))], metadata=kernel)
    nbformat.write(notebook, place / "home/bob/look.ipynb")
    bob.open("look.ipynb")
    found = json.loads(bob.run())
    assert {path: bob.status(path) for path in (formgrader, "/user/ada/lab", "/user/bob/formgrader/")} == {
        formgrader: 403,
        "/user/ada/lab": 403,
        "/user/bob/formgrader/": 404,
    }
    commands = found.pop("commands")
    assert "jupyterhub-singleuser" in commands
    assert len(classroom.secrets()) == 4  # of two students, the service and the proxy
    assert [secret for secret in classroom.secrets() if secret in commands] == []
    assert "bob" in found.pop("ask /users/bob")
    assert found.pop("ada listens") == 2  # her server; and her kernel's ear for its own children: what it says goes by files in her home
    assert {name: what for name, what in found.items() if not what.startswith("refused") and what != "None"} == {}

    # the instructor collects, grades and gives back
    page.reload()
    said = press(page, page.locator("td.collect a"))
    assert "it is bob's, who cannot hand in for another" in said and "Not taken of" in said and "'seed'" in said
    page.locator("td.num-submissions a").click()
    scores = {}
    for student in ("ada", "bob"):
        row = page.locator("tr", has=page.locator("td.student-id", has_text=student))
        press(page, row.locator(".autograde a"))
        row.locator(".score", has_text="/").wait_for()
        scores[student] = row.locator(".score").inner_text()
    assert scores == {"ada": "3 / 5", "bob": "0 / 5"}
    noether.status(formgrader)
    press(page, page.locator("td.generate-feedback a"))
    press(page, page.locator("td.release-feedback a"))

    # and a student reads it
    ada.page.reload()
    ada.assignments("Fetch Feedback")
    ada.page.get_by_text("(view feedback)").wait_for()
    (file,) = (place / "home/ada" / CHAPTER / "feedback").glob(f"*/{CHAPTER}.html")
    ada.page.goto(f"{classroom.url}/user/ada/lab/tree/{quote(str(file.relative_to(place / 'home/ada')))}?reset")
    assert "3 of 5 points" in ada.page.frame_locator("iframe").locator("h1").inner_text()


def look(place):
    return LOOK.format(place=str(place), class_=CLASS, chapter=CHAPTER, ada=USERS["ada"])
