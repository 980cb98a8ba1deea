"""What an executed notebook says of each of its graded cells: the cause of a loss, the steps of help, the rules, whose code it was.

The judge's and the check's messages are read where grading left them, in the graded cells; the points are the gradebook's.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from types import SimpleNamespace

from course_utils.check import STEPS

from ..cells import exercise_of, grade_id, is_answer, is_graded, nbgrader_of, role_of
from ..grading import learned
from ..grading.grade import RECORD, read_result
from ..grading.graded_cell import verdicts
from ..grading.job import Result
from ..grading.names import answers
from ..judging import VERDICT

STATES = ("Holds", "Does not hold", "Not seen")
LONGEST_CODE = 20_000  # characters of an answer that is looked into


@dataclass
class Finding:
    """What is known of one graded cell.

    mark      the gradebook's, see `grades`
    outcome   as in `ExerciseResult`
    cause     why points were lost, in one line; "" where none were
    mistake   the known mistake that was made, or None
    seconds   how long it was judged, or None where that is not known
    joins     whether another exercise with the same cause has lost points for the same reason: two ValueErrors are not one
    calls     the other exercise whose points were lost and whose function this answer calls, or None
    steps     the check's or the judge's words by step: What is wrong, Where to look, Nearly how
    numbers   what stands below them: numbers to compare, a traceback
    rules     (a state, the rule in words)
    judged    the index of the graded cell
    answer    the index of the cell with the student's code, or None
    comment   the gradebook's comment on the answer, or None
    signature what it does, where its mistake has no name in the bank
    of_class  whether name and hints are the class's own, which the check does not know
    """

    name: str
    mark: dict
    outcome: str
    cause: str = ""
    mistake: str | None = None
    seconds: float | None = None
    joins: bool = False
    calls: str | None = None
    steps: dict = field(default_factory=dict)
    numbers: str = ""
    rules: list = field(default_factory=list)
    judged: int = 0
    answer: int | None = None
    comment: dict | None = None
    signature: dict | None = None
    of_class: bool = False

    @property
    def lost(self):
        """The points that are missing."""
        return max(0.0, self.mark["most"] - self.mark["points"])


def result_of(notebook):
    """Return the `Result` that grading left in a notebook, or None; what has another form is none."""
    try:
        return Result.from_data(notebook.metadata[RECORD]["result"])
    except (KeyError, TypeError, AttributeError):
        return None


def look(notebook, grades=None, names=()):
    """Return the findings of a notebook's graded cells, in order; marks are the judge's where no `grades` are given.

    names  the class's own, see `grading.learned`
    """
    graded, seen = _seen(notebook)
    known = learned.give_names(names, seen)
    found = [_finding(notebook, n, cell, e, grades) for (n, cell), e in zip(graded, seen, strict=True)]
    for one in found:
        if one.name in known:
            one.of_class = True
            one.steps |= {STEPS[1]: known[one.name].see, STEPS[2]: known[one.name].do}
    lost = {f.name for f in found if f.lost}
    for one in found:
        if one.lost and one.answer is not None and one.outcome != "empty":
            called = _calls(notebook.cells[one.answer].source) & lost - {one.name}
            one.calls = next((f.name for f in found if f.name in called), None)
    return found


def named(notebook, names):
    """Return the mistakes of a notebook that have a name of the class's own, by exercise."""
    return learned.give_names(names, _seen(notebook)[1]) if names else {}


def _seen(notebook):
    """Return the graded cells of a notebook, (index, cell), and what they say, an `ExerciseResult` each."""
    graded = [(n, cell) for n, cell in enumerate(notebook.cells) if is_graded(cell) and _named(cell)]
    seen = read_result("", *[SimpleNamespace(cells=[cell for _, cell in graded])] * 2).exercises
    record = result_of(notebook)
    if record and [e.exercise for e in record.exercises] == [e.exercise for e in seen]:
        seen = record.exercises  # grading knows more of a cause than the cell
    return graded, seen


def _named(cell):
    points = nbgrader_of(cell).get("points")
    return re.fullmatch(r"[\w.-]{1,200}", grade_id(cell) or "", re.ASCII) and type(points) in (int, float)


