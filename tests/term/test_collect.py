"""Do submissions come from a platform's zip to the right student, and is nothing lost?"""

import datetime
import json
import shutil
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
import tiny
import zips_of_term as zips
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.grading import gradebook
from autograder.term import collect as module
from autograder.term import kept
from autograder.term.collect import collect

DUE = datetime.datetime(2026, 12, 11, 12)
EARLY, LATER = (2026, 12, 10, 9, 0, 0), (2026, 12, 13, 9, 0, 0)


def answered(course, **answers):
    return tiny.answered(course.folder, **answers)


def moodle(name, number, file="work.ipynb", bar=""):
    return f"{name}_{number}_assignsubmission_file{bar}/{file}"


def place(course, student, chapter=tiny.CHAPTER):
    return course.path("submitted", chapter, student)


def tree(course):
    """Return what lies in the class's folders, bytes by path."""
    found = {}
    for name in ("submitted", "inbound"):
        found |= {p.relative_to(course.folder).as_posix(): p.read_bytes() for p in sorted((course.folder / name).rglob("*")) if p.is_file()}
    return found


def due(course, when=DUE):
    with course.gradebook() as book:
        book.find_assignment(tiny.CHAPTER).duedate = when
        book.db.commit()


def stamped(course, student):
    return gradebook.timestamp(place(course, student).parent)


@pytest.fixture
def from_moodle(of_class, tmp_path):
    """A zip of Moodle's: plain, an accent, an apostrophe that is lost, and two of one name."""
    notebook = answered(of_class)
    members = {
        moodle("Ada Lovelace", 11): notebook,
        moodle("García Núñez José", 12, "01_tiny (1).ipynb", bar="_"): notebook,
        moodle("Ann-Marie ONeil", 13, "sub/data.csv"): "1,2",
        moodle("Ann-Marie ONeil", 13, "mine.ipynb"): notebook,
        moodle("Min Kim", 14): notebook,
        moodle("Min Kim", 15): notebook,
        moodle("Grace Hopper", 16): notebook,
    }
    return zips.made(tmp_path / "moodle.zip", members)


@pytest.fixture
def from_canvas(of_class, tmp_path):
    """A zip of Canvas's: two of one name, one late, one with two attempts and another file."""
    first, last = answered(of_class, dropout_forward="x = 1"), answered(of_class)
    members = {
        "lovelaceada_1001_501_01_tiny.ipynb": last,
        "garcíanúñezjosé_LATE_1002_502_01_tiny.ipynb": last,
        "oneilannmarie_1003_503_01_tiny.ipynb": first,
        "oneilannmarie_1003_509_01_tiny-1.ipynb": last,
        "oneilannmarie_1003_510_notes.txt": "hello",
        "kimmin_1004_504_work.ipynb": last,
        "kimmin_1005_505_work.ipynb": last,
        "hoppergrace_1099_506_01_tiny.ipynb": last,
    }
    return zips.made(tmp_path / "canvas.zip", members)


def test_is_moodles_zip_placed_by_name_and_who_cannot_be_told_listed(of_class, from_moodle):
    done = collect(of_class, from_moodle)
    assert done.platform == "moodle"
    assert set(done.placed) == {(tiny.CHAPTER, student) for student in ("ada", "jose", "oneil")}
    for student in ("ada", "jose", "oneil"):
        assert json.loads(place(of_class, student).read_bytes()) == answered(of_class)
    assert (place(of_class, "oneil").parent / "sub/data.csv").read_text() == "1,2"
    assert [why for _, why in done.unplaced] == [*["2 students are called 'Min Kim': kim1, kim2"] * 2, "nobody in the roster is called so"]
    aside = of_class.folder / "inbound/unplaced/moodle.zip"
    assert sorted(path.parent.name for path in aside.rglob("*.ipynb")) == sorted(
        f"{name}_assignsubmission_file" for name in ("Min Kim_14", "Min Kim_15", "Grace Hopper_16")
    )


