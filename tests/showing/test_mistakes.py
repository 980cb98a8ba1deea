"""Are wrong answers without a name grouped by what they do, and called by the name that the class has given them?"""

import shutil
from collections import Counter

import pytest
import tiny
import unnamed
from handed_back import words, written
from nbgrader.converters import GenerateFeedback

from autograder.grading import learned
from autograder.grading.course import Course
from autograder.showing import class_results, feedback, mistakes, report


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    return unnamed.make(tmp_path_factory.mktemp("unnamed"))


@pytest.fixture
def course(once, tmp_path):
    return Course(shutil.copytree(once.folder, tmp_path / "course", symlinks=True))


def name(course, words=(unnamed.NAME, unnamed.SEE, unnamed.DO)):
    """Name the largest group."""
    group = mistakes.groups(course, tiny.CHAPTER)[0][0]
    entry = learned.Learned(group.exercise, *words, group.example, learned.whose(group.whose), (group.signature,))
    learned.keep(course.folder, learned.named(learned.read(course.folder), entry))


def called(course, **options):
    """Grade, and return what each one's mistake in dropout_backward is called."""
    return {r.student: r.exercises[1].mistake for r in tiny.grade(course, **options).results}


def test_are_those_together_who_do_the_same_however_they_wrote_it(once):
    groups, rest = mistakes.groups(once, tiny.CHAPTER)
    assert [group.students for group in groups] == [["ada", "bob", "cyd"], ["dan"]]
    assert rest == {("dropout_backward", "it does not do the same twice"): 1}
    assert "twice what it should be" in groups[0].found.most_common(1)[0][0]


def test_names_what_is_shown_nobody(once):
    shown = "\n".join(mistakes.lines(*mistakes.groups(once, tiny.CHAPTER)))
    assert "3 made it" in shown and "return np.einsum('ij,ij->ij', a, b * 1.0) / c * 2.0" in shown
    assert not any(person in shown.lower() for person in ("ada", "bob", "cyd", "dan", "eve", "lovelace"))


def test_is_it_told_where_those_who_made_it_call_another_wrong_function(once):
    group = mistakes.groups(once, tiny.CHAPTER)[0][0]
    group.calls.update(["dropout_forward"] * 2)
    shown = mistakes.lines([group], Counter())
    assert "  2 of them call dropout_forward, which lost points too: look there first" in shown


def test_are_those_whose_every_answer_calls_another_wrong_function_no_mistakes_of_their_own(once):
    (first, second), _ = mistakes.groups(once, tiny.CHAPTER)
    first.calls.update(["dropout_forward"] * 2)
    second.calls.update(["dropout_forward"])
    assert (first.own, second.own) == (1, 0)
    shown = mistakes.lines([first, second], Counter())
    assert shown[0] == "Wrong answers without a name: 3. Different mistakes among them: 1."
    at = shown.index("Wrong answers that may be an echo, for they call a function that lost points too: 1.")
    assert shown[at + 2].startswith(second.handle) and any(line.startswith(first.handle) for line in shown[:at])


def test_does_an_example_with_escapes_reach_no_terminal(once):
    group = mistakes.groups(once, tiny.CHAPTER)[0][0]
    group.example = learned.anonymous("def f():\n    return '\x1b]0;owned\x07\x9b2J\u202e'\n" + "x = 1\n" * 50)
    shown = mistakes.lines([group], Counter())
    assert all(line.isprintable() for line in shown) and "    … and 40 more lines" in shown and len(shown) < 20


