"""The class report as a page: what to talk about, who needs a person, scores, exercises, mistakes; over all chapters the trend.

One file without a script, which loads nothing and can be printed. Everything that somebody wrote is text in it.
"""

from __future__ import annotations

import base64
import csv
import functools
import html
import io
from dataclasses import dataclass
from pathlib import Path

from matplotlib import rc_context
from matplotlib.ticker import MaxNLocator

from course_utils.plots import COLOURS, finish, panels

from ..cells import exercise_of, is_graded
from . import class_numbers as numbers
from .class_examples import example, unnamed
from .class_numbers import FELL, HINT, KINDS, LAST, NEEDS, PASSED, percent
from .page import POLICY, STYLE, _count, _number, _plain, _ticks
from .report import printable

OWN_STYLE = Path(__file__).with_name("class_page.css").read_text(encoding="utf-8")
MOST_UNKNOWN = 15  # groups of answers that match no known mistake that are shown
LONG_WORDS = ("mistake", "what was seen", "where", "to talk about", "read it so")
WORDS = (*LONG_WORDS, "exercise", "chapter")  # the columns that hold no numbers
LOOKS = dict(
    zip(KINDS, zip((COLOURS[2], COLOURS[5], COLOURS[1], "#cccccc", COLOURS[3]), ("", "/", "\\", "", "x"), strict=True), strict=True)
)
LABEL = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}  # of a number on a hatched bar
SLOW = 5  # seconds of judging that are worth a look
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon what begins so


@dataclass
class Chapter:
    """What a page of one chapter is made of: its name and title, its `Submission`s, and its text, whose words name nobody."""

    name: str
    title: str
    submissions: list
    text: str = ""
    anonymous: bool = False

    @classmethod
    def of(cls, course, name, submissions, anonymous=False):
        """Return that of a course's chapter."""
        released = course.released(name)
        headings = (
            line[2:] for c in released.cells if c.cell_type == "markdown" for line in str(c.source).splitlines() if line[:2] == "# "
        )
        source = course.path("source", name)
        text = source.read_text(encoding="utf-8") if source.is_file() else "\n".join(str(c.source) for c in released.cells)
        exercises = " ".join(str(exercise_of(c)) for c in released.cells if is_graded(c))
        return cls(name, next(headings, name)[:200].strip(), submissions, f"{text}\n{exercises}", anonymous)

    @functools.cached_property
    def mistakes(self):
        """The class's mistakes as `Group`s; what was seen of one that is not known, such as an exception's message, names nobody."""
        groups = numbers.mistakes(self.submissions)
        for group in groups:
            if not group.known:
                group.name, group.hint = (unnamed(says, self.text, self.people) for says in (group.name, group.hint))
        return groups

    @property
    def people(self):
        """The ids and names of the class."""
        return [part for s in self.submissions for part in (s.student, s.name)]


def chapter_page(chapter):
    """Return the page of one chapter."""
    own = chapter.submissions
    parts = [
        f"<h1>{_ticks(chapter.title)}: how the class did</h1>",
        f'<p class="first">{_ticks(first_line(own))}</p>',
        f"<p>{summary(own)}</p>",
        _people(chapter),
        _scores(own),
        _exercises(chapter),
        *_mistakes(chapter),
    ]
    return _page(f"{_plain(chapter.title)}: how the class did", parts)


def first_line(submissions):
    """Return in a sentence or two what to talk about tomorrow; `code` stands in backticks."""
    here = numbers.judged(submissions)
    if not here:
        return "Nothing to talk about yet: no submission could be graded."
    if not any(f.lost for s in here for f in s.found):
        return "Nothing to go over: all who could be graded have all points."
    group, hardest = numbers.talk(submissions)
    says = []
    if group:
        where = [*group.where, *(name for name in group.led_to if name not in group.where)]
        says.append(
            f"Talk tomorrow about this mistake: {group.name} ({_of(group.students, here)}, in {_names(where)}; {group.lost:g} points)."
        )
    if hardest:
        right = hardest.counts["solved"]
        numbers_of = f"{percent(hardest.mean)} of its points, solved by {right} of {len(here)}."
        if group and hardest.name in where:
            says.append(f"`{hardest.name}` is the hardest exercise, too: {numbers_of}")
        else:
            says.append(f"{'Then' if group else 'Talk tomorrow'} about `{hardest.name}`, the hardest exercise: {numbers_of}")
    return " ".join(says) or "Nothing for the whole class: no mistake was made by two, and each exercise has at least 80 % of its points."