def test_does_moodles_worksheet_tell_two_of_one_name_apart_and_when(of_class, from_moodle, tmp_path):
    due(of_class)
    sheet = tmp_path / "Grades.csv"
    sheet.write_text(
        "Identifier,Full name,Email address,Status,Grade,Last modified (submission)\n"
        'Participant 14,Min Kim,minkim2@uni.example,Submitted,,"Saturday, 12 December 2026, 10:15 AM"\n'
        'Participant 15,Min Kim,min.kim@uni.example,Submitted,,"Thursday, 10 December 2026, 10:15 AM"\n'
        "Participant 11,Ada Lovelace,,Submitted,,-\n"
    )
    done = collect(of_class, from_moodle, sheet=sheet)
    assert len(done.unplaced) == 1
    record = kept.received(of_class)[tiny.CHAPTER]
    assert (record["kim2"][-1]["number"], record["kim1"][-1]["number"]) == ("14", "15")
    assert stamped(of_class, "kim2") > DUE > stamped(of_class, "kim1")


def test_is_canvas_zip_placed_by_number_with_the_last_attempt(of_class, from_canvas):
    done = collect(of_class, from_canvas)
    assert done.platform == "canvas"
    assert {student for _, student in done.placed} == {"ada", "jose", "oneil", "kim1", "kim2"}
    assert done.unplaced == [("hoppergrace_1099_506_01_tiny.ipynb", "nobody in the roster is called so")]
    assert json.loads(place(of_class, "oneil").read_bytes()) == answered(of_class)
    beside = {path.name for path in place(of_class, "oneil").parent.iterdir()}
    assert beside == {"01_tiny.ipynb", "earlier-01_tiny.ipynb", "notes.txt"}
    assert kept.received(of_class)[tiny.CHAPTER]["oneil"][-1]["prefix"] == "oneilannmarie_1003_509_"
    assert kept.received(of_class)[tiny.CHAPTER]["jose"][-1]["late"]


@pytest.mark.parametrize("which", ["from_moodle", "from_canvas"])
def test_does_the_same_zip_again_change_nothing(which, of_class, request):
    due(of_class)
    source = request.getfixturevalue(which)
    collect(of_class, source)
    before = tree(of_class)
    done = collect(of_class, source)
    assert set(done.placed.values()) == {"the same"}
    assert tree(of_class) == before


def test_is_a_newer_submission_taken_the_older_kept_and_the_older_zip_no_longer(of_class, tmp_path):
    one, two = answered(of_class, dropout_forward="x = 1"), answered(of_class)
    first = zips.made(tmp_path / "first.zip", {moodle("Ada Lovelace", 11): one})
    second = zips.made(tmp_path / "second.zip", {moodle("Ada Lovelace", 11): two})
    assert collect(of_class, first).placed == {(tiny.CHAPTER, "ada"): "new"}
    assert collect(of_class, second).placed == {(tiny.CHAPTER, "ada"): "newer"}
    assert json.loads(place(of_class, "ada").read_bytes()) == two
    assert json.loads((of_class.folder / "inbound/replaced/ada/01_tiny/1/01_tiny.ipynb").read_bytes()) == one
    before = tree(of_class)
    done = collect(of_class, first)
    assert "a later one counts" in done.notes[0] and tree(of_class) == before


def test_is_what_came_by_the_exchange_later_not_replaced(of_class, tmp_path):
    due(of_class)
    path = tiny.hand_in(of_class.folder, "ada", answered(of_class))
    (path.parent / "timestamp.txt").write_text("2026-12-10 20:00:00 UTC")
    source = zips.made(tmp_path / "a.zip", {moodle("Ada Lovelace", 11): "{}"}, (2026, 12, 9, 9, 0, 0))
    done = collect(of_class, source, tiny.CHAPTER)
    assert "handed in 01_tiny later" in done.unplaced[0][1] and json.loads(path.read_bytes()) == answered(of_class)
    assert list((of_class.folder / "inbound/unplaced").rglob("*.ipynb"))


def test_does_a_zip_made_after_the_due_date_make_nobody_late(of_class, from_moodle, from_canvas):
    due(of_class)
    notebook = answered(of_class)
    late = zips.made(
        from_moodle.with_name("late.zip"), {moodle("Ada Lovelace", 11): notebook, moodle("Ann-Marie ONeil", 13): notebook}, LATER
    )
    done = collect(of_class, late)
    assert done.undated == 2 and stamped(of_class, "ada") is None
    late = zips.made(from_moodle.with_name("c.zip"), {"kimmin_1004_1_x.ipynb": notebook, "kimmin_LATE_1005_2_x.ipynb": notebook}, LATER)
    collect(of_class, late)
    assert stamped(of_class, "kim1") == DUE and stamped(of_class, "kim2") == DUE + datetime.timedelta(seconds=1)