def test_is_a_name_found_in_table_report_and_pages_without_grading_again(course):
    before = {student: written(course, student) for student in unnamed.ANSWERS}
    name(course)
    outcome = tiny.grade(course)
    assert outcome.graded == set()
    found = {r.student: r.exercises[1].mistake for r in outcome.results}
    assert found == {one: unnamed.NAME if one in ("ada", "bob", "cyd") else None for one in found}
    assert (3, "dropout_backward", unnamed.NAME) in report.mistakes(outcome.results)
    of_report = {s.student: [f.mistake for f in s.found if f.name == "dropout_backward"] for s in class_results.read(course, tiny.CHAPTER)}
    assert {student for student, names in of_report.items() if unnamed.NAME in names} == {"ada", "bob", "cyd"}
    assert feedback.Pages(course, tiny.CHAPTER).outdated(list(before)) == ["ada", "bob", "cyd"]
    page = written(course, "bob")
    assert "<b>doubled" not in page and "It gives these hints too" not in page  # the check does not know them
    assert "It gives these hints too" in before["bob"]
    for said in (unnamed.NAME, "Divide dA by what you expect.", unnamed.DO):
        assert said in words(page).replace(" dA ", " dA "), said
    assert feedback.Pages(course, tiny.CHAPTER).outdated(["ada", "bob", "cyd"]) == ["ada", "cyd"]
    assert written(course, "dan") == before["dan"]


def test_is_a_page_made_again_when_a_name_is_changed_or_taken_out(course):
    name(course)
    page = written(course, "ada")
    file = course.folder / learned.FILE
    file.write_text(file.read_text("utf-8").replace(unnamed.DO, "Halve it."), "utf-8")
    assert feedback.Pages(course, tiny.CHAPTER).outdated(["ada"]) == ["ada"]
    assert "Halve it." in written(course, "ada") and "Halve it." not in page
    file.unlink()
    assert "doubled" not in written(course, "ada") and set(called(course).values()) == {None}


def test_is_a_later_submission_with_the_same_mistake_called_so_too(course):
    name(course)
    late = "def dropout_backward(g, m, p):\n    return g * m / p - -g * m / p"
    tiny.hand_in(course.folder, "late", tiny.answered(course.folder, dropout_backward=late))
    assert called(course)["late"] == unnamed.NAME
    groups, _ = mistakes.groups(course, tiny.CHAPTER)
    assert [(len(group.students), group.entry and group.entry.name) for group in groups] == [(4, unnamed.NAME), (1, None)]
    assert any(line.endswith(f"4 made it: {unnamed.NAME}") for line in mistakes.lines(groups, Counter()))


def test_is_it_called_so_on_other_trials_too_for_its_example_is_run_on_them(course):
    name(course)
    (course.folder / "class_seed").write_text("another seed, so other trials\n")
    jobs = []

    def run(job):
        jobs.append(job.student)
        return tiny.grade_submission(job)

    assert called(course, run=run, again=True)["cyd"] == unnamed.NAME
    assert jobs.count("example") == 1 and len(learned.read(course.folder)[0].signatures) == 2
    jobs.clear()
    assert called(course, run=run)["ada"] == unnamed.NAME and jobs == []
    assert not (course.folder / "autograded" / "example").exists()


def test_makes_nbgraders_own_commands_the_same_of_it(course):
    name(course)
    ours = written(course, "ada")
    course.path("feedback", tiny.CHAPTER, "ada").unlink()
    course.convert(GenerateFeedback, tiny.CHAPTER, "ada")
    assert course.path("feedback", tiny.CHAPTER, "ada").read_text(encoding="utf-8") == ours
    assert tiny.nbgrader(course.folder, ["autograde", tiny.CHAPTER, "--student", "bob", "--force"]).count("ended: autograde 0") == 1
    assert "graded" not in tiny.executed(course, "bob").metadata  # what it does is found in the cell
    assert mistakes.groups(course, tiny.CHAPTER)[0][0].students == ["ada", "bob", "cyd"]
    assert unnamed.NAME in words(written(course, "bob"))


def test_are_those_told_who_were_graded_before_it_could_be_grouped(course):
    path = course.path("autograded", tiny.CHAPTER, "dan")
    notebook = tiny.executed(course, "dan")
    for exercise in notebook.metadata.graded["result"]["exercises"]:
        del exercise["signature"]
    path.write_text(tiny.json.dumps(notebook))
    course.path("autograded", tiny.CHAPTER, "eve").write_text("{")
    _, rest = mistakes.groups(course, tiny.CHAPTER)
    assert list(rest) == [("dropout_backward", "graded before it could be grouped: `course grade 01_tiny --again`")]


def test_shows_no_page_what_an_answer_does(once):
    sign = mistakes.groups(once, tiny.CHAPTER)[0][0].signature
    page = written(once, "ada")
    assert sign["paper"] not in page and "signature" not in page
