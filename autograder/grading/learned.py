"""The bank learns from the class: names that an instructor gave to mistakes no exam foresaw, in the class's folder, in `mistakes.toml`.

What grading wrote down stays as it is; a name is looked for where a result is read back (`give_names`), by the signature of what the
answer does, so nothing is graded again. A signature holds for the trials it was drawn up on. Where these are others (a new edition of
the course, another seed), `renew` has the example graded once more, in the sandbox like all that is handed in.
"""

from __future__ import annotations

import ast
import json
import tomllib
import warnings
from dataclasses import dataclass, replace

from nbformat import v4

from ..cells import exercise_of, grade_id, is_answer, role_of
from ..errors import CourseError
from ..files import write
from . import read as notebooks
from .job import Job, hashed, without_words
from .signature import same

FILE = "mistakes.toml"
LONGEST = {"name": 120, "see": 500, "do": 500}  # characters
QUOTED = '"\\'  # what TOML's text in one line has to escape
LONGEST_CODE = 4000  # of an example
SAYS = """\
# Mistakes that this class made and the course's bank did not know, with the names they were given (`course mistakes`).
# Names and hints can be changed here; what is taken out has no name any more. `course feedback CHAPTER` makes pages again.
"""


@dataclass(frozen=True)
class Learned:
    """A mistake that the class has a name for.

    example     code of somebody who made it, without their words; "" if none could be kept
    whose       a hash of that student's id, by which `course forget` finds it
    signatures  what it does, on all the trials it was seen on
    """

    exercise: str
    name: str
    see: str
    do: str
    example: str = ""
    whose: str = ""
    signatures: tuple = ()

    @property
    def papers(self):
        """The trials it was tried on."""
        return {signature["paper"] for signature in self.signatures}


def read(folder):
    """Return the mistakes that the class in a folder has names for; `CourseError` where the file cannot be meant."""
    file = folder / FILE
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("mistake", [])
        return [_entry(file, entry) for entry in entries]
    except FileNotFoundError:
        return []
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{file} is no TOML: {error}") from None
    except (UnicodeDecodeError, AttributeError, TypeError, ValueError, KeyError):
        says = "it has to hold parts [[mistake]] as `course mistakes CHAPTER name GROUP` writes them"
        raise CourseError(f"{file} cannot be read: {says}; mend it, or take it away") from None


def _entry(file, data):
    words = {key: data.get(key, "") for key in ("exercise", "name", "see", "do", "example", "whose")}
    if any(not isinstance(value, str) for value in words.values()):
        raise TypeError
    if fault := why_not(words["name"], words["see"], words["do"]):
        raise CourseError(f"{file}: {words['exercise']}: {fault}")
    signatures = tuple(map(json.loads, data.get("signatures", [])))
    if any(not isinstance(signature["paper"], str) for signature in signatures):
        raise TypeError
    return Learned(**words, signatures=signatures)


def why_not(name, see, do):
    """Return in a line why these cannot be a mistake's name and hints, or None."""
    for what, words in {"name": name, "see": see, "do": do}.items():
        if not words.strip():
            return f"it needs {'a name' if what == 'name' else f'a hint, {what}'}"
        if not words.isprintable() or len(words) > LONGEST[what]:
            return f"its {'name' if what == 'name' else f'hint, {what},'} has to be one line of at most {LONGEST[what]} characters"
    return None


def keep(folder, entries):
    """Write the class's names."""
    write(folder / FILE, SAYS + "".join(map(_written, entries)))


def _written(entry):
    words = [f"{key} = {_quoted(getattr(entry, key))}" for key in ("exercise", "name", "see", "do")]
    example = [f"example = {_block(entry.example)}", f"whose = {_quoted(entry.whose)}"] if entry.example else []
    signatures = [json.dumps(one, separators=(",", ":")) for one in entry.signatures]
    signatures = ",".join(f"\n  {_quoted(one) if chr(39) in one else chr(39) + one + chr(39)}" for one in signatures)
    return "\n".join(["", "[[mistake]]", *words, *example, f"signatures = [{signatures}\n]", ""])


