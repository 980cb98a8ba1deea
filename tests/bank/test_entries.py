"""Is an entry that does not hold together told in one line, with the place and what to do, where it is made or drawn?"""

import inspect
import sys
import textwrap

import numpy as np
import pytest

import course_utils.reference
from autograder import bank
from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial, checks
from autograder.errors import BankError
from course_utils.checking import examine


def twice(x):
    """Return 2 x."""
    return 2 * x


def unwritten(x):
    """Return what is not written."""
    raise NotImplementedError("TODO")


HERE = "autograder/bank/test_entries/twice.py, "
HALF = Mistake("half", "See.", "Do.", changes=(("2 * x", "x / 2"),))
SUM = Alternative("a sum", changes=(("2 * x", "x + x"),))
VALUES, KEPT = Rule("values", "y is twice x", 1), Rule("arguments", "x is kept", 0.25)


def trial(*probes, **fields):
    probes = probes or (Probe("values", "value", {}), Probe("arguments", "changed", {}, "none"))
    return Trial(**{"says": "x (3,)", "arguments": {"x": np.arange(3.0)}, "probes": list(probes), **fields})


def entry(**changes):
    drawn = {kind: lambda rng: [trial()] for kind in ("visible", "hidden")}
    fields = {"reference": twice, "points": 1, "returns": ("y",), "rules": (VALUES, KEPT), "mistakes": (HALF,), "alternatives": (SUM,)}
    return Exercise(**{**fields, **drawn, **changes})


def one_line(caught):
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_does_a_sound_entry_pass():
    made = entry()
    assert made.paper().trials[0].probes[0].want[2] == 4 and made.paper("a seed").trials


# --- where it is made -----------------------------------------------------------------------------------

TUPLE = "where a tuple is meant; put a comma after each of its parts"


def wrong(**changes):
    return Mistake(**{"name": "half", "see": "See.", "do": "Do.", **changes})


FIELDS = [
    ({"returns": ("y")}, f"returns: this is of type str, {TUPLE}"),
    ({"companions": ("dropout_forward")}, f"companions: this is of type str, {TUPLE}"),
    ({"returns": (1,)}, "returns: it holds one of type int, where each is of type str; put a comma after each"),
    ({"rules": VALUES}, f"rules: this is of type Rule, {TUPLE}"),
    ({"mistakes": HALF}, f"mistakes: this is of type Mistake, {TUPLE}"),
    ({"mistakes": (SUM,)}, "mistakes: it holds one of type Alternative, where each is of type Mistake; put a comma after each"),
    ({"alternatives": SUM}, f"alternatives: this is of type Alternative, {TUPLE}"),
    ({"alternatives": ("a sum",)}, "alternatives: it holds one of type str, where each is of type Alternative; put a comma after each"),
    ({"points": 0}, "points: they are 0; write a number above 0"),
    ({"points": "2"}, "points: they are '2'; write a number above 0"),
    ({"rules": (VALUES, Rule("values", "x is kept", 0.5))}, "rules: two are called 'values'; give one another name"),
    ({"mistakes": (HALF, HALF)}, "mistakes: two are called 'half'; give one another name"),
    ({"rules": (Rule("values", "y", 0),)}, "'values': it costs 0; write a share of the points, above 0 and at most 1"),
    ({"rules": (Rule("values", "y", "all"),)}, "'values': it costs 'all'; write a share of the points"),
    ({"mistakes": (wrong(code="…", costs=1.5),)}, "'half': it costs 1.5; write a share of the points"),
    (
        {"mistakes": (wrong(changes=("2 * x", "x / 2")),)},
        "'half', changes: it holds one of type str, where each is of type tuple; put a comma after each",
    ),
    ({"mistakes": (wrong(changes="2 * x"),)}, f"'half', changes: this is of type str, {TUPLE}"),
    ({"mistakes": (wrong(changes=(("2 * xx / 2",),)),)}, "'half', changes: write pairs of texts, (this, that), with a comma"),
    ({"alternatives": (Alternative("a sum", (("2 * x", 2),)),)}, "'a sum', changes: write pairs of texts, (this, that), with a comma"),
    ({"mistakes": (wrong(),)}, "'half': write it as `changes` to the reference or as `code`, one of the two"),
]


@pytest.mark.parametrize(("changes", "says"), FIELDS, ids=[says[:50] for _, says in FIELDS])
def test_is_a_field_that_cannot_be_meant_told_where_the_entry_is_made(changes, says):
    with pytest.raises(BankError) as caught:
        entry(**changes)
    assert one_line(caught).startswith(HERE + says)


# --- where its trials are drawn -------------------------------------------------------------------------


def value(**options):
    return Probe("values", "value", options)


def fed(**feed):
    parts = {"argument": "x", "companion": "dropout_forward", "arguments": {"A": 1, "keep_prob": 1, "rng": 1}, "part": 1}
    return lambda rng: [trial(feed={**parts, **feed})]


