"""Is a relation told where it holds, and only there?"""

import numpy as np
import pytest

from course_utils.checking.relations import Case, groups, outputs, relations

RNG = np.random.default_rng(0)
SIZES = ((3, 4), (2, 5), (4, 7), (5, 3))


def cases(answer, want=lambda X, m, t: X * t, returns=("y",), trials=4, letters=None):
    """What is told of an answer where `want` is wanted: X, its number of columns m, and a scalar t."""
    made = []
    for (n, m), t in list(zip(SIZES, (0.3, 0.8, 0.45, 0.6), strict=True))[:trials]:
        arguments = {"X": RNG.normal(0, 2, (n, m)), "m": m, "t": t}
        got, wanted = (outputs(f(*arguments.values()), returns) for f in (answer, want))
        made.append(Case(got, wanted, arguments))
    return made


def told(answer, least=3, lone=True, letters=None, **kwargs):
    return [t.says for t in relations(cases(answer, **kwargs), letters or {}, least, lone)]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda X, m, t: 2 * X * t, "`y` is twice what it should be"),
        (lambda X, m, t: -X * t, "`y` is the negative of what it should be"),
        (lambda X, m, t: X * t / m, "`y` is what it should be divided by `m`"),
        (lambda X, m, t: X * t * m, "`y` is `m` times what it should be"),
        (lambda X, m, t: X * t / (1 - t), "`y` is what it should be divided by 1 − `t`"),
        (lambda X, m, t: 2 * X * t**2, "`y` is twice `t` times what it should be"),
        (lambda X, m, t: X * t * m / (m - 1), "`y` is what it should be times `m` / (`m` − 1)"),
        (lambda X, m, t: (X * t) ** 2, "`y` is the square of what it should be"),
        (lambda X, m, t: 1 / (X * t), "`y` is 1 divided by what it should be"),
        (lambda X, m, t: 100 * (1 - X * t), "`y` is a hundred times 1 minus what it should be"),
        (lambda X, m, t: X * t + 1, "`y` is 1 more than it should be"),
        (lambda X, m, t: X * t - t, "`y` is less than it should be by `t`"),
        (lambda X, m, t: np.round(X * t, 2), "`y` is rounded to two decimals"),
        (lambda X, m, t: np.trunc(X * t), "`y` is cut to a whole number"),
        (lambda X, m, t: np.abs(X * t), "`y` is without a sign"),
        (lambda X, m, t: np.maximum(X * t, 0), "`y` is 0 where it should be negative"),
        (lambda X, m, t: 0 * X, "`y` is 0"),
        (lambda X, m, t: (X * t).T, "`y` is transposed"),
        (lambda X, m, t: (X * t)[:, ::-1], "`y` has the columns in reverse"),
        (lambda X, m, t: np.roll(X * t, 1, axis=1), "`y` has everything one place too late, the last first"),
        (lambda X, m, t: (X * t).ravel(), "`y` has the right numbers in one axis, where there should be more"),
        (lambda X, m, t: (X * t)[:, :-1], "`y` is right as far as it goes, but ends too early"),
        (lambda X, m, t: (X * t)[:, np.lexsort(X)], "`y` has the right columns in another order"),
        (lambda X, m, t: X, "`y` is what it should be divided by `t`"),
        (lambda X, m, t: np.where(np.arange(m) == m - 1, 9, X * t), "`y` is wrong in the last column alone"),
        (lambda X, m, t: np.where(X < 0, 9, X * t), "`y` is wrong just where it should be negative"),
        (lambda X, m, t: X * t if t < 0.4 else 2 * X * t, "`y` is twice what it should be wherever it is wrong"),
    ],
)  # fmt: skip
def test_is_a_relation_told(answer, says):
    assert told(answer) == [says]


@pytest.mark.parametrize(
    "answer",
    [
        lambda X, m, t: 7.3 * X * t,  # a factor that has no name
        lambda X, m, t: 2.001 * X * t,
        lambda X, m, t: X * t * (2 if t < 0.5 else 3),  # not one factor
        lambda X, m, t: X * t + 0.37,
        lambda X, m, t: np.round(X * t, 2) + 1e-3,
        lambda X, m, t: X * t + X**2,
        lambda X, m, t: np.nan * X,
        lambda X, m, t: X.astype(str),
        lambda X, m, t: None,
        lambda X, m, t: {"a": X},
    ],
)
def test_is_nothing_told_that_does_not_hold(answer):
    assert told(answer) == []


def test_is_a_right_answer_told_nothing_of():
    assert told(lambda X, m, t: (X * t).astype(np.float32)) == []


