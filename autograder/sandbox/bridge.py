"""The judge's side of the bridge: a student's names, values and functions, asked for over the line to their process.

Only what `course_utils.checking.crossing` lets through comes over. A function is a `Proxy`: its calls become records
(see `course_utils.checking.record`), made in the student's process and judged in this one. What such a record says besides
the value (an argument left as it was, no warning) hostile code could forge; a value it has to get right.

Calls that are known beforehand cross in one message; their records come back one by one, as they are made. Every answer says which
request it belongs to, and every record which call: what comes out of turn ends the process, so that it answers no later request.
"""

from __future__ import annotations

import builtins
import contextlib
import itertools
import time
from dataclasses import fields

from course_utils.checking import crossing
from course_utils.checking.record import TEXT_LIMIT, WARNINGS_LIMIT, Fault, Onward, Record
from course_utils.errors import Error

from .student import wire
from .student.wire import LARGEST_RESULT

GRACE = 5.0  # seconds beyond its time until a process that does not answer is given up
TOLD = {"size": int, "global_moved": bool, "warnings": list, "text": str, "seconds": float}  # what a record says besides its parts
FAULT = [field.name for field in fields(Fault)]
LONGEST_EMPTY = 10_000  # rows or columns of an array without entries: a measure may go through them, and no byte limits them
TOGETHER = 2**20  # bytes of arguments in one message, unless those of one trial are more: the student's process holds them all


class Ended(Error):
    """The student's process is lost, or its time is up: nothing more of this cell can be judged."""


class OutOfTime(Ended):
    """A call did not end in time, but the process is still there."""


class Student:
    """A student's process: runs cells, gives names, calls functions, all within `deadline` (of `time.monotonic`)."""

    def __init__(self, line):
        self._line = line
        self._turn, self._calling = 0, False
        self.lost = False
        self.deadline = 0.0

    def give(self, seconds):
        """Give so many seconds for what comes next."""
        self.deadline = time.monotonic() + seconds

    def run(self, source, budget):
        """Run a cell; return its outputs and its number."""
        reply, _ = self._ask({"do": "run", "source": source, "budget": budget})
        outputs, count = reply.get("outputs"), reply.get("count")
        if not isinstance(outputs, list) or type(count) is not int or not 0 <= count < 2**31:
            self._give_up("it sent what is no output")
        return outputs, count

    def file(self, path, data):
        """Put a file where the cells run."""
        self._ask({"do": "file", "path": path}, data)

    def value(self, name):
        """Return what a name stands for: a value, or a `Proxy` for a function; `NameError` if there is none."""
        reply, body = self._ask({"do": "get", "name": name})
        kind = reply.get("is")
        if kind == "function":
            return Proxy(self, name)
        if kind == "value":
            value = _value(body)
            return Proxy(self, name) if callable(value) else value  # it would be called in this process
        if kind == "cannot":
            raise TypeError(f"{name} is {str(reply.get('says'))[:300]}")
        raise NameError(f"name {name!r} is not defined")

    def call(self, name, arguments):
        """Call a function and return the `Record`."""
        try:
            ((found,),) = self.calls(name, [[arguments]])
        except crossing.CannotCross as error:
            return _cannot(error)
        return found

    def calls(self, name, groups):
        """Call a function with each group of arguments (see `record.records`); yield the records of each group as they come.

        Where this is closed, the calls that are still to come are not made.
        """
        for together, given in _messages(groups):
            bodies = [arguments.packed for arguments in given]
            self._send({"do": "calls", "name": name, "groups": together, "sizes": list(map(len, bodies))}, b"".join(bodies))
            self._calling = True
            try:
                for n, group in enumerate(together):
                    found = self._group(n, [given[part] for part, _ in group])
                    if self._calling != (n < len(together) - 1):
                        self._give_up("it made more calls or fewer than it was asked for")
                    yield found
            finally:
                if self._calling:
                    self._stop()

    def _group(self, n, given):
        """Read the records of one group, made with what is given: for each call the arguments."""
        found = []
        for k, arguments in enumerate(given):
            if time.monotonic() >= self.deadline:
                raise OutOfTime("it did not end in time")
            reply, body = self._receive(most=LARGEST_RESULT)
            if reply.get("at") != [n, k]:
                self._give_up("it answered out of turn")
            if reply.get("end") is True:  # from here on whoever has the records may ask for something else
                self._calling = self.lost = False
            found.append(self._recorded(reply, body, arguments))
            if reply.get("last") is True or not self._calling:
                break
        faults = [i for i, record in enumerate(found) if record.fault]
        if len(found) < len(given) and not faults:
            self._give_up("it made fewer calls than it was asked for")
        return found[: faults[0] + 1] if faults else found

    def _recorded(self, reply, body, arguments):
        try:
            if reply.get("is") == "record":
                return _record(reply, body, arguments)
        except crossing.CannotCross as error:
            return _cannot(error)
        if reply.get("is") == "late" or time.monotonic() >= self.deadline:
            raise OutOfTime("it did not end in time")
        return _cannot(str(reply.get("says"))[:300])

    def _stop(self):
        """Have no further call made, and read on until the other side has heard of it; where that fails, the process stays lost."""
        self.deadline = max(self.deadline, time.monotonic())
        with contextlib.suppress(Ended):
            self._on_the_line(wire.send, {"do": "stop"}, b"")
            while self._receive(most=LARGEST_RESULT)[0].get("end") is not True:
                pass
            self._calling = self.lost = False

    def _ask(self, request, body=b""):
        self._send(request, body)
        answer = self._receive()
        self.lost = False
        return answer

    def _send(self, request, body):
        if self.lost:
            raise Ended("its process has ended")
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime("it did not end in time")
        self.lost = True  # until the whole answer is here
        self._turn += 1
        self._on_the_line(wire.send, {**request, "seconds": left, "turn": self._turn}, body)

    def _receive(self, **limits):
        reply, body = self._on_the_line(wire.receive, **limits)
        if reply.get("turn") != self._turn:
            self._give_up("it answered out of turn")
        return reply, body

    def _on_the_line(self, step, *message, **limits):
        calling, self._calling = self._calling, False  # what stops this in between leaves half a message, and nothing to go on with
        try:
            found = step(self._line, *message, deadline=self.deadline + GRACE, **limits)
        except wire.TooLate:
            self._give_up("it did not end in time, and could not be stopped")
        except wire.BrokenWire as error:
            self._give_up(str(error))
        self._calling = calling
        return found

    def _give_up(self, says):
        self.lost, self._calling = True, False
        raise Ended(says)