def _finding(notebook, n, cell, seen, grades):
    name = exercise_of(cell) or grade_id(cell)
    answer = _answer(notebook, n, name)
    judges = {"points": seen.points, "most": seen.max_points, "extra": 0.0, "by_hand": False, "waits": False}
    mark = (grades["marks"].get(grade_id(cell), judges)) if grades else judges
    finding = Finding(name, mark, seen.outcome, judged=n, answer=answer, signature=seen.signature)
    if grades and answer is not None:
        finding.comment = grades["comments"].get(grade_id(notebook.cells[answer]))
        if finding.comment and not finding.comment["by_hand"]:
            finding.comment = None  # nbgrader's "No response." is said already
    if exercise_of(cell):
        _read_messages(finding, cell)
        finding.cause = "" if seen.outcome == "right" else _with(seen.cause, _cause(seen, cell))
        finding.mistake, finding.seconds = (str(seen.mistake) if seen.mistake else None), seen.seconds
        finding.joins = bool(seen.mistake) or seen.outcome == "error" or str(seen.says).startswith("it calls ")
        finding.steps[STEPS[0]] = _once(finding.steps.get(STEPS[0], ""), finding.cause)
    else:  # another course's tests: they say what they say
        finding.outcome = "right" if not finding.lost else "part" if mark["points"] else "wrong"
        error = next((o for o in cell.get("outputs", []) if o.output_type == "error"), None)
        finding.cause = f"it stopped with {error.get('ename')}" if error and finding.lost else ""
    return finding


def _answer(notebook, n, name):
    """Return where the answer to a graded cell stands: the exercise's cell, a student's own, itself, or the last answer above it."""
    if is_answer(notebook.cells[n]):
        return n
    own = [i for i, c in enumerate(notebook.cells) if role_of(c) == "exercise" and exercise_of(c) == name]
    if own and not answers(notebook.cells[own[0]].source, name):  # it was left as it was, and the function may stand elsewhere
        own += [i for i, c in enumerate(notebook.cells) if c.cell_type == "code" and role_of(c) is None and answers(c.source, name)][-1:]
    if own:
        return own[-1]
    return next((i for i in range(n - 1, -1, -1) if is_answer(notebook.cells[i])), None)


def _with(first, says):
    """Return what was lost with what went wrong first, where that is not said already."""
    return says if not first or str(first) in says else f"{says}; {first}"


def _cause(seen, cell):
    if seen.mistake:
        return str(seen.mistake)
    told = [str(t) for verdict in verdicts(cell)[-1:] for t in verdict.get("told") or []]
    says = str(seen.says)
    if seen.outcome == "error":
        return says  # no call of the function came so far
    if told and says.startswith("does not hold: "):
        return told[0]
    return "; ".join([says, *told[:1]])


def _read_messages(finding, cell):
    for output in cell.get("outputs", []):
        data = output.get("data", {}) if output.output_type == "display_data" else {}
        if not isinstance(data.get("text/plain"), str):
            continue
        lines, code = _paragraphs(data["text/plain"])
        if VERDICT in data:
            lines = _told(data[VERDICT]) or lines
            finding.rules = [(label, text) for label, text in lines if label in STATES]
            heard = [text for label, text in lines if label in ("What happened", "What was found")]
            finding.steps = {STEPS[0]: " ".join(heard)} | {label: text for label, text in lines if label == STEPS[1]}
        elif steps := {label: text for label, text in lines if label in STEPS}:  # the check's own, with numbers one can see
            finding.steps, finding.numbers = steps, code


def _told(verdict):
    """Return the judge's labelled paragraphs as its verdict has them, or None: an earlier judge's are in its text alone."""
    lines = verdict.get("lines") if isinstance(verdict, dict) else None
    return [(str(label), str(text)) for label, text in lines] if isinstance(lines, list) else None


def _once(text, cause):
    """Return the check's words without those that the cause has said already."""
    text = re.sub(r" ?(?:Your numbers are those of|It stops just as with) a known mistake: [^\n]*?\.(?= |$)", "", text)
    for said in filter(None, cause.split("; ")):
        text = re.sub(rf"(?:^| ){re.escape(said[0].upper() + said[1:])}\.(?= |$)", "", text)
    return text.strip()


def _paragraphs(text):
    """Return the labelled paragraphs of a message in plain text, and what stands below them."""
    told, _, code = text.partition("\n\n")
    lines = [line.strip() for line in told.split("\n")[1:]]
    return [(label, rest) if rest else ("", line) for line in lines for label, _, rest in [line.partition(": ")]], code.rstrip("\n")


def _calls(source):
    """Return the names that code calls; of code that cannot be read, none."""
    try:
        tree = ast.parse(source) if len(source) <= LONGEST_CODE else ast.Module([], [])
        return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
