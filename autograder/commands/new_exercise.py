"""`course new exercise`: the three pieces of an exercise, with what is alike in all of them written, and a TODO for the rest."""

from __future__ import annotations

import builtins
import keyword
import re

from .. import bank
from ..errors import Misuse
from ..files import write
from ..making import text
from ..places import texts

ANSWER = '''

def {name}(X):
    """TODO: Say in one sentence what it returns.

    X  (n, m)  TODO: what it holds; left as it is

    Returns TODO
    """
    raise NotImplementedError("TODO: the answer")
'''

ENTRY = '''"""{name}: TODO: say what the trials differ in."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, array, value
from course_utils.reference import {topic} as reference


def trial(rng, *shape):
    return Trial(f"X {{shape}}", {{"X": array(rng, *shape)}}, [value(), CHANGED])


EXERCISE = Exercise(
    reference=reference.{name},
    points=2,
    returns=("TODO: the name of what it returns",),
    rules=(Rule("values", "TODO: what must hold", 1), ARGUMENTS_RULE),
    visible=lambda rng: [trial(rng, 2, 3), trial(rng, 4, 1)],
    hidden=lambda rng: [trial(rng, 3, 5), trial(rng, 4, 2), trial(rng, 2, 1)],
    mistakes=(
        Mistake(
            "TODO: what was done",
            "TODO: what makes one see it.",
            "TODO: what nearly mends it.",
            changes=(("TODO: this text of the reference", "that text"),),
        ),
    ),
    alternatives=(Alternative("TODO: in which way", changes=(("TODO: this text of the reference", "that text"),)),),
)
'''

CELLS = """\
# ### Exercise: {name}
#
# TODO: Say what is given and what to return.

# %% exercise="{name}" minutes=5

# %% tests="{name}"
"""

IMPORTS = re.compile(r"^from \. import (\([^)]*\)|.*)$", re.MULTILINE)
EXERCISES = re.compile(r"^EXERCISES = \[\s*module\.EXERCISE\s+for module in \(([^)]*)\)\s*\]$", re.MULTILINE)
SUMMARY = re.compile(r"^# ## In this chapter we have", re.MULTILINE)


def begin(root, chapter, name):
    """Write the pieces of an exercise of a chapter, and return what each file got; `Misuse`, with nothing written, if it cannot be."""
    topic = chapter[3:]
    reference = root / "course_utils" / "reference" / f"{topic}.py"
    entries = root / "autograder" / "bank" / topic / "__init__.py"
    source = root / "source" / f"{chapter}.py"
    for file in (reference, entries):
        if not file.is_file():
            raise Misuse(f"{chapter} has no {file.relative_to(root).as_posix()}: begin it as in another chapter, then say this again")
    entry = entries.with_name(f"{name}.py")
    _check_name(root, name, reference, entry)
    answered = reference.read_text(encoding="utf-8") + ANSWER.format(name=name)
    listed = _listed(entries, name)
    words, place = _with_cells(source.read_text(encoding="utf-8"), name)
    write(reference, answered)
    write(entry, ENTRY.format(name=name, topic=topic))
    write(entries, listed)
    write(source, words)
    return {
        reference: "the answer, with the docstring that students read",
        entry: "what it is judged on, what goes wrong, what else is right",
        entries: "its name, the last of the chapter's exercises",
        source: f"its text and its two cells, {place}; move them to where they belong",
    }


def _check_name(root, name, reference, entry):
    if not text.NAME.fullmatch(name) or keyword.iskeyword(name):
        raise Misuse(f"{name!r} can name no exercise: begin with a small letter, go on with small letters, digits and _, at most 41 in all")
    in_texts = [file for file in texts(root) if re.search(rf"^# %% exercise=\"{name}\"", file.read_text(encoding="utf-8"), re.MULTILINE)]
    bound = re.search(rf"^(def {name}\(|{name} = |(from|import) .*\b{name}\b)", reference.read_text(encoding="utf-8"), re.MULTILINE)
    where = [file.relative_to(root).as_posix() for file in [entry] * entry.exists() + in_texts + [reference] * bool(bound)]
    where += ["Python itself"] * hasattr(builtins, name) + ["the bank"] * (name in bank.exercises())
    if where:
        raise Misuse(f"{where[0]} has {name!r} already; names are unique in the whole course, choose another")


def _listed(file, name):
    """Return the chapter's list of exercises with one more, a line each, as the formatter leaves it."""
    code = file.read_text(encoding="utf-8")
    found = [pattern.search(code) for pattern in (IMPORTS, EXERCISES)]
    if not all(found):
        raise Misuse(f"{file} has not the form of a chapter's list; see another chapter's")
    modules, order = ([*re.findall(r"\w+", match[1]), name] for match in found)
    imports = "".join(f"    {module},\n" for module in sorted(modules))
    exercises = "".join(f"        {module},\n" for module in order)
    code = IMPORTS.sub(f"from . import (\n{imports})", code, count=1)
    return EXERCISES.sub(f"EXERCISES = [\n    module.EXERCISE\n    for module in (\n{exercises}    )\n]", code)


def _with_cells(words, name):
    """Return a chapter's text with an exercise, and where it stands: before the summary that closes the chapter, else at the end."""
    cells = CELLS.format(name=name)
    if summary := SUMMARY.search(words):  # it may follow other prose in its cell, so the new heading goes on with that
        at = summary.start()
        return f"{words[:at]}{cells}\n# %% [markdown]\n{words[at:]}", 'before "In this chapter we have …"'
    return f"{words.rstrip()}\n\n# %% [markdown]\n{cells}", "at the end"
