"""Where a command is given, and what it is about: the course, the class, the chapter that a word means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..classroom.folder import Class, find
from ..classroom.settings import FILE
from ..errors import CourseError, Misuse
from ..places import CONFIG, COURSE_ROOT, course_root, texts
from .terminal import short


@dataclass(frozen=True)
class Here:
    """Where a command is given: the course's folder, that of submissions and gradebook, and the class, if it has a folder of its own."""

    root: Path
    folder: Path
    own: Class | None = None

    @property
    def chapters(self):
        """The names of the chapters: the class's, or the course's."""
        return list(self.own.chapters) if self.own else chapters_of(self.root)


def here_is(course=None, folder=None):
    """Return where we are: in the class of `folder` or of the folder we are in, else in the course."""
    place = folder if folder and (folder / FILE).is_file() else None if folder else find(Path.cwd())
    if place is None:
        root = course_folder(course)
        return Here(root, folder or root)
    own = Class(place)
    if course and course_folder(course) != own.root:
        raise Misuse(f"{own.file} names the course at {own.root}, not {course}: change it there, or leave --course and {COURSE_ROOT} out")
    return Here(own.root, own.folder, own)


def root_of(course):
    """Return the folder of the course."""
    return here_is(course).root


def course_folder(course):
    """Return the folder of the course: that of `course`, of where we are, or of this package."""
    here = Path(course or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file() and texts(folder):
            return folder
    if not course and texts(course_root()):
        return course_root().resolve()
    raise Misuse(f"{here} is in no course (a folder with {CONFIG} and source/); go to one, or name it with --course")


def chapters_of(root):
    """Return the names of the course's chapters."""
    return [file.stem for file in texts(root)]


def chapter_of(here, name):
    """Return the name of a chapter that is called by name or number; `here` is a `Here`, or a course's folder."""
    names = here.chapters if isinstance(here, Here) else chapters_of(here)
    found = [n for n in names if n == name or (name.isdigit() and int(n[:2]) == int(name))]
    if not found:
        says = f"there is no chapter {name!r}; there {'is' if len(names) == 1 else 'are'} {', '.join(names)}"
        raise Misuse(f"{says} (see {short(here.own.file)})" if isinstance(here, Here) and here.own else says)
    return found[0]


def the_class(folder, course):
    """Return the class that a command is about: that in `folder`, else the course itself."""
    from ..grading.course import Course

    return Course(here_is(course, folder).folder)


def graded_chapters(of_class, here, named):
    """Return the names of the chapters that are named, else of those that somebody has scores of."""
    from ..showing import class_results

    if named:
        return list(dict.fromkeys(chapter_of(here, name) for name in named))
    names = class_results.graded_chapters(of_class, here.chapters)
    if not names:
        raise CourseError("nobody has a score in any chapter yet: `course grade CHAPTER` first")
    return names
