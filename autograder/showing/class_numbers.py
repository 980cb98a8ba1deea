"""What a class's submissions come to: numbers, mistakes joined over exercises, who needs a person, who falls behind. Pure functions.

All that is counted or averaged is of submissions that were judged (`Submission.judged`): one that could not be read says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import correlation, mean, median

from course_utils.check import STEPS

FEWEST = 10  # students of whom a correlation says anything, and
HINT = 20  # below so many no more than a hint
STRONG, NONE = 0.4, 0.1  # discrimination from which on an exercise tells strong from weak, and below which it tells nobody apart
KINDS = ("solved", "in part", "wrong", "not written", "stopped")
PASSED, FELL, LAST = 0.5, 0.25, 2  # below this share in each of the last chapters, or so much less than before: behind


@dataclass
class Exercise:
    """What a class did in one exercise.

    counts    how many of each of `KINDS`, which adds up to the number of submissions
    mean      the mean share of its points
    tells     its discrimination, see `discrimination`; None where there is none, and then `why`
    seconds   the median of how long it was judged, and the most; None where that is not known
    by_hand   how many have their points by hand
    """

    name: str
    points: float
    counts: Counter
    mean: float
    tells: float | None
    why: str
    seconds: tuple[float, float] | None
    by_hand: int


@dataclass
class Group:
    """One mistake, with all the exercises it cost points in.

    name      the known mistake's; of answers that match none, what was seen
    known     whether it is a known one
    made      {student: the exercises that it cost points in}
    where     how many made it, by exercise
    led_to    how many lost points in another exercise, that calls one of these
    hint      what those were told who made it: where to look
    lost      the points that it cost, together
    """

    name: str
    known: bool
    made: dict[str, list[str]] = field(default_factory=dict)
    where: Counter = field(default_factory=Counter)
    led_to: Counter = field(default_factory=Counter)
    hint: str = ""
    lost: float = 0.0

    @property
    def students(self):
        """Who made it."""
        return set(self.made)


def percent(share):
    """Return a share as text."""
    return f"{100 * share:.0f} %"


def judged(submissions):
    """Return those that count."""
    return [s for s in submissions if s.judged]


def empty(submission):
    """Whether nothing is written in it."""
    return submission.judged and bool(submission.found) and all(f.outcome == "empty" for f in submission.found)


def scores(submissions):
    """Return (how many, lowest, median, mean, highest, most) of the scores, or None of nobody."""
    got = [s.score for s in judged(submissions)]
    return (len(got), min(got), median(got), mean(got), max(got), max(s.max_score for s in judged(submissions))) if got else None


def histogram(submissions):
    """Return how many have which share of the points: ten counts, of 0 to under 10 %, …, 90 to 100 % and more."""
    counts = Counter(min(int(10 * s.share + 1e-9), 9) for s in judged(submissions))
    return [counts[tenth] for tenth in range(10)]


def kind(finding):
    """Return what became of an exercise by its points, which a person may have given: one of `KINDS`."""
    if not finding.lost:
        return "solved"
    if finding.mark["points"] > 0:
        return "in part"
    return {"empty": "not written", "error": "stopped", "timeout": "stopped", "none": "stopped"}.get(finding.outcome, "wrong")


def exercises(submissions):
    """Return an `Exercise` for each, in the order of the chapter."""
    here = judged(submissions)
    rows = {}
    for found in (f for s in here for f in s.found):
        rows.setdefault(found.name, []).append(found)
    made = []
    for name, found in rows.items():
        tells, why = discrimination(here, name)
        times = [f.seconds for f in found if isinstance(f.seconds, (int, float))]
        made.append(
            Exercise(
                name,
                max(f.mark["most"] for f in found),
                Counter(map(kind, found)),
                mean(_share(f) for f in found),
                tells,
                why,
                (median(times), max(times)) if times else None,
                sum(f.mark["by_hand"] or bool(f.mark["extra"]) for f in found),
            )
        )
    return made


def _share(finding):
    return finding.mark["points"] / finding.mark["most"] if finding.mark["most"] else 1.0


def discrimination(submissions, name):
    """Return the corrected item-total correlation of an exercise, or None, and why there is none.

    It correlates the points of the exercise with those of all others: near 1, who has the rest has it; near 0, it tells nobody apart.
    Who wrote nothing at all is left out: that would make every exercise look alike.
    """
    pairs = []
    for s in submissions:
        points = {f.name: f.mark["points"] for f in s.found}
        if s.judged and name in points and not empty(s):
            pairs.append((points.pop(name), sum(points.values())))
    if len(pairs) < FEWEST:
        return None, "too few"
    own, others = zip(*pairs, strict=True)
    if len(set(own)) == 1:
        return None, "all alike"
    if len(set(others)) == 1:
        return None, "nothing to compare with"
    return correlation(own, others), ""


# --- mistakes ------------------------------------------------------------------------------------------


def mistakes(submissions):
    """Return a `Group` for each mistake, the most frequent first, and those that are not known after them.

    A known mistake of one name in two exercises is one where a student made it in both; of others, two ValueErrors are not one. An exercise without a known mistake, whose
    function calls another that lost points, is an echo of that, and no mistake of its own. What was not written or not judged is none.
    """
    own, echoes = [], []  # (student, finding)
    for s in judged(submissions):
        lost = {f.name: f for f in s.found if f.lost and f.outcome not in ("empty", "none")}
        for f in lost.values():
            root = _root(f, lost)
            (own if root is f else echoes).append((s.student, f, root))
    named, twins = {}, {}
    for student, f, _ in own:
        named.setdefault((_name(f), bool(f.mistake)), {}).setdefault(student, set()).add(f.name)
    for key, made in named.items():
        twins[key] = _joined(made.values() if key[1] else ({name} for names in made.values() for name in names))
    groups = {}
    for student, f, _ in own:
        key = _name(f), bool(f.mistake)
        group = groups.setdefault((*key, _part(twins[key], f.name)), Group(*key))
        group.made.setdefault(student, []).append(f.name)
        group.where[f.name] += 1
        group.hint = group.hint or f.steps.get(STEPS[1], "")
        group.lost += f.lost
    for student, f, root in echoes:
        key = _name(root), bool(root.mistake)
        group = groups[(*key, _part(twins[key], root.name))]
        group.made[student].append(f.name)
        group.led_to[f.name] += 1
        group.lost += f.lost
    order = {f.name: n for s in reversed(judged(submissions)) for n, f in enumerate(s.found)}
    for group in groups.values():
        group.where, group.led_to = (
            Counter({name: part[name] for name in sorted(part, key=order.get)}) for part in (group.where, group.led_to)
        )
    return sorted(groups.values(), key=lambda g: (not g.known, -len(g.students), -g.lost, g.name))


def _root(finding, lost):
    """Return the finding that a loss comes from: itself, or one whose function it calls; of two that call each other, itself."""
    root, seen = finding, {finding.name}
    while root.calls in lost and root.mistake is None:
        if root.calls in seen:
            return finding
        root = lost[root.calls]
        seen.add(root.name)
    return root


def _name(finding):
    """Return what a mistake is called: its name, or what was seen."""
    return finding.mistake or re.sub(r"; .*", "", finding.cause, flags=re.DOTALL)[:300] or "it lost points by hand"


def _joined(sets):
    """Return disjoint sets: those that share an exercise become one."""
    parts = []
    for one in sets:
        touching = [part for part in parts if part & one]
        parts = [part for part in parts if not part & one] + [set(one).union(*touching)]
    return parts


def _part(parts, exercise):
    return min(next(part for part in parts if exercise in part))


def talk(submissions):
    """Return what to talk about: (the first `Group` or None, the hardest `Exercise` or None).

    A known mistake of one student alone is no matter for the class; and an exercise that most have is not hard.
    """
    first = next((g for g in mistakes(submissions) if g.known and len(g.made) > 1), None)
    hardest = min(exercises(submissions), key=lambda e: e.mean, default=None)
    return first, hardest if hardest and hardest.mean < 0.8 else None


def read_so(exercise, exercises, groups):
    """Return in a few words what the numbers of one of the `exercises` say, with the `Group`s of mistakes that begin in it."""
    n = exercise.counts.total()
    if n == exercise.counts["solved"] + exercise.counts["not written"] and exercise.counts["solved"]:
        return "all who wrote it have it" if exercise.counts["not written"] else "all have it"
    says = ["the hardest"] if len(exercises) > 1 and exercise is min(exercises, key=lambda e: e.mean) else []
    begin = [g for g in groups if next(iter(g.where)) == exercise.name]
    back = list(dict.fromkeys(name for g in begin for name in (*g.where, *g.led_to) if name != exercise.name))
    says += [f"take it up first: its mistakes come back in {', '.join(f'`{name}`' for name in back)}"] if back else []
    if exercise.tells is not None and exercise.tells >= STRONG:
        says.append("tells strong from weak")
    elif exercise.tells is not None and exercise.tells < NONE and n >= HINT:
        says.append("tells nobody apart: look whether it asks what you mean")
    return "; ".join(says)


# --- people ---------------------------------------------------------------------------------------------

NEEDS = {  # in the order in which they are told: what, and more of it
    "unreadable": ("unreadable", "0 though nothing was judged; ask for a new file"),
    "failed": ("could not be graded", "0 though nothing was judged; the fault may be the grader's"),
    "waiting": ("not graded yet", "handed in since"),
    "look": ("to be graded by hand", "points wait for a person, or a person gave them before the answer changed"),
    "no verdict": ("without a verdict", "0 in an exercise, and no evidence"),
    "crashed": ("stopped on the way", "what comes after may be missing"),
    "empty": ("empty", "nothing is written"),
    "stuck": ("stuck on one mistake", "0 in two exercises or more because of it"),
    "unsafe": ("without a sandbox", "the result is only as good as the trust in the submission"),
}


def needs_a_person(submissions):
    """Return {a key of `NEEDS`: [(submission, the particulars)]} of those who need a person; each is named once, for what comes first."""
    found = {}
    groups = [g for g in mistakes(submissions) if g.known]
    for s in submissions:
        if s.status == "missing":
            continue
        for why, says in _needs(s, groups):
            found.setdefault(why, []).append((s, says))
            break
    return {why: found[why] for why in NEEDS if why in found}


def _needs(s, groups):
    if not s.judged:
        yield s.status if s.status in NEEDS else "failed", s.reason
        return
    if s.look:
        yield "look", ", ".join(s.look)
    silent = [f.name for f in s.found if f.outcome == "none" and not f.mark["by_hand"]]
    if silent:
        yield "no verdict", ", ".join(silent)
    if s.status == "partly crashed":
        yield "crashed", s.reason
    if empty(s):
        yield "empty", ""
    for group in groups:
        zeros = [f.name for f in s.found if f.lost and not f.mark["points"] and f.name in group.made.get(s.student, ())]
        if len(zeros) > 1:
            yield "stuck", f"{group.name}: {', '.join(zeros)}"
    if not s.sandboxed:
        yield "unsafe", ""


# --- over the chapters ------------------------------------------------------------------------------------


def trend(chapters):
    """Return a row for each chapter, of {chapter: submissions}: {chapter, handed in, judged, and quartiles of the shares or None}."""
    rows = []
    for chapter, submissions in chapters.items():
        shares = sorted(s.share for s in judged(submissions))
        rows.append(
            {
                "chapter": chapter,
                "known": len(submissions),
                "handed_in": sum(s.status != "missing" for s in submissions),
                "judged": len(shares),
                "mean": mean(shares) if shares else None,
                "quartiles": tuple(_quantile(shares, q) for q in (0.25, 0.5, 0.75)) if shares else None,
            }
        )
    return rows


def _quantile(values, q):
    """Return a quantile of sorted values, linear between two."""
    place = q * (len(values) - 1)
    low = int(place)
    return values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low])


def behind(chapters):
    """Return [(a submission of the student, why)] of who falls behind, by {chapter: submissions}, those furthest behind first.

    Nothing handed in counts 0; what could not be read counts not at all.
    """
    courses = {}
    for submissions in chapters.values():
        for s in submissions:
            courses.setdefault(s.student, []).append(s)
    found = []
    for own in courses.values():
        counted = [s for s in own if s.judged or s.status == "missing"]
        last, before = counted[-LAST:], [s.share for s in counted[:-LAST]]
        if len(last) < LAST:
            continue
        now = mean(s.share for s in last)
        if all(s.status == "missing" for s in last):
            why = f"handed in nothing in the last {LAST} chapters that count"
        elif all(s.share < PASSED for s in last):
            why = f"{', '.join(percent(s.share) for s in last)} in the last {LAST} chapters that count"
        elif before and mean(before) - now >= FELL:
            why = f"fell from {percent(mean(before))} to {percent(now)}"
        else:
            continue
        found.append((now, own[-1], why))
    return [(s, why) for _, s, why in sorted(found, key=lambda one: (one[0], one[1].student))]
