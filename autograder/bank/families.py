"""What pairs of known mistakes, and small changes of a reference, measure on the visible trials: told where no known mistake matches.

Their words say how a function behaves, never what the answer is. The judge asks the visible trials too, so it can tell them as well.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import signal
import sys

from course_utils.checking import examine
from course_utils.checking.fingerprints import alike, evidence, fraction
from course_utils.checking.paper import KnownMistake
from course_utils.checking.record import keep_global_state

from . import Alternative, mutants

TOLD = (mutants.conditions, mutants.places, mutants.numbers, mutants.comparisons, mutants.names, mutants.texts)
TOLD += (mutants.transposed, mutants.exchanged, mutants.loops, mutants.instead, mutants.remainders, mutants.ends, mutants.smaller)
EMPTY = "as if an intermediate result stood for an intermediate result"
MOST = 100  # of either, a paper
LARGEST = 2500  # characters of a fingerprint
SECONDS = 3  # of processor time a trial, a hundred times what any needs: some changed loops never end


class Endless(BaseException):
    """A call took too long. Raised in the function, it is a fault of it like any other."""


def families(entry, paper):
    """Return pairs of known mistakes, then mutants of the reference without hints, as known mistakes; none of them is one that is known.

    None where numbers are drawn: what is measured then is a statistic, in which much is alike; and none that stops with an exception.
    """
    if "rng" in inspect.signature(entry.reference).parameters:
        return []
    wanted, found = examine.wanted(paper.trials), []
    pairs = ((function, KnownMistake(both.name, both.see, both.do, 1.0)) for both, function in entry.pairs())
    single = (
        (entry.function(Alternative(m.name, code=m.source)), KnownMistake(m.name.removeprefix("as if "), "", "", 1.0))
        for m in mutants.mutants(entry.source(), TOLD)
        if m.name != EMPTY
    )
    # of many pairs some agree by chance in words and whole numbers
    for kind in (pairs if any(map(fraction, wanted)) else (), single):
        more = []
        for function, mistake in kind:
            mistake.prints = measured(paper, function)
            if mistake.prints is None or len(json.dumps(mistake.prints)) > LARGEST or not evidence(mistake.prints, wanted):
                continue
            if not any(m.prints and alike(m.prints, mistake.prints) for m in (*paper.mistakes, *found, *more)):
                more.append(mistake)
            if len(more) == MOST:
                break
        found += more
    return found


def measured(paper, function):
    """Return a function's fingerprint, or None if it stops or does not end."""
    outcomes = []
    for count, trial in enumerate(paper.trials, 1):
        with limited(SECONDS), keep_global_state():
            outcomes += examine.run(paper, [trial], function)[1]
        if len(outcomes) < count or outcomes[-1].fault:
            return None
    return [outcome.prints for outcome in outcomes]


@contextlib.contextmanager
def limited(seconds):
    """Raise `Endless` in what takes longer, again and again; it goes no further than here."""

    def stop(*_):
        raise Endless

    def unheard(lost):  # struck in a callback of the garbage collector or in `__del__`, which let no exception out
        if lost.exc_type is not Endless:
            hook(lost)

    before, hook = signal.signal(signal.SIGPROF, stop), sys.unraisablehook
    try:
        sys.unraisablehook = unheard
        signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
        yield
    except Endless:  # raised beside the call
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        sys.unraisablehook = hook
