"""Are a class's numbers those of the submissions that were judged, and add up; are mistakes joined only where one causes the other?"""

import numpy as np
import pytest
from classes import found, handed_in, of_share, unread

from autograder.showing import class_numbers as numbers

SIX = [
    handed_in("ada", found("f"), found("g")),
    handed_in("bob", found("f", "wrong", "the sign"), found("g", "part", "an axis")),
    handed_in("cyd", found("f", "empty"), found("g", "empty")),
    handed_in("dan", found("f", "error", "?it stopped with ValueError"), found("g")),
    unread("eve"),
    unread("fay", "missing", "nothing was handed in"),
]


def test_does_what_could_not_be_read_count_in_no_number():
    assert numbers.scores(SIX) == (4, 0, 1.5, 1.75, 4, 4)
    assert numbers.scores(SIX) == numbers.scores([*SIX, unread("gus", "failed"), unread("hal", "waiting")])
    assert sum(numbers.histogram(SIX)) == 4
    assert numbers.scores([unread("eve")]) is None and numbers.exercises([unread("eve")]) == []


def test_do_the_counts_of_an_exercise_add_up_and_is_its_mean_theirs():
    f, g = numbers.exercises(SIX)
    assert f.counts == {"solved": 1, "wrong": 1, "not written": 1, "stopped": 1} and f.mean == 0.25
    assert g.counts == {"solved": 2, "in part": 1, "not written": 1} and g.mean == 0.625
    assert f.points == g.points == 2


def test_is_an_exercise_that_got_its_points_by_hand_solved_and_marked():
    given = found("f", "wrong", "the sign", points=2.0, by_hand=True)
    (row,) = numbers.exercises([handed_in("ada", given), handed_in("bob", found("f", points=2.5, extra=0.5))])
    assert (row.counts, row.by_hand) == ({"solved": 2}, 2)
    assert numbers.mistakes([handed_in("ada", given)]) == []


@pytest.mark.parametrize(("share", "tenth"), [(0, 0), (0.0999, 0), (0.1, 1), (0.3, 3), (0.7, 7), (0.999, 9), (1, 9), (1.2, 9)])
def test_does_each_score_fall_into_its_tenth(share, tenth):
    assert numbers.histogram([of_share("ada", share)])[tenth] == 1


def test_is_the_time_of_judging_the_median_and_the_most_of_those_that_are_known():
    there = [found("f") for _ in range(4)]
    for one, seconds in zip(there, (0.1, 0.3, 9.0, "hostile"), strict=True):
        one.seconds = seconds
    (row,) = numbers.exercises([handed_in(str(n), f) for n, f in enumerate(there)])
    assert row.seconds == (0.3, 9.0)
    assert numbers.exercises([handed_in("ada", found("f"))])[0].seconds is None


# --- discrimination -----------------------------------------------------------------------------------------


def test_is_discrimination_the_correlation_with_the_points_of_all_others():
    points = np.random.default_rng(0).random((12, 3))
    there = [
        handed_in(f"s{n:02}", *(found(name, "part", points=p) for name, p in zip("fgh", row, strict=True))) for n, row in enumerate(points)
    ]
    for i, name in enumerate("fgh"):
        value, why = numbers.discrimination(there, name)
        assert value == pytest.approx(np.corrcoef(points[:, i], np.delete(points, i, axis=1).sum(axis=1))[0, 1])
        assert why == ""
    blank = [handed_in(f"t{n}", *(found(name, "empty") for name in "fgh")) for n in range(9)]
    assert numbers.discrimination([*there, *blank, unread("eve")], "f") == numbers.discrimination(there, "f")


def test_is_there_no_discrimination_of_few_of_those_all_alike_and_of_one_exercise_alone():
    def of(n, *cases):
        return [handed_in(str(i), *cases[i % len(cases)]) for i in range(n)]

    several = [(found("f"), found("g")), (found("f", "wrong", "x"), found("g", "part", "y"))]
    assert numbers.discrimination(of(9, *several), "f") == (None, "too few")
    assert numbers.discrimination(of(10, *several), "f")[0] == pytest.approx(1)
    assert numbers.discrimination(of(10, (found("f"), found("g"))), "f") == (None, "all alike")
    assert numbers.discrimination(of(10, (found("f"),), (found("f", "part", "x"),)), "f") == (None, "nothing to compare with")


# --- mistakes -----------------------------------------------------------------------------------------------


