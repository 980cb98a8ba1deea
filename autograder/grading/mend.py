"""Put a submitted notebook in order: make it one that can be graded.

Points, types, locks and kernel are taken from the released notebook, answers from the submitted one.
A student's own cells stay where they are; what was deleted is put back, what is there twice is sorted out, what
was written into a locked cell becomes a cell behind it. An exercise's own cell counts if it holds an answer; if not,
the last answer that stands elsewhere. All of it is pure: notebooks in, a notebook and notes in words out.
"""

from __future__ import annotations

import re

from nbformat import v4

from ..cells import checksum, exercise_of, grade_id, is_answer, is_graded, nbgrader_of, role_of
from .names import answers, brings_any, parses
from .order import before_who_may_call, behind_answers, index_of, set_up_first
from .read import new_cell


def mend(released, submitted):
    """Return the submitted notebook with the released one's roles, and notes on what was put in order."""
    roles = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    found = _find(roles, submitted.cells)
    chosen = _choose(roles, found, submitted.cells)
    role_at = {i: roles[name] for name, indices in found.items() for i in indices}
    cells, places, notes, wrote, differing = [], {}, [], {}, []  # `wrote`: own cells and where each was written, by identity
    for index, cell in enumerate(submitted.cells):
        role = role_at.get(index)
        name = role and grade_id(role)
        if chosen.get(name) == index:
            places[name] = len(cells)
            differing += [name] if _differs(cell, role) else []
            cells.append(_as_released(role, cell.source))
        if role is None or is_answer(role):
            own = "" if chosen.get(name) == index or role is not None and not _written(cell, role) else cell.source
            where = f"in cell {index + 1} of the notebook"
        else:
            own, where = _beyond(cell, role), f"in the locked cell {name!r}"
            if own and _is_given(role):
                notes.append(
                    f"the release gives {exercise_of(role)!r} by now: what was written for it runs above, and the given one counts"
                )
            elif own and chosen[name] == index:
                notes.append(f"what was written into the locked cell {name!r} is in a cell of its own behind it")
        if own or role is None:
            cells.append(new_cell(cell.cell_type, own, {}, "" if chosen.get(name) == index else cell.id))
            wrote[id(cells[-1])] = cells[-1], where  # with the cell itself: its identity is not given to another
            if role is not None and _is_given(role) and chosen[name] == index:
                cells.append(cells.pop(places[name]))
                places[name] += 1
    notes += _lost(differing)
    notes += [_several(name, several, chosen[name], submitted.cells, roles[name]) for name, several in found.items() if len(several) > 1]
    notes += _take_answers(roles, released, cells, places, wrote)
    notes += _put_back(roles, places, cells, found, submitted.cells)
    notes += set_up_first(cells) + behind_answers(cells) + before_who_may_call(cells, list(roles))
    _unique_ids(cells)
    return v4.new_notebook(cells=cells, metadata=released.metadata), notes


def answered(released, submitted):
    """Return how many of the exercises a submitted notebook has an answer to, and how many of their cells it has at all."""
    roles = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    there = [indices for name, indices in _find(roles, submitted.cells).items() if is_answer(roles[name]) or is_graded(roles[name])]
    n = sum(exercise_of(cell) is not None for cell in roles.values() if is_answer(cell)) - len(unanswered(released, submitted))
    return n, max(n, sum(map(bool, there)))


def unanswered(released, submitted):
    """Return the exercises that a submitted notebook has no answer to."""
    exercises = [exercise_of(cell) for cell in released.cells if is_answer(cell) and exercise_of(cell)]
    return [
        exercise
        for exercise in exercises
        if not any(_answers(cell, exercise) or grade_id(cell) == exercise and brings_any(cell.source, exercise) for cell in submitted.cells)
    ]


def got_since(released, submitted):
    """Return the exercises that, as it seems, the release has got since: of others there are cells, of these not even the name."""
    roles = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    return _got_since(roles, _find(roles, submitted.cells), submitted.cells)


def _got_since(roles, found, cells):
    there = {exercise_of(roles[name]) for name, indices in found.items() if indices}
    lacking = dict.fromkeys(exercise_of(role) for role in roles.values() if exercise_of(role) not in there)
    if not there & {exercise_of(role) for role in roles.values() if is_answer(role)}:
        return []  # that is a notebook which was emptied
    return [name for name in lacking if name and not any(_names(cell.source, name) for cell in cells)]


def _names(text, name):
    return name in text and re.search(rf"\b{re.escape(name)}\b", text) is not None  # the first is quick where there are megabytes


def _is_earlier(roles, found, cells):
    """Whether a notebook is of an earlier release: a cell still carries nbgrader's checksum of another text than today's."""
    for name, indices in found.items():
        sums = {nbgrader_of(cells[i]).get("checksum") for i in indices} - {None}
        if sums and nbgrader_of(roles[name]).get("checksum") not in sums:
            return True
    return False


