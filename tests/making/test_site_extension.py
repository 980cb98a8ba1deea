"""Are formulas shown without a script, and docstrings as they are laid out?"""

import pytest
from docutils import nodes
from docutils.core import publish_parts

from autograder.making import site_extension
from course_utils import network


def test_is_a_formula_mathml():
    assert site_extension.formula(nodes.math("", r"W^{[l]} \in \mathbb{R}^{n \times m}"), block=False).startswith("<math>")
    assert 'display="block"' in site_extension.formula(nodes.math_block("", r"\begin{cases} 1 & p \\ 0 & q \end{cases}"), block=True)


def test_is_a_formula_that_is_none_a_warning(caplog):
    assert site_extension.formula(nodes.math("", r"\frac{1"), block=False) == ""
    assert "cannot be typeset" in caplog.text and r"\frac{1" in caplog.text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Keep `keep_prob` of A_* in *all* | none.", "Keep ``keep_prob`` of A\\_\\* in \\*all\\* \\| none."),
        ("A  (n, m)  kept\nD  (n, m)  the mask", ".. code-block:: text\n\n   A  (n, m)  kept\n   D  (n, m)  the mask"),
        ("Called so:\n    f(X)\n    g(X)\nor not.", "Called so:\n\n.. code-block:: text\n\n   f(X)\n   g(X)\n\nor not."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
    ],
)
def test_are_columns_kept_and_prose_set_as_prose(words, shown):
    assert site_extension.as_rst(words) == shown


def test_is_the_docstring_of_a_module_without_a_fault():
    options = {"report_level": 1, "halt_level": 1, "syntax_highlight": "none"}
    body = publish_parts(site_extension.as_rst(network.__doc__), writer="html5", settings_overrides=options)["body"]
    assert "initialize(layer_sizes, rng)         -&gt; parameters" in body
