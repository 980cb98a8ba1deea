"""The warm process inside the sandbox: it forks a child for each submission, watches it, and clears up after it.

    python -m student.process CONTROL LIMITS PREPARED

PREPARED are modules to import and functions (`module:name`) to call once, for all children. CONTROL is the number of
an inherited socket. On it come requests: "start", with the socket of a new child's own line to the judge, and "stop",
which ends everything of that child and is answered with how it ended and whether the place is as it was. The child
(see `serve`) runs a submission's cells and calls its functions.
"""

from __future__ import annotations

import ctypes
import gc
import itertools
import json
import mmap
import os
import pkgutil
import resource
import select
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

from . import shell, wire

POLL = 0.1  # seconds between two looks at what the child uses
ENDING = 1.0  # seconds that a child, whose line is closed, has to end: only then is known how it did
PLACES = ("/tmp", "/dev/shm")  # where a child can write
FILES = 20_000  # how many files it may leave there at one time, for each costs memory
SOCKETS = 500  # how many may be open at one time, for what waits in one is in no process's count
ROOM = 64 * 2**20  # bytes that a cell or a call must leave for the next
GROWTH = 32 * 2**20  # bytes by which process 1 may grow, for each child starts with what it has and is limited in that
NO_ROOM = 77  # the exit status of a child that has none
DUMPABLE, NO_NEW_PRIVILEGES = 4, 38  # of prctl(2)
WORK = "/tmp/work"


def main(control, limits, prepared, alone):
    """Serve requests until the other side has gone. `alone`: this is process 1 of a sandbox, and nothing else is in it."""
    if alone:
        _become_nobody(limits["uid"])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # process 1 gets no signal that it does not handle
        ctypes.CDLL(None).prctl(DUMPABLE, 0, 0, 0, 0)  # its memory is closed to its children
    the_shell = shell.start()
    for name in prepared:
        found = pkgutil.resolve_name(name)
        if callable(found):
            found()
    shell.warm()
    _keep_quiet()
    gc.collect()
    if alone:
        _empty()
    gc.freeze()  # or the collector would touch, and so copy, every page in each child
    control.sendall(b"ready")
    keeper = Keeper(limits, alone)
    while True:
        request, fds, *_ = socket.recv_fds(control, 1, 1)
        if not request:
            os._exit(0)  # at once: there is nothing to tidy up
        child = os.fork()
        if child == 0:
            control.close()
            line = socket.socket(fileno=fds[0])
            _become_child(limits, alone)
            try:
                serve(line, the_shell)
            except MemoryError:
                os._exit(NO_ROOM)
            os._exit(0)
        os.close(fds[0])
        ended = keeper.watch(child, control)
        control.sendall(json.dumps({"ended": ended, "clean": keeper.clear(child)}).encode() + b"\n")


class Keeper:
    """Watches a child from process 1, and ends it."""

    def __init__(self, limits, alone):
        self.limits, self.alone = limits, alone
        self.sockets, self.size = _sockets(), _size()

    def watch(self, child, control):
        """Wait until the judge says stop; return how the child ended, or None if it was still there."""
        ended = None
        while not select.select([control], [], [], POLL)[0]:
            ended = ended or self._ended(child)
            if ended is None and self.alone and (says := self._too_much()):
                self._kill(child)
                ended = says
        end = time.monotonic() + (ENDING if control.recv(1) == wire.LOST else 0)
        while True:
            ended = ended or self._ended(child)
            if ended or time.monotonic() >= end:
                return ended
            time.sleep(0.005)

    def _ended(self, child):
        """Collect processes that ended; say how, if the child is among them."""
        found = None
        with _nobody_left():
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    break
                if pid == child:
                    found = _how(status)
        return found

    def _too_much(self):
        """Say what all processes together use too much of, or return None."""
        others, memory = list(_others()), self.limits["memory"]
        if len(others) > self.limits["processes"]:  # the system's own limit does not hold for root, where root has no other user
            return "processes"
        if sum(map(_pages, others)) * resource.getpagesize() > memory and _proportional() > memory:
            return "memory"
        if _sockets() - self.sockets > SOCKETS:
            return "sockets"
        for place in PLACES:
            use = os.statvfs(place)
            if use.f_files - use.f_ffree > FILES:
                return "files"
        return None

    def _kill(self, child):
        with _nobody_left():
            os.kill(-1, signal.SIGKILL) if self.alone else os.killpg(child, signal.SIGKILL)

    def clear(self, child):
        """Kill what is left and remove its files; return whether the place is as it was."""
        end = time.monotonic() + 5
        while time.monotonic() < end:
            self._kill(child)
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
                time.sleep(0.001)
            except ChildProcessError:
                break
        if not self.alone:
            return True
        try:
            return not any(_others()) and _empty() and _size() <= self.size + GROWTH
        except OSError:  # a place that one closed to us
            return False


