"""Does a class come back from its archive as it was, to the same scores, and is nothing taken from one that is not sound?"""

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile

import light
import pytest
import three
import tiny
from commanded import left as still_running

from autograder.errors import CourseError, Misuse
from autograder.grading import batch, workers
from autograder.grading.batch import only_run
from autograder.grading.course import Course
from autograder.term import archive

template, course = three.template, three.course
MANIFEST = "archive.json"


@pytest.fixture
def graded(course):
    """The class of three, graded, with a score that a person gave, a page, an empty folder, and two who share a score."""
    three.grade(course)
    with course.gradebook() as book:
        book.find_grade("judge_dropout_backward", tiny.CHAPTER, tiny.CHAPTER, "bob").extra_credit = 0.5
        book.db.commit()
    page = course.folder / "feedback" / "ada" / tiny.CHAPTER / f"{tiny.CHAPTER}.html"
    page.parent.mkdir(parents=True)
    page.write_text("a page", encoding="utf-8")
    (course.folder / "submitted" / "dan").mkdir()
    return course


def held(folder):
    """Return what a class's folder holds: (bytes, whether others may write) by path, without what only grading needs while it runs."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if ".grading" not in path.parts and not name.startswith("gradebook.db") and "__pycache__" not in name:
            found[name] = path.read_bytes() if path.is_file() else None
    return found


def archived(graded, tmp_path, name="kept.zip"):
    archive.make(graded, tmp_path / name)
    return tmp_path / name


# --- there and back -------------------------------------------------------------------------------------


def test_grades_a_class_that_was_restored_elsewhere_to_the_same_scores(graded, tmp_path, monkeypatch):
    made = tiny.course("archive", tmp_path / "kept.zip", "--folder", graded.folder)
    assert made.exit_code == 0, made.output
    back = tmp_path / "elsewhere" / "class"
    shown = tiny.course("restore", tmp_path / "kept.zip", "--folder", back)
    assert shown.exit_code == 0, shown.output
    assert tiny.dump(Course(back)) == tiny.dump(graded)
    monkeypatch.setattr(workers, "Local", lambda workers: tiny.Inline())
    ran = []
    monkeypatch.setattr(
        batch.grade, "__defaults__", (*batch.grade.__defaults__[:-1], lambda job: ran.append(job.student) or light.light(job))
    )
    again = tiny.course("grade", "1", "--folder", back, "--course", back, "--again", "--no-feedback")
    assert again.exit_code == 0, again.output
    assert "No score changes." in again.stdout
    assert ran == ["ada", "bob", "cyd"]
    assert tiny.dump(Course(back)) == tiny.dump(graded)


def test_is_a_class_with_another_seed_told_from_it(graded, tmp_path):
    archive.restore(archived(graded, tmp_path), tmp_path / "back")
    back = Course(tmp_path / "back")
    assert (back.folder / "class_seed").read_bytes() == (graded.folder / "class_seed").read_bytes()
    outcome, again = three.grade(back)
    assert (outcome.outdated, again) == (0, [])  # by the same tests and seed: nothing has to be run again
    (back.folder / "class_seed").write_text("another\n")
    assert three.grade(back)[0].outdated == 3


def test_is_each_file_back_as_it_was_and_the_packages_that_graded_it(graded, tmp_path):
    archive.restore(archived(graded, tmp_path), tmp_path / "back")
    before, after = held(graded.folder), held(tmp_path / "back")
    assert {name: data for name, data in after.items() if not name.startswith(("autograder", "course_utils"))} == before
    for name in ("autograder/judging.py", "autograder/bank/dropout/dropout_forward.py", "course_utils/reference/dropout.py"):
        assert after[name] == (tiny.ROOT / name).read_bytes()
    assert not [name for name in after if name.endswith(".pyc")]
    for name in ("source/01_tiny.py", "source/01_tiny/01_tiny.ipynb"):  # or it would seem older than its text, and be built anew
        assert os.stat(tmp_path / "back" / name).st_mtime_ns == os.stat(graded.folder / name).st_mtime_ns


def test_grades_the_restored_folder_by_its_own_packages(graded, tmp_path):
    archive.restore(archived(graded, tmp_path), tmp_path / "back")
    code = "import autograder, course_utils; print(autograder.__file__, course_utils.__file__)"
    shown = subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "back", capture_output=True, text=True, check=True)
    assert shown.stdout.split() == [str(tmp_path / "back" / package / "__init__.py") for package in ("autograder", "course_utils")]


def test_is_a_class_with_a_folder_of_its_own_taken_whole(graded, tmp_path):
    (graded.folder / "class.toml").write_text('title = "Tiny"\ncourse = "../gone"\n', encoding="utf-8")
    for name in ("editions/3f2a/autograder/judging.py", "my notes.md", "inbound/replaced/x.ipynb", ".git/HEAD", "sheet.csv"):
        (graded.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (graded.folder / name).write_text(name)
    (graded.folder / "editions").chmod(0o700)
    made = archive.restore(archived(graded, tmp_path), tmp_path / "back")
    before, after = held(graded.folder), held(tmp_path / "back")
    assert "editions/3f2a/autograder/judging.py" in after and "my notes.md" in after and "autograder" not in after
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {"class.toml", ".git/HEAD"} and ".git" not in after
    assert after["class.toml"] == b'title = "Tiny"\n# it was: course = "../gone"\n'
    assert made.notes == [f"there is no course at ../gone; class.toml goes by the installed one now, at {tiny.ROOT}"]
    assert stat.S_IMODE(os.stat(tmp_path / "back" / "editions").st_mode) == 0o700


def test_does_an_archive_in_the_class_hold_an_earlier_one(graded):
    (graded.folder / "class.toml").write_text("", encoding="utf-8")
    first = graded.folder / "first.zip"
    archive.make(graded, first)
    archive.make(graded, graded.folder / "second.zip")
    with zipfile.ZipFile(graded.folder / "second.zip") as opened:
        assert not [name for name in opened.namelist() if name.endswith((".zip", ".part"))]


# --- who may read it, and what is safe --------------------------------------------------------------------


def test_is_an_archive_readable_by_its_owner_alone(graded, tmp_path):
    umask = os.umask(0)
    try:
        made = archived(graded, tmp_path)
        (graded.folder / "class_seed").chmod(0o644)
        (graded.folder / "submitted" / "ada").chmod(0o2777)
        (graded.folder / "release" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb").chmod(0o4777)
        archive.restore(archived(graded, tmp_path, "loose.zip"), tmp_path / "back")
    finally:
        os.umask(umask)
    modes = {name: stat.S_IMODE(os.stat(tmp_path / name).st_mode) for name in ("kept.zip", "back/class_seed", "back/submitted/ada")}
    assert (made, modes) == (tmp_path / "kept.zip", {"kept.zip": 0o600, "back/class_seed": 0o600, "back/submitted/ada": 0o755})
    assert stat.S_IMODE(os.stat(tmp_path / "back" / "release" / tiny.CHAPTER / f"{tiny.CHAPTER}.ipynb").st_mode) == 0o755


def test_is_a_link_in_a_class_left_out_and_named(graded, tmp_path):
    (tmp_path / "secret").write_text("of someone else: 4711")
    (graded.folder / "submitted" / "bob" / "way").symlink_to(tmp_path / "secret")
    (graded.folder / "submitted" / "eve").symlink_to(tmp_path)
    os.mkfifo(graded.folder / "submitted" / "bob" / "pipe")
    shown = tiny.course("archive", tmp_path / "kept.zip", "--folder", graded.folder)
    for name, why in {"submitted/bob/way": "a link", "submitted/eve": "a link", "submitted/bob/pipe": "no plain file"}.items():
        assert f"left out: {name} ({why})" in shown.stdout
    with zipfile.ZipFile(tmp_path / "kept.zip") as opened:
        assert b"of someone else: 4711" not in b"".join(opened.read(name) for name in opened.namelist())


@pytest.mark.parametrize("what", ["submitted", "gradebook.db"])
def test_is_a_class_that_lies_in_two_places_refused(graded, tmp_path, what):
    shutil.move(graded.folder / what, tmp_path / what)
    (graded.folder / what).symlink_to(tmp_path / what)
    with pytest.raises(CourseError, match="lies outside of the class's folder"):
        archive.make(graded, tmp_path / "kept.zip")
    assert not (tmp_path / "kept.zip").exists()


# --- while others work, and when it is stopped --------------------------------------------------------------


def test_is_the_gradebook_consistent_while_another_process_writes_to_it(graded, tmp_path):
    writing = f"""
