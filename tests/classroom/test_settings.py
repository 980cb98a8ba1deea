"""Is class.toml read as it is meant, and each mistake in it one line with file, key and what to do?"""

from datetime import datetime

import pytest

from autograder.classroom import settings
from autograder.errors import CourseError

COURSE = {"01_tiny": ["relu", "swish"], "04_dropout": ["dropout_forward", "dropout_backward"]}


def read(folder, text):
    (folder / "class.toml").write_text(text, encoding="utf-8")
    return settings.check(folder, settings.load(folder), COURSE)


def test_is_the_zone_of_a_class_known_where_it_names_one(tmp_path):
    assert settings.time_zone(tmp_path) is None  # no class's folder
    (tmp_path / "class.toml").write_text('title = "Winter"')
    assert settings.time_zone(tmp_path) is None
    (tmp_path / "class.toml").write_text('time_zone = "Asia/Tokyo"')
    assert settings.time_zone(tmp_path).key == "Asia/Tokyo"
    (tmp_path / "class.toml").write_text('time_zone = "Asia/Tokio"')
    with pytest.raises(CourseError, match="Asia/Tokyo"):
        settings.time_zone(tmp_path)


def test_is_the_file_that_a_new_class_has_without_a_say(tmp_path):
    said = read(tmp_path, settings.TEMPLATE.format(title='"Winter"', course=""))
    assert said == settings.Settings("Winter", ("01_tiny", "04_dropout"))


def test_do_its_examples_mean_something(tmp_path):
    """Each commented line is put in."""
    text = settings.TEMPLATE.format(title='"Winter"', course="").replace("[1, 2,", "[1,")
    said = read(tmp_path, "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines()))
    assert said.chapters == ("01_tiny", "04_dropout")
    assert said.given == ("dropout_backward",)
    assert said.points == {"dropout_forward": 4}
    assert said.due == {"04_dropout": datetime(2026, 12, 12, 23, 59)}


@pytest.mark.parametrize(
    ("when", "utc"),
    [
        ("2026-12-12T23:59:00", datetime(2026, 12, 12, 22, 59)),
        ("2026-07-01T12:00:00", datetime(2026, 7, 1, 10, 0)),  # summer time
        ("2026-12-12T23:59:00Z", datetime(2026, 12, 12, 23, 59)),
        ("2026-12-12", datetime(2026, 12, 12, 22, 59, 59)),
        ('"2026-12-12 23:59"', datetime(2026, 12, 12, 22, 59)),
        ('"2026-12-12"', datetime(2026, 12, 12, 22, 59, 59)),
    ],
)
def test_is_a_date_meant_in_the_classs_time_zone(tmp_path, when, utc):
    assert read(tmp_path, f'time_zone = "Europe/Berlin"\n[due]\n4 = {when}').due == {"04_dropout": utc}


def test_is_a_date_said_to_students_in_the_classs_time_zone(tmp_path):
    said = read(tmp_path, 'time_zone = "Europe/Berlin"\n[due]\n1 = 2026-07-01\n4 = 2026-12-12T23:59:00Z')
    assert said.until == {"01_tiny": "Wed 2026-07-01, 23:59 (Europe/Berlin)", "04_dropout": "Sun 2026-12-13, 00:59 (Europe/Berlin)"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel = 'x'", "class.toml, titel: there is no such key; did you mean 'title'?"),
        ("title = 3", "class.toml, title: write it in quotes"),
        ("course = 3", "class.toml, course: write a path in quotes"),
        ("chapters = 4", "class.toml, chapters: write a list in brackets: [ … ]"),
        ("chapters = [7]", "class.toml, chapters: there is no chapter 7; there are: 01_tiny, 04_dropout"),
        ("chapters = [true]", "class.toml, chapters: there is no chapter True"),
        ("chapters = ['04_droput']", "class.toml, chapters: there is no chapter '04_droput'; did you mean '04_dropout'?"),
        ("given = ['dropout_foward']", "given: no chapter has an exercise 'dropout_foward'; did you mean 'dropout_forward'?"),
        ("given = [['relu']]", "class.toml, given: no chapter has an exercise ['relu']"),
        ("given = ['relu', 'swish']", "class.toml, given: nothing of 01_tiny is left to grade; leave it out of `chapters` instead"),
        ("time_zone = 'Europe/Berln'", "class.toml, time_zone: 'Europe/Berln' is no time zone; did you mean 'Europe/Berlin'?"),
        ("time_zone = '../../etc/passwd'", "class.toml, time_zone: '../../etc/passwd' is no time zone"),
        ("time_zone = 1", "class.toml, time_zone: 1 is no time zone"),
        ("due = 2026-12-12", "class.toml, due: write a table: a line [due], and below it lines `name = value`"),
        ("[due]\n05_dropout = 2026-12-12", "class.toml, due.05_dropout: there is no chapter '05_dropout'; did you mean '04_dropout'?"),
        ("[due]\n4 = 'soon'", "class.toml, due.4: 'soon' is no date; write one like 2026-12-12T23:59:00, or 2026-12-12"),
        ("[due]\n4 = 12", "class.toml, due.4: 12 is no date"),
        ("[due]\n4 = 23:59:00", "class.toml, due.4: datetime.time(23, 59) is no date"),
        ("[due]\n4 = 0001-01-01T00:00:00+23:59", "class.toml, due.4: "),
        ("[late]\nper_cent = 10", "class.toml, late.per_cent: there is no such key; did you mean 'per_cent_a_day'?"),
        ("[late]\nper_cent_a_day = 110", "class.toml, late.per_cent_a_day: write a number from 0 to 100, not 110"),
        ("[late]\nfloor = 'half'", "class.toml, late.floor: write a number from 0 to 100, not 'half'"),
        ("[late]\ngrace_days = true", "class.toml, late.grace_days: write a number from 0 to 365, not True"),
        ("[points]\nrelu = 0", "class.toml, points.relu: write a number above 0, not 0; to leave an exercise out, put it under `given`"),
        ("[points]\nrelu = nan", "class.toml, points.relu: write a number above 0, not nan"),
        ("[points]\nrelu = '3'", "class.toml, points.relu: write a number above 0, not '3'"),
        ("[points]\nrelo = 2", "class.toml, points.relo: no chapter has an exercise 'relo'; did you mean 'relu'?"),
        (
            "given = ['relu']\n[points]\nrelu = 2",
            "class.toml, points.relu: a given exercise has no points; take it out here, or under `given`",
        ),
        ("[points\n", "class.toml is no TOML: "),
    ],
)
def test_is_a_mistake_one_line_with_file_key_and_what_to_do(tmp_path, text, says):
    with pytest.raises(CourseError) as error:
        read(tmp_path, text)
    assert says in str(error.value)
    assert str(tmp_path) in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_is_a_file_in_another_encoding_named(tmp_path):
    (tmp_path / "class.toml").write_bytes("title = 'für'".encode("latin-1"))
    with pytest.raises(CourseError, match=r"class\.toml: it is not in UTF-8; save it so"):
        settings.load(tmp_path)