def _find(roles, cells):
    """Find the submitted cells in each role: by name, else by id, else by similarity: the same text, or the function that is asked for."""
    named = [grade_id(cell) for cell in cells]
    found = {name: [i for i, given in enumerate(named) if given == name] for name in roles}
    for name, role in roles.items():
        free = [i for i, given in enumerate(named) if given not in roles] if not found[name] else []
        found[name] += [i for i in free if cells[i].id in (role.id, name)]
        found[name] = found[name] or [i for i in free if _similar(role, cells[i])]
        if is_answer(role):  # a stub pasted without its metadata would undo the answer
            found[name] += [i for i, given in enumerate(named) if given not in roles and i not in found[name] and _is_copy(role, cells[i])]
        found[name].sort()
    return found


def _similar(role, cell):
    if is_answer(role):
        exercise = exercise_of(role)
        defined = exercise and f"def {exercise}" in cell.source and re.search(rf"^def {re.escape(exercise)}\b", cell.source, re.MULTILINE)
        return cell.cell_type == "code" and bool(defined)
    return _plain(cell.source) == _plain(role.source)


def _is_copy(role, cell):
    source = cell.source
    may_be = (exercise_of(role) or "") in source and len(source) < 2 * len(role.source)  # most cells need no closer look
    return may_be and cell.cell_type == "code" and _plain(source) == _plain(role.source)


def _choose(roles, found, cells):
    """Return which of the cells in each role counts: the first locked one; of several answers the last above the tests.

    What stands below the tests may be there to be broken.
    """
    tests = {exercise_of(roles[name]): min(indices) for name, indices in found.items() if indices and is_graded(roles[name])}
    chosen = {}
    for name, indices in found.items():
        role = roles[name]
        if indices and is_answer(role):
            written = [i for i in indices if _written(cells[i], role)]
            full = [i for i in written if _answers(cells[i], exercise_of(role))]
            above = [i for i in full if i < tests.get(exercise_of(role), len(cells))]
            chosen[name] = (above or full or written or indices)[-1]
        elif indices:
            chosen[name] = indices[0]
    return chosen


def _answers(cell, exercise):
    return bool(exercise) and answers(cell.source, exercise, cell.cell_type == "code")


def _written(cell, role):
    """Whether a student wrote in an answer's cell: it is neither today's stub nor an earlier one."""
    return bool(cell.source.strip()) and _plain(cell.source) != _plain(role.source) and not _as_handed_out(cell)


def _beyond(cell, role):
    """Return what a locked cell holds beyond the released text: all of it, where that is not in it whole."""
    given, ours = _plain(cell.source), _plain(role.source)
    if given == ours or _as_handed_out(cell):
        return ""
    return given.replace(ours, "", 1).strip("\n")


def _plain(source):
    """Return a text without what editors do to blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip("\n")


def _as_handed_out(cell):
    """Whether a cell is as some release had it: nbgrader's checksum, which it still carries, says so."""
    try:
        return nbgrader_of(cell)["checksum"] == checksum(cell)
    except Exception:  # metadata of any kind
        return False


def _is_given(role):
    return role_of(role) == "given"


def _differs(cell, role):
    """Whether type or metadata are not the released ones; what the release has changed since is nobody's doing."""
    given, ours = nbgrader_of(cell), nbgrader_of(role)
    if (
        _is_given(role)
        and given.get("solution")
        or _as_handed_out(cell)
        and any(given.get(key) != ours.get(key) for key in ("grade", "solution"))
    ):
        return False
    keys = {"schema_version", "points", "grade", "solution", "locked"} - ({"points"} if _as_handed_out(cell) else set())
    return cell.cell_type != role.cell_type or any(given.get(key) != ours.get(key) for key in keys)


def _lost(names):
    """Return notes on the cells whose metadata are not the released ones; where a tool dropped those of all, one note."""
    if len(names) > 3:
        return [f"{len(names)} cells had lost or changed their type or metadata"]
    return [f"the cell {name!r} had lost or changed its type or metadata" for name in names]


def _several(name, indices, chosen, cells, role):
    """Return a note on cells that are there several times, and on which counts where that is a question."""
    says = f"the cell {name!r} was there {len(indices)} times"
    written = {_plain(cells[i].source) for i in indices if is_answer(role) and _written(cells[i], role)}
    return f"{says}; cell {chosen + 1} of the notebook counts" if len(written) > 1 else says


def _as_released(role, source):
    return new_cell(role.cell_type, source if is_answer(role) else role.source, role.metadata, role.id)


