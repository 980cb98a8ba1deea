"""The error that stops a command. It is here, by itself, so that catching it needs no slow import."""


class CourseError(Exception):
    """What cannot be done, in one line: what, where, what to do."""