def summary(submissions):
    """Return the numbers of a chapter in a paragraph of HTML."""
    here, in_all = numbers.judged(submissions), sum(s.status != "missing" for s in submissions)
    apart = in_all - len(here)
    says = [f"{in_all} handed in{f', {len(here)} of them could be graded; the numbers below are of these' if apart else ''}."]
    if found := numbers.scores(submissions):
        _, low, middle, average, high, most = found
        says.append(
            f"Median <b>{_number(middle)} of {_number(most)}</b>, mean {_number(average)}; scores from {_number(low)} to {_number(high)}."
        )
    missing = len(submissions) - in_all
    for n, words in (
        (missing, "handed in nothing"),
        (sum(s.late > 0 for s in here), "late"),
        (sum(s.by_hand for s in here), "with points by hand"),
    ):
        says += [f"{n} {words}."] if n else []
    return " ".join(says)


# --- people ------------------------------------------------------------------------------------------


def _people(chapter):
    needs = numbers.needs_a_person(chapter.submissions)
    total, in_all = sum(map(len, needs.values())), sum(s.status != "missing" for s in chapter.submissions)
    missing = [s for s in chapter.submissions if s.status == "missing"]
    rows = []
    for why, those in needs.items():
        who = "" if chapter.anonymous else _list([f"<li>{_who(s)}{_particulars(says)}</li>" for s, says in those])
        what, more = NEEDS[why]
        rows.append(f"<li><b>{len(those)} {what}</b>: {more}.{who}</li>")
    if missing and not chapter.anonymous:
        rows.append(f"<li><b>{len(missing)} handed in nothing</b>: {', '.join(map(_who, missing))}.</li>")
    says = f"Who needs a person: {total} of {in_all}" if total else "Nobody needs a person"
    return _section("who", says, _list(rows))


def _section(name, heading, inside):
    return f'<section class="who" aria-labelledby="{name}"><h2 id="{name}">{heading}</h2>{inside}</section>'


def _list(rows):
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _who(s):
    return f"{_text(s.name)} ({_text(s.student)})" if s.name else _text(s.student)


def _particulars(says):
    return f": {_ticks(printable(says)[:500])}" if says else ""


# --- scores and exercises -------------------------------------------------------------------------------


def _scores(submissions):
    counts = numbers.histogram(submissions)
    if not sum(counts):
        return ""
    names = [f"{10 * n}–{10 * n + 10}" for n in range(10)]
    figure, (ax,) = panels(width=8, height=2.6, title_lines=0)
    bars = ax.bar(range(10), counts, 0.9, color=COLOURS[0])
    ax.bar_label(bars, [count or "" for count in counts], fontsize=9)
    ax.set_xticks(range(10), names)
    ax.margins(y=0.15)
    _bare(ax, "share of the points, in %", "submissions")
    told = ", ".join(f"{count} with {name} %" for count, name in zip(counts, names, strict=True) if count)
    return f"<h2>Scores</h2>{_figure(figure, f'How many have which share of the points: {told}.')}"


def _exercises(chapter):
    submissions, rows = chapter.submissions, numbers.exercises(chapter.submissions)
    if not rows:
        return ""
    n = len(numbers.judged(submissions))
    head = [
        "exercise",
        "points",
        "mean",
        "solved",
        "tells apart",
        "judged in",
        "read it so",
    ]
    body = []
    for e in rows:
        hand = f" <small>({e.by_hand} by hand)</small>" if e.by_hand else ""
        tells = e.why if e.tells is None else _fixed(e.tells)
        cells = [
            _number(e.points),
            f"{percent(e.mean)}{hand}",
            e.counts["solved"],
            tells,
            _seconds(e.seconds),
            _ticks(numbers.read_so(e, rows, chapter.mistakes)),
        ]
        body.append([_code(e.name), *cells])
    tests = sum(1 for s in numbers.judged(submissions) if not numbers.empty(s))
    hint = f" With fewer than {HINT}, it is a hint, no more." if tests < HINT and any(e.tells is not None for e in rows) else ""
    slow = " The longest a submission took is in brackets." if any(e.seconds and e.seconds[1] >= SLOW for e in rows) else ""
    return (
        f"<h2>Exercises</h2>{_stacked(rows)}{_table('Exercises', head, body)}<p><small>Of {_are(n)} graded. <b>Tells apart</b> (discrimination): how the points of "
        f"an exercise go with those of all others, from −1 to 1; near 0 or below, look at the exercise. Who wrote nothing is left out of it.{hint} "
        f"<b>Judged in</b>: the median of those of whom it is known.{slow}</small></p>"
    )