def test_is_a_mistake_made_in_two_exercises_by_one_student_one_mistake():
    both = handed_in("ada", found("f", "wrong", "the sign"), found("g", "wrong", "the sign"))
    (group,) = numbers.mistakes([both, handed_in("bob", found("f", "wrong", "the sign"), found("g"))])
    assert (group.students, group.where, group.lost) == ({"ada", "bob"}, {"f": 2, "g": 1}, 6)


def test_are_two_mistakes_of_one_name_two_where_nobody_made_both():
    first, second = numbers.mistakes([handed_in("ada", found("f", "wrong", "the sign")), handed_in("bob", found("g", "wrong", "the sign"))])
    assert {*first.where, *second.where} == {"f", "g"}


def test_are_two_that_stopped_with_the_same_error_in_two_exercises_two():
    both = handed_in("ada", found("f", "error", "?it stopped with ValueError"), found("g", "error", "?it stopped with ValueError"))
    assert [g.where for g in numbers.mistakes([both])] == [{"f": 1}, {"g": 1}]
    assert numbers.talk([both, handed_in("bob", *both.found)])[0] is None


def test_is_one_who_made_a_mistake_once_not_stuck_on_it_because_others_made_it_twice():
    twice = handed_in("ada", found("f", "wrong", "the sign"), found("g", "wrong", "the sign"))
    once = handed_in("bob", found("f", "wrong", "the sign"), found("g", "wrong", "an axis"))
    assert [s.student for s, _ in numbers.needs_a_person([twice, once])["stuck"]] == ["ada"]


def test_stand_the_exercises_of_a_mistake_in_the_order_of_the_chapter():
    late = handed_in("ada", found("g"), found("f", "wrong", "the sign"))
    both = handed_in("bob", found("g", "wrong", "the sign"), found("f", "wrong", "the sign"))
    (group,) = numbers.mistakes([late, both])
    assert list(group.where) == ["g", "f"]


def test_does_an_exercise_that_calls_a_wrong_one_count_as_its_echo():
    echo = handed_in("ada", found("f", "wrong", "the sign"), found("g", "wrong", "?does not hold", calls="f"))
    (group,) = numbers.mistakes([echo])
    assert (group.name, group.where, group.led_to, group.lost) == ("the sign", {"f": 1}, {"g": 1}, 4)
    own = handed_in("bob", found("f", "wrong", "the sign"), found("g", "wrong", "an axis", calls="f"))
    assert [g.name for g in numbers.mistakes([own])] == ["an axis", "the sign"]


def test_do_two_that_call_each_other_end_and_a_chain_at_its_root():
    circle = handed_in(
        "ada", found("f", "wrong", "?a", calls="g"), found("g", "wrong", "?b", calls="f"), found("h", "wrong", "?c", calls="f")
    )
    assert sorted(g.name for g in numbers.mistakes([circle])) == ["a", "b", "c"]
    chain = handed_in("ada", found("f", "wrong", "?a"), found("g", "wrong", "?b", calls="f"), found("h", "wrong", "?c", calls="g"))
    (group,) = numbers.mistakes([chain])
    assert (group.name, group.known, group.led_to) == ("a", False, {"g": 1, "h": 1})


def test_are_the_most_frequent_first_and_those_without_a_name_last():
    there = [handed_in(str(n), found("f", "wrong", cause)) for n, cause in enumerate(["a", "b", "b", "?c", "?c", "?c"])]
    assert [(g.name, g.known, len(g.students)) for g in numbers.mistakes(there)] == [("b", True, 2), ("a", True, 1), ("c", False, 3)]


def test_is_a_mistake_of_one_alone_no_matter_for_the_class():
    one = [handed_in("ada", found("f", "wrong", "a")), *(handed_in(str(n), found("f")) for n in range(9))]
    assert numbers.talk(one) == (None, None)
    group, hardest = numbers.talk([*one[:1], handed_in("bob", found("f", "part", "a"))])
    assert (group.name, hardest.name) == ("a", "f")


