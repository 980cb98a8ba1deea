"""Is what students are given without answers and hidden tests?"""


def test_does_the_release_hold_a_stub_and_the_visible_check_only(course):
    course.build()
    cells = {c.id: c.source for c in course.notebook("release").cells}
    assert cells["exercise-double"].endswith('"""\n    # YOUR CODE HERE\n    raise NotImplementedError()')
    assert cells["tests-double"].endswith('"""\ncheck("double", double)')
    made = b"".join(content for name, content in course.files().items() if name.startswith("release"))
    assert not any(word in made for word in (b"SOLUTION", b"HIDDEN", b"judge(", b"doubled = 2"))