def _take_answers(roles, released, cells, places, wrote):
    """Where an exercise's cell holds no answer, let the last one that a student wrote elsewhere count, and return notes."""
    notes, hosts, ours = [], {}, {_plain(cell.source) for cell in released.cells}
    for name, role in roles.items():
        exercise, own = exercise_of(role), cells[places[name]] if name in places else None
        if not is_answer(role) or not exercise:
            continue
        written = own is not None and (_answers(own, exercise) or brings_any(own.source, exercise))
        host = None
        if not written or not parses(own.source):  # what does not parse makes nothing
            others = [c for c in cells if c is not own and (is_answer(c) or id(c) in wrote) and _plain(c.source) not in ours]
            host = next((c for c in reversed(others) if _answers(c, exercise) and (not written or parses(c.source))), None)
        if written and host is None:
            notes += _below(cells, exercise, own, wrote)
            _place(places, cells, hosts)
            continue
        if host is None:
            notes += _in_a_text(others, exercise, wrote)
            continue
        _, where = wrote.get(id(host)) or (host, f"in the cell {grade_id(host)!r}")
        notes.append(f"{exercise!r} was written {where}, not in its own cell: that counts")
        host = _let_count(role, own, host, cells, wrote)
        tests = next((c for c in cells if is_graded(c) and exercise_of(c) == exercise), None)
        if tests is not None and index_of(cells, tests) < index_of(cells, host):
            del cells[index_of(cells, tests)]
            cells.insert(index_of(cells, host) + 1, tests)
        hosts[name] = host
        _place(places, cells, hosts)
    return notes


def _place(places, cells, hosts):
    """Have `places` say where each cell of the release stands now; what stands in another's cell, its host, is not missing."""
    places.clear()
    places.update({grade_id(cell): i for i, cell in enumerate(cells) if grade_id(cell)})
    for name, host in hosts.items():
        places.setdefault(name, next(i for i, cell in enumerate(cells) if cell.source == host.source))


def _in_a_text(cells, exercise, wrote):
    """Return a note on what answers an exercise in the midst of a text, where it does not run."""
    written = re.compile(rf"^[^\S\n]*def {re.escape(exercise)}\b", re.MULTILINE)
    where = [wrote[id(cell)][1] for cell in cells if cell.cell_type != "code" and id(cell) in wrote and written.search(cell.source)]
    return [f"{exercise!r} is written as text {one}, where it does not run: put it into its own cell" for one in where[-1:]]


def _below(cells, exercise, own, wrote):
    """Return a note on what answers an exercise once more below its tests, where it counts nothing: not for later exercises either."""
    at = next((i for i, cell in enumerate(cells) if is_graded(cell) and exercise_of(cell) == exercise), len(cells))
    again, undone = [], False
    while at < len(cells):
        cell = cells[at]
        if id(cell) in wrote and _answers(cell, exercise):
            again.append(cell)
            undone = _plain(cell.source) != _plain(own.source)
        elif undone and (is_answer(cell) or is_graded(cell)) and exercise_of(cell) != exercise:
            cells.insert(at, new_cell("code", own.source, {}, ""))  # what the next ones call is the answer
            at, undone = at + 1, False
        at += 1
    return [f"{exercise!r} is written again {wrote[id(cell)][1]}, below its tests: the answer above counts" for cell in again[-1:]]


def _let_count(role, own, host, cells, wrote):
    """Make the answer in `host` the one that its exercise has when it is judged; return the cell behind which that is so."""
    if own is not None and _written(own, role):
        if host.cell_type != "code" or index_of(cells, host) < index_of(cells, own):
            host = new_cell("code", host.source, {}, "")
            cells.insert(index_of(cells, own) + 1, host)
        return host
    between = [] if own is None else cells[index_of(cells, own) : index_of(cells, host)]
    if id(host) in wrote and any(is_graded(cell) and exercise_of(cell) != exercise_of(role) for cell in between):
        own.source = host.source  # the exercises in between may call it
        return host
    if own is not None:
        del cells[index_of(cells, own)]  # an empty stub would undo the answer
    if id(host) in wrote:
        cells[index_of(cells, host)] = host = _as_released(role, host.source)
    return host


def _put_back(roles, places, cells, found, submitted):
    """Insert the released cells that are missing, each behind the one it follows, and return notes."""
    missing, at = [], 0
    answers_missing = any(is_answer(role) and name not in places for name, role in roles.items())
    for name, role in roles.items():
        if name in places:
            at = places[name] + 1
            continue
        missing.append(name)
        if is_answer(role):
            continue  # an empty stub would undo an answer that stands in a cell of the student's own
        where = len(cells) if is_graded(role) and answers_missing else at
        cells.insert(where, _as_released(role, role.source))
        places.update({n: place + 1 for n, place in places.items() if place >= where})
        places[name] = where
        at = where + 1 if where == at else at
    return _missing(missing, roles, found, submitted) if missing else []


def _missing(names, roles, found, cells):
    """Return notes on the cells that are missing; what the release may have got since is nobody's doing."""
    new = _got_since(roles, found, cells)
    notes = [
        f"nothing of the exercise {name!r} is in the notebook, not even its text: it seems that the release has got it since"
        for name in new
    ]
    why = "is not in the notebook, which is of an earlier release" if _is_earlier(roles, found, cells) else "was missing"
    return notes + [f"the cell {name!r} {why}" for name in names if exercise_of(roles[name]) not in new]


def _unique_ids(cells):
    """Give each cell an id of its own, from its position: the same submission makes the same notebook."""
    used = {cell.id for cell in cells if grade_id(cell)}
    for n, cell in enumerate(cells):
        if not grade_id(cell):
            if not cell.id or cell.id in used:
                cell.id = f"own-{n}"
            used.add(cell.id)