DRAWN = [
    ([trial(Probe("values", "valeu", {}))], "trial 'x (3,)': there is no measure 'valeu' (is 'value' meant?)"),
    ([trial(value(prat=1))], "trial 'x (3,)': the measure 'value' got an unexpected keyword argument 'prat'; its options are: part"),
    ([trial(Probe("values", "kept_ratio", {}))], "trial 'x (3,)': the measure 'kept_ratio' missing a required argument: 'before'"),
    (
        [trial(Probe("values", "changed", {"of": 1}))],
        "trial 'x (3,)': the measure 'changed' got an unexpected keyword argument 'of'; its options are: none",
    ),
    ([trial(Probe("value", "value", {}))], "trial 'x (3,)': a probe serves the rule 'value', which is not there (is 'values' meant?)"),
    (
        [trial(Probe("values", "value", {}, says="it is {gto}"))],
        "trial 'x (3,)': use {got}, {want}, {factors} and {difference} alone in the words 'it is {gto}'",
    ),
    ([trial(arguments={"y": 1})], "trial 'x (3,)': its arguments are y; name them as twice does, in its order: x"),
    ([trial(arguments={"x": 1, "y": 1})], "trial 'x (3,)': its arguments are x, y; name them"),
    ([trial(probes=[])], "trial 'x (3,)': it has no probes; say what is measured"),
    ((trial() for _ in "a"), ": let it return a list of trials, with a comma after each"),
    (
        [trial(Probe("values", "value", {"part": 1}))],
        "trial 'x (3,)': the reference cannot be measured: the measure 'value' stops with TypeErr",
    ),
    ([trial(arguments={"x": "a", "y": 1})], "trial 'x (3,)': its arguments are x, y"),
    ([trial(arguments={"x": None})], "trial 'x (3,)': the reference cannot be measured: it stopped with TypeError: unsupported operand"),
]


@pytest.mark.parametrize("kind", ["visible", "hidden"])
@pytest.mark.parametrize(("trials", "says"), DRAWN, ids=[says[:70] for _, says in DRAWN])
def test_is_a_trial_that_cannot_be_meant_told_where_it_is_drawn(trials, says, kind):
    seed = None if kind == "visible" else "a seed"
    served = [trial()] if isinstance(trials, list) else []
    with pytest.raises(BankError) as caught:
        entry(**{kind: lambda rng: [*trials, *served] if served else trials}).paper(seed)
    between = "" if says.startswith(":") else " "
    assert one_line(caught).startswith(f"{HERE}{kind}{between}{says}")


@pytest.mark.parametrize("kind", ["visible", "hidden"])
def test_is_a_rule_told_that_no_probe_serves(kind):
    with pytest.raises(BankError) as caught:
        entry(**{kind: lambda rng: [trial(value())]}).paper(None if kind == "visible" else "a seed")
    assert one_line(caught) == f"{HERE}rule 'arguments': no probe of the {kind} trials serves it; add one, or take the rule out"


def test_is_a_reference_that_is_not_written_told_with_its_file():
    with pytest.raises(BankError) as caught:
        entry(reference=unwritten).paper()
    says = one_line(caught)
    assert "visible trial 'x (3,)': the reference cannot be measured: it is not written yet; mend " in says
    assert says.endswith("test_entries.py, or the trial")


def test_is_code_of_an_entry_that_stops_told_with_file_and_line():
    def visible(rng):
        return [nothing]  # noqa: F821

    with pytest.raises(BankError) as caught:
        entry(visible=visible).paper()
    line = inspect.getsourcelines(visible)[1] + 1
    assert one_line(caught).endswith(f"test_entries.py, line {line}: NameError: name 'nothing' is not defined; mend that line")


@pytest.mark.parametrize(
    ("kind", "implementation", "says"),
    [
        ("mistakes", wrong(changes=(("3 * x", "x"),)), "'half': '3 * x' stands 0 times in the reference, not once; mend its `changes`"),
        ("mistakes", wrong(changes=(("2 * x", "2 *"),)), "'half': its code stops with SyntaxError: invalid syntax"),
        ("mistakes", wrong(code="y = 1"), "'half': its code defines no twice"),
        ("alternatives", Alternative("a sum", (("3 * x", "x"),)), "'a sum': '3 * x' stands 0 times in the reference, not once"),
    ],
)
def test_is_an_implementation_that_cannot_be_made_told(kind, implementation, says):
    with pytest.raises(BankError) as caught:
        entry(**{kind: (implementation,)}).paper()
    assert one_line(caught).startswith(HERE + says)


FEEDS = [
    (fed(companion="dropout_froward"), "'dropout_froward' is not among the exercise's companions (is 'dropout_forward' meant?)"),
    (fed(argument="X"), "there is no argument 'X' (is 'x' meant?)"),
    (fed(arguments={"A": 1}), "its arguments are A; name them as dropout_forward does, in its order: A, keep_prob, rng"),
    (fed(parts=1), "say argument, companion, arguments and part, and nothing else"),
    (lambda rng: [trial()], "say argument, companion, arguments and part, and nothing else"),
]


