"""Are the answers of chapter 1 right? Exact fractions, counting, SciPy and scikit-learn say so."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from examples import numbered
from scipy.stats import chisquare, hypergeom
from sklearn.model_selection import GroupKFold, train_test_split

from course_utils.reference import data_splits as reference


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


@pytest.mark.parametrize("m_dev, m_test", [(0, 3), (4, 0), (0, 0), (6, 0)])
def test_a_set_of_no_examples_is_empty(m_dev, m_test):
    source, target = numbered(3), numbered(6, start=1000)
    train, dev, test = reference.split_for_target(*source, *target, m_dev, m_test, np.random.default_rng(5))
    assert dev[0].shape == (3, m_dev) and test[1].shape == (1, m_test) and train[0].shape == (3, 9 - m_dev - m_test)


@pytest.mark.parametrize("fractions, wanted", [((0.6, 0.2, 0.2), (1, 0, 0)), ((1.0, 0.0, 0.0), (1, 0, 0)), ((0.0, 1.0, 0.0), (0, 1, 0))])
def test_one_example_goes_to_the_set_it_is_nearest_to(fractions, wanted):
    assert reference.split_sizes(1, fractions) == wanted


@pytest.mark.parametrize("kind", [np.float32, int])
def test_examples_of_any_numeric_type_are_dealt(kind):
    X, Y = (part.astype(kind) for part in numbered(9, n_x=1))
    parts = reference.shuffle_and_split(X, Y, (4, 2, 3), np.random.default_rng(6))
    assert sorted(i for part in parts for i in who(part)) == list(range(9)) and all(x.dtype == kind for x, _ in parts)


@pytest.mark.parametrize("k", [2, 3, 5, 14])
def test_no_group_is_cut_and_the_folds_are_those_of_scikit_learn_where_groups_are_alike(k):
    groups = np.repeat(np.random.default_rng(7).permutation(30)[:14], 4)[np.newaxis]
    fold = reference.group_folds(groups, k)
    for out, (_, theirs) in enumerate(GroupKFold(k).split(groups[0], groups=groups[0])):
        ours = np.flatnonzero(fold[0] == out)
        assert len(ours) == len(theirs) if 14 % k == 0 else abs(len(ours) - len(theirs)) <= 4
        assert not set(groups[0, ours]) & set(np.delete(groups[0], ours))


def test_folds_of_groups_of_one_deal_the_sorted_examples_like_cards():
    groups = np.random.default_rng(8).permutation(23)[np.newaxis]
    np.testing.assert_array_equal(reference.group_folds(groups, 5), groups % 5)
    assert sorted(np.bincount(reference.group_folds(groups, 5)[0])) == [4, 4, 5, 5, 5]
