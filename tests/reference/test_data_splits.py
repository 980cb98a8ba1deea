"""Are the answers of chapter 1 right? Exact fractions, counting, SciPy and scikit-learn say so. And do the measures of splits see what is amiss?"""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from scipy import ndimage
from scipy.stats import chisquare, hypergeom
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from course_utils import datasets
from course_utils.checking.measures import examples
from course_utils.checking.record import record
from course_utils.reference import data_splits as reference


def numbered(m, n_x=3, start=0):
    """Examples that say who they are: column i holds i and its label is 10 i."""
    number = np.arange(start, start + m)
    return number + np.arange(n_x)[:, np.newaxis] / 8, number[np.newaxis] * 10.0


def who(part):
    """The numbers of the examples of a part, whose labels must be their own."""
    X, Y = part
    np.testing.assert_array_equal(Y[0], 10 * X[0])
    np.testing.assert_array_equal(X - X[0], np.arange(len(X))[:, np.newaxis] / 8 + 0 * X)
    return X[0].astype(int).tolist()


@pytest.mark.parametrize("parts", [(60, 20, 20), (98, 1, 1), (70, 19, 11), (85, 2, 13)])
def test_the_sizes_are_those_of_exact_fractions(parts):
    for m in range(1, 400):
        exact = [Fraction(p, 100) * m for p in parts]
        if any(x % 1 == Fraction(1, 2) for x in exact):
            continue
        sizes = reference.split_sizes(m, tuple(p / 100 for p in parts))
        assert sum(sizes) == m and all(type(n) is int for n in sizes)
        assert all(abs(n - x) < Fraction(1, 2) for n, x in zip(sizes[1:], exact[1:], strict=True))


def test_the_sizes_are_scikit_learns_where_nothing_is_rounded():
    rest, test = train_test_split(np.arange(200), test_size=0.1)
    train, dev = train_test_split(rest, test_size=20)
    assert reference.split_sizes(200, (0.8, 0.1, 0.1)) == (len(train), len(dev), len(test))


@pytest.mark.parametrize("sizes", [(7, 2, 4), (1, 0, 0), (5, 0, 6), (60, 20, 25)])
def test_every_example_is_dealt_once_with_its_label(sizes):
    X, Y = numbered(sum(sizes))
    parts = reference.shuffle_and_split(X, Y, sizes, np.random.default_rng(0))
    assert [len(who(part)) for part in parts] == list(sizes)
    assert sorted(i for part in parts for i in who(part)) == list(range(sum(sizes)))


def test_every_example_is_as_often_in_each_set_as_chance_would_have_it():
    X, Y, rng = *numbered(10), np.random.default_rng(1)
    dealt = [reference.shuffle_and_split(X, Y, (5, 2, 3), rng) for _ in range(1500)]
    for k in range(3):
        counts = Counter(i for parts in dealt for i in who(parts[k]))
        assert chisquare([counts[i] for i in range(10)]).pvalue > 1e-4
    low = [sum(i < 5 for i in who(parts[2])) for parts in dealt]  # of the first five, how many are in the test set?
    assert chisquare(np.bincount(low, minlength=4), 1500 * hypergeom(10, 5, 3).pmf(range(4))).pvalue > 1e-4


def test_the_fractions_are_the_lectures_where_it_gives_some():
    for m in (100, 5000, 10_000):
        assert reference.recommended_fractions(m) == pytest.approx((0.6, 0.2, 0.2))
    assert reference.recommended_fractions(1_000_000) == pytest.approx((0.98, 0.01, 0.01))
    assert reference.recommended_fractions(4_000_000) == pytest.approx((0.995, 0.0025, 0.0025))


def test_with_more_examples_no_set_becomes_smaller():
    every = np.array([m * np.array(reference.recommended_fractions(m)) for m in range(10, 200_000, 97)])
    assert (np.diff(every, axis=0) > -1e-6).all() and every[:, 1:].max() == pytest.approx(10_000)
    np.testing.assert_allclose(every.sum(axis=1), range(10, 200_000, 97))


def test_the_choice_is_the_first_of_a_sorted_list():
    rng = np.random.default_rng(2)
    for n in range(1, 30):
        dev, test = rng.integers(0, 6, n) / 8, rng.permutation(n) / 50
        best, reported = reference.choose_and_report(dev, test)
        assert (best, reported) == (sorted(range(n), key=lambda i: dev[i])[0], test[best])


def test_an_honest_report_is_right_on_average_and_a_chosen_one_is_not():
    rng = np.random.default_rng(3)
    dev, test = rng.binomial(50, 0.3, (2, 4000, 20)) / 50  # 20 models, each of them wrong in 30 %
    honest = np.mean([reference.choose_and_report(a, b)[1] for a, b in zip(dev, test, strict=True)])
    flattered = np.mean([reference.choose_and_report(a, a)[1] for a in dev])
    assert honest == pytest.approx(0.3, abs=6 * np.sqrt(0.3 * 0.7 / 50 / 4000)) and flattered < 0.22


