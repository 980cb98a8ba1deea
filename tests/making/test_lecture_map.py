"""Has every section and every slip of the lecture its place in the course, and does that place exist?"""

import re
import shutil
from pathlib import Path

import pytest

from autograder import bank
from autograder.making import lecture_map, text
from autograder.making.lecture_map import rows

ROOT = Path(__file__).parents[2]
MAP = ROOT / lecture_map.MAP
NONE = "—"  # in place of exercises; only the references need none

SECTIONS = """
Applied ML is a highly iterative process
Train/dev/test sets
Mismatched train/test distribution
Bias and variance
Bias and variance: cat classification
Basic recipe for machine learning
Regularization (logistic regression)
Regularization (neural network)
Weight decay
How does regularization prevent overfitting?
Dropout regularization
Implementing dropout ("inverted dropout")
Why does dropout work?
Data augmentation
Early stopping
Normalizing training sets
Why normalize inputs?
Vanishing/exploding gradients: a deep linear network
Vanishing/exploding gradients: He/Xavier initialization
Gradient checking: what it is for
Gradient checking: one big vector
Gradient checking: the algorithm
Gradient checking implementation notes
Initialization summary
L2 regularization summary
Dropout summary
References
""".strip().splitlines()

SLIPS = """
random numbers below 0.8 "will be dropped"
`keep_prob` may be 0
the letter l printed as the digit 1
divided by σ², not by σ
σ² as the mean of X², the mean not taken off
the same μ and σ only for the test set
a network's penalty without the sum over layers
lost minus signs, L for l in the update
L2 and weight decay are one and the same
L1 gives zeros and a smaller model
an L1 term in the cost for L1 or L2
a loop over a length; a lost minus sign in the difference
a step of 1e-7
verdicts with gaps between them, one for the whole network
not said: ReLU has a kink
gradient checking "doesn't work with dropout"
a cost that does not fall is a bug
weights drawn by `rand`
who Xavier is, and which rule is whose
"nominator"
exploding gradients take a very long time
a bigger network never hurts
early stopping needs no hyperparameter
lowest training cost with lowest dev cost
a large λ makes z small
every flip or rotation gives new examples
the bias/variance table holds for human error 0 only
mismatched sets: no way to tell, no remedy
ratios for 10 000 and for a million, none between
""".strip().splitlines()


def headings(root, chapter):
    """The headings in a chapter's text, or None if there is no such chapter."""
    file = root / "source" / f"{chapter}.py"
    return re.findall(r"^# #{2,3} (.+?)\s*$", file.read_text(encoding="utf-8"), re.MULTILINE) if file.is_file() else None


def faults(words, root=ROOT):
    """What is amiss in a map, line by line; nothing if it holds."""
    found = []
    for title, wanted in (("Sections", SECTIONS), ("Slips", SLIPS)):
        table = rows(words, title)
        found += [f"{title}: no row for {topic}" for topic in wanted if topic not in [row[0] for row in table]]
        found += [f"{title}: {row[0]} is not in the lecture" for row in table if row[0] not in wanted]
        for row in table:
            found += [f"{row[0]}: {fault}" for fault in _amiss(row, root)]
    return found


def _amiss(row, root):
    if len(row) != 4:
        return [f"{len(row)} cells, not 4"]
    topic, chapter, section, exercises = row
    chapter = chapter.strip("`")
    there = headings(root, chapter)
    if there is None:
        return [f"no chapter {chapter}"]
    found = [] if section in there else [f"{chapter} has no section {section!r}"]
    if exercises == NONE:
        return found + ["no exercise"] * (topic != "References")
    names = re.findall(r"`(\w+)`", exercises)
    if ", ".join(f"`{name}`" for name in names) != exercises or not names:
        found.append(f"exercises not to be read: {exercises!r}")
    found += [f"{name} is not in the bank" for name in names if name not in bank.exercises()]
    return found + [f"{name} is not an exercise of {chapter}" for name in names if f"Exercise: {name}" not in there]


def test_every_section_and_slip_has_a_place_that_exists():
    found = faults(MAP.read_text(encoding="utf-8"))
    assert not found, f"docs/lecture-map.md: {'; '.join(found)}"


def test_every_exercise_of_the_course_is_on_the_map():
    chapters = text.read_all(ROOT)
    homeless = bank.exercises().keys() - {name for chapter in chapters for name in chapter.of("exercise")}
    assert not homeless, f"in the bank, and in no text in source/: {', '.join(sorted(homeless))}"
    missing = [says for chapter in chapters for says in lecture_map.missing(ROOT, chapter).values()]
    assert not missing, "\n".join(missing)


def test_is_an_exercise_that_is_not_on_the_map_told_with_what_to_write(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / lecture_map.MAP).write_text(MAP.read_text("utf-8").replace("`choose_lambda`", "`l2_penalty`"), encoding="utf-8")
    chapter = next(chapter for chapter in text.read_all(ROOT) if chapter.name == "03_regularization")
    assert lecture_map.missing(tmp_path, chapter) == {
        "choose_lambda": "docs/lecture-map.md has `choose_lambda` in no row; name it in one, or add to the table Sections: "
        "| a section of the lecture | `03_regularization` | the heading it stands under | `choose_lambda` |"
    }


DOCTORED = {
    "a section is forgotten": (r"\| Early stopping \|.*\n", "", "no row for Early stopping"),
    "a slip is forgotten": (r'\| "nominator" \|.*\n', "", 'no row for "nominator"'),
    "a row that is not in the lecture": (r"\| References ", "| Convolutions ", "Convolutions is not in the lecture"),
    "a chapter that does not exist": ("`04_dropout`", "`04_drop`", "no chapter 04_drop"),
    "a section that is in another chapter": (r"1\. Three models, one set of data", "2. Cut the data", "has no section '2. Cut the data'"),
    "an exercise that is in no bank": ("`random_shift`", "`random_zoom`", "random_zoom is not in the bank"),
    "an exercise of another chapter": ("`random_shift`", "`error_rate`", "error_rate is not an exercise of 05_"),
    "a row without an exercise": (r"`l1_penalty`, `soft_threshold`", NONE, "no exercise"),
    "exercises left empty": (r"\| `random_flip` \|", "| |", "exercises not to be read"),
    "a cell too few": (r" \| The table \|", " |", "3 cells, not 4"),
    "a whole table gone": (r"\n## Slips\n", "\n## Other\n", "Slips: no row for"),
}


@pytest.mark.parametrize("damage", DOCTORED)
def test_a_doctored_map_is_found_out(damage):
    pattern, instead, said = DOCTORED[damage]
    words, changed = re.subn(pattern, lambda match: instead, MAP.read_text(encoding="utf-8"))
    assert changed and any(said in fault for fault in faults(words)), faults(words)


def test_a_renamed_section_and_a_lost_chapter_are_found_out(tmp_path):
    shutil.copytree(ROOT / "source", tmp_path / "source", ignore=lambda folder, names: [n for n in names if not n.endswith(".py")])
    file = tmp_path / "source" / "08_gradient_checking.py"
    file.write_text(file.read_text(encoding="utf-8").replace("# ### A kink\n", "# ### A corner\n"), encoding="utf-8")
    (tmp_path / "source" / "06_normalization.py").unlink()
    found = faults(MAP.read_text(encoding="utf-8"), tmp_path)
    assert any("has no section 'A kink'" in fault for fault in found) and any("no chapter 06_normalization" in fault for fault in found)
