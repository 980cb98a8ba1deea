"""Is a chapter graded by the edition it was released with, and can no submission read that?"""

import stat
import sys
import tempfile
from pathlib import Path

import copies
import pytest
import runners
import tiny

from autograder import places
from autograder.classroom import edition, folder, release
from autograder.classroom.folder import Class
from autograder.errors import CourseError
from autograder.grading import batch
from autograder.grading.course import Course
from autograder.grading.run import Runner
from autograder.sandbox import bubblewrap
from autograder.sandbox.limits import Limits


@pytest.fixture
def copy(root, tmp_path):
    return copies.course(root, tmp_path / "course")


def test_is_an_edition_named_after_all_that_it_holds(copy, root):
    names = [edition.present(copy).name]
    assert edition.present(root).name == names[0]  # the same, with the packages that run here
    for file in (copies.bank_of(copy), copy / "source" / f"{tiny.CHAPTER}.py", copy / "nbgrader_config.py"):
        file.write_text(file.read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")
        names.append(edition.present(copy).name)
    (copy / "course_utils" / "__pycache__").mkdir()
    (copy / "course_utils" / "__pycache__" / "x.pyc").write_bytes(b"x")
    (copy / "gradebook.db").write_text("")
    assert edition.present(copy).name == names[-1]
    assert len(set(names)) == 4


def test_tells_what_decides_a_chapter_from_what_is_other_chapters(copy, root):
    now, then = edition.present(copy), edition.present(root)
    assert now.differs(then, tiny.CHAPTER) == []
    for name in (
        "autograder/bank/capstone/train_network.py",
        "course_utils/reference/capstone.py",
        "course_utils/check_data/relu_backward.json",
        "autograder/showing/report.py",
        "course_utils/figures/dropout.py",
    ):
        (copy / name).write_text("other = 1\n", encoding="utf-8")
    assert now.differs(then, tiny.CHAPTER) == []
    deciding = [
        "autograder/bank/dropout/dropout_forward.py",
        "autograder/bank/dropout/shared.py",
        "autograder/grading/grade.py",
        "course_utils/check_data/dropout_forward.json",
        "course_utils/checking/examine.py",
        "course_utils/reference/dropout.py",
        "nbgrader_config.py",
        f"source/{tiny.CHAPTER}.py",
    ]
    for name in deciding:
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write("\n")
    assert now.differs(then, tiny.CHAPTER) == deciding


def test_is_an_edition_kept_for_its_owner_alone_and_once(own):
    release.build(own, own.chapters)
    name = own.released[tiny.CHAPTER]["edition"]
    kept = edition.kept(own.folder, name)
    assert kept.name == name == edition.present(own.root).name
    assert stat.S_IMODE((own.folder / "editions").stat().st_mode) == 0o700
    release.build(own, own.chapters)
    assert sorted(f.name for f in (own.folder / "editions").iterdir()) == sorted([name, "released.json"])


def test_is_an_edition_that_is_gone_one_line(own):
    release.build(own, own.chapters)
    file = own.folder / "editions" / "released.json"
    file.write_text(file.read_text().replace(own.present.name, "0123456789ab"))
    with pytest.raises(CourseError, match="is gone: bring it back from your archive, or take the course's present edition with"):
        own.edition(tiny.CHAPTER)
    shown = tiny.course("edition", "--folder", own.folder)
    assert "other in all, for editions/0123456789ab is gone" in shown.stdout.replace("\n", " ")
    assert tiny.course("edition", "1", "--take", "--yes", "--folder", own.folder).exit_code == 0
    assert own.edition(tiny.CHAPTER)[1] == ""


# --- what could grade by another edition, or show one ------------------------------------------------------


@pytest.fixture
def behind(copy, tmp_path):
    """A class whose chapter was released before the course's bank changed; ada has handed in."""
    own = folder.new(tmp_path / "winter", copy)
    release.build(own, own.chapters)
    Course(own.folder).register(tiny.CHAPTER)
    tiny.hand_in(own.folder, "ada", tiny.answered(own.folder))
    own.note(tiny.CHAPTER, edition.present(copy).keep(own.folder))
    copies.make_harder(copy)
    return Class(own.folder)


REFUSED = "01_tiny was released with another edition of the course than is installed: grade it with `course grade 1`, or take the present"


def test_does_nothing_else_grade_a_chapter_by_another_edition(behind):
    """Neither nbgrader's command nor what calls the grader itself."""
    with pytest.raises(CourseError, match=REFUSED):
        tiny.grade(Course(behind.folder), run=tiny.light)
    shown = tiny.nbgrader(behind.folder, ["autograde", tiny.CHAPTER])
    assert REFUSED in shown
    assert "ended: autograde 1" in shown
    with Course(behind.folder).gradebook() as book:
        assert [s.score for s in book.assignment_submissions(tiny.CHAPTER) if s.score] == []


def test_sees_a_submission_nothing_of_an_edition_or_of_what_is_installed(behind, monkeypatch):
    """As it is graded in an edition's process: that edition's packages run, the installed ones lie on the path, as a wheel would."""
    kept, _ = behind.edition(tiny.CHAPTER)
    for module in (places, bubblewrap):
        monkeypatch.setattr(module, "PACKAGE", kept.code / "autograder")
        monkeypatch.setattr(module, "COURSE_UTILS", kept.code / "course_utils")
    course = Course(behind.folder)
    course.config.CourseExecute.before = None
    hide = batch.make_terms(course, tiny.CHAPTER, batch.Options()).hide
    with tempfile.TemporaryDirectory(dir=sys.prefix) as site:  # which is seen inside
        for name in ("autograder/judging.py", "course_utils/reference/dropout.py", "beside/judging.py"):
            Path(site, name).parent.mkdir(parents=True)
            Path(site, name).write_text("")
        Path(site).chmod(0o755)  # the submission is another user
        monkeypatch.syspath_prepend(site)
        one = Runner(Limits(cell_seconds=20), hide=hide)
        try:
            tops = [bubblewrap._inside(Path(site)), kept.code, behind.folder, behind.root, tiny.ROOT / "autograder"]
            found = runners.said(one, LOOK.format(list(map(str, tops))))
        finally:
            one.close()
    assert found.split() == ["['beside/judging.py']", "True"]  # what lies in no folder of ours is seen, or this test would see nothing


LOOK = """
import os, course_utils
from pathlib import Path
found = []
for top in [*{}, course_utils.__path__[0], "/kit"]:
    for folder, below, names in os.walk(top):
        if top == "/kit" and "environment" in below:
            below.remove("environment")  # other people's packages, whose folders may have such names
        inside = {{"reference", "bank", "editions", "source"}} & set(Path(folder).parts[-2:])
        secret = ("class_seed", "class.toml", "judging.py", "released.json")
        found += [str(Path(folder, name).relative_to(top)) for name in names if inside or name in secret]
print(found, os.path.isdir("/kit/course_utils/checking"))
"""
