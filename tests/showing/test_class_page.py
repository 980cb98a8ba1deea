"""Does the class report say what is true, name nobody where it must not, and stay a page that loads nothing, can be printed and be read aloud?"""

import base64
import csv
import io
import itertools
import re
from html.parser import HTMLParser

import pytest
from classes import found, handed_in, of_share, unread

from autograder.showing import class_page as page

HOSTILE = '<script>alert("1")</script>`<img src=x onerror=ran>`\x1b]0;\u202e'
CLASS = [
    handed_in("ada-1", found("forward"), found("backward"), name="Ada Lovelace"),
    handed_in(
        "bob-2",
        found("forward", "wrong", "the sign"),
        found("backward", "wrong", "?it stopped with ValueError", calls="forward"),
        late=60.0,
    ),
    handed_in("cyd-3", found("forward", "wrong", "the sign"), found("backward")),
    handed_in("dan-4", found("forward", "wrong", "the sign", points=2.0, by_hand=True), found("backward", "wrong", "?it returns <b>")),
    handed_in("eve-5", found("forward", "empty"), found("backward", "empty")),
    unread("fay-6", reason=f"'{HOSTILE}' is not JSON", name="Fay <i>"),
    unread("gus-7", "missing", "nothing was handed in"),
]


def of(submissions=CLASS, anonymous=False, title="1. Tiny `x`"):
    return page.chapter_page(page.Chapter("01_tiny", title, submissions, "def forward(A): return A", anonymous))


def table(submissions=CLASS):
    return page.chapter_csv(page.Chapter("01_tiny", "1. Tiny", submissions, "def forward(A): return A"))


