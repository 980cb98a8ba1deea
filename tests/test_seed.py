"""Is the class's seed made once, kept to its owner, and the same for all who come?"""

import concurrent.futures
import multiprocessing
import re

import pytest

from autograder.errors import CourseError
from autograder.seed import class_seed


def test_is_the_seed_file_made_once_and_kept_to_its_owner(tmp_path, monkeypatch):
    file = tmp_path / "new" / "class_seed"
    file.parent.mkdir()
    monkeypatch.setenv("COURSE_SEED_FILE", str(file))
    seed = class_seed()
    assert re.fullmatch("[0-9a-f]{32}", seed) and class_seed() == seed
    assert file.stat().st_mode & 0o777 == 0o600 and [f.name for f in file.parent.iterdir()] == ["class_seed"]
    file.write_text("\n")
    with pytest.raises(CourseError, match="is empty.*delete it"):
        class_seed()


def test_is_the_seed_beside_the_course_where_nothing_else_is_said(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_SEED_FILE", raising=False)
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "01_first.py").write_text("")
    seed = class_seed()
    assert seed == (tmp_path / "class_seed").read_text().strip()


def test_is_a_seed_of_this_process_used_where_there_is_no_course(tmp_path, monkeypatch):
    """As where our packages are installed and nothing else."""
    monkeypatch.delenv("COURSE_SEED_FILE", raising=False)
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    assert class_seed() == class_seed() and not list(tmp_path.iterdir())


def seeds_at_once(barrier, results):
    barrier.wait()
    results.put(class_seed())


def test_do_processes_that_come_first_together_get_one_seed(tmp_path, monkeypatch):
    context = multiprocessing.get_context("fork")
    for round_ in range(3):
        monkeypatch.setenv("COURSE_SEED_FILE", str(tmp_path / f"seed{round_}"))
        barrier, results = context.Barrier(4), context.Queue()
        processes = [context.Process(target=seeds_at_once, args=(barrier, results)) for _ in range(4)]
        for process in processes:
            process.start()
        found = {results.get(timeout=20) for _ in processes}
        for process in processes:
            process.join(20)
        assert len(found) == 1 and [f.name for f in tmp_path.glob(f"seed{round_}*")] == [f"seed{round_}"]


def test_do_threads_too(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_SEED_FILE", str(tmp_path / "threads"))
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: class_seed(), range(8)))) == 1