def test_is_a_relation_of_too_few_trials_told_as_such_or_not_at_all():
    def twice(X, m, t):
        return 2 * X * t

    assert told(twice, trials=2) == ["`y` is twice what it should be in both trials that miss"]
    assert told(twice, trials=1) == ["`y` is twice what it should be in the one trial that misses"]
    assert told(twice, trials=2, lone=False) == told(twice, trials=1, lone=False) == []
    same = [Case({"`y`": [("", np.ones(2))]}, {"`y`": [("", np.full(2, 0.5))]}, {}) for _ in range(4)]
    assert not relations(same, {}, lone=False), "four times one and the same is no more than once"
    assert told(lambda X, m, t: X * t / (1 - t), trials=2) == [], "over two trials a simple factor alone"


def test_is_a_quantity_that_never_changes_no_name():
    made = cases(lambda X, m, t: X * t * 0.3)
    for case in made:
        case.arguments["t"] = 0.3
    assert not relations(made, {})


def test_are_outputs_told_apart():
    both = {"want": lambda X, m, t: (X * t, X.sum()), "returns": ("step", "total")}
    assert told(lambda X, m, t: (2 * X * t, X.sum()), **both) == ["`step` is twice what it should be", "`total` is right; `step` is not"]
    assert told(lambda X, m, t: (2 * X * t, 2 * X.sum()), **both) == ["`step` and `total` are twice what they should be"]
    assert told(lambda X, m, t: (X * t, X[0, 0]), **both)[-1] == "`step` is right; `total` is not"
    small = {"want": lambda X, m, t: (X[0, 0], X[1, 1]), "returns": ("a", "b")}
    assert told(lambda X, m, t: (X[1, 1], X[0, 0]), **small) == ["`a` is what `b` should be", "`b` is what `a` should be"]


def test_are_layers_one_group_and_its_first_or_last_alone_told():
    def network(first=1.0, last=1.0, bias=1.0):
        return lambda X, m, t: {"W1": first * X, "b1": bias * X[:, :1], "W2": X + 1, "W3": last * X.T, "b3": bias * X.T[:, :1]}

    wanted = {"want": network(), "returns": ("grads",)}
    assert told(network(bias=2), **wanted) == ["`b[l]` is twice what it should be", "`W[l]` is right; `b[l]` is not"]
    assert told(network(last=3.7), **wanted) == ["`W[l]` is wrong in the last place alone", "`b[l]` is right; `W[l]` is not"]
    assert told(network(bias=0), **wanted)[0] == "`b[l]` is 0"


def test_is_what_lies_beyond_an_argument_told():
    def step(X, m, t):
        return X - t * np.sqrt(np.abs(X))

    assert told(lambda X, m, t: step(X, m, t) - X, want=step) == ["`y` is what should be added to `X`, alone"]
    assert told(lambda X, m, t: X + (step(X, m, t) - X) / 2, want=step) == ["`y` is half what it should be, counted from `X`"]
    assert told(lambda X, m, t: X + (step(X, m, t) - X) / m, want=step) == ["`y` is what it should be divided by `m`, counted from `X`"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda x: True, "`y` is True in every trial"),
        (lambda x: x <= 0, "`y` has True and False exchanged"),
        (lambda x: x > -1, "`y` is True where it should be False, never the other way round"),
        (lambda x: x > 1, "`y` is False where it should be True, never the other way round"),
    ],
)
def test_is_it_told_of_true_and_false(answer, says):
    xs = (-2.0, -0.9, -0.5, -0.3, 0.2, 0.6, 0.7, 3.0)
    made = [Case(outputs(answer(x), ("y",)), outputs(x > 0, ("y",)), {"x": x}) for x in xs]
    assert relations(made, {}, least=1)[0].says.removesuffix(" wherever it is wrong") == says


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda n: {f"A{l}": np.full(2, l + 0.5) for l in range(1, n)}, "`A[l]` lacks `A0`; the rest is right"),
        (lambda n: {f"A{l}": np.full(2, l + 0.5) for l in range(2)}, "`A[l]` is there for the first 2 alone"),
        (lambda n: {"other": 1.0}, "`A[l]` is missing"),
        (lambda n: {f"A{l}": np.full(2, l + 0.7) for l in range(1, n)}, ""),
    ],
)
def test_are_missing_layers_named_where_the_others_are_right(made, says):
    cases = []
    for n in (3, 4, 5):
        want = {f"A{l}": np.full(2, l + 0.5) for l in range(n)}
        cases.append(Case(groups(made(n)), groups(want), {"n": n}))
    told = [t.says for t in relations(cases, {}) if t.kind == "relation"]
    assert told == ([says] if says else [])