def serve(line, the_shell):
    """Answer the judge until it hangs up: run a cell, look a name up, call a function."""
    global crossing, record  # once, before a cell can take them out of `sys.modules`
    from course_utils.checking import crossing, record

    me = os.getpid()
    while True:
        try:
            request, body = wire.receive(line)
        except wire.BrokenWire:
            return
        for head, data in _answers(request, body, line, the_shell):
            if os.getpid() != me:  # a copy of this process that a cell made and did not end
                os._exit(0)
            _look_for_room()
            wire.send(line, head if type(head) is bytes else {**head, "turn": request["turn"]}, data)


def _look_for_room():
    """Raise `MemoryError` where too little is left: the next cell or call would pay for what this one keeps."""
    try:
        mmap.mmap(-1, ROOM, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except OSError:
        raise MemoryError from None


def _answers(request, body, line, the_shell):
    """Yield the answers to a request, each once it is known: one, or to calls one for each, as far as they are made."""
    if request["do"] == "run":
        outputs = the_shell.run(request["source"], request["seconds"], request["budget"])
        yield {"outputs": outputs, "count": the_shell.count}, b""
    elif request["do"] == "file":
        Path(request["path"]).parent.mkdir(parents=True, exist_ok=True)
        Path(request["path"]).write_bytes(body)
        yield {}, b""
    elif request["do"] == "get":
        value = the_shell.user_ns.get(request["name"], serve)  # `serve` stands for nothing
        if value is serve or callable(value):
            yield {"is": "absent" if value is serve else "function"}, b""
            return
        try:
            yield {"is": "value"}, crossing.to_bytes(value)
        except crossing.CannotCross as error:
            yield {"is": "cannot", "says": str(error)}, b""
    elif request["do"] == "calls":
        yield from _calls(request, body, line, the_shell.user_ns)
    # else it is the word to stop what has ended by itself


def _calls(request, body, line, names):
    """Make calls one by one, and yield each one's answer as text, until one is late or the judge says stop; a group ends with its first fault.

    The last answer says that it is the end.
    """
    end = time.monotonic() + request["seconds"]
    stops = itertools.pairwise([0, *itertools.accumulate(request["sizes"])])
    given = [Given(bytes(body[start:stop])) for start, stop in stops]
    ready = [[given[part].new() for part, _ in group] for group in request["groups"]]  # at one go, which is much faster than one by one
    for n, group in enumerate(request["groups"]):
        left, asked = {}, {after for _, after in group}
        for k, (part, after) in enumerate(group):
            if select.select([line], [], [], 0)[0]:
                wire.receive(line)
                yield {"end": True}, b""
                return
            arguments = ready[n][k] | left.get(after, {})
            reply, data, found = _call(names.get(request["name"], serve), arguments, given[part], end - time.monotonic())
            if k in asked and found:
                left[k] = crossing.copy(record.generators(found.arguments))
            at_last = n == len(request["groups"]) - 1 and (reply["last"] or k == len(group) - 1)
            place = {"at": [n, k], "turn": request["turn"], "end": at_last or reply["is"] == "late"}
            text = wire.as_text(reply | place)
            if len(text) + len(data) > wire.LARGEST_RESULT:
                reply, data = {"is": "cannot", "says": f"more than {wire.LARGEST_RESULT >> 20} MB", "last": True}, b""
                text = wire.as_text(reply | place | {"end": n == len(request["groups"]) - 1})
            yield text, data
            if reply["is"] == "late":
                return
            if reply["last"]:
                break


class Given:
    """The arguments of a call as they came, for as many calls as are made with them."""

    def __init__(self, packed):
        self._head, self._data = crossing.parted(packed)
        self.arrays = crossing.arrays_of(self._head, self._data)
        self.as_they_were = crossing.exactly([self._head[0], [None] * len(self.arrays)])

    def new(self):
        """Return them for a call of its own."""
        return crossing.from_parts(self._head, self._data)


def _call(function, arguments, given, seconds):
    """Make a call; return its answer, which says whether it is the last of its group, and the record or None."""
    if function is serve:
        return {"is": "absent", "last": True}, b"", None
    try:
        if seconds <= 0:
            raise shell.TimeLimit
        with shell.limited(seconds):
            found = record.called(function, arguments)
            try:
                value, arguments = crossing.to_parts(found.value), crossing.to_parts(found.arguments, given.arrays)
            except crossing.CannotCross:  # which part cannot?
                record.apart(found, crossing.passed)
                value, arguments = crossing.to_parts(found.value), crossing.to_parts(found.arguments, given.arrays)
            if crossing.exactly(arguments[0]) == given.as_they_were:  # what is as it was need not cross again
                arguments = None, []
    except shell.TimeLimit:
        return {"is": "late", "last": True}, b"", None
    except crossing.CannotCross as error:
        return {"is": "cannot", "says": str(error)[:300], "last": True}, b"", None
    told = {"global_moved": found.global_moved, "warnings": found.warnings, "text": found.text, "seconds": found.seconds}
    told |= {"fault": found.fault and vars(found.fault), "value": value[0], "size": sum(map(len, value[1])), "arguments": arguments[0]}
    return {"is": "record", "last": found.fault is not None, **told}, b"".join(value[1] + arguments[1]), found


# --- limits -----------------------------------------------------------------------------------------


def _become_nobody(uid):
    """Give up root, if we are: root is exempt from the limit on processes."""
    if os.getuid() == 0 and uid:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _become_child(limits, alone):
    """Make this process a student's: its limits, its folder, its group of processes."""
    if alone:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        ctypes.CDLL(None).prctl(DUMPABLE, 1, 0, 0, 0)  # so that what it uses can be counted
        os.setsid()  # or the share of the processor that it writes to /proc/self/autogroup would be the next one's too
        os.mkdir(WORK)
        os.mkdir(os.environ["HOME"])
        os.chdir(WORK)
    else:
        os.setpgid(0, 0)
        os.chdir(tempfile.mkdtemp())
    sys.path[0] = ""  # files beside the notebook can be imported, as in a kernel
    seconds = int(limits["notebook_seconds"]) + 1
    for name, most in (
        ("AS", limits["memory"]),
        ("NPROC", limits["processes"]),
        ("NOFILE", limits["files"]),
        ("FSIZE", limits["file_bytes"]),
        ("CPU", seconds),
        ("CORE", 0),
        ("MSGQUEUE", 0),
    ):
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is not None and (alone or name != "NPROC"):  # elsewhere it would count whatever else its user runs
            resource.setrlimit(kind, (most, most))


def _keep_quiet():
    """Let what writes past `sys.stdout`, such as a library's own messages, end in nothing."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)


def _empty():
    """Remove all files; return whether none is left."""
    for place in PLACES:
        _empty_folder(place)
        os.utime(place)  # where one is its owner, even its times and attributes could carry something to the next
    return not any(os.listdir(place) or os.listxattr(place) or os.stat(place).st_mode & 0o7777 != 0o1777 for place in PLACES)


def _empty_folder(place):
    """Remove what lies in a folder, however deep: what is in its folders comes up into it, so that no path and no stack grows."""
    numbers = itertools.count()
    while entries := list(os.scandir(place)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry)
                continue
            os.chmod(entry, 0o700)
            for inner in list(os.scandir(entry)):
                if inner.is_dir(follow_symlinks=False):
                    os.chmod(inner, 0o700)  # or it could not be moved
                    name = next(name for n in numbers if not os.path.lexists(name := f"{place}/{n}"))
                    os.rename(inner, name)
                else:
                    os.unlink(inner)
            os.rmdir(entry)


def _how(status):
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        names = {one.value: one.name for one in signal.Signals}
        return {signal.SIGXCPU: "time", signal.SIGXFSZ: "disk"}.get(number, f"signal {names.get(number, number)}")
    code = os.WEXITSTATUS(status)
    return "memory" if code == NO_ROOM else f"exit {code}"


# --- what there is ------------------------------------------------------------------------------------


def _others():
    me = os.getpid()
    return (int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != me)


def _pages(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError):  # it ended
        return 0


def _size():
    """Return how many bytes of addresses this process has."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    except OSError:  # no Linux
        return 0


def _sockets():
    """Return how many sockets are open in this network, which is the sandbox's own."""
    try:
        return int(Path("/proc/net/sockstat").read_text().split()[2])
    except (OSError, IndexError):  # no Linux
        return 0


def _proportional():
    """Return the bytes in use, pages that several processes share counted once."""
    total = 0
    for pid in _others():
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:  # it ended, or is closed to us: then its own count must do
            total += _pages(pid) * resource.getpagesize()
            continue
        total += sum(int(row.split()[1]) * 1024 for row in text.splitlines() if row.startswith("Pss:"))
    return total


class _nobody_left:
    """A context in which it is no error that there is no process any more."""

    def __enter__(self):
        pass

    def __exit__(self, kind, *_):
        return kind is not None and issubclass(kind, (ChildProcessError, ProcessLookupError))


if __name__ == "__main__":
    number, limits, prepared, alone = sys.argv[1:]
    main(socket.socket(fileno=int(number)), json.loads(limits), json.loads(prepared), alone == "alone")
