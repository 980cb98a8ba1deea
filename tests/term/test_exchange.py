"""Is what students put into nbgrader's exchange collected by who they are and when they did, whatever they wrote? And does nothing stop the rest?"""

import datetime
import getpass
import logging
import os
import shutil

import pytest
import tiny
from nbgrader.exchange import ExchangeFactory
from nbgrader.utils import notebook_hash
from traitlets.config import Config

from autograder.classroom import folder
from autograder.grading import handed_in
from autograder.grading.course import Course
from autograder.term.exchange import Collect, copy

ME = getpass.getuser()
NOTEBOOK = f"{tiny.CHAPTER}.ipynb"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny.make(tmp_path_factory.mktemp("course"))


@pytest.fixture
def own(root, tmp_path):
    """A class, and where its students hand in."""
    made = folder.new(tmp_path / "winter", root)
    (tmp_path / "exchange" / "winter" / "inbound").mkdir(parents=True)
    return made


def inbound(own):
    return own.folder.parent / "exchange" / "winter" / "inbound"


def stamp(**ago):
    return f"{datetime.datetime.now(datetime.UTC) - datetime.timedelta(**ago):%Y-%m-%d %H:%M:%S.%f} UTC"


def hand_in(own, student=ME, when=None, text="{}", random="+r4nd"):
    """Lay a submission where `nbgrader submit` would."""
    place = inbound(own) / f"{student}+{tiny.CHAPTER}+{when or stamp()}{random}"
    place.mkdir()
    (place / NOTEBOOK).write_text(text)
    (place / "timestamp.txt").write_text(when or stamp())
    return place


def exchange_of(own):
    """Return the class as nbgrader has it for one chapter and everybody, and its settings with the exchange."""
    course = Course(own.folder)
    course.directory.assignment_id, course.directory.student_id = tiny.CHAPTER, "*"
    return course, Config(course.config, Exchange={"root": str(own.folder.parent / "exchange")})


def collect(own, **settings):
    """Collect as `nbgrader collect --update` does, and return what there is then: text by path."""
    course, config = exchange_of(own)
    log = logging.getLogger("collect")
    collector = ExchangeFactory(config=config).Collect(coursedir=course.directory, config=config, log=log, update=True, **settings)
    assert isinstance(collector, Collect)
    collector.start()
    submitted = own.folder / "submitted"
    return {f.relative_to(submitted).as_posix(): f.read_text() for f in submitted.rglob("*") if f.is_file()}


def feedback(own, student, secret):
    """Lay a page, and what a student had beside the notebook, where it is released from."""
    place = own.folder / "feedback" / student / tiny.CHAPTER
    place.mkdir(parents=True)
    (place / f"{tiny.CHAPTER}.html").write_text(f"for {student}")
    (place / "timestamp.txt").write_text(stamp())
    if secret is not None:
        (place / "submission_secret.txt").write_bytes(secret)


def when(files, student=ME):
    return datetime.datetime.strptime(files[f"{student}/{tiny.CHAPTER}/timestamp.txt"], "%Y-%m-%d %H:%M:%S.%f UTC")


def test_is_the_last_of_several_submissions_collected_and_the_same_not_twice(own):
    hand_in(own, when=stamp(minutes=3), text="first")
    hand_in(own, when=stamp(minutes=1), text="last", random="")
    files = collect(own)
    assert files[f"{ME}/{tiny.CHAPTER}/{NOTEBOOK}"] == "last"
    (own.folder / "submitted" / ME / tiny.CHAPTER / NOTEBOOK).write_text("seen")
    assert collect(own)[f"{ME}/{tiny.CHAPTER}/{NOTEBOOK}"] == "seen"


def test_can_nobody_hand_in_for_another(own, caplog):
    hand_in(own, "ada")
    assert collect(own) == {}
    assert f"it is {ME}'s, who cannot hand in for another" in caplog.text
    assert f"ada/{tiny.CHAPTER}/{NOTEBOOK}" in collect(own, check_owner=False)  # where all have one user