def _stacked(rows):
    """Return a figure with a bar for each exercise: what became of it."""
    height = 0.36 * len(rows) + 1.1
    figure, (ax,) = panels(width=8, height=height, title_lines=1)
    figure.subplots_adjust(left=min(0.4, 0.085 * max(len(e.name) for e in rows) / 8 + 0.03), bottom=0.55 / height, top=1 - 0.35 / height)
    done = [0] * len(rows)
    for kind, (colour, hatch) in LOOKS.items():
        counts = [e.counts[kind] for e in rows]
        if not any(counts):
            continue
        bars = ax.barh(range(len(rows)), counts, 0.75, left=done, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5, label=kind)
        ax.bar_label(bars, [n or "" for n in counts], label_type="center", fontsize=9, bbox=LABEL)
        done = [a + b for a, b in zip(done, counts, strict=True)]
    ax.set_yticks(range(len(rows)), [e.name for e in rows])
    ax.invert_yaxis()
    ax.set_xlim(0, max(done) or 1)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(KINDS), fontsize=9, frameon=False, borderaxespad=0.2)
    _bare(ax, "submissions", "")
    ax.grid(False)
    told = (f"{e.name}: {', '.join(f'{e.counts[kind]} {kind}' for kind in KINDS if e.counts[kind])}" for e in rows)
    return _figure(figure, f"How many did what in each exercise, as bars. {'; '.join(told)}.")


# --- mistakes -------------------------------------------------------------------------------------------


def _mistakes(chapter):
    known, unknown = ([g for g in chapter.mistakes if g.known is kind] for kind in (True, False))
    codes = {s.student: s.code for s in chapter.submissions}

    def shown(group):
        function = next(iter(group.where))
        given = [codes[student][function] for student in sorted(group.students) if function in codes[student]]
        return example(given, function, chapter.text, chapter.people)

    yield "<h2>Named mistakes</h2>"
    if not known:
        yield "<p>None was made.</p>"
    else:
        yield _groups("Named mistakes", "mistake", known, "m")
        yield "".join(_article(g, shown(g), f"m{n}") for n, g in enumerate(known, 1))
    yield f"<h2>Answers that match no known mistake: {sum(sum(g.where.values()) for g in unknown)}</h2>"
    if unknown:
        yield _groups("Answers that match no known mistake", "what was seen", unknown[:MOST_UNKNOWN], "u")
        if len(unknown) > MOST_UNKNOWN:
            yield f"<p>And {len(unknown) - MOST_UNKNOWN} more, which are in the table beside this page.</p>"
        yield "".join(_article(g, shown(g), f"u{n}") for n, g in enumerate(unknown[:MOST_UNKNOWN], 1))


def _groups(label, what, groups, place):
    rows = [
        [f"<b>{len(g.students)}</b>", f'<a href="#{place}{n}">{_ticks(printable(g.name))}</a>', _where(g), _number(g.lost)]
        for n, g in enumerate(groups, 1)
    ]
    return _table(label, ["students", what, "where", "points lost"], rows)


def _where(group):
    several = len(group.where) > 1
    says = " and ".join(f"{_code(name)}{f' ({n})' if several else ''}" for name, n in group.where.items())
    led = ", ".join(f"{_code(name)} ({n})" for name, n in group.led_to.items())
    return says + (f"; it may have cost points in {led}, which calls it" if led else "")


def _article(group, code, place):
    name = next(iter(group.where))
    hint = f"<p><b>Where to look,</b> as they were told: {_ticks(printable(group.hint))}</p>" if group.hint else ""
    shown = f"<p>One example, {_code(name)}:</p><pre><code>{html.escape(code)}</code></pre>" if code else "<p>No example can be shown.</p>"
    return f'<article id="{place}"><h3>{_ticks(printable(group.name))}</h3>{hint}{shown}</article>'


# --- over the chapters -------------------------------------------------------------------------------------