@pytest.mark.parametrize(("otherwise", "says"), FEEDS, ids=[says[:40] for _, says in FEEDS])
def test_is_a_feed_that_is_not_there_told(otherwise, says):
    with pytest.raises(BankError) as caught:
        entry(companions=("dropout_forward",), otherwise=otherwise).paper()
    assert one_line(caught) == f"{HERE}otherwise trial 'x (3,)', feed: {says}"


@pytest.mark.parametrize("kind", bank.LEAST)
def test_are_too_few_mistakes_and_alternatives_told(kind):
    with pytest.raises(BankError) as caught:
        entry(**{k: getattr(bank.exercise("dropout_forward"), k) for k in bank.LEAST if k != kind}).check_complete()
    assert one_line(caught) == f"{HERE}{kind}: there are 1; write at least 3, as CONTRIBUTING.md says"


def test_is_only_a_student_s_result_let_pass_as_one_that_cannot_be_measured():
    made = Exercise(**{**vars(entry()), "returns": ("y", "z"), "visible": lambda rng: [trial(value(part=1)), trial()], "mistakes": ()})
    with pytest.raises(BankError, match="the measure 'value' stops with TypeError: a ndarray has no parts"):
        made.paper()
    paper = entry(mistakes=()).paper()
    paper.trials[0].probes[0].options["part"] = 0
    found = examine.examine(paper, twice).findings[0]
    assert found.got == examine.UNMEASURED and found.says == "it returns an array of shape (3,), and that is not what the docstring says"


# --- where it is imported -------------------------------------------------------------------------------

GOOD = """\
    from autograder.bank import Exercise, Mistake
    from course_utils.reference import dropout as reference

    EXERCISE = Exercise(
        reference=reference.dropout_forward, points=1, returns=("y",), rules=(), visible=None, hidden=None, alternatives=(),
        mistakes=(
            Mistake("half", "See.", "Do.", code="…"),
        ),
    )
"""
IMPORTS = [
    (
        ('"half", "See."', '"half" "See."'),
        "line 7: TypeError: Mistake.__init__() missing 1 required positional argument: 'do'; is a comma missing",
    ),
    (('"half",', '"half" 5,'), "line 7: SyntaxError: invalid syntax. Perhaps you forgot a comma?; mend that line"),
    (("Exercise, Mistake", "Exercise"), "line 7: NameError: name 'Mistake' is not defined; mend that line"),
    (
        ("reference.dropout_forward", "reference.dropuot"),
        "line 5: AttributeError: module 'course_utils.reference.dropout' has no attribute 'dr",
    ),
    (("import dropout as", "import drop as"), "line 2: ImportError: cannot import name 'drop' from 'course_utils.reference'"),
]


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """Import a bank of one chapter, whose package or files may be broken."""
    folder = tmp_path / "autograder" / "bank" / "broken"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("from . import half\n\nEXERCISES = [half.EXERCISE]\n")
    monkeypatch.setattr(bank, "__path__", [str(folder.parent)])
    monkeypatch.setattr(checks, "PACKAGE", tmp_path / "autograder")
    monkeypatch.setattr(checks, "COURSE_UTILS", tmp_path / "course_utils")

    def imported(code):
        (folder / "half.py").write_text(textwrap.dedent(code), encoding="utf-8")
        return bank.exercises.__wrapped__()

    yield imported
    for name in [name for name in sys.modules if name.startswith("autograder.bank.broken")]:
        del sys.modules[name]  # by hand: monkeypatch would put it back


@pytest.mark.parametrize(("change", "says"), IMPORTS, ids=[says[:30] for _, says in IMPORTS])
def test_is_a_module_that_cannot_be_imported_told_with_file_and_line(imported, change, says):
    assert GOOD.count(change[0]) == 1
    with pytest.raises(BankError) as caught:
        imported(GOOD.replace(*change))
    assert one_line(caught).startswith(f"autograder/bank/broken/half.py, {says}")


def test_is_a_reference_that_cannot_be_read_told_with_file_and_line(imported, tmp_path, monkeypatch):
    file = tmp_path / "course_utils" / "reference" / "unread.py"
    file.parent.mkdir(parents=True)
    file.write_text("import numpy as np\n\ndef half(x)\n    return x\n")
    monkeypatch.setattr(course_utils.reference, "__path__", [str(file.parent)])
    with pytest.raises(BankError) as caught:
        imported(GOOD.replace("import dropout as", "import unread as"))
    assert one_line(caught) == "course_utils/reference/unread.py, line 3: SyntaxError: expected ':'; mend that line"


def test_is_a_companion_that_does_not_exist_told(imported):
    with pytest.raises(BankError) as caught:
        imported(GOOD.replace("points=1,", "points=1, companions=('dropout_forwrad',),"))
    assert one_line(caught) == (
        "autograder/bank/dropout/dropout_forward.py, companions: there is no exercise 'dropout_forwrad' (is 'dropout_forward' meant?)"
    )


def test_is_an_unknown_exercise_answered_with_the_nearest():
    with pytest.raises(BankError) as caught:
        bank.exercise("dropuot_forward")
    assert one_line(caught) == (
        "the bank has no exercise 'dropuot_forward' (is 'dropout_forward' meant?); mend the name, or begin it with `course new exercise`"
    )
