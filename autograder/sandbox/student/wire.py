"""Messages between the judge's process and a student's: a JSON head and a body of bytes, over a socket.

The student's side may be hostile: lengths are bounded before anything is read, a deadline holds for the
whole message however slowly it comes, and whatever is wrong with one is a `BrokenWire`.
"""

from __future__ import annotations

import json
import re
import struct
import time

from course_utils.errors import Error

LENGTHS = struct.Struct("<IQ")
START, STOP, LOST = b"s", b"x", b"l"  # to process 1: start a child; stop it; stop it, its line is closed
MAX_HEAD = 48 * 2**20
MAX_BODY = 80 * 2**20  # a little more than what may cross (see course_utils.checking.crossing)
LARGEST_RESULT = (
    8 * 2**20
)  # bytes of a result and its record: what is measured on it is done in the judge's process, which has no limit of memory
MAX_PARTS = 500_000  # of a head: three bytes of JSON can become eighty in memory
STEP = 2**20  # bytes that are made ready at a time for what is to come
ENCODER, DECODER = json.JSONEncoder(check_circular=False), json.JSONDecoder()
TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)


class BrokenWire(Error):
    """The other side has gone, or sent what is no message."""


class TooLate(Error):
    """No whole message came before the deadline."""


def send(socket, head, body=b"", deadline=None):
    """Send a message, its head JSON-ready or `as_text`; `BrokenWire` if nobody is there, `TooLate` if nobody takes it before the deadline."""
    data = head if type(head) is bytes else as_text(head)
    try:
        socket.settimeout(None if deadline is None else max(deadline - time.monotonic(), 0.001))
        socket.sendall(LENGTHS.pack(len(data), len(body)) + data + body)
    except TimeoutError:
        raise TooLate from None
    except OSError as error:
        raise BrokenWire(str(error)) from None


def as_text(head):
    """Return a head as it is sent."""
    return ENCODER.encode(head).encode()


def receive(socket, deadline=None, most=MAX_HEAD + MAX_BODY):
    """Return the next message, of at most so many bytes, as `(head, body)`. `deadline` is a time of `time.monotonic`, or None."""
    head_length, body_length = LENGTHS.unpack(_read(socket, LENGTHS.size, deadline))
    if head_length > MAX_HEAD or body_length > MAX_BODY or head_length + body_length > most:
        raise BrokenWire("a message that is too long")
    both = memoryview(_read(socket, head_length + body_length, deadline))
    data, body = bytes(both[:head_length]), both[head_length:]
    if len(data) > MAX_PARTS and sum(map(TEXT.sub(b"", data).count, (b"[", b"{", b","))) > MAX_PARTS:
        raise BrokenWire("a message of too many parts")
    try:
        head = DECODER.decode(data.decode())
    except (ValueError, RecursionError):
        raise BrokenWire("a message that cannot be read") from None
    if not isinstance(head, dict):
        raise BrokenWire("a message of another form")
    return head, body


def _read(socket, length, deadline):
    """Read so many bytes; the buffer grows with what comes, not with what is promised."""
    data, at = bytearray(min(length, STEP)), 0
    while at < length:
        if at == len(data):
            data += bytes(min(length - at, STEP))
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TooLate
        try:
            socket.settimeout(left)
            with memoryview(data) as view:
                size = socket.recv_into(view[at:])
        except TimeoutError:
            raise TooLate from None
        except OSError as error:
            raise BrokenWire(str(error)) from None
        if not size:
            raise BrokenWire("the other side has ended")
        at += size
    return data