def test_does_a_zip_whose_dates_are_the_files_own_make_late_who_is(of_class, tmp_path):
    due(of_class)
    notebook = answered(of_class)
    collect(
        of_class,
        zips.made(tmp_path / "a.zip", {moodle("Ada Lovelace", 1): (notebook, EARLY), moodle("Ann-Marie ONeil", 3): (notebook, LATER)}),
    )
    assert stamped(of_class, "ada") < DUE < stamped(of_class, "oneil")


def test_is_late_in_canvas_told_where_there_is_no_due_date_and_dated_when_there_is(of_class, from_canvas):
    assert collect(of_class, from_canvas).late_without_due == 1
    due(of_class)
    collect(of_class, from_canvas)
    assert stamped(of_class, "jose") == DUE + datetime.timedelta(seconds=1)


def test_does_a_student_who_brings_a_timestamp_along_win_nothing(of_class, tmp_path):
    due(of_class)
    notebook, stamp = answered(of_class), "2026-01-01 00:00:00 UTC"
    collect(
        of_class,
        zips.made(tmp_path / "a.zip", {moodle("Ada Lovelace", 1): notebook, moodle("Ada Lovelace", 1, "timestamp.txt"): stamp}, LATER),
    )
    assert stamped(of_class, "ada") is None and (place(of_class, "ada").parent / "a student's timestamp.txt").is_file()


@pytest.mark.parametrize(
    "paths",
    [
        {"ada/01_tiny/01_tiny.ipynb": "ada", "oneil/01_tiny/01_tiny.ipynb": "oneil"},
        {"submissions/ada/x.ipynb": "ada", "submissions/José García Núñez/x.ipynb": "jose"},
        {"ada.ipynb": "ada", "kim1.ipynb": "kim1"},
        {"01_tiny_ada.ipynb": "ada", "oneil-01_tiny.ipynb": "oneil"},
        {"ada@uni.example/x.ipynb": "ada", "minkim2@uni.example/x.ipynb": "kim2"},
        {"1001/x.ipynb": "ada"},
    ],
)
@pytest.mark.parametrize("packed", [True, False])
def test_is_a_folder_placed_by_id_email_or_name(paths, packed, of_class, tmp_path):
    source = zips.made(tmp_path / "in.zip", {path: answered(of_class) for path in paths})
    if not packed:
        with zipfile.ZipFile(source) as archive:
            archive.extractall(tmp_path / "in")
        source = tmp_path / "in"
    done = collect(of_class, source)
    assert {student for _, student in done.placed} == set(paths.values()) and not done.unplaced
    assert all(place(of_class, student).is_file() for student in paths.values())


def second_chapter(course):
    """Release a second chapter: the first one with other names of cells."""
    text = course.path("release", tiny.CHAPTER).read_text(encoding="utf-8").replace("dropout_forward", "other_forward")
    text = text.replace("dropout_backward", "other_backward")
    path = course.path("release", "02_other")
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return json.loads(text)


def test_does_the_notebook_tell_the_chapter(of_class, tmp_path):
    other = second_chapter(of_class)
    source = zips.made(
        tmp_path / "in.zip", {"ada/a.ipynb": answered(of_class), "oneil/b.ipynb": other, "jose/02_other.ipynb": "{", "kim1/x.ipynb": "{"}
    )
    done = collect(of_class, source)
    assert set(done.placed) == {(tiny.CHAPTER, "ada"), ("02_other", "oneil"), ("02_other", "jose")}
    assert done.unplaced == [("kim1/x.ipynb", "it does not tell which chapter it is: name the chapter after the file")]


def test_is_another_chapters_notebook_in_an_assignments_zip_placed_there_and_told(of_class, tmp_path):
    other = second_chapter(of_class)
    members = {
        moodle("Ada Lovelace", 1): answered(of_class),
        moodle("Ann-Marie ONeil", 3): answered(of_class),
        moodle("José García Núñez", 2): other,
    }
    done = collect(of_class, zips.made(tmp_path / "a.zip", members))
    assert set(done.placed) == {(tiny.CHAPTER, student) for student in ("ada", "oneil", "jose")}
    assert done.notes == ["jose: work.ipynb holds 02_other, and was handed in for 01_tiny"]