def words(text):
    return " ".join(re.sub(r"<(style|title)>.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL).split())


class Seen(HTMLParser):
    """The tags of a page, and whether each that is opened is closed."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def of(self, *names):
        return [attributes for tag, attributes in self.tags if tag in names]


def test_is_the_first_line_what_to_talk_about():
    shown = words(of())
    first = "Talk tomorrow about this mistake: the sign (2 of 5, in forward and backward ; 6 points). forward is the hardest exercise, too: 40 % of its points, solved by 2 of 5."
    assert shown.index(first) < shown.index("6 handed in, 5 of them could be graded; the numbers below are of these.")


@pytest.mark.parametrize(
    ("there", "says"),
    [
        ([unread("fay")], "Nothing to talk about yet: no submission could be graded."),
        ([handed_in("ada", found("f")), unread("fay")], "Nothing to go over: all who could be graded have all points."),
        (
            [handed_in("ada", found("f", "part", "x")), *(handed_in(f"{n}", found("f")) for n in range(9))],
            "Nothing for the whole class: no mistake",
        ),
        (
            [handed_in("ada", found("f", "wrong", "x"))],
            "Talk tomorrow about `f`, the hardest exercise: 0 % of its points, solved by 0 of 1.",
        ),
    ],
)
def test_says_the_first_line_too_where_there_is_nothing_to_say(there, says):
    assert page.first_line(there).startswith(says)
    Seen(of(there))


def test_are_those_that_could_not_be_read_not_in_the_median():
    shown = words(of())
    assert "Median 2 of 4 , mean 1.6; scores from 0 to 4." in shown
    assert "1 handed in nothing. 1 late. 1 with points by hand." in shown
    assert words(of([*CLASS, unread("hal"), unread("ida")])).count("Median 2 of 4 , mean 1.6;") == 1


def test_add_the_rows_of_the_exercises_up_and_are_points_by_hand_marked():
    rows = list(csv.DictReader(io.StringIO(table())))
    for row in rows[:2]:
        assert sum(int(row[kind]) for kind in ("solved", "in part", "wrong", "not written", "stopped")) == int(row["students"]) == 5
    assert "forward 2 40 % (1 by hand) 2 too few" in words(of())
    assert [row["by hand"] for row in rows[:2]] == ["1", "0"]


def test_is_a_mistake_joined_with_what_it_led_to_and_has_an_example():
    shown = words(of())
    assert "2 the sign forward ; it may have cost points in backward (1), which calls it 6" in shown
    assert "the sign Where to look, as they were told: look at the sign One example, forward : def forward(A): return A" in shown
    assert "Answers that match no known mistake: 1" in shown


def test_are_names_in_the_instructors_page():
    shown = words(of())
    assert "Who needs a person: 3 of 6" in shown
    assert "1 unreadable : 0 though nothing was judged; ask for a new file. Fay &lt;i&gt; (fay-6):" in shown
    assert "1 empty : nothing is written. eve-5" in shown
    assert "1 stuck on one mistake : 0 in two exercises or more because of it. bob-2: the sign: forward, backward" in shown
    assert "1 handed in nothing : gus-7." in shown


def test_names_the_anonymous_page_nobody_nor_what_only_one_can_have_written():
    text = of(anonymous=True)
    for s in CLASS:
        assert s.student not in text and (not s.name or s.name.split()[0] not in text)
    assert "alert" not in text and "not JSON" not in text
    assert "1 unreadable : 0 though nothing was judged; ask for a new file. 1 empty" in words(text)
    over = page.overview_page({"01_a": CLASS, "02_b": CLASS}, anonymous=True)
    assert "Who falls behind: 3" in words(over) and not any(s.student in over for s in CLASS)
    for numbers in (table(), page.overview_csv({"01_a": CLASS})):
        assert not any(s.student in numbers for s in CLASS)


def test_says_an_exceptions_message_in_which_a_student_wrote_a_name_no_name():
    seen = handed_in("ada-1", found("forward", "error", "?ValueError: Ada Lovelace (ADA-1) was here, says ada_l"), name="Ada Lovelace")
    shown = of([seen], anonymous=True)
    assert "ValueError: … (…) was here, says …" in words(shown) and "…" in table([seen])
    for text in (shown, table([seen])):
        assert not re.search("lovelace|ada[-_]", text, re.IGNORECASE)


def test_is_what_a_student_wrote_text_and_does_the_page_load_nothing():
    hostile = [
        handed_in(
            HOSTILE, found("forward", "wrong", f"?{HOSTILE}"), name=HOSTILE, code={"forward": "def forward(A):\n    return '</code>'"}
        )
    ]
    for text in (
        of([*CLASS, *hostile]),
        page.overview_page({"01_a": [unread(HOSTILE, "missing", name=HOSTILE)] * 2, "02_b": CLASS}),
    ):
        seen = Seen(text)
        assert not seen.of("script", "iframe", "object", "link", "form", "base")
        assert all(one["src"].startswith("data:image/svg+xml;base64,") for one in seen.of("img"))
        assert not any(key.startswith("on") for _, attributes in seen.tags for key in attributes)
        assert "\x1b" not in text and "\u202e" not in text
        assert "default-src 'none'; script-src 'none'" in seen.of("meta")[0]["content"]
        assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", text)


@pytest.mark.parametrize(
    "text", [of(), page.overview_page({"01_a": CLASS, "02_b": CLASS}, titles={"01_a": "1. A"}, links={"01_a": "01_a.html"})]
)
def test_can_the_page_be_read_aloud(text):
    seen = Seen(text)
    levels = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert all(one.get("scope") in ("col", "row") for one in seen.of("th"))
    assert seen.of("html") == [{"lang": "en"}] and len(seen.of("main")) == 1
    assert seen.of("img") and all(len(one["alt"]) > 30 for one in seen.of("img"))
    places = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(places) == len(set(places))
    assert {one["href"][1:] for one in seen.of("a") if one["href"].startswith("#")} <= set(places)


def test_say_the_figures_in_words_what_they_show():
    assert 'as bars. forward: 2 solved, 2 wrong, 1 not written; backward: 2 solved, 2 wrong, 1 not written."' in of()
    assert 'alt="How many have which share of the points: 2 with 0–10 %, 2 with 50–60 %, 1 with 90–100 %."' in of()
    over = page.overview_page({"01_a": CLASS, "02_b": [of_share(s.student, 1) for s in CLASS]})
    assert "by chapter: 01_a 50 %, 6 of 7 handed in, 02_b 100 %, 7 of 7 handed in." in over


def test_is_a_figure_the_same_each_time():
    assert of() == of()
    (first, *_) = re.findall(r"base64,([^\"]+)", of())
    assert b"<svg" in base64.b64decode(first)


def test_is_the_page_of_a_class_of_200_small():
    long = "\n".join(["def forward(A):", *(f"    A = A + {n}  # {'x' * 90}" for n in range(80)), "    return A"])
    many = [
        handed_in(f"student-{n:03}", found("forward", "wrong", f"mistake {n % 40} " + "of some length " * 4), found("backward", "wrong", f"?seen {n} " * 9),
                  code={"forward": long, "backward": long.replace("forward", "backward")}, look=["forward"] if n % 2 else [])
        for n in range(200)
    ]  # fmt: skip
    assert len(of(many).encode()) < 300_000


def test_has_the_overview_the_trend_and_who_falls_behind():
    chapters = {f"0{n}_x": [of_share("ada", 1), of_share("bob", share), of_share("cyd", -1)] for n, share in enumerate([1, 0.4, None], 1)}
    shown = words(page.overview_page(chapters))
    assert "Talk with the one who falls behind. The median stays about the same: 100 % in 01_x , 100 % in 03_x ." in shown
    assert "Who falls behind: 1 bob: 40 %, 0 % in the last 2 chapters that count" in shown
    assert "02_x 3 of 3 2 55 % 70 % 85 % 70 %" in shown
    assert "Nobody falls behind." in words(page.overview_page({"01_x": chapters["01_x"]}))
    assert "It takes 2 chapters to tell." in words(page.overview_page({"01_x": chapters["01_x"]}))
    assert "No submission could be graded yet." in words(page.overview_page({"01_x": [unread("eve")]}))


def test_reckons_a_spreadsheet_nothing_that_a_student_wrote():
    rows = list(csv.reader(io.StringIO(table([handed_in("ada", found("f", "wrong", '?=HYPERLINK("x")'))]))))
    assert rows[-1][2] == '\'=HYPERLINK("x")'
    assert {len(row) for row in csv.reader(io.StringIO(table()))} == {len(rows[0])}