def overview_page(chapters, anonymous=False, titles=None, links=None):
    """Return the page over all chapters, of {chapter: submissions}.

    titles  {chapter: title}
    links   {chapter: the file of its page, beside this one}
    """
    titles, links = titles or {}, links or {}
    rows, behind = numbers.trend(chapters), numbers.behind(chapters)
    parts = [
        "<h1>How the class does, over the chapters</h1>",
        f'<p class="first">{_ticks(overview_line(chapters))}</p>',
        _behind(behind, anonymous, len(rows)),
        "<h2>From chapter to chapter</h2>",
        _trend(rows),
    ]
    head = ["chapter", "handed in", "graded", "lower quarter", "median", "upper quarter", "mean", "to talk about"]
    body = []
    for row in rows:
        name, quartiles = row["chapter"], row["quartiles"] or (None,) * 3
        title = _ticks(titles.get(name, name))
        shares = [percent(q) if q is not None else "" for q in (*quartiles, row["mean"])]
        group, hardest = numbers.talk(chapters[name])
        topic = f"{_ticks(group.name)} ({len(group.students)})" if group else _code(hardest.name) if hardest else ""
        title = f'<a href="{_text(links[name])}">{title}</a>' if name in links else title
        body.append([title, f"{row['handed_in']} of {row['known']}", row["judged"], *shares, topic])
    parts.append(_table("Chapters", head, body))
    parts.append("<p><small>Shares of the points of those that could be graded; a quarter of these is below the lower quarter.</small></p>")
    return _page("How the class does, over the chapters", parts)


def overview_line(chapters):
    """Return in a sentence how the class does, and whether somebody falls behind."""
    rows = [row for row in numbers.trend(chapters) if row["quartiles"]]
    if not rows:
        return "No submission could be graded yet."
    behind = len(numbers.behind(chapters))
    says = f"Talk with {_people_n(behind)} who {'falls' if behind == 1 else 'fall'} behind." if behind else "Nobody falls behind."
    if len(rows) > 1:
        first, last = rows[0], rows[-1]
        change = last["quartiles"][1] - first["quartiles"][1]
        went = "stays about the same" if abs(change) < 0.05 else "goes up" if change > 0 else "goes down"
        says += f" The median {went}: {percent(first['quartiles'][1])} in `{first['chapter']}`, {percent(last['quartiles'][1])} in `{last['chapter']}`."
    return says


def _behind(behind, anonymous, count):
    rule = (
        f"<p><small>Behind is who handed in nothing in the last {LAST} chapters, or has less than {percent(PASSED)} in each of them, or "
        f"{100 * FELL:.0f} percentage points less there than before. A chapter that could not be read does not count; one that was not handed in counts 0.</small></p>"
    )
    if count < LAST:
        rule = f"<p><small>It takes {LAST} chapters to tell.</small></p>"
    rows = _list([] if anonymous else [f"<li>{_who(s)}: {_text(why)}</li>" for s, why in behind])
    return _section("behind", f"Who falls behind: {len(behind) or 'nobody'}", rows + rule)


def _trend(rows):
    rows = [row for row in rows if row["quartiles"]]
    if not rows:
        return ""
    figure, (ax,) = panels(width=8, height=3, title_lines=0)
    places = range(len(rows))
    low, middle, high = ([100 * row["quartiles"][i] for row in rows] for i in range(3))
    ax.fill_between(places, low, high, color=COLOURS[0], alpha=0.15, linewidth=0, label="the middle half of the class")
    ax.plot(places, middle, color=COLOURS[0], marker="o", label="median")
    handed = [100 * row["handed_in"] / row["known"] for row in rows]
    ax.plot(places, handed, color=COLOURS[1], marker="s", linestyle="--", label="handed in, of all who are known")
    ax.set_xticks(places, [row["chapter"][:2] if row["chapter"][:2].isdigit() else row["chapter"][:8] for row in rows])
    ax.set_ylim(0, 105)
    ax.legend(fontsize=9, framealpha=0.85, loc="lower left")
    _bare(ax, "chapter", "%")
    told = ", ".join(f"{row['chapter']} {percent(row['quartiles'][1])}, {row['handed_in']} of {row['known']} handed in" for row in rows)
    return _figure(figure, f"The median share of the points and how many handed in, by chapter: {told}.")


# --- tables for a spreadsheet ---------------------------------------------------------------------------------