def test_is_what_holds_no_notebook_placed_too_for_the_grader_tells_what_it_is(of_class, tmp_path):
    members = {moodle("Ada Lovelace", 1, "work.pdf"): b"%PDF", "Ann-Marie ONeil_3_assignsubmission_onlinetext/onlinetext.html": "done"}
    done = collect(of_class, zips.made(tmp_path / "a.zip", members), tiny.CHAPTER)
    assert set(done.placed) == {(tiny.CHAPTER, "ada"), (tiny.CHAPTER, "oneil")}
    assert of_class.students(tiny.CHAPTER) == ["ada", "oneil"]


def test_are_submissions_without_names_told(of_class, tmp_path):
    done = collect(of_class, zips.made(tmp_path / "a.zip", {moodle("Participant", 1): answered(of_class)}))
    assert "hides who this is" in done.unplaced[0][1]
    done = collect(
        of_class,
        zips.made(tmp_path / "b.zip", {"anon_ab1_12_33_x.ipynb": answered(of_class), "LATE_anon_x_1_2_x.ipynb": "{}"}),
        tiny.CHAPTER,
    )
    assert not done.placed and len(done.unplaced) == 2


def test_does_nothing_hostile_leave_the_class_folder(of_class, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s")
    source = tmp_path / "in.zip"
    about, to = zips.link(str(secret))
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr(about, to)
        for name in ("../../evil", "/tmp/evil-of-term", "..\\evil", moodle("Ada Lovelace", 1, "../../../evil"), moodle("../evil", 2, "x")):
            archive.writestr(name, "evil")
        archive.writestr(moodle("Ada Lovelace", 1), json.dumps(answered(of_class)))
        special = zipfile.ZipInfo(moodle("Ada Lovelace", 1, "device"))
        special.external_attr = (stat.S_IFCHR | 0o666) << 16
        archive.writestr(special, "")
    before = {path for path in tmp_path.rglob("*") if of_class.folder not in path.parents}
    done = collect(of_class, source)
    assert set(done.placed) == {(tiny.CHAPTER, "ada")} and len(done.unplaced) == 7
    assert {path for path in tmp_path.rglob("*") if of_class.folder not in path.parents} == before
    assert {path.name for path in place(of_class, "ada").parent.iterdir()} == {"01_tiny.ipynb"}
    assert all(
        path.parent == of_class.folder / "inbound/unplaced/in.zip" or path.parent.is_relative_to(of_class.folder / "inbound")
        for path in of_class.folder.rglob("evil*")
    )
    assert not [path for path in of_class.folder.rglob("*") if path.is_symlink()]


def test_is_a_students_folder_that_is_a_link_not_written_through(of_class, tmp_path, from_moodle):
    outside = tmp_path / "outside"
    outside.mkdir()
    (of_class.folder / "submitted").mkdir()
    (of_class.folder / "submitted/ada").symlink_to(outside)
    done = collect(of_class, from_moodle)
    assert any("is a link" in why for _, why in done.unplaced) and not list(outside.iterdir())


def test_is_too_much_of_one_student_not_taken_and_the_others_are(of_class, tmp_path, monkeypatch):
    monkeypatch.setattr(module.handed_in, "MOST", 5)
    members = {moodle("Ada Lovelace", 1, f"{n}.txt"): "" for n in range(6)} | {moodle("Ann-Marie ONeil", 3): answered(of_class)}
    done = collect(of_class, zips.made(tmp_path / "a.zip", members))
    assert set(done.placed) == {(tiny.CHAPTER, "oneil")} and "more than 5 files" in done.unplaced[0][1]


def test_does_a_broken_member_cost_only_itself(of_class, from_moodle):
    raw = bytearray(from_moodle.read_bytes())
    raw[raw.find(b"work.ipynb") + 200] ^= 255
    from_moodle.write_bytes(raw)
    done = collect(of_class, from_moodle)
    assert {student for _, student in done.placed} == {"jose", "oneil"}
    assert any("cannot be read" in why for _, why in done.unplaced)


def test_is_a_class_without_a_roster_told_what_to_do(course, tmp_path):
    with pytest.raises(CourseError, match="course roster"):
        collect(course, zips.made(tmp_path / "a.zip", {"ada/x.ipynb": "{}"}))


def test_is_an_interrupted_collection_gone_on_with(of_class, from_canvas, monkeypatch):
    move, calls = shutil.move, []

    def stops(*words):
        calls.append(words)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return move(*words)

    monkeypatch.setattr(shutil, "move", stops)
    with pytest.raises(KeyboardInterrupt):
        collect(of_class, from_canvas)
    monkeypatch.undo()
    done = collect(of_class, from_canvas)
    assert sorted(done.placed.values()) == ["new"] * 3 + ["the same"] * 2
    assert len(kept.received(of_class)[tiny.CHAPTER]) == 5 and not (of_class.folder / "inbound/new").exists()


def test_are_two_submissions_of_an_assignment_that_fit_one_student_not_guessed_at(of_class, tmp_path):
    members = {
        moodle("Ada Lovelace", 11): answered(of_class),
        moodle("Ada Lovelace", 99): "{}",
        moodle("Ann-Marie ONeil", 3): answered(of_class),
    }
    done = collect(of_class, zips.made(tmp_path / "a.zip", members))
    assert set(done.placed) == {(tiny.CHAPTER, "oneil")}
    assert [why for _, why in done.unplaced] == ["2 in a.zip are ada's: it cannot be told which one counts"] * 2


def test_is_of_several_attempts_in_a_folder_the_last_taken_and_the_others_kept(of_class, tmp_path):
    one, two = answered(of_class, dropout_forward="x = 1"), answered(of_class)
    source = zips.made(tmp_path / "a.zip", {"ada-01_tiny.ipynb": (two, LATER), "ada.ipynb": (one, EARLY)})
    collect(of_class, source)
    assert json.loads(place(of_class, "ada").read_bytes()) == two
    assert json.loads((of_class.folder / "inbound/replaced/ada/01_tiny/1/01_tiny.ipynb").read_bytes()) == one
    before = tree(of_class)
    collect(of_class, source)
    assert tree(of_class) == before


def test_does_a_file_that_has_the_name_of_a_folder_stop_nobody(of_class, tmp_path):
    members = [
        (moodle("Ada Lovelace", 1, "x"), "1"),
        (moodle("Ada Lovelace", 1, "x/y"), "2"),
        (moodle("Ada Lovelace", 1), answered(of_class)),
        ("..", "up"),
        ("who", "3"),
        ("who/is", "4"),
    ]
    done = collect(of_class, zips.made(tmp_path / "a.zip", members))
    assert set(done.placed) == {(tiny.CHAPTER, "ada")} and len(done.unplaced) == 4
    assert sorted(path.read_text() for path in (of_class.folder / "inbound/unplaced/a.zip").rglob("*") if path.is_file()) == [
        "1",
        "3",
        "4",
        "up",
    ]


def test_does_a_folder_in_the_place_of_the_notebook_or_the_time_stop_nobody(of_class, tmp_path):
    members = {
        moodle("Ada Lovelace", 1, "own.ipynb"): answered(of_class),
        moodle("Ada Lovelace", 1, f"{tiny.CHAPTER}.ipynb/helper.py"): "x = 1",
        moodle("Ada Lovelace", 1, "timestamp.txt/x"): "y",
        moodle("Ada Lovelace", 1, "a student's timestamp.txt/x"): "z",
        moodle("Ann-Marie ONeil", 3): answered(of_class),
    }
    due(of_class)
    done = collect(of_class, zips.made(tmp_path / "in.zip", members, LATER))
    assert set(done.placed) == {(tiny.CHAPTER, "ada"), (tiny.CHAPTER, "oneil")}
    assert json.loads(place(of_class, "ada").read_text())["cells"]
    names = {path.name for path in place(of_class, "ada").parent.iterdir()}
    assert names - {"timestamp.txt"} == {place(of_class, "ada").name, "a student's timestamp.txt"}
    assert {why for _, why in done.unplaced} == {"a file and a folder have one name"}
    kept_aside = {path.read_text() for path in (of_class.folder / "inbound/unplaced").rglob("*") if path.is_file()}
    assert kept_aside == {"x = 1", "y"}
    assert set(collect(of_class, tmp_path / "in.zip").placed.values()) == {"the same"}


@given(st.lists(st.text(st.sampled_from("ab./\\: "), max_size=8), max_size=6))
def test_is_whatever_is_kept_aside_kept_inside_of_its_folder(names):
    with tempfile.TemporaryDirectory(prefix="term-") as folder:
        for n, name in enumerate(names):
            module._keep(Path(folder, "unplaced", "a.zip"), name, str(n).encode())
        kept_there = [path for path in Path(folder, "unplaced").rglob("*") if path.is_file()]
        assert all(path.is_relative_to(Path(folder, "unplaced", "a.zip")) for path in kept_there)
        assert sorted(path.read_text() for path in kept_there) == sorted(map(str, range(len(names))))
