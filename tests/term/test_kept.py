"""Is a student found by what a platform says of them, and by nothing else?"""

import pytest

from autograder.errors import CourseError
from autograder.term import kept
from autograder.term.kept import NotFound, People, Person

CLASS = People(
    [
        Person("ada", "Ada", "Lovelace", "ada@uni.example", "1001", "al17", "s100"),
        Person("jose1", "José", "García", "", "1002"),
        Person("jose2", "Jose", "Garcia", "", "1003"),
        Person("oneil", "Ann-Marie", "O'Neil", name="O'Neil, Ann-Marie"),
        Person("kim1", "Min", "Kim", "kim@uni.example", "1004"),
        Person("kim2", "Min", "Kim", "kim@uni.example", "1005"),
    ]
)


@pytest.mark.parametrize(
    "said, student",
    [
        ({"lms": "1001", "name": "whoever"}, "ada"),
        ({"login": "AL17"}, "ada"),
        ({"number": "s100"}, "ada"),
        ({"email": "Ada@Uni.Example"}, "ada"),
        ({"name": "LOVELACE Ada"}, "ada"),
        ({"name": "lovelaceada", "lms": "1001"}, "ada"),
        ({"name": "García José"}, "jose1"),
        ({"name": "garciajose"}, "jose2"),
        ({"name": "ONeil AnnMarie"}, "oneil"),
        ({"name": "annmarieoneil", "lms": "77"}, "oneil"),
        ({"lms": "1005", "name": "kimmin"}, "kim2"),
    ],
)
def test_is_a_student_found(said, student):
    assert CLASS.find(**said).id == student


@pytest.mark.parametrize(
    "said, why",
    [
        ({"name": "Min Kim"}, "2 students are called 'Min Kim': kim1, kim2"),
        ({"email": "kim@uni.example"}, "2 students have the email"),
        ({"name": "Grace Hopper"}, "nobody in the roster is called so"),
        ({"lms": "9", "name": "lovelaceada"}, "nobody"),  # another of the same name: Canvas's number is not Ada's
        ({"number": "99"}, "nobody in the roster has this number"),
        ({"name": "--"}, "nobody"),
        ({}, "nobody"),
    ],
)
def test_is_nobody_guessed_at(said, why):
    with pytest.raises(NotFound, match=why):
        CLASS.find(**said)


@pytest.mark.parametrize(
    "words, student", [(["04_dropout", "ada"], "ada"), (["S100"], "ada"), (["Ada Lovelace"], "ada"), (["oneilannmarie"], "oneil")]
)
def test_does_any_word_do_that_names_one_student(words, student):
    assert CLASS.any_of(words).id == student


@pytest.mark.parametrize("words", [["ada", "kim1"], ["Min Kim"], ["dropout"], []])
def test_do_words_not_do_that_name_two_or_nobody(words):
    with pytest.raises(NotFound):
        CLASS.any_of(words)


def test_is_a_damaged_record_told_with_what_to_do(course):
    kept.write_received(course, {"01": {"ada": [{"hash": "x"}]}})
    assert kept.received(course) == {"01": {"ada": [{"hash": "x"}]}}
    (kept.inbound(course) / "received.json").write_text("{")
    with pytest.raises(CourseError, match="take it away"):
        kept.received(course)
