"""Does the README show the chapters that there are, and a figure that one of them makes?"""

import re
import shutil
from pathlib import Path

from autograder.making import readme, text
from autograder.places import texts

ROOT = Path(__file__).parents[2]


def test_table_lists_exactly_the_chapters_of_source():
    said = re.findall(r"\]\(notebooks/(\w+)\.ipynb\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert said == [file.stem for file in texts(ROOT)]


def test_table_and_figure_are_as_built():
    made = readme.made(ROOT, text.read_all(ROOT))
    assert len(made) == 2
    for file, content in made:
        assert file.read_bytes() == (content.encode() if isinstance(content, str) else content), f"run `make build`: {file.name}"


def test_an_old_table_is_replaced_and_the_rest_stays(tmp_path):
    shutil.copytree(ROOT / "source", tmp_path / "source", ignore=shutil.ignore_patterns("*.ipynb"))
    (tmp_path / "README.md").write_text(f"before\n{readme.BEGIN}\n| 99 |\n{readme.END}\nafter\n", encoding="utf-8")
    ((_, content),) = readme.made(tmp_path, text.read_all(tmp_path))
    assert content.startswith("before\n") and content.endswith("\nafter\n") and "99" not in content and "Drop units" in content


def test_links_and_commands_of_the_readme_exist():
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!http|#)([^)]+)\)", words):
        assert (ROOT / link).exists(), link
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {a or b for a, b in re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", words, re.MULTILINE)} <= targets
