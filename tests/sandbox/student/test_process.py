"""Does process 1 of the sandbox count what its children use, and is the place as it was after them?"""

import os

import pytest
from runners import notebook, said, texts

from autograder.grading.run import Runner
from autograder.sandbox import bubblewrap as sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.student import process


def test_what_several_processes_use_is_counted_together():
    each = "if not os.fork():\n        kept = bytearray(3 * 10**8)\n        kept[::4096] = b'x' * len(kept[::4096])\n        time.sleep(60)"
    one = Runner(Limits(cell_seconds=20, memory=2**30))
    try:
        run = one.run(notebook("x = 1", f"import os, time\nfor _ in range(5):\n    {each}\ntime.sleep(60)", "x"))
    finally:
        one.close()
    assert "used up its memory" in run.notebook.cells[1].outputs[-1].evalue
    assert run.notebook.cells[2].outputs[0].data["text/plain"] == "1"


def test_a_thread_costs_little_of_the_memory(hasty):
    start = "import threading, time\nfor _ in range(20): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n'started'"
    assert texts(hasty, start) == ["'started'"]


def test_a_sandbox_with_something_left_in_it_is_not_used_again(hasty):
    before = hasty.sandbox()
    hasty.run(notebook("import os\nfor _ in range(2000):\n    os.mkdir('d'); os.chdir('d')"))
    assert texts(hasty, "import os\nprint(sorted(os.listdir('/tmp')), os.listdir('/dev/shm'))") == ["['home', 'work'] []\n"]
    assert hasty.sandbox() is before or before._process.poll() is not None


@pytest.mark.parametrize("width", [1, 250])
def test_is_a_place_of_very_deep_folders_emptied_without_growing(hasty, width):
    """A path for each folder on the way down would be 1.1 GB for the wide ones."""
    before = hasty.sandbox()
    names = f"['d' * {width}, '0', 'full', 'closed']"
    made = f"for _ in range(3000):\n    for name in {names}[1:]: os.mkdir(name)\n    os.mkdir({names}[0]); os.chdir({names}[0])"
    closing = "open('../full/file', 'w').close(); os.symlink('/', '../full/link'); os.chmod('../closed', 0)"
    assert texts(hasty, f"import os\n{made}\n{closing}\n'made'") == ["'made'"]
    assert texts(hasty, "import os\nprint(sorted(os.listdir('/tmp')))") == ["['home', 'work']\n"]
    assert hasty.sandbox() is before, "a new one was needed"


def test_is_a_sandbox_whose_process_1_has_grown_not_used_again(monkeypatch):
    sizes = iter([2**30, 2**30 + process.GROWTH + 1])
    monkeypatch.setattr(process, "_size", lambda: next(sizes))
    monkeypatch.setattr(process, "_others", lambda: iter(()))
    monkeypatch.setattr(process, "_empty", lambda: True)
    keeper = process.Keeper({}, alone=True)
    monkeypatch.setattr(keeper, "_kill", lambda child: None)
    assert keeper.clear(1) is False


def test_is_a_sandbox_with_a_place_that_cannot_be_emptied_not_used_again(monkeypatch):
    def closed():
        raise PermissionError

    monkeypatch.setattr(process, "_others", lambda: iter(()))
    monkeypatch.setattr(process, "_empty", closed)
    keeper = process.Keeper({}, alone=True)
    monkeypatch.setattr(keeper, "_kill", lambda child: None)
    assert keeper.clear(1) is False


def test_is_what_one_wrote_into_the_home_folder_gone_for_the_next(hasty):
    written = "import os\nopen(os.path.expanduser('~/x'), 'w').close()\nprint(os.listdir(os.path.expanduser('~')))"
    assert texts(hasty, written) == ["['x']\n"]
    assert texts(hasty, "import os\nprint(os.listdir(os.path.expanduser('~')))") == ["[]\n"]


@pytest.mark.skipif(not os.path.exists("/proc/self/autogroup"), reason="this kernel makes no groups of processes by itself")
def test_a_share_of_the_processor_that_one_gave_away_is_not_the_next_ones(hasty):
    given = texts(hasty, "open('/proc/self/autogroup', 'w').write('19')", "print(open('/proc/self/autogroup').read())")
    assert given[1].endswith("nice 19\n\n")
    assert texts(hasty, "print(open('/proc/self/autogroup').read())")[0].endswith("nice 0\n\n")


def test_processes_are_counted_where_the_system_does_not_limit_them(monkeypatch):
    """As for root in a container that has no other user."""
    monkeypatch.setattr(sandbox, "_nobody", lambda: 0)
    one = Runner(Limits(cell_seconds=20, processes=6))
    try:
        fork = "import os, time\nfor _ in range(10):\n    if not os.fork():\n        time.sleep(60)\ntime.sleep(10)"
        words = "started too many processes" if os.getuid() == 0 else "Resource temporarily unavailable"  # the system's own limit
        assert words in said(one, fork)
        assert said(one, "print('here')") == "here\n"
    finally:
        one.close()


def test_many_small_files_are_too_many():
    one = Runner(Limits(cell_seconds=30))
    try:
        assert "made too many files" in said(one, "n = 0\nwhile True:\n    n += 1\n    open(str(n), 'w').close()")
    finally:
        one.close()
