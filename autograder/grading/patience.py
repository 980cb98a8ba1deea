"""A limit on what this process computes itself: for judging results that make a measure go on for ever.

A signal would reach the main thread alone, and a Dask worker judges in another; so a thread watches, on the clock of what is
computed: a neighbour that keeps the processor busy takes nothing from it. What a submission's own processes take is bounded by a
time at which it ends anyway.
"""

from __future__ import annotations

import ctypes
import threading
import time

from ..sandbox.student.shell import TimeLimit

AGAIN = 1.0  # seconds until one that was swallowed, in a destructor say, is raised again


class Patience:
    """A context in which `TimeLimit` is raised in this thread once it has computed for so many seconds; who catches it says `end`.

    latest  when it is raised however little was computed, a time of `time.monotonic`
    """

    def __init__(self, seconds, latest=float("inf")):
        self.seconds, self.latest = seconds, latest

    def __enter__(self):
        self._thread, self._ended, self._alone = threading.get_ident(), threading.Event(), threading.Lock()
        clock = time.pthread_getcpuclockid(self._thread) if hasattr(time, "pthread_getcpuclockid") else time.CLOCK_MONOTONIC
        threading.Thread(target=self._watch, args=(clock, time.clock_gettime(clock) + self.seconds), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        """Raise no more of it. To be said once more where it came, for it may have come in here."""
        with self._alone:
            self._ended.set()
            self._raise(None)  # one that is on its way would come after this

    def _watch(self, clock, end):
        while (left := min(end - time.clock_gettime(clock), self.latest - time.monotonic())) > 0:
            if self._ended.wait(left):
                return
        while not self._ended.is_set():
            with self._alone:
                if not self._ended.is_set():
                    self._raise(TimeLimit)
            self._ended.wait(AGAIN)

    def _raise(self, kind):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), kind and ctypes.py_object(kind))
