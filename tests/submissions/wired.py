"""Submissions that reach for the line on which the judge asks and their process answers."""

import json

from . import ALL, BACKWARD, FORWARD, NEITHER, WRONG, around, backward, submission

LINE = """
import json, os, socket, struct, sys
numbers = [int(n) for n in os.listdir("/proc/self/fd")]
lines = [n for n in numbers if n > 2 and os.path.exists(f"/proc/self/fd/{n}") is False and os.readlink(f"/proc/self/fd/{n}").startswith("socket")]
def asked(name="request"):
    # what is known of the request that is being answered
    frame = sys._getframe()
    while frame and name not in frame.f_locals: frame = frame.f_back
    return frame.f_locals[name] if frame else {"turn": 0}
def frame(head, body=b"", length=None, ahead=0):
    head = {"turn": asked()["turn"] + ahead, **head} if isinstance(head, dict) else head
    head = json.dumps(head).encode() if not isinstance(head, bytes) else head
    return struct.pack("<IQ", len(head) if length is None else length, len(body)) + head + body
def say(data):
    for line in lines:
        try: os.write(line, data)
        except OSError: pass
"""


RECORD = """{"is": "record", "at": [0, 0], "last": False, "value": packed, "size": 0, "arguments": None, "fault": None, "global_moved": False, "warnings": [],
 "text": "", "seconds": 0.0}"""


def saying(data, after=""):
    """Return a cell that writes bytes of its own to the line."""
    return f"{LINE}\nsay({data})\n{after}"


@submission(0)
def answers_ahead_of_time(root):
    """Writes replies to questions that were not yet asked: outputs, functions, values and records."""
    answers = ["{'outputs': [], 'count': 1}"] * 3 + ["{'is': 'function'}"] * 3 + [RECORD] * 3
    frames = " + ".join(f"frame({answer}, ahead={ahead})" for ahead, answer in enumerate(answers))
    first = f"import course_utils.checking.crossing\npacked = course_utils.checking.crossing.to_parts(3)[0]\n{saying(frames)}"
    return around(root, first, **NEITHER)


@submission(ALL)
def promises_too_much(root):
    """Announces a message of 2^60 bytes."""
    return around(root, saying("struct.pack('<IQ', 10, 2**60)"))


@submission(ALL)
def sends_half_a_message(root):
    """Announces a message that never comes whole."""
    return around(root, saying("struct.pack('<IQ', 1000, 0) + b'{'"))


@submission(ALL)
def sends_no_messages(root):
    """Sends random bytes, JSON that is no object, text that is none, and depths beyond reading."""
    noise = "frame(b'[]') + frame(b'\\xff') + frame(b'[' * 10**5) + frame({'outputs': 3}) + frame({'is': []}) + os.urandom(1000)"
    return around(root, saying(noise), last=saying("frame(b'[' * 10**5)"))


@submission(ALL)
def sends_odd_outputs(root):
    """Sends outputs of a form no shell makes: wrong types, missing parts, numbers beyond bounds."""
    outputs = [
        3, None, [], {}, {"output_type": "stream"}, {"output_type": "video", "data": {}}, {"output_type": []},
        {"output_type": "execute_result", "data": {"text/plain": 3}, "metadata": 5, "execution_count": -1},
        {"output_type": "display_data", "data": {"application/json": {"a": [1]}, "text/json": {}}, "metadata": {}},
        {"output_type": "error", "ename": [], "evalue": {}, "traceback": "text"},
        {"output_type": "stream", "name": "stdout", "text": {"a": 1}},
    ]  # fmt: skip
    data = 'b\'{"count": 1, "outputs": [{"output_type": "execute_result", "execution_count": Infinity, "data": {}, "metadata": {}}]}\''
    return around(root, saying(f"frame({{'outputs': {outputs!r}, 'count': 1}}) + frame({data})"))


@submission(ALL)
def sends_more_than_it_may(root):
    """Sends outputs beyond its allowance, cell after cell, and millions of empty ones."""
    first = saying("frame({'outputs': [{'output_type': 'stream', 'name': 'stdout', 'text': 'x' * 3 * 10**7}], 'count': 1})")
    return around(root, first, last=saying("frame(b'{\"count\": 1, \"outputs\": [' + b'[],' * 10**7 + b'[]]}')"))


