"""Does a paper come out of a file as it went in?"""

import json

import numpy as np
import pytest
from papers import PAPERS, through_a_file


@pytest.mark.parametrize("made", PAPERS.values(), ids=PAPERS)
def test_does_a_paper_survive_a_file(made):
    again = through_a_file(made)
    assert json.dumps(again.to_json()) == json.dumps(made.to_json()), "and the second writing is the first one"
    assert (again.exercise, again.returns, again.rules) == (made.exercise, made.returns, made.rules)
    assert json.dumps([m.prints for m in again.mistakes]) == json.dumps([m.prints for m in made.mistakes])
    for a, b in zip([*again.trials, *again.otherwise], [*made.trials, *made.otherwise], strict=True):
        assert a.says == b.says and a.arguments.keys() == b.arguments.keys() and bool(a.feed) == bool(b.feed)
        rngs = [(a.arguments[k], v) for k, v in b.arguments.items() if isinstance(v, np.random.Generator)]
        assert all(x.bit_generator.state == y.bit_generator.state for x, y in rngs)
