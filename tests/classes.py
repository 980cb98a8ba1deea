"""Submissions made up for the tests of the class report: no class is graded for them."""

from autograder.showing.class_results import Submission
from autograder.showing.findings import Finding

KIND = {"right": 1.0, "part": 0.5}


def found(name, outcome="right", cause="", calls=None, most=2.0, points=None, **marks):
    """Return what is known of one exercise; a `cause` is a known mistake, unless it begins with a question mark."""
    mark = {
        "points": most * KIND.get(outcome, 0) if points is None else points,
        "most": most,
        "extra": 0.0,
        "by_hand": False,
        "waits": False,
    }
    known = None if cause.startswith("?") or not cause else cause
    return Finding(name, mark | marks, outcome, cause.lstrip("?"), known, calls=calls, steps={"Where to look": f"look at {cause}"})


def handed_in(student, *exercises, **others):
    """Return a submission that was judged, or with another `status`."""
    code = {f.name: f"def {f.name}(A):\n    return A" for f in exercises}
    by_hand = any(f.mark["by_hand"] or f.mark["extra"] for f in exercises)
    values = {"score": sum(f.mark["points"] for f in exercises), "max_score": 4.0, "found": list(exercises), "code": code}
    return Submission(student, **(values | {"by_hand": by_hand} | others))


def unread(student, status="unreadable", reason="not JSON", **others):
    """Return a submission that was not judged."""
    return Submission(student, 0, 4.0, status, reason, **others)


def of_share(student, share):
    """Return a submission with such a share of its points; None: nothing was handed in; -1: it could not be read."""
    if share is None or share < 0:
        return unread(student, "missing" if share is None else "unreadable")
    return handed_in(student, score=4.0 * share)