@submission(FORWARD)
def answers_with_damaged_bytes(root):
    """Sends arrays that are none: wrong lengths, wrong types, sizes beyond memory."""
    body = f"""heads = [["<f8", [1000000000000], "C"], ["|O", [3], "C"], ["<U0", [10000000000], "C"], ["<f8", [-1], "C"]]
for n, group in enumerate(asked()["groups"]):
    packed = [{{"array": 0}}, [heads[n % 4]]]
    say(frame({{**{RECORD}, "at": [n, 0], "end": n == len(asked()["groups"]) - 1}}))
return dA_dropped"""
    return around(root, LINE, dropout_backward=backward(body))


@submission(FORWARD)
def answers_with_a_record_of_another_form(root):
    """Replaces the recording of calls, so that records come back whose parts are of other types."""
    body = """import json
import student.wire as wire
send, told = wire.send, {"value": -1, "size": "", "fault": [], "global_moved": [], "warnings": "→" * 10**6, "text": [], "seconds": "x"}
wire.send = lambda line, head, body: send(line, json.dumps(json.loads(head) | told).encode() if type(head) is bytes else head, body)
return dA_dropped"""
    return around(root, dropout_backward=backward(body))


@submission(FORWARD)
def answers_the_calls_it_has_seen(root):
    """Sees the arguments of all calls in the first one, and answers them all itself, in their order."""
    body = f"""from course_utils.checking import crossing
packed, data = crossing.to_parts(dA_dropped)
for n, group in enumerate(asked()["groups"]):
    for k, _ in enumerate(group): say(frame({{**{RECORD}, "at": [n, k], "size": len(data), "end": n == len(asked()["groups"]) - 1}}, data))
return dA_dropped"""
    return around(root, LINE, dropout_backward=backward(body))


@submission(FORWARD)
def answers_calls_more_often_than_asked(root):
    """Sends each record twice, and the last one thrice."""
    body = """import student.wire as wire
send = wire.send
wire.send = lambda line, head, body: [send(line, head, body) for _ in range(2 + (b'"end": true' in head if type(head) is bytes else 0))]
return dA_dropped"""
    return around(root, dropout_backward=backward(body))


@submission(0)
def answers_a_name_with_a_function_of_the_kit(root):
    """Says that its function is a value: one of the kit's functions, which would then run where the judge is."""
    first = """
import functools
import course_utils.checking.crossing as crossing
from course_utils import datasets
to_bytes = crossing.to_bytes
bound = functools.partial(datasets.DATASETS if hasattr(datasets, "DATASETS") else crossing.to_json, 1)"""
    serve = LINE + "\nimport builtins\nbuiltins.callable = lambda thing: False\ndropout_forward = functools.partial(crossing.from_bytes, 1)"
    return around(root, first + serve, dropout_forward="pass", dropout_backward=WRONG["dropout_backward"])


@submission(ALL)
def cuts_the_line(root):
    """Closes every descriptor it has."""
    return around(root, "import os\nos.closerange(3, 300)")


@submission(ALL)
def puts_a_file_in_place_of_the_line(root):
    """Puts a file, then nothing, where the line was."""
    return around(root, LINE + "\nfile = os.open('/tmp/file', os.O_RDWR | os.O_CREAT)\nfor line in lines: os.dup2(file, line)")


@submission(BACKWARD)
def shares_the_line(root):
    """Leaves processes that read from the line and write to it while cells run."""
    after = """
if os.fork() == 0:
    while True:
        for line in lines:
            try: os.read(line, 1)
            except OSError: pass"""
    return around(root, dropout_forward=WRONG["dropout_forward"], last=saying("b''", after))


@submission(ALL, slow=True)
def does_not_listen(root):
    """Answers ahead of time and stops, before a cell larger than what the line holds is sent to it."""
    first = saying("frame({'outputs': [], 'count': 1})", "import signal\nos.kill(os.getpid(), signal.SIGSTOP)")
    notebook = around(root, first)
    at = [cell.id for cell in notebook.cells].index("first") + 1
    from nbformat import v4

    notebook.cells.insert(at, v4.new_code_cell("#" * 3 * 10**6, id="large"))
    return notebook


def as_bytes(notebook):
    """Return a notebook as the bytes of its file."""
    return json.dumps(notebook).encode()