def test_does_who_writes_an_earlier_time_gain_nothing(own):
    hand_in(own, when="2020-01-01 00:00:00.000000 UTC")
    assert datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - when(collect(own)) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("written", ["2020", "now", "٣", "9999-12-31 23:59:59.999999 UTC", "-"])
def test_stops_no_time_that_a_student_wrote_the_class(own, written):
    hand_in(own, when=written)
    assert datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - when(collect(own)) < datetime.timedelta(minutes=1)


def test_is_what_a_link_points_to_not_laid_beside_the_notebook(own):
    place = hand_in(own)
    (place / "seed").symlink_to(own.folder / "class_seed")
    (place / "class").symlink_to(own.folder)
    os.mkfifo(place / "pipe")
    assert {path.rpartition("/")[2] for path in collect(own)} == {NOTEBOOK, "timestamp.txt"}


def test_is_a_folder_that_is_a_link_left(own, caplog):
    hand_in(own).rename(own.folder / "elsewhere")
    (inbound(own) / f"{ME}+{tiny.CHAPTER}+{stamp()}+x").symlink_to(own.folder)
    assert collect(own) == {} and "it is no folder" in caplog.text


def test_is_no_more_taken_than_a_submission_may_hold(tmp_path, monkeypatch):
    monkeypatch.setattr(handed_in, "MOST", 3)
    monkeypatch.setattr(handed_in, "LARGEST_FILE", 10)
    deep = tmp_path / "a"
    deep.joinpath(*"abcdefghij").mkdir(parents=True)
    deep.joinpath(*"abcdefghij", "deep").write_text("")
    for name, size in {"1": 10, "2": 11, "3": 1, "4": 1}.items():
        (deep / name).write_text(size * "x")
    left = copy(deep, tmp_path / "b")
    assert sorted(f.name for f in (tmp_path / "b").iterdir()) == ["1", "3"]
    assert left.pop("2") == "too large" and len(left) == 2


def test_is_a_file_of_another_owner_not_taken(tmp_path):
    if os.getuid():
        pytest.skip("only root can give a file away")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "theirs").write_text("x")
    os.chown(tmp_path / "a" / "theirs", 61234, -1)
    assert copy(tmp_path / "a", tmp_path / "b") == {"theirs": "no plain file of the student's own"}


def test_is_it_said_in_one_line_that_nothing_was_released(own):
    shutil.rmtree(inbound(own))
    with pytest.raises(Exception, match="release the chapter first"):
        collect(own)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # nbgrader's
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_is_feedback_released_to_everyone_whose_work_came_through_the_exchange_whatever_the_others_did(own, caplog):
    for student, secret in {"ada": None, "bob": b"\xff", "[x]": b"theirs", "kim": b"s3cret"}.items():
        feedback(own, student, secret)
    course, config = exchange_of(own)
    ExchangeFactory(config=config).ReleaseFeedback(coursedir=course.directory, config=config, log=logging.getLogger("release")).start()
    released = {f.stem: f.read_text() for f in (inbound(own).parent / "feedback").iterdir()}
    assert sorted(released.values()) == ["for [x]", "for kim"]
    assert released[notebook_hash(secret="s3cret", notebook_id=tiny.CHAPTER)] == "for kim"
    assert caplog.text.count("Not released") == 2


def test_stops_a_folder_in_the_place_of_the_time_nobody(own):
    place = hand_in(own, text="mine")
    (place / "timestamp.txt").unlink()
    (place / "timestamp.txt").mkdir()
    (place / "timestamp.txt" / "x").write_text("x")
    found = collect(own)
    assert found[f"{ME}/{tiny.CHAPTER}/{NOTEBOOK}"] == "mine"
    assert found[f"{ME}/{tiny.CHAPTER}/timestamp.txt"].endswith("UTC")
