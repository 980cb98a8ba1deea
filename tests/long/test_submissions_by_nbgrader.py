"""Does nbgrader's own way meet hostile submissions as `course grade` does, as a plain user, and shows formgrader nothing of them that runs?"""

import nbformat
import tiny
from browsing import Canary, Server, browser
from hostile_pages import Look
from rights import plain_user
from submissions import ALL, ENTRIES, check, of

from autograder.cells import is_graded
from autograder.grading.course import Course

browser = browser
SETTINGS = "\nc.CourseExecute.timeout = 4\nc.CourseExecute.memory = 2**30\n"
SHOWN = (  # in formgrader: each brings something that a page has to show
    *("is_full_of_scripts", "brings_widgets_and_attachments", "has_odd_metadata", "lies_among_odd_files", "is_hard_to_parse"),
    *("displays_many_things", "displays_deep_and_odd_data", "displays_a_huge_picture", "shows_tags_that_are_never_closed"),
    *("shows_a_verdict", "sends_odd_outputs", "returns_a_class_of_odd_names", "prints_and_warns_in_every_call"),
)
CHOSEN = {**of("broken", "secrets"), **{name: ENTRIES[name] for name in SHOWN}}  # how others run is the same as by `course grade`
HONEST = {"right": {}, "half": {"dropout_backward": "dropout_backward = max"}}


def test_are_hostile_submissions_graded_and_shown_by_nbgrader_as_by_course_grade(browser, tmp_path):
    course = hand_in(tmp_path / "course")
    said = tiny.nbgrader(course.folder, ["autograde", tiny.CHAPTER], ["generate_feedback", tiny.CHAPTER], before=plain_user())
    assert "ended: autograde 0" in said
    assert "ended: generate_feedback 0" in said
    scores_are_those_of_course_grade(course)
    nothing_was_learned(course)
    feedback_runs_nothing(course)
    server, canary = Server(course.folder, tmp_path / "settings"), Canary(browser)
    try:
        formgrader_runs_nothing(course, server, canary)
    finally:
        server.stop()
        canary.context.close()


def hand_in(root):
    """Hand in honest work and the corpus, among secrets."""
    tiny.make(root)
    check.plant(root)
    (root / "gradebook.db").unlink()  # nbgrader wants one
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    for student, answers in HONEST.items():
        tiny.hand_in(root, student, tiny.answered(root, **answers))
    for entry in CHOSEN.values():
        check.hand_in(root, entry)
    course = Course(root)
    course.register(tiny.CHAPTER)
    return course


def scores_are_those_of_course_grade(course):
    with course.gradebook() as book:
        found = {s.student.id: s.score for s in book.assignment_submissions(tiny.CHAPTER)}
    wanted = {name: entry.earns for name, entry in CHOSEN.items()} | {"right": 5, "half": 3, "neighbour": 5}
    assert found == wanted | {"has_another_name": ALL}  # which `check` hands on without what lies beside it


def nothing_was_learned(course):
    for name in CHOSEN:
        notebook = tiny.executed(course, name)
        for cell in notebook.cells:
            if is_graded(cell):
                cell.source = ""
        assert check.learned(nbformat.writes(notebook)) == [], name


def feedback_runs_nothing(course):
    for name in (*CHOSEN, *HONEST):
        page = course.path("feedback", tiny.CHAPTER, name).read_text(encoding="utf-8")
        assert Look(page).found == [], name
        assert set(check.learned(page)) <= {"source"}, name  # here it stands in the visible part of a graded cell


def formgrader_runs_nothing(course, server, canary):
    with course.gradebook() as book:
        ids = {name: book.find_submission_notebook(tiny.CHAPTER, tiny.CHAPTER, name).id for name in SHOWN}
    canary.look(f"{server.url}/api?token=t")
    for name, number in ids.items():
        assert canary.look(f"{server.url}/formgrader/submissions/{number}/", wait=300) == set(), name
        assert canary.errors == [], name
        assert not canary.covered(), name
    for place in (f"manage_submissions/{tiny.CHAPTER}", f"gradebook/{tiny.CHAPTER}/{tiny.CHAPTER}", "manage_students"):
        assert canary.look(f"{server.url}/formgrader/{place}", wait=700) == set(), place
        assert canary.errors == canary.refused == [], place
