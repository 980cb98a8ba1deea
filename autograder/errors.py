"""The errors of the course, all of them:

    course_utils.errors.Error            whatever this course raises on purpose
    ├── CheckFailed                      a function is not right yet (`course_utils.check`)
    ├── CannotCross                      a value that cannot be handed over (`course_utils.checking.crossing`)
    ├── BrokenWire, TooLate              what the line to the student's process says (`sandbox.student.wire`)
    ├── Ended, OutOfTime                 the student's process is lost, or its time is up (`sandbox.bridge`)
    └── CourseError                      what cannot be done, in one line: what, where, what to do; it ends a command
        ├── Misuse                       a command that cannot be meant
        ├── BuildError                   the text of a chapter does not hold together
        ├── BankError                    an entry of the bank does not hold together
        ├── Unreadable                   a submission that is no notebook
        ├── NotFound                     nobody in the class is meant by what a platform says (`term.kept`)
        └── NoSandbox                    there can be no sandbox here

`student.shell.TimeLimit` and `bank.families.Endless` are none of them: they have to get past an `except Exception`.
They stand here, by themselves, so that catching one needs no slow import.
"""

from course_utils.errors import Error


class CourseError(Error):
    """What cannot be done, in one line: what, where, what to do."""


class Misuse(CourseError):
    """A command that cannot be meant; the message says what there is instead."""


class BuildError(CourseError):
    """What stops the build, in one line: file, cell, what to do."""


class BankError(CourseError):
    """An entry of the bank that does not hold together; the message names exercise and place."""


class Unreadable(CourseError):
    """A submission that is no notebook; the message says why, for the student and the instructor."""


class NoSandbox(CourseError):
    """There can be no sandbox here; the message says why and what the choices are."""


def one_line(words):
    """Return the first line of what an error says."""
    return (str(words).strip().splitlines() or [""])[0][:200]
