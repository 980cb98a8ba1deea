"""Does a message arrive as it was sent, and is everything else refused, in time?"""

import contextlib
import json
import socket
import threading
import time

import pytest

from autograder.sandbox.student import wire


@pytest.fixture
def line():
    """The two ends of a line."""
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


def test_do_messages_arrive_as_they_were_sent(line):
    here, there = line
    sent = [({"do": "run", "source": "x = '['"}, b""), ({}, bytes(range(256)) * 100), ({"é": [None, 1.5]}, b"\0")]
    for head, body in sent:
        wire.send(here, head, body, time.monotonic() + 5)
    assert [wire.receive(there, time.monotonic() + 5) for _ in sent] == sent


@contextlib.contextmanager
def in_a_thread(send):
    """Send meanwhile: it may be more than the line holds."""
    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    yield
    thread.join()


def packed(head, body=b""):
    return wire.LENGTHS.pack(len(head), len(body)) + head + body


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (wire.LENGTHS.pack(wire.MAX_HEAD + 1, 0), "too long"),
        (wire.LENGTHS.pack(2, wire.MAX_BODY + 1), "too long"),
        (packed(b"{"), "cannot be read"),
        (packed(b"\xff"), "cannot be read"),
        (packed(b"[" * 100_000), "cannot be read"),
        (packed(b"[1, 2]"), "another form"),
        (packed(json.dumps({"parts": [0] * (wire.MAX_PARTS + 1)}).encode()), "too many parts"),
        (packed(b"{}", b"12345")[:-1], "has ended"),
        (b"", "has ended"),
    ],
    ids=range(9),
)
def test_is_what_is_no_message_refused(line, data, says):
    here, there = line
    with in_a_thread(lambda: (here.sendall(data), here.shutdown(socket.SHUT_WR))), pytest.raises(wire.BrokenWire, match=says):
        wire.receive(there, time.monotonic() + 20)


def test_is_text_no_parts_whatever_stands_in_it(line):
    here, there = line
    head = {"text": '\\"[{,' * (wire.MAX_PARTS // 2)}
    with in_a_thread(lambda: wire.send(here, head, deadline=time.monotonic() + 20)):
        assert wire.receive(there, time.monotonic() + 20) == (head, b"")


def test_is_a_message_that_comes_slowly_or_is_not_taken_too_late(line):
    here, there = line
    here.sendall(packed(b"{}", b"12345")[:-1])
    with pytest.raises(wire.TooLate):
        wire.receive(there, time.monotonic() + 0.05)
    with pytest.raises(wire.TooLate):
        wire.send(here, {}, bytes(wire.MAX_BODY), time.monotonic() + 0.05)
