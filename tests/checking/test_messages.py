"""Is a message the same in HTML as in plain text, and text in all its parts?"""

from test_check import shell

from course_utils.checking.messages import Message, before_a_person

shell = shell


def test_is_a_message_text_in_all_its_parts():
    evil = "<img src=x onerror=alert(1)>"
    html = Message("wrong", evil, [(evil, evil), ("", f"`{evil}` and `{evil}")], evil).html()
    assert "<img" not in html and html.count("&lt;img") == 6 and "<code>&lt;img" in html
    plain = Message("part", "head", [("a", "b"), ("", "c")], "code").plain()
    assert plain == "◐ head\n  a: b\n  c\n\ncode"


def test_sits_a_person_before_a_kernel_that_nobody_grades_in(shell, monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    assert not before_a_person(), "a shell alone, as the sandbox's"
    shell.kernel = object()
    assert before_a_person()
    for execution in ("autograde", "validate"):
        monkeypatch.setenv("NBGRADER_EXECUTION", execution)
        assert not before_a_person()


def test_sits_nobody_where_there_is_no_shell():
    assert not before_a_person()


def test_are_names_with_an_underscore_code_and_what_is_code_stays_so():
    page = Message("wrong", "f", [("What is wrong", "the ratio of A_dropped to A, where `x_1` and keep_prob < rng.a_b; no _ alone")]).html()
    for name in ("A_dropped", "x_1", "keep_prob", "rng.a_b"):
        assert f"<code>{name}</code>" in page
    assert page.count("<code>") == 4 and "&lt;" in page