def _quoted(words):
    """Return words as TOML has them."""
    return f'"{_shown(words, QUOTED)}"'


def _block(code):
    """Return code as TOML's text of several lines."""
    lines = "\n".join(_shown(line, "\\") for line in code.split("\n"))
    return '"""\n' + lines.replace('"""', '""\\"') + '"""'


def _shown(words, escaped):
    """Return words with what would not be seen, or would end them, as escapes."""
    return "".join(f"\\{c}" if c in escaped else c if c.isprintable() else f"\\U{ord(c):08x}" for c in words)


# --- names ----------------------------------------------------------------------------------------------


def of(entries, exercise, signature):
    """Return the name that the class has for what an answer does, or None."""
    if not signature:
        return None
    mine = (entry for entry in entries if entry.exercise == exercise)
    return next((entry for entry in mine if any(same(known, signature) for known in entry.signatures)), None)


def give_names(entries, exercises):
    """Give `ExerciseResult`s the names that the class has for what they do; return what it knows of these, by exercise."""
    found = {e.exercise: entry for e in exercises if not e.mistake and (entry := of(entries, e.exercise, e.signature))}
    for e in exercises:
        if e.exercise in found and not e.mistake:
            e.mistake = e.says = found[e.exercise].name
    return found


def named(entries, entry):
    """Return the class's mistakes with one more; where what it does had a name, with that renamed."""
    before = of(entries, entry.exercise, entry.signatures[0])
    if before is None:
        return [*entries, entry]
    return [replace(before, name=entry.name, see=entry.see, do=entry.do) if one is before else one for one in entries]


# --- examples -------------------------------------------------------------------------------------------


def anonymous(source):
    """Return a student's code without comments and docstrings, where names may stand; "" of what is no Python, or is too long."""
    if len(source) > 5 * LONGEST_CODE:
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)  # of what is no Python `without_words` leaves all
            code = without_words(source).encode("utf-8", "replace").decode()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return code if len(code) <= LONGEST_CODE else ""


def whose(student):
    """Return what stands for a student in the file."""
    return hashed("whose", student)[:16]


def without_student(path, student):
    """Return what the file would say without a student's code, or None if it holds none of theirs."""
    entries = read(path.parent)
    theirs = [entry.whose == whose(student) for entry in entries]
    if not any(theirs):
        return None
    return SAYS + "".join(_written(replace(e, example="", whose="") if his else e) for e, his in zip(entries, theirs, strict=True))


def renew(course, chapter, terms, entries, results, run):
    """Find out what the examples do on trials that results are of and the names are not; return the class's mistakes.

    run  grades a `Job` where all others are graded, and returns its `Result`, or None
    """
    seen = {}
    for e in (e for result in results for e in result.exercises if not e.mistake and e.signature and "rows" in e.signature):
        seen.setdefault(e.exercise, set()).add(e.signature["paper"])
    found = [_renewed(course, chapter, terms, entry, seen.get(entry.exercise, set()) - entry.papers, run) for entry in entries]
    if found != list(entries):
        keep(course.folder, found)
    return found


def _renewed(course, chapter, terms, entry, papers, run):
    if not papers or not entry.example:
        return entry
    result = run(Job("example", terms, _with(course, chapter, entry)))
    mine = [e.signature for e in result.exercises if e.exercise == entry.exercise and e.signature] if result else []
    none = [{"paper": paper, "not": "the example shows nothing there"} for paper in sorted(papers - {one["paper"] for one in mine})]
    return replace(entry, signatures=(*entry.signatures, *mine, *none))


def _with(course, chapter, entry):
    """Return the bytes of a chapter's notebook with the course's answers, and the example in place of one."""
    released = notebooks.read_released(course.path("release", chapter))
    answers = {grade_id(c): c.source for c in notebooks.read_released(course.path("source", chapter)).cells if is_answer(c)}
    for cell in released.cells:
        if role_of(cell) == "exercise" and exercise_of(cell) == entry.exercise:
            cell.source = entry.example
        elif grade_id(cell) in answers:
            cell.source = answers[grade_id(cell)]
    return v4.writes(released).encode()
