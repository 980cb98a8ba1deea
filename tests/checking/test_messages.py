"""Is a message the same in HTML as in plain text, and text in all its parts?"""

from course_utils.checking.messages import Message


def test_is_a_message_text_in_all_its_parts():
    evil = "<img src=x onerror=alert(1)>"
    html = Message("wrong", evil, [(evil, evil), ("", f"`{evil}` and `{evil}")], evil).html()
    assert "<img" not in html and html.count("&lt;img") == 6 and "<code>&lt;img" in html
    plain = Message("part", "head", [("a", "b"), ("", "c")], "code").plain()
    assert plain == "◐ head\n  a: b\n  c\n\ncode"