def chapter_csv(chapter):
    """Return the numbers of a chapter's page as CSV, without names: a row for each exercise, then for each mistake."""
    head = ["what", "exercise", "mistake", "students", "points", "points lost", "mean %", *KINDS,
            "by hand", "discrimination", "judged in s, median", "judged in s, most", "led to"]  # fmt: skip
    here, rows = numbers.judged(chapter.submissions), []
    for e in numbers.exercises(chapter.submissions):
        lost = sum(f.lost for s in here for f in s.found if f.name == e.name)
        times = [round(t, 3) for t in e.seconds] if e.seconds else ["", ""]
        tells = e.why if e.tells is None else round(e.tells, 3)
        counts = [e.counts[kind] for kind in KINDS]
        rows.append(
            ["exercise", e.name, "", len(here), e.points, round(lost, 4), round(100 * e.mean, 1), *counts, e.by_hand, tells, *times, ""]
        )
    for g in chapter.mistakes:
        what = "known mistake" if g.known else "no known mistake"
        led = " ".join(g.led_to)
        rows.append([what, " ".join(g.where), g.name, len(g.students), "", round(g.lost, 4), *[""] * (len(KINDS) + 5), led])
    return _csv(head, rows)


def overview_csv(chapters):
    """Return the numbers of the page over all chapters as CSV, without names."""
    head = ["chapter", "known", "handed in", "graded", "mean %", "lower quarter %", "median %", "upper quarter %"]
    rows = []
    for row in numbers.trend(chapters):
        shares = ["" if q is None else round(100 * q, 1) for q in (row["mean"], *(row["quartiles"] or (None,) * 3))]
        rows.append([row["chapter"], row["known"], row["handed_in"], row["judged"], *shares])
    return _csv(head, rows)


def _csv(head, rows):
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([head, *([_cell(value) for value in row] for row in rows)])
    return file.getvalue()


def _cell(value):
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA) else text


# --- HTML ------------------------------------------------------------------------------------------------------


def _page(title, parts):
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>\n<style>{STYLE}{OWN_STYLE}</style></head>\n<body><main>\n'
        + "\n".join(filter(None, parts))
        + "\n</main></body>\n</html>\n"
    )


def _table(label, head, rows):
    """Return a table whose first column names its rows; it can be scrolled with keys where it is wider than the screen."""

    def cell(n, value, tag, scope=""):
        of = "n" if head[n] not in WORDS else "wide" if head[n] in LONG_WORDS else ""
        return f"<{tag}{scope and f' scope={scope}'}{of and f' class={of}'}>{value}</{tag}>"

    top = "".join(cell(n, name, "th", "col") for n, name in enumerate(head))
    cells = ([cell(n, value, "td") if n else cell(0, value, "th", "row") for n, value in enumerate(row)] for row in rows)
    body = "".join(f"<tr>{''.join(row)}</tr>\n" for row in cells)
    table = f"<table><thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table>"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>'


def _figure(figure, words):
    file = io.BytesIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "course"}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    data = base64.b64encode(file.getvalue()).decode()
    width, height = (round(100 * inches) for inches in figure.get_size_inches())
    return (
        f'<figure tabindex="0"><img src="data:image/svg+xml;base64,{data}" width="{width}" height="{height}" alt="{_text(words)}"></figure>'
    )


def _bare(ax, xlabel, ylabel):
    finish(ax, xlabel, ylabel, "")
    if ylabel == "submissions":
        ax.yaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    elif xlabel == "submissions":
        ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))


# --- words ------------------------------------------------------------------------------------------------------


def _text(words):
    return html.escape(printable(words))


def _code(name):
    return f"<code>{_text(name)}</code>"


def _names(names):
    *most, last = [f"`{name}`" for name in names]
    return f"{', '.join(most)} and {last}" if most else last


def _of(students, here):
    return f"{len(students)} of {len(here)}"


def _are(n):
    return f"{n} submission{'s' * (n != 1)} that {'were' if n != 1 else 'was'}"


def _people_n(n):
    return f"the {_count(n)}" if n > 1 else "the one"


def _fixed(value):
    return f"{value:.2f}".replace("-", "−")


def _seconds(times):
    if not times:
        return ""
    says = f"{times[0]:.1f} s" if times[0] >= 0.05 else f"{1000 * times[0]:.0f} ms"
    return f"{says} ({times[1]:.0f} s)" if times[1] >= SLOW else says
