"""A course for tests of the build: its text has one exercise, `double`, which is put into the bank. What it says can be changed."""

import nbformat

from autograder import bank, judging
from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.making.build import build

CHAPTER = """\
# %% [markdown]
# # A chapter of {points} points and {minutes} minutes, $\\frac{points}{m}$
#
# ![A picture](picture.png)

# %% setup
import numpy as np

from course_utils.check import check
from course_utils.predict import predict

# %%
two = 2

# %% predict="how_much"
# ? What is twice two?
# - three :: That is two and one.
# + four :: It is a pair of pairs.

# %% [markdown]
# ### Exercise: double

# %% exercise="double" minutes=5

# %% tests="double"

# %% experiment="try_it"
doubled_two = double(np.array([two]))
"""


def double(x):
    """Return twice x (n,)."""
    doubled = 2 * x
    return doubled


def double_without_words(x):
    return 2 * x


def trials(rng, want=None):
    return [
        Trial(
            "x (3,)",
            {"x": rng.integers(1, 9, 3).astype(float)},
            [Probe("values", "value", {}, want), Probe("arguments", "changed", {}, "none")],
        )
    ]


def entry(reference=double, costs=1, want=None, mistakes=None):
    return Exercise(
        reference=reference,
        points=3,
        returns=("doubled",),
        rules=(Rule("values", r"what comes back is \(2x\)", costs), Rule("arguments", "`x` is left as it was", 0.25)),
        visible=trials,
        hidden=lambda rng: trials(rng, want),
        mistakes=mistakes
        or (
            Mistake("it squares", "Try 3.", "Twice, not times itself.", changes=(("2 * x", "x * x"),)),
            Mistake("it halves", "Try 4.", "Twice, not one half.", changes=(("2 * x", "x / 2"),)),
            Mistake("x is changed", "Look at x afterwards.", "Make a new array.", changes=(("2 * x", "x; doubled *= 2"),), costs=0.25),
        ),
        alternatives=tuple(Alternative(code, changes=(("2 * x", code),)) for code in ("x + x", "x * 2", "np.add(x, x)")),
    )


class Course:
    """A course in a temporary folder: its text and its bank can be changed."""

    def __init__(self, root, monkeypatch):
        self.root, self.monkeypatch = root, monkeypatch
        (root / "source" / "04_fake").mkdir(parents=True)
        (root / "source" / "04_fake" / "picture.png").write_bytes(b"picture")
        self.write()
        self.fill_bank(entry())

    def write(self, *changes, name="04_fake"):
        source = CHAPTER
        for old, new in changes:
            assert source.count(old) == 1
            source = source.replace(old, new)
        (self.root / "source" / f"{name}.py").write_text(source, encoding="utf-8")

    def fill_bank(self, *entries):
        for made in (judging.hidden_paper, judging._pairs):
            made.cache_clear()
        named = {"double": entries[0]} if entries else {}
        self.monkeypatch.setattr(bank, "exercises", lambda: named)

    def build(self, **options):
        options.setdefault("execute", False)  # the kernel has not this test's bank
        return [f.relative_to(self.root).as_posix() for f in build(self.root, **options)]

    def notebook(self, folder):
        return nbformat.read(self.root / folder / "04_fake" / "04_fake.ipynb", as_version=4)

    def files(self):
        return {f.relative_to(self.root).as_posix(): f.read_bytes() for f in self.root.rglob("*") if f.is_file()}
