"""`class.toml`: what a class says of itself, read and checked; a mistake in it is one line with file, key and what to do."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
import zoneinfo
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path

from ..errors import CourseError

FILE = "class.toml"
KEYS = ("title", "course", "chapters", "given", "time_zone", "due", "late", "points")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # whatever the machine's language
TEMPLATE = """\
# One class. `course build` and `course grade`, given in this folder, go by what stands here. A line with # before it is an example.
title = {title}
{course}
# chapters = [1, 2, "04_dropout"]     # those in use, by number or name; else all
# given = ["dropout_backward"]        # exercises that are solved in the release and not graded; later cells run with them
time_zone = "UTC"                     # of the dates below: "Europe/Berlin", …

[due]                                 # until when, by chapter; a day alone means its end. What stands here goes over formgrader's
# 04_dropout = 2026-12-12T23:59:00

[late]                                # a day late costs so many per cent of what was earned; a day begun counts whole
grace_days = 0                        # days that cost nothing
per_cent_a_day = 0
floor = 0                             # per cent of what was earned that are left, however late

[points]                              # where they are not the course's
# dropout_forward = 4
"""


@dataclass(frozen=True)
class Late:
    """The late policy: days that cost nothing, per cent of the score that each further one costs, per cent that are left."""

    grace_days: float = 0
    per_cent_a_day: float = 0
    floor: float = 0


@dataclass(frozen=True)
class Settings:
    """What class.toml says.

    chapters  those in use, by name, in order
    given     exercises that are solved in the release and not graded
    due       the moment until which a chapter may be handed in, in UTC
    points    of exercises, where they are not the course's
    zone      the time zone that dates are said in
    """

    title: str
    chapters: tuple[str, ...]
    given: tuple[str, ...] = ()
    due: dict[str, datetime] = field(default_factory=dict)
    late: Late = Late()
    points: dict[str, float] = field(default_factory=dict)
    zone: tzinfo = UTC

    @property
    def until(self):
        """Until when each chapter may be handed in, as students read it."""
        moments = {chapter: due.replace(tzinfo=UTC).astimezone(self.zone) for chapter, due in self.due.items()}
        return {chapter: f"{DAYS[due.weekday()]} {due:%Y-%m-%d, %H:%M} ({self.zone})" for chapter, due in moments.items()}


def load(folder):
    """Return class.toml as plain data; `CourseError` if it is no TOML or has a key that means nothing."""
    file = Path(folder, FILE)
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise CourseError(f"{file}: it is not in UTF-8; save it so") from None
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{file} is no TOML: {error}; mend it there") from None
    for key in data:
        if key not in KEYS:
            raise _error(file, key, f"there is no such key{_nearest(key, KEYS)}")
    if not isinstance(data.get("course", ""), str):
        raise _error(file, "course", "write a path in quotes")
    return data


def time_zone(folder):
    """Return the zone that class.toml names, or None: there is no such file, or no zone in it."""
    data = load(folder) if Path(folder, FILE).is_file() else {}
    return _zone(Path(folder, FILE), data) if "time_zone" in data else None


def check(folder, data, exercises):
    """Return the `Settings` in what `load` gave, for a course whose chapters have these exercises: {chapter: [names]}."""
    file = Path(folder, FILE)
    every = {name: chapter for chapter, names in exercises.items() for name in names}
    title = data.get("title", Path(folder).name)
    if not isinstance(title, str):
        raise _error(file, "title", "write it in quotes")
    chapters = [_chapter(file, "chapters", one, exercises) for one in _list(file, data, "chapters", list(exercises))]
    given = [_exercise(file, "given", one, every) for one in _list(file, data, "given", [])]
    points = {}
    for name, worth in _table(file, data, "points").items():
        key = f"points.{name}"
        if not _is_number(worth) or worth <= 0:
            raise _error(file, key, f"write a number above 0, not {worth!r}; to leave an exercise out, put it under `given`")
        if _exercise(file, key, name, every) in given:
            raise _error(file, key, "a given exercise has no points; take it out here, or under `given`")
        points[name] = float(worth)
    for chapter in set(chapters):
        if exercises[chapter] and set(exercises[chapter]) <= set(given):
            raise _error(file, "given", f"nothing of {chapter} is left to grade; leave it out of `chapters` instead")
    zone, due = _zone(file, data), {}
    for name, when in _table(file, data, "due").items():
        due[_chapter(file, f"due.{name}", name, exercises)] = _moment(file, f"due.{name}", when, zone)
    return Settings(title, tuple(sorted(set(chapters))), tuple(dict.fromkeys(given)), due, _late(file, data), points, zone)


def _late(file, data):
    bounds, found = {"grace_days": 365, "per_cent_a_day": 100, "floor": 100}, {}
    for name, value in _table(file, data, "late").items():
        if name not in bounds:
            raise _error(file, f"late.{name}", f"there is no such key{_nearest(name, bounds)}")
        if not _is_number(value) or not 0 <= value <= bounds[name]:
            raise _error(file, f"late.{name}", f"write a number from 0 to {bounds[name]}, not {value!r}")
        found[name] = value
    return Late(**found)


def _zone(file, data):
    name = data.get("time_zone", "UTC")
    try:
        return UTC if name == "UTC" else zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        near = _nearest(name, zoneinfo.available_timezones()) or '; write one like "Europe/Berlin"'
        raise _error(file, "time_zone", f"{name!r} is no time zone{near}") from None


def _moment(file, key, when, zone):
    """Return a moment in UTC, as nbgrader's gradebook keeps it: without a zone."""
    try:
        if isinstance(when, str):
            when = date.fromisoformat(when) if re.fullmatch(r"\d{4}-\d\d-\d\d", when) else datetime.fromisoformat(when)
        if not isinstance(when, date):
            raise ValueError
        if not isinstance(when, datetime):
            when = datetime.combine(when, time(23, 59, 59))
        when = when if when.tzinfo else when.replace(tzinfo=zone)
        return when.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise _error(file, key, f"{when!r} is no date; write one like 2026-12-12T23:59:00, or 2026-12-12") from None


def _chapter(file, key, name, chapters):
    words = str(name)
    if isinstance(name, (str, int)) and not isinstance(name, bool):
        for chapter in chapters:
            if words == chapter or words.isdecimal() and int(words) == int(chapter[:2]):
                return chapter
    near = _nearest(name, chapters) or f"; there are: {', '.join(chapters)}"
    raise _error(file, key, f"there is no chapter {name!r}{near}")


def _exercise(file, key, name, exercises):
    if not isinstance(name, str) or name not in exercises:
        raise _error(
            file, key, f"no chapter has an exercise {name!r}{_nearest(name, exercises) or '; the table in README.md has them all'}"
        )
    return name


def _list(file, data, key, default):
    value = data.get(key, default)
    if not isinstance(value, list):
        raise _error(file, key, "write a list in brackets: [ … ]")
    return value


def _table(file, data, key):
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise _error(file, key, f"write a table: a line [{key}], and below it lines `name = value`")
    return value


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _nearest(name, there):
    near = difflib.get_close_matches(str(name), there, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _error(file, key, says):
    return CourseError(f"{file}, {key}: {says}")