class Proxy:
    """A function in the student's process; `record` knows it by its `__record__`. `is_echo`: whether it calls another that lost points."""

    is_echo = False

    def __init__(self, student, name):
        self._student, self.__name__ = student, name

    def __record__(self, arguments):
        return self._student.call(self.__name__, arguments)

    def __records__(self, groups):
        return self._student.calls(self.__name__, groups)

    def __call__(self, *arguments):
        """Call it as one would a function, for tests that do; what it raised comes back as a `RuntimeError`."""
        found = self.__record__({str(n): argument for n, argument in enumerate(arguments)})
        if found.fault:
            raise RuntimeError(f"{found.fault.type}: {found.fault.message}")
        return found.value


class Names(dict):
    """The names of a graded cell: its own, then Python's, then the student's.

    exercise   the one that the cell judges
    is_echo    whether its answer calls another that lost points
    exercises  all; another one that is missing, for its cell did not run, does not keep this one from being judged
    """

    def __init__(self, student, exercises=()):
        super().__init__(__name__="__main__")
        self._student, self._exercises, self.exercise, self.is_echo = student, exercises, None, False

    def __missing__(self, name):
        if hasattr(builtins, name):
            return getattr(builtins, name)
        try:
            value = self._student.value(name)
            if name == self.exercise and isinstance(value, Proxy):
                value.is_echo = self.is_echo
            return value
        except NameError:
            if name in self._exercises and self.exercise not in (None, name):
                return Proxy(self._student, name)
            raise


def _messages(groups):
    """Yield groups of calls as they cross, and what they are called with, each once.

    A call crosses as two numbers: of its arguments, and of the call with whose generators it goes on, or None.
    """
    together, given, size = [], [], 0
    for group in groups:
        calls = [(call.arguments, call.after) if isinstance(call, Onward) else (call, None) for call in group]
        own = {id(arguments): crossing.fixed(arguments) for arguments, _ in calls}
        more = sum(len(arguments.packed) for arguments in own.values())
        if together and size + more > TOGETHER:
            yield together, given
            together, given, size = [], [], 0
        numbers = dict(zip(own, itertools.count(len(given))))
        together.append([[numbers[id(arguments)], after] for arguments, after in calls])
        given += own.values()
        size += more
    if together:
        yield together, given


def _cannot(says):
    return Record(fault=Fault("CannotReturn", f"it cannot return {says}"))


def _value(body):
    if len(body) > LARGEST_RESULT:
        raise crossing.CannotCross(f"more than {LARGEST_RESULT >> 20} MB")
    return crossing.from_bytes(body)


def _record(told, body, given):
    """Return the record that came, whatever it is made of, as one; what of the arguments did not come is as it was given."""
    if any(type(told.get(name)) is not kind for name, kind in TOLD.items()):
        raise crossing.CannotCross("a call with a record of another form")
    fault, size = told.get("fault"), told["size"]
    if fault is not None:
        if not isinstance(fault, dict) or any(type(fault.get(name)) is not str for name in FAULT):
            raise crossing.CannotCross("a fault of another form")
        fault = Fault(**{name: fault[name][:TEXT_LIMIT] for name in FAULT})
    arguments, value = given, crossing.from_parts(_shaped(told.get("value")), body[:size])
    if _shaped(told.get("arguments")) is not None:
        arguments = crossing.from_parts(told["arguments"], body[size:], given.known)
        if not isinstance(arguments, dict):
            raise crossing.CannotCross("a call with a record of another form")
        arguments = {name: part for name, part in arguments.items() if isinstance(name, str)}
    words = [str(words)[:TEXT_LIMIT] for words in told["warnings"][:WARNINGS_LIMIT]]
    return Record(None if fault else value, fault, arguments, told["global_moved"], words, told["text"][: 2 * TEXT_LIMIT], told["seconds"])


def _shaped(head):
    """Return the head of something packed, unless an array in it is of a shape that its bytes do not bound."""
    forms = head[1] if isinstance(head, list) and len(head) == 2 and isinstance(head[1], list) else []
    for shape in (form[1] for form in forms if isinstance(form, list) and len(form) == 3):
        sizes = [n for n in shape if type(n) is int] if isinstance(shape, list) else []
        if max(sizes, default=0) > (LONGEST_EMPTY if 0 in sizes else LARGEST_RESULT):
            raise crossing.CannotCross("an array of a shape that is none")
    return head
