"""Is nobody late by the date of a download, and is late who was?"""

import datetime
import zoneinfo

import pytest

from autograder.errors import Misuse
from autograder.term.delivery import Delivery
from autograder.term.inbound import File
from autograder.term.stamps import Stamps, utc, worksheet

DUE = datetime.datetime(2026, 12, 11, 12)
HOUR = datetime.timedelta(hours=1)


def local(hours):
    """Return a time as a disk would have it, some hours after the due date."""
    return (DUE + hours * HOUR).replace(tzinfo=datetime.UTC)


def stamps(platform, hours, due=DUE, late=(), numbers=("", ""), times=None, stamp=b""):
    """Return the times of deliveries whose files have dates so many hours after the due date, in hours, and the `Stamps`."""
    made = [Delivery("x", {"a": File("a", None if h is None else local(h), 1, None)}, late=n in late) for n, h in enumerate(hours)]
    for delivery, number in zip(made, numbers):
        delivery.number = number
    found = Stamps(platform, [file for one in made for file in one.files.values()], {"01": due}, times or {})
    return [time and (time - DUE) / HOUR for time in (found.of(one, "01", stamp) for one in made)], found


@pytest.mark.parametrize(
    "platform, hours, late, wanted",
    [
        ("moodle", (5, 5), (), [None, None]),  # made after the due date: when they were handed in is not known
        ("moodle", (-5, -5), (), [-5, -5]),
        ("moodle", (-5, 5), (), [-5, 5]),  # the files' own dates
        ("moodle", (None, None), (), [None, None]),
        ("folder", (-5, 5), (), [-5, 5]),
        ("folder", (5, 5.1), (), [None, None]),
        ("canvas", (5, 5), (), [0, 0]),
        ("canvas", (-5, -5), (), [-5, -5]),
        ("canvas", (5, 5), (1,), [0, 1 / 3600]),
        ("canvas", (-5, 5), (1,), [-5, 5]),
        ("canvas", (5, 9), (), [0, 0]),  # Canvas knows of an extension
        ("canvas", (None, None), (0,), [1 / 3600, 0]),
    ],
)
def test_is_late_who_was(platform, hours, late, wanted):
    found, _ = stamps(platform, hours, late=late)
    assert found == [hour if hour is None else pytest.approx(hour) for hour in wanted]


def test_is_counted_what_could_not_be_told():
    assert stamps("moodle", (5, 5))[1].undated == 2
    assert stamps("canvas", (5, 5), due=None, late=(0,))[1].late_without_due == 1
    assert stamps("canvas", (5, 5), due=None)[0] == [None, None]


def test_do_the_worksheet_and_nbgraders_own_stamp_come_first():
    assert stamps("moodle", (5, 5), numbers=("7", "8"), times={"7": DUE + 2 * HOUR})[0] == [2, None]
    assert stamps("folder", (5, 5), stamp=b"2026-12-11 13:00:00 UTC")[0] == [1, 1]
    assert stamps("folder", (-5, -5), stamp=b"no time")[0] == [-5, -5]


def test_are_people_and_times_read_off_moodles_worksheet(tmp_path):
    file = tmp_path / "g.csv"
    file.write_text(
        'Identifier,Full name,Email address,Last modified (submission)\nParticipant 7,Ada Lovelace,a@x,"Friday, 11 December 2026, 1:00 PM"\nParticipant 8,Min Kim,,-\n'
    )
    said, times = worksheet(file)
    assert said == [("7", {"name": "Ada Lovelace", "email": "a@x"}), ("8", {"name": "Min Kim", "email": ""})]
    assert times == {"7": utc(datetime.datetime(2026, 12, 11, 13))}
    zone = zoneinfo.ZoneInfo("Pacific/Auckland")
    assert worksheet(file, zone)[1] == {"7": datetime.datetime(2026, 12, 11)}  # 13 hours before UTC there, in summer
    file.write_text("Student,ID,Section\nx,1,A\n")
    with pytest.raises(Misuse, match="no grading worksheet"):
        worksheet(file)
