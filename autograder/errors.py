"""The error that stops a command. It is here, by itself, so that catching it needs no slow import."""


class CourseError(Exception):
    """What cannot be done, in one line: what, where, what to do."""


def one_line(words):
    """Return the first line of what an error says."""
    return (str(words).strip().splitlines() or [""])[0][:200]