@pytest.mark.parametrize("m_s, m_t, m_dev, m_test", [(30, 24, 9, 7), (20, 21, 10, 11), (1, 5, 2, 1)])
def test_dev_and_test_set_are_of_the_target_and_nothing_is_lost(m_s, m_t, m_dev, m_test):
    source, target = numbered(m_s), numbered(m_t, start=1000)
    train, dev, test = map(who, reference.split_for_target(*source, *target, m_dev, m_test, np.random.default_rng(4)))
    assert (len(dev), len(test)) == (m_dev, m_test) and min(dev + test) >= 1000
    assert sorted(train + dev + test) == [*range(m_s), *range(1000, 1000 + m_t)]


def test_the_two_steps_lead_from_the_training_to_the_dev_error():
    errors = [Fraction(1, 100), Fraction(3, 100), Fraction(28, 100)]
    assert reference.variance_and_mismatch(*errors) == (Fraction(2, 100), Fraction(25, 100))
    assert reference.variance_and_mismatch(*errors[::-1]) == (Fraction(-25, 100), Fraction(-2, 100))


# --- the data of the chapter ----------------------------------------------------------------------


def test_digits_in_order_are_scikit_learns_sorted():
    X, digit = datasets.digits_in_order(200)
    images, labels = load_digits(return_X_y=True)
    assert X.shape == (64, 200) and digit.shape == (1, 200) and (np.diff(digit) >= 0).all()
    pairs = Counter((image.tobytes(), label) for image, label in zip(images[:200] / 16, labels[:200], strict=True))
    assert Counter((np.ascontiguousarray(x).tobytes(), y) for x, y in zip(X.T, digit[0], strict=True)) == pairs


@pytest.mark.parametrize("factor", [0.6, 1.0, 1.4])
def test_resized_digits_agree_with_scipy(factor):
    X = datasets.digits()[0][:, :5]
    about = np.full(2, 3.5 - 3.5 / factor)
    wanted = [ndimage.affine_transform(np.pad(x.reshape(8, 8), 4), np.eye(2) / factor, about + 4, (8, 8), order=1) for x in X.T]
    np.testing.assert_allclose(datasets.resized(X, factor), np.reshape(wanted, (5, 64)).T, atol=1e-12)


# --- the measures of splits -----------------------------------------------------------------------

PAIRS = [["X", "Y"]]


def told(cut, m=30):
    """What the measures say of a function (X, Y) -> parts."""
    arguments = dict(zip("XY", numbered(m), strict=True))
    records, pairs = [record(cut, arguments)], {"pairs": PAIRS}
    says = (getattr(examples, name)(arguments, records, **pairs) for name in ("examples_used", "labels_astray", "overlaps"))
    return *says, examples.runs(arguments, records, PAIRS, [0, 1])


ORDER = np.random.default_rng(5).permutation(30)


@pytest.mark.parametrize(
    "cut, wanted",
    [
        (lambda X, Y: [(X[:, ORDER[:20]], Y[:, ORDER[:20]]), (X[:, ORDER[20:]], Y[:, ORDER[20:]])], ("each once", "none", "none", "none")),
        (lambda X, Y: [(np.float32(X[:, ORDER[:20]]), Y[:, ORDER[:20]]), [X[:, ORDER[20:]], Y[:, ORDER[20:]]]], ("each once", "none", "none", "none")),
        (lambda X, Y: [(X[:, :20], Y[:, :20]), (X[:, 20:], Y[:, 20:])], ("each once", "none", "none", "0, 1")),
        (lambda X, Y: [(X[:, :20], Y[:, :20]), (X[:, 20:29], Y[:, 20:29])], ("some are missing", "none", "none", "0, 1")),
        (lambda X, Y: [(X[:, :20], Y[:, :20]), (X[:, 10:], Y[:, 10:])], ("some occur twice", "none", "0 and 1", "0, 1")),
        (lambda X, Y: [(X[:, ORDER[:20]], Y[:, :20]), (X[:, ORDER[20:]], Y[:, 20:])], ("each once", "the labels stand as they came", "none", "none")),
        (lambda X, Y: [(X[:, ORDER], Y[:, ORDER[::-1]]), (X[:, :0], Y[:, :0])], ("each once", "labels of other examples", "none", "0, 1")),
    ],
)  # fmt: skip
def test_do_the_measures_see_what_is_amiss(cut, wanted):
    assert told(cut) == wanted


def test_are_jumbled_features_no_examples():
    used, labels, *_ = told(lambda X, Y: [(X[::-1], Y), (X[:, :0], Y[:, :0])])
    assert used == "some columns are no examples, some are missing" and labels == "some columns are no examples"


def test_is_it_told_where_the_parts_come_from_and_which_sizes_no_slice_takes():
    arguments = dict(zip(("X", "Y", "U", "V"), (*numbered(4), *numbered(4, start=100)), strict=True))
    both = [record(lambda X, Y, U, V: [(np.c_[X, U], np.c_[Y, V]), (U, V), (X + 7.3, Y)], arguments)]
    assert examples.parts_from(arguments, both, [["X", "Y"], ["U", "V"]]) == ["U and X", "U", "elsewhere"]
    sizes = [record(lambda: (3, np.int64(2), 4.0, np.float64(5), 7 * 0.6), {})]
    assert examples.not_whole({}, sizes) == "4.0, 5.0, 4.2"