def test_do_the_words_beside_an_exercise_say_what_its_numbers_do():
    twice = [found("f", "wrong", "the sign"), found("g", "wrong", "?b", calls="f")]
    there = [handed_in(f"s{n}", *twice, found("h")) for n in range(6)] + [handed_in(f"t{n}", *map(found, "fgh")) for n in range(6)]
    there.append(handed_in("u", found("f"), found("g", "wrong", "?c"), found("h")))
    rows, groups = numbers.exercises(there), numbers.mistakes(there)
    assert [numbers.read_so(e, rows, groups) for e in rows] == [
        "take it up first: its mistakes come back in `g`; tells strong from weak",
        "the hardest; tells strong from weak",
        "all have it",
    ]
    (row,) = numbers.exercises([handed_in("ada", found("f")), handed_in("bob", found("f", "empty"))])
    assert numbers.read_so(row, [row], []) == "all who wrote it have it"
    against = [handed_in(f"s{n}", found("f", "wrong", "x"), found("g")) for n in range(10)]
    against += [handed_in(f"t{n}", found("f"), found("g", "wrong", "y")) for n in range(10)]
    few = numbers.exercises(against[4:-4])
    assert few[1].tells < 0 and numbers.read_so(few[1], few, []) == ""
    rows = numbers.exercises(against)
    assert numbers.read_so(rows[1], rows, numbers.mistakes(against)) == "tells nobody apart: look whether it asks what you mean"


# --- people -------------------------------------------------------------------------------------------------


def test_needs_each_a_person_for_one_reason_and_those_who_handed_in_nothing_are_not_among_them():
    stuck = handed_in("gus", found("f", "wrong", "the sign"), found("g", "wrong", "?b", calls="f"))
    crashed = handed_in("hal", found("f"), found("g", "none"), status="partly crashed", reason="it used up its memory")
    waits = handed_in("ida", found("f", "empty"), found("g", "empty"), look=["f"])
    why = numbers.needs_a_person(
        [*SIX, stuck, crashed, waits, unread("jo", "waiting", "not yet"), handed_in("kim", found("f"), sandboxed=False)]
    )
    assert {key: [(s.student, says) for s, says in those] for key, those in why.items()} == {
        "unreadable": [("eve", "not JSON")],
        "waiting": [("jo", "not yet")],
        "look": [("ida", "f")],
        "no verdict": [("hal", "g")],
        "empty": [("cyd", "")],
        "stuck": [("gus", "the sign: f, g")],
        "unsafe": [("kim", "")],
    }
    assert list(why) == [key for key in numbers.NEEDS if key in why]


def over(**students):
    """Return {chapter: submissions} of {student: shares}."""
    count = max(map(len, students.values()))
    return {f"0{n + 1}_x": [of_share(name, shares[n]) for name, shares in students.items()] for n in range(count)}


@pytest.mark.parametrize(
    ("shares", "why"),
    [
        ([1, None, None], "handed in nothing in the last 2 chapters that count"),
        ([1, 0.4, 0.3], "40 %, 30 % in the last 2 chapters that count"),
        ([0.4, 0.4, None], "40 %, 0 % in the last 2 chapters that count"),
        ([1, 1, 0.5, 0.7], "fell from 100 % to 60 %"),
        ([1, 0.4, 0.5], "fell from 100 % to 45 %"),
        ([0.6, 0.4, 0.6], None),
        ([0.2], None),
        ([1, 1, -1, -1], None),
        ([0.3, -1, 0.3], "30 %, 30 % in the last 2 chapters that count"),
    ],
)
def test_falls_one_behind_by_what_was_handed_in_and_read(shares, why):
    assert [says for _, says in numbers.behind(over(ada=shares))] == ([why] if why else [])


def test_is_the_furthest_behind_first():
    behind = numbers.behind(over(ada=[1, 1, 1], bob=[1, 0.4, 0.2], cyd=[1, None, None]))
    assert [s.student for s, _ in behind] == ["cyd", "bob"]


def test_has_the_trend_the_quartiles_of_those_who_were_judged():
    first, second = numbers.trend(over(ada=[1, -1], bob=[0.2, None], cyd=[0.4, -1], dan=[0.6, None], eve=[0.8, -1]))
    assert first == {"chapter": "01_x", "known": 5, "handed_in": 5, "judged": 5, "mean": pytest.approx(0.6), "quartiles": (0.4, 0.6, 0.8)}
    assert (second["handed_in"], second["judged"], second["mean"], second["quartiles"]) == (3, 0, None, None)
    shares = np.random.default_rng(0).random(12)
    (row,) = numbers.trend({"01_x": [of_share(str(n), s) for n, s in enumerate(shares)]})
    assert row["quartiles"] == pytest.approx(tuple(np.quantile(shares, [0.25, 0.5, 0.75])))