import sqlite3, sys
book = sqlite3.connect({str(graded.folder / "gradebook.db")!r}, timeout=60)
print("writing", flush=True)
for n in range(1_000_000):
    with book:  # two rows that belong together, in one transaction
        book.execute("insert into student (id) values (?)", [f"x{{n}}"])
        book.execute("insert into student (id) values (?)", [f"y{{n}}"])
"""
    writer = subprocess.Popen([sys.executable, "-c", writing], stdout=subprocess.PIPE)
    try:
        writer.stdout.readline()
        for n in range(3):
            archive.restore(archived(graded, tmp_path, f"{n}.zip"), tmp_path / str(n))
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    counts = []
    for n in range(3):
        book = sqlite3.connect(tmp_path / str(n) / "gradebook.db")
        assert book.execute("pragma integrity_check").fetchone() == ("ok",)
        counts.append([book.execute("select count(*) from student where id like ?", [f"{letter}%"]).fetchone()[0] for letter in "xy"])
        book.close()
    assert all(x == y for x, y in counts) and counts[0] != counts[-1]


def test_does_a_gradebook_that_stays_locked_end_in_one_line(graded, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "PATIENCE", 0.5)
    book = sqlite3.connect(graded.folder / "gradebook.db", isolation_level=None)
    book.execute("begin exclusive")
    try:
        with pytest.raises(CourseError, match="is locked by another process"):
            archive.make(graded, tmp_path / "kept.zip")
    finally:
        book.close()
    assert list(tmp_path.glob("*kept*")) == []


def test_waits_an_archive_for_no_run_that_is_at_work(graded, tmp_path):
    with only_run(graded.folder / "autograded" / ".grading"):
        shown = tiny.course("archive", tmp_path / "kept.zip", "--folder", graded.folder)
    assert shown.exit_code == 1 and "another `course grade` is at work here" in shown.stderr


def test_leaves_an_archive_that_was_stopped_nothing(graded, tmp_path):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.make(graded, tmp_path / "out" / "kept.zip", stop)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("there", [False, True])
def test_leaves_restoring_that_was_stopped_nothing(graded, tmp_path, there):
    file, seen = archived(graded, tmp_path), []
    if there:
        (tmp_path / "out" / "back").mkdir(parents=True)

    def stop(done, total):
        seen.append(done)
        if len(seen) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.restore(file, tmp_path / "out" / "back", stop)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["back"] * there
    assert not there or not any((tmp_path / "out" / "back").iterdir())


def test_leaves_an_archive_that_is_interrupted_at_the_terminal_nothing(graded, tmp_path):
    big = graded.folder / "submitted" / "ada" / "big.bin"
    big.write_bytes(os.urandom(60_000_000))
    (tmp_path / "out").mkdir()
    words = [sys.executable, "-m", "autograder", "archive", str(tmp_path / "out" / "kept.zip"), "--folder", str(graded.folder)]
    mark = f"archive-{os.getpid()}"
    run = subprocess.Popen(
        words, env={**os.environ, "PYTHONPATH": str(tiny.ROOT), "COURSE_TEST_MARK": mark}, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 60
    while not [path for path in (tmp_path / "out").iterdir() if path.stat().st_size > 1_000_000] and time.monotonic() < until:
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    said = run.communicate()[1]
    assert (run.returncode, said) == (130, "course: stopped\n")
    assert list((tmp_path / "out").iterdir()) == [] and not still_running(mark)


@pytest.mark.parametrize("command", ["archive", "restore"])
def test_is_nothing_that_is_there_written_over(graded, tmp_path, command):
    file = archived(graded, tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "way").symlink_to(tmp_path / "nowhere")
    for place in (tmp_path / "full", tmp_path / "full" / "mine.txt", tmp_path / "way", graded.folder):
        with pytest.raises(Misuse, match="already"):
            if command == "archive":
                archive.make(graded, place)
            else:
                archive.restore(file, place)
    assert (tmp_path / "full" / "mine.txt").read_text() == "mine"


# --- archives that are not sound ------------------------------------------------------------------------------


def changed(file, change, more=()):
    """Return an archive with another manifest, and with more files in it: pairs (name or entry, data)."""
    new = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
        manifest = json.loads(old.read(MANIFEST))
        data = {name: old.read(name) for name in old.namelist() if name != MANIFEST}
        change(manifest, data)
        for name, one in [*data.items(), *more]:
            target.writestr(name, one)
        target.writestr(MANIFEST, json.dumps(manifest) if isinstance(manifest, dict) else manifest)
    return new


def add(name, data=b"x", **about):
    """Return a change that adds a file to manifest and archive."""

    def change(manifest, files):
        files[f"class/{name}"] = data
        manifest["files"][name] = {"sha256": archive.hashlib.sha256(data).hexdigest(), "size": len(data), "mode": 0o644, "time": 0, **about}

    return change


def unset(*keys):
    def change(manifest, files):
        for key in keys[:-1]:
            manifest = manifest[key]
        del manifest[keys[-1]]

    return change


def put(value, *keys):
    def change(manifest, files):
        for key in keys[:-1]:
            manifest = manifest[key]
        manifest[keys[-1]] = value

    return change


SEED = ("files", "class_seed")
UNSOUND = {
    "a name that leads out": (add("../escaped"), "leads out of the folder"),
    "a name that leads out in the middle": (add("submitted/../../escaped"), "leads out of the folder"),
    "an absolute name": (add("/tmp/escaped"), "leads out of the folder"),
    "a name with a backslash": (add("..\\escaped"), "leads out of the folder"),
    "a name with a drive": (add("C:escaped"), "leads out of the folder"),
    "a folder that leads out": (put(0o755, "folders", "../escaped"), "leads out of the folder"),
    "a file that is not told": (lambda m, d: d.update({"class/more": b"x"}), "is not what its archive.json says"),
    "a file beside the class": (lambda m, d: d.update({"escaped": b"x"}), "is not what its archive.json says"),
    "a file that is gone": (lambda m, d: d.pop("class/class_seed"), "is not what its archive.json says"),
    "other bytes of that size": (lambda m, d: d.update({"class/class_seed": b"x" * len(d["class/class_seed"])}), "is damaged: class_seed"),
    "another size": (put(5, *SEED, "size"), "size is not what"),
    "a size below nothing": (put(-1, *SEED, "size"), "is not as `course archive` writes it"),
    "a size that is no number": (put(True, *SEED, "size"), "is not as `course archive` writes it"),
    "a time beyond all": (put(1 << 70, *SEED, "time"), "is not as `course archive` writes it"),
    "no hash": (unset(*SEED, "sha256"), "is not as `course archive` writes it"),
    "no files": (unset("files"), "is not as `course archive` writes it"),
    "files in a list": (put([], "files"), "is not as `course archive` writes it"),
    "another format": (put(2, "format"), "another version of the course reads"),
    "a bomb": (add("bomb", bytes(400_000_000)), "would unpack to"),
}


@pytest.mark.parametrize("kind", UNSOUND)
def test_is_nothing_taken_from_an_archive_that_is_not_sound(graded, tmp_path, kind):
    change, says = UNSOUND[kind]
    file = changed(archived(graded, tmp_path), change)
    (tmp_path / "out").mkdir()
    shown = tiny.course("restore", file, "--folder", tmp_path / "out" / "back")
    assert (shown.exit_code, shown.stderr.count("\n")) == (1, 1), shown.output
    assert says in shown.stderr
    assert list((tmp_path / "out").iterdir()) == [] and not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize("kind", ["no zip", "cut off", "a zip of something else", "bits turned", "twice a name", "a link", "nothing"])
def test_is_a_file_that_is_no_archive_one_line(graded, tmp_path, kind):
    file = archived(graded, tmp_path)
    data = file.read_bytes()
    if kind == "a zip of something else":
        with zipfile.ZipFile(file, "w") as new:
            new.writestr("a.ipynb", "{}")
    elif kind == "twice a name":
        with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(file, "a") as new:
            new.writestr("class/class_seed", "another")
    elif kind == "a link":  # unpacked as a plain file that holds where it led, it would be; here its size and hash tell
        entry = zipfile.ZipInfo("class/class_seed")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        file = changed(file, lambda m, d: d.pop("class/class_seed"), [(entry, "/etc/passwd")])
    elif kind == "nothing":
        file.unlink()
    else:
        middle = len(data) // 3
        turned = data[:middle] + bytes(b ^ 255 for b in data[middle : middle + 2000]) + data[middle + 2000 :]
        file.write_bytes({"no zip": b"x" * 5000, "cut off": data[: len(data) // 2], "bits turned": turned}[kind])
    (tmp_path / "out").mkdir()
    shown = tiny.course("restore", file, "--folder", tmp_path / "out" / "back")
    assert (shown.exit_code, shown.stderr.count("\n")) == (1, 1), shown.output
    assert list((tmp_path / "out").iterdir()) == []


# --- a gradebook in PostgreSQL ------------------------------------------------------------------------------------


@pytest.fixture
def in_postgresql(graded, monkeypatch):
    """The class, said to have its gradebook in PostgreSQL, and a `pg_dump` that notes what it is told."""
    url = "postgresql+psycopg://prof:s%40cret@db.example/grades"
    with (graded.folder / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    return Course(graded.folder)


def fake_dump(folder, code):
    folder.mkdir()
    (folder / "pg_dump").write_text(f"#!{sys.executable}\nimport os, sys\n{code}\n")
    (folder / "pg_dump").chmod(0o755)
    return str(folder)


def test_is_a_gradebook_in_postgresql_dumped_and_never_written_to_from_what_is_restored(in_postgresql, tmp_path, monkeypatch):
    code = 'open(sys.argv[sys.argv.index("--file") + 1], "w").write(" ".join(sys.argv[1:]) + "|" + os.environ["PGPASSWORD"])'
    monkeypatch.setenv("PATH", fake_dump(tmp_path / "bin", code))
    made = archive.restore(archived(in_postgresql, tmp_path), tmp_path / "back")
    said, password = (tmp_path / "back" / "gradebook.sql").read_text().split("|")
    assert (said.split()[-1], password) == ("postgresql://prof@db.example/grades", "s@cret")
    assert "cret" not in said
    assert stat.S_IMODE(os.stat(tmp_path / "back" / "gradebook.sql").st_mode) == 0o600
    assert "load gradebook.sql into an empty database" in made.notes[0]
    assert "db.example" not in Course(tmp_path / "back").directory.db_url


def test_says_one_line_where_pg_dump_is_missing_or_fails(in_postgresql, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(CourseError, match="there is no pg_dump here: install PostgreSQL's client programs"):
        archive.make(in_postgresql, tmp_path / "kept.zip")
    monkeypatch.setenv("PATH", fake_dump(tmp_path / "bin", 'sys.exit("could not connect")'))
    with pytest.raises(CourseError, match="pg_dump cannot copy the gradebook: could not connect"):
        archive.make(in_postgresql, tmp_path / "kept.zip")
    assert list(tmp_path.glob("*kept*")) == []
