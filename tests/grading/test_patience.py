"""Does what is computed here end in time, in any thread, and is waiting no computing?"""

import threading
import time

import pytest

from autograder.grading.patience import Patience
from autograder.sandbox.student.shell import TimeLimit


def endless():
    """Compute for ever; return how long it took to be stopped."""
    start = time.thread_time()
    try:
        with (limit := Patience(0.2)):
            while True:
                pass
    except TimeLimit:
        limit.end()
        return time.thread_time() - start


def test_is_computing_stopped_in_any_thread():
    found = [endless()]
    other = threading.Thread(target=lambda: found.append(endless()))
    other.start()
    other.join(20)
    assert len(found) == 2 and all(0.2 <= seconds < 2 for seconds in found)


def test_is_one_who_waits_left_alone():
    with Patience(0.2):
        time.sleep(0.5)


def test_is_nobody_waited_for_longer_than_to_a_time():
    start = time.monotonic()
    with pytest.raises(TimeLimit), Patience(20, time.monotonic() + 0.2):
        while True:
            time.sleep(0.01)
    assert time.monotonic() - start < 2


def test_is_one_who_swallows_it_told_again():
    with pytest.raises(TimeLimit), Patience(0.1):
        try:
            while True:
                pass
        except TimeLimit:
            while True:
                pass


def test_is_nothing_raised_after_the_end():
    for _ in range(200):
        try:
            with (limit := Patience(0.001)):
                end = time.thread_time() + 0.001
                while time.thread_time() < end:
                    pass
        except TimeLimit:
            limit.end()
    end = time.thread_time() + 0.3
    while time.thread_time() < end:
        pass
