"""Is a feedback page made again when what it shows has changed, whoever it belongs to, and the same by nbgrader's command?"""

import datetime

import nbformat
import tiny
from handed_back import words, written
from nbformat import v4
from nbgrader.converters import GenerateFeedback

from autograder.showing import feedback


def changed(of_class, student, change):
    """Change something in the gradebook; return who then needs a new page, and the page."""
    pages = feedback.Pages(of_class, tiny.CHAPTER)
    everyone = ["[x]", "broken", "empty", "half", "right"]
    assert all(pages.write(one) == {} for one in pages.outdated(everyone))
    assert feedback.Pages(of_class, tiny.CHAPTER).outdated(everyone) == []
    with of_class.gradebook() as book:
        change(book)
        book.db.commit()
    out = feedback.Pages(of_class, tiny.CHAPTER).outdated(everyone)
    return out, words(written(of_class, student))


def mark(**values):
    def change(book):
        grade = book.find_grade("judge_dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "half")
        for name, value in values.items():
            setattr(grade, name, value)

    return change


def test_is_a_page_made_again_when_a_score_is_set_by_hand(of_class):
    out, page = changed(of_class, "half", mark(manual_score=2.5))
    assert out == ["half"]
    assert "2.5 of 5 points" in page
    assert "◐ 2.5 of 3 , by hand" in page


def test_is_a_page_made_again_for_extra_credit(of_class):
    out, page = changed(of_class, "half", mark(manual_score=3, extra_credit=1))
    assert out == ["half"]
    assert "4 of 3 , by hand, 1 of them extra" in page


def test_is_a_page_made_again_when_a_mark_by_hand_is_taken_back(of_class):
    before = written(of_class, "half")
    changed(of_class, "half", mark(manual_score=1))
    out, _ = changed(of_class, "half", mark(manual_score=None, needs_manual_grade=False))
    assert out == ["half"]
    assert of_class.path("feedback", tiny.CHAPTER, "half").read_text(encoding="utf-8") == before


def test_is_a_page_made_again_for_a_comment(of_class):
    def change(book):
        book.find_comment("dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "half").manual_comment = "Look at **page 3**"

    out, page = changed(of_class, "half", change)
    assert out == ["half"]
    assert "From your instructor Look at page 3" in page


def test_is_a_comment_on_an_untouched_notebook_shown(of_class):
    def change(book):
        book.find_comment("dropout_forward", tiny.CHAPTER, tiny.CHAPTER, "empty").manual_comment = "Come and see me"

    out, page = changed(of_class, "empty", change)
    assert out == ["empty"]
    assert "Come and see me" in page


def test_is_a_page_made_again_when_dates_and_penalties_change(of_class):
    def change(book):
        submission = book.find_submission(tiny.CHAPTER, "half")
        submission.timestamp = datetime.datetime(2026, 12, 12, 17, 41)
        submission.assignment.duedate = datetime.datetime(2026, 12, 12, 12, 41)
        submission.notebooks[0].late_submission_penalty = 1.5

    out, page = changed(of_class, "half", change)
    assert "half" in out
    assert "Handed in 12 December 2026, 17:41 UTC; due 12 December 2026, 12:41 UTC; 5.0 h late, which costs 1.5." in page
    assert "-1.5 of 5 points" in page  # as nbgrader's command has it

    def extend(book):
        book.find_submission(tiny.CHAPTER, "half").extension = datetime.timedelta(days=1)

    out, page = changed(of_class, "half", extend)
    assert out == ["half"]
    assert "due 13 December 2026, 12:41 UTC; " not in page and "due 13 December 2026, 12:41 UTC." in page


def test_is_a_page_made_again_when_the_submission_was_graded_again_or_the_page_is_gone(of_class):
    changed(of_class, "half", lambda book: None)
    path = of_class.path("autograded", tiny.CHAPTER, "half")
    path.chmod(0o644)
    path.write_text(path.read_text(encoding="utf-8").replace("my own cell", "another cell"), encoding="utf-8")
    of_class.path("feedback", tiny.CHAPTER, "right").unlink()
    of_class.path("feedback", tiny.CHAPTER, "empty").write_text("nbgrader's", encoding="utf-8")
    everyone = ["broken", "empty", "half", "nobody", "right"]
    assert feedback.Pages(of_class, tiny.CHAPTER).outdated(everyone) == ["empty", "half", "right"]


def test_makes_nbgraders_own_command_the_same_page(of_class):
    for student in ("right", "half", "empty", "broken"):
        ours = written(of_class, student)
        of_class.path("feedback", tiny.CHAPTER, student).unlink()
        of_class.convert(GenerateFeedback, tiny.CHAPTER, student)
        assert of_class.path("feedback", tiny.CHAPTER, student).read_text(encoding="utf-8") == ours
    assert "half" not in feedback.Pages(of_class, tiny.CHAPTER).outdated(["half"])


def test_gets_a_student_a_page_whose_id_is_a_pattern_of_files(graded):
    assert "5 of 5 points" in written(graded, "[x]")


def test_is_said_why_there_is_no_page(of_class):
    of_class.path("autograded", tiny.CHAPTER, "half").unlink()
    pages = feedback.Pages(of_class, tiny.CHAPTER)
    assert "FileNotFoundError" in pages.write("half")["half"]
    assert "the gradebook does not know this submission" in pages.write("nobody")["nobody"]


def test_lie_the_pictures_of_a_text_beside_the_page_and_nothing_else(of_class):
    path = of_class.path("autograded", tiny.CHAPTER, "right")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(v4.new_markdown_cell("![a](drawn.png) ![b](linked.png) ![c](../drawn.png)"))
    path.chmod(0o644)
    nbformat.write(notebook, path)
    for name in ("drawn.png", "data.csv"):
        (path.parent / name).write_bytes(b"x")
    (path.parent / "linked.png").symlink_to("/etc/hostname")
    written(of_class, "right")
    assert sorted(p.name for p in of_class.path("feedback", tiny.CHAPTER, "right").parent.iterdir()) == ["01_tiny.html", "drawn.png"]


def test_lies_what_the_exchange_gives_a_page_back_by_beside_it(of_class):
    of_class.path("autograded", tiny.CHAPTER, "half").with_name(feedback.SECRET).write_text("s3cret")
    assert feedback.Pages(of_class, tiny.CHAPTER).write("half") == {}
    assert of_class.path("feedback", tiny.CHAPTER, "half").with_name(feedback.SECRET).read_text() == "s3cret"
