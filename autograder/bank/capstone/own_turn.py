"""own_turn: whatever a student changes. Judged is that something is changed, and that the row says what is true of it."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.capstone.shared import one_hot
from autograder.bank.probes import CHANGED, GLOBAL, RNG_RULE, generator, reproducible
from course_utils import datasets
from course_utils.black_boxes.specimens import first_or_second, steady_ridge
from course_utils.reference import capstone as reference

FORM = Probe("values", "turn_form", {}, "as the docstring says", says="it returns {got}")
CLAIMS = [
    Probe("values", "claimed", {"name": name}, "as measured", says=f"`{name}` is {{got}}, not the share that `tried` gets wrong there")
    for name in ("train_error", "dev_error")
]
ROW = [FORM, *CLAIMS, Probe("values", "decided", {}, "as the rule says", says="`keep` is {got}"), CHANGED, GLOBAL]
ANOTHER = Probe("values", "another_network", {}, True, says="`tried` is the very network that was to be beaten: nothing was changed")
LEARNED = Probe("learning", "has_learned", {}, True, says="`tried` reads the dev images no better than by guessing")
APART = Probe("learning", "dev_untouched", {}, True, says="`tried` knows the labels of the dev set: it was trained on them")


def some_settings(rng):
    """Settings that nobody would choose by chance."""
    alpha, lambd = (round(float(rng.uniform(*ends)), 4) for ends in ((0.3, 0.7), (2, 6)))
    return {"alpha": alpha, "lambd": lambd, "epochs": int(rng.integers(41, 80)), "patience": int(rng.integers(11, 19)), "units": 16}


def saying(X, labels):
    """A network of one layer that says these labels (m,) of the images X (n_x, m), of which there are fewer than pixels."""
    W = np.linalg.lstsq(X.T, (one_hot(labels, 10) - 0.1).T)[0].T
    return {"W1": np.round(W, 5), "b1": np.full((10, 1), 0.1)}


def known_outcome(rng, mended, spoiled, both, neither):
    """A training known by a table: so many dev images are mended by any change, spoiled, and wrong or right both times."""
    kinds = np.repeat([0, 1, 2, 3], [mended, spoiled, both, neither])
    m, m_dev = 9, len(kinds)
    X, labels = np.round(rng.standard_normal((64, m + m_dev)), 2), rng.integers(0, 10, m + m_dev)
    kinds = np.concatenate([[2, 2, 2, 0, 3, 3, 3, 3, 3], rng.permutation(kinds)])
    said = [(labels + np.isin(kinds, wrong) * rng.integers(1, 10, len(kinds))) % 10 for wrong in ((0, 2), (1, 2))]
    data = {"X": X[:, :m], "Y": one_hot(labels[:m], 10), "X_dev": X[:, m:], "Y_dev": one_hot(labels[m:], 10)}
    settings = some_settings(rng)
    known = {"X": data["X"], "Y": data["Y"], "settings": settings}
    fit = partial(first_or_second, known=known, networks=[saying(X, labels) for labels in said])
    says = f"a `fit` that, whatever one changes, mends {mended} of {m_dev} dev images and spoils {spoiled}"
    return Trial(says, {"data": data, "settings": settings, "fit": fit, "rng": generator(rng)}, [*ROW, ANOTHER])


def outcomes(rng):
    """Gains that are clear, or clear only on the same images; that are chance, or just the bound; and a loss."""
    cases = [
        (12, 2, 4),  # kept, by any rule
        (3, 0, 10),  # kept, though each error by itself is too unsure
        (14, 9, 2),  # kept, by a narrow margin
        (7, 0, 10),  # kept by more than two roots, though each error by itself is too unsure for that
        (7, 4, 6),  # dropped, though the dev error is lower
        (9, 8, 3),  # dropped: as many are spoiled as mended, nearly
        (6, 3, 5),  # dropped: the gain is the bound itself
        (3, 1, 6),  # the same, with fewer images
        (1, 6, 7),  # dropped: a loss
    ]
    return [known_outcome(rng, *case, int(rng.integers(12, 18))) for case in cases]


def digits(rng, m, m_dev):
    """Normalized images of a camera, dealt into a training and a dev set, with class numbers."""
    X, Y, _, _ = datasets.snapshots(1000, 1, np.random.default_rng(rng.integers(10**9)))
    some = rng.permutation(1000)[: m + m_dev]
    X, labels = X[:, some], Y[:, some].argmax(axis=0)
    X = np.round((X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True), 2)
    return X[:, :m], labels[:m], X[:, m:], labels[m:]


def real(rng):
    """Digits, and a training that reads them after a fashion: what was tried has to read them, too."""
    X, labels, X_dev, labels_dev = digits(rng, 200, 100)
    data = {"X": X, "Y": one_hot(labels, 10), "X_dev": X_dev, "Y_dev": one_hot(labels_dev, 10)}
    given = {"data": data, "settings": some_settings(rng), "fit": partial(steady_ridge), "rng": generator(rng)}
    return Trial("200 training and 100 dev images of a new camera", given, [*ROW, LEARNED, reproducible()])


def strange_dev_labels(rng):
    """Each dev label is that of the next class, so whoever knows it has trained on the dev set; and a test set that fits no network."""
    X, labels, X_dev, labels_dev = digits(rng, 40, 30)
    data = {"X": X, "Y": one_hot(labels, 10), "X_dev": X_dev, "Y_dev": one_hot((labels_dev + 1) % 10, 10)}
    data |= {"X_test": np.full((67, 2), np.nan), "Y_test": np.full((12, 2), np.nan)}
    given = {"data": data, "settings": some_settings(rng), "fit": partial(steady_ridge), "rng": generator(rng)}
    return Trial("images whose dev labels are all wrong, so that no training set teaches them", given, [*ROW, APART])


def trials(rng):
    return [*outcomes(rng), real(rng), strange_dev_labels(rng)]


TRIED = "tried = fit(X, Y, settings | changes)"
KEEP = "mended - spoiled > np.sqrt(mended + spoiled)"
TRAIN_ERROR = '1 - network.accuracy(network.predict(data["X"], tried), data["Y"])'
DEV_ERROR = 'row["dev_error"] = np.mean(now)'

EXERCISE = Exercise(
    reference=reference.own_turn,
    points=4,
    returns=("tried", "row"),
    rules=(
        Rule("values", "something is changed, the row says what is measured of `tried`, and `keep` follows the rule", 1),
        Rule("learning", "`tried` has learned, and from the training set alone", 0.5),
        Rule("arguments", "`data` and `settings` are left as they were", 0.25),
        RNG_RULE,
    ),
    visible=trials,
    hidden=trials,
    mistakes=(
        Mistake(
            "nothing is changed",
            "Compare `tried` with the network to beat: they are one and the same. Which of the things handed to `fit` is another than before?",
            "Hand `fit` other settings, or a training set that you have made more of.",
            changes=((TRIED, 'tried = fit(data["X"], data["Y"], settings)'),),
        ),
        Mistake(
            "the lower dev error is kept, however small the gain",
            "In one trial some images are mended and nearly as many spoiled. Toss a coin for each of them: how often would it come out like this?",
            "A lower dev error is not enough: the gain has to be larger than chance makes it, and the docstring says how large that is.",
            changes=((KEEP, "mended > spoiled"),),
        ),
        Mistake(
            "every turn is kept",
            "In one trial whatever one changes does harm, and you go on with it.",
            "Count what was mended and what was spoiled, and let the two numbers decide.",
            changes=((KEEP, "True"),),
        ),
        Mistake(
            "no turn is kept",
            "In one trial many images are mended and hardly any spoiled, and you go back all the same.",
            "Look at your comparison: with 12 mended and 2 spoiled, which numbers stand on its two sides?",
            changes=((KEEP, "False"),),
        ),
        Mistake(
            "a change counts, whether it is a gain or a loss",
            "In one trial far more images are spoiled than mended, and you keep the network.",
            "The difference has a sign: mended less spoiled, and no size of it.",
            changes=((KEEP, "abs(mended - spoiled) > np.sqrt(mended + spoiled)"),),
        ),
        Mistake(
            "mended and spoiled change places",
            "With many images mended you drop the network, with many spoiled you keep it. Which of the two was wrong *before*?",
            "Mended: wrong before, right now. Write the two lines down next to each other.",
            changes=((KEEP, "spoiled - mended > np.sqrt(mended + spoiled)"),),
        ),
        Mistake(
            "a gain as large as the bound is kept",
            "In one trial 6 images are mended and 3 spoiled. Is 3 more than the root of 9?",
            "More than means more than.",
            changes=((KEEP, "mended - spoiled >= np.sqrt(mended + spoiled)"),),
        ),
        Mistake(
            "two roots are asked for, not one",
            "With 3 images mended and none spoiled you drop the network. The docstring's bound is the root of 3.",
            "Take the 2 off.",
            changes=((KEEP, "mended - spoiled > 2 * np.sqrt(mended + spoiled)"),),
        ),
        Mistake(
            "the two errors are compared as if measured on different images",
            "With 3 images mended and none spoiled you drop the network. Both networks were asked about the very same images: those that both get wrong tell nothing.",
            "Count image by image: mended, spoiled.",
            changes=(
                (
                    KEEP,
                    "was.mean() - now.mean() > np.sqrt((was.mean() * (1 - was.mean()) + now.mean() * (1 - now.mean())) / len(now))",
                ),
            ),
        ),
        Mistake(
            "two deviations of errors measured on different images are asked for",
            "With 7 images mended and none spoiled you drop the network. Both networks were asked about the very same images: those that both get wrong tell nothing.",
            "Leave the errors alone, and compare the answers: what was mended, what was spoiled?",
            changes=(
                (
                    KEEP,
                    "was.mean() - now.mean() > 2 * np.sqrt((was.mean() * (1 - was.mean()) + now.mean() * (1 - now.mean())) / len(now))",
                ),
            ),
        ),
        Mistake(
            "the root is taken of the mended alone",
            "A gain of 3 is kept where 7 images are mended and 4 spoiled. Each of the eleven is a coin toss, if the change did nothing.",
            "Under the root stand both numbers.",
            changes=((KEEP, "mended - spoiled > np.sqrt(mended)"),),
        ),
        Mistake(
            "the errors are those of the network to beat",
            "Your row is about the network from before. The log should say what *this* turn has brought, good or bad.",
            "Measure `tried`.",
            changes=(
                (TRAIN_ERROR, '1 - network.accuracy(network.predict(data["X"], before), data["Y"])'),
                (DEV_ERROR, 'row["dev_error"] = np.mean(was)'),
            ),
        ),
        Mistake(
            "training error and dev error are exchanged",
            "Measure `tried` on the dev set, and look under which name you find the number in your row.",
            "Check which set goes with which name.",
            changes=(
                ('row["train_error"]', 'row["dev_error"]'),
                (DEV_ERROR, 'row["train_error"] = np.mean(now)'),
            ),
        ),
        Mistake(
            "accuracies are written down, not errors",
            "An error is the share of *wrong* labels: a good network has a small one.",
            "What is left of 1?",
            changes=(
                (TRAIN_ERROR, 'network.accuracy(network.predict(data["X"], tried), data["Y"])'),
                (DEV_ERROR, 'row["dev_error"] = 1 - np.mean(now)'),
            ),
        ),
        Mistake(
            "numbers of images are written down, not shares",
            "Your errors are whole numbers. The two sets have different sizes, so these cannot be compared.",
            "Divide by the number of images of that set.",
            changes=(
                (TRAIN_ERROR, 'np.sum(network.predict(data["X"], tried)[0] != data["Y"].argmax(axis=0))'),
                (DEV_ERROR, 'row["dev_error"] = np.sum(now)'),
            ),
        ),
        Mistake(
            "it trains on the dev set too",
            "In the last trial all dev labels are wrong, and no training set can teach them. Your network knows them: where from?",
            "Hand `fit` only `X` and `Y`, and what you make of these two.",
            changes=((TRIED, 'tried = fit(np.hstack([X, data["X_dev"]]), np.hstack([Y, data["Y_dev"]]), settings)'),),
            costs=0.5,
        ),
        Mistake(
            "the network that is tried was never trained",
            "Your network reads no better than a coin with ten sides. A turn that failed is worth a line in your log; here, hand in one that has learned.",
            "Let `fit` train it, or your own trainer.",
            changes=((TRIED, "tried = network.initialize([len(X), 32, len(Y)], rng)"),),
            costs=0.5,
        ),
        Mistake(
            "the row comes first",
            "The docstring asks for the network, then the row.",
            "Look at the last line.",
            code="""
            def own_turn(data, settings, fit, rng):
                tried = fit(data["X"], data["Y"], settings | {"lambd": 2 * settings["lambd"]})
                return {"name": "twice the penalty", "train_error": 0.1, "dev_error": 0.1, "keep": False}, tried
            """,
        ),
        Mistake(
            "only the row is returned",
            "A row alone nobody can check, and there is nothing to go on with.",
            "Return two things: the network that was tried, and its row.",
            changes=(("return tried, row", "return row"),),
        ),
        Mistake(
            "the row does not say whether to keep the network",
            "Print your row: it ends with the dev error. A turn ends with a decision.",
            "Put an entry `keep` into it, True or False.",
            changes=((f'    row["keep"] = {KEEP}\n', ""),),
        ),
        Mistake(
            "the settings themselves are changed",
            "Look at `settings` after the call: the next turn would begin with yours, kept or not.",
            "Make a new dict, with the old entries and your own.",
            changes=(
                (TRIED, 'before = fit(data["X"], data["Y"], settings)\n    settings["units"] = 32\n    tried = fit(X, Y, settings)'),
                ('    before = fit(data["X"], data["Y"], settings)\n    was', "    was"),
            ),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator than rng",
            "Call twice with `np.random.default_rng(0)`: the two networks differ although nothing that you hand over does.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=(("random_shift(pictures, 1, rng)", "random_shift(pictures, 1, np.random.default_rng())"),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from the global generator, not from rng",
            "Call twice with `np.random.default_rng(0)`: the two networks differ, so some draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=(
                (
                    'np.hstack([data["X"], *copies])',
                    'np.hstack([data["X"], *copies]) + 0.1 * np.random.standard_normal((64, 3 * data["X"].shape[1]))',
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a stronger penalty, counted in a loop",
            code="""
            def own_turn(data, settings, fit, rng):
                before = fit(data["X"], data["Y"], settings)
                tried = fit(data["X"], data["Y"], {**settings, "lambd": 3 * settings["lambd"]})
                a, b, truth = network.predict(data["X_dev"], before), network.predict(data["X_dev"], tried), data["Y_dev"].argmax(axis=0)
                mended = spoiled = wrong = 0
                for i in range(len(truth)):
                    wrong += b[0, i] != truth[i]
                    mended += a[0, i] != truth[i] and b[0, i] == truth[i]
                    spoiled += a[0, i] == truth[i] and b[0, i] != truth[i]
                row = {"name": "three times lambda", "keep": (mended - spoiled) > (mended + spoiled) ** 0.5}
                row["train_error"] = np.mean(network.predict(data["X"], tried)[0] != data["Y"].argmax(axis=0))
                row["dev_error"] = wrong / len(truth)
                return tried, row
            """,
        ),
        Alternative(
            "a deeper network, with its own trainer and early stopping",
            code="""
            def own_turn(data, settings, fit, rng):
                def wrong(p, end):
                    return network.predict(data["X" + end], p).ravel() != np.argmax(data["Y" + end], axis=0)

                start = network.initialize([data["X"].shape[0], 40, 20, data["Y"].shape[0]], rng)
                tried, history = train_network(data, start, settings | {"epochs": 150, "alpha": 0.5, "patience": 150})
                old, new = wrong(fit(data["X"], data["Y"], settings), "_dev"), wrong(tried, "_dev")
                gain, changed = old.sum() - new.sum(), (old != new).sum()
                row = dict(name="two hidden layers", train_error=float(wrong(tried, "").mean()), dev_error=float(new.mean()))
                row["keep"] = bool(gain > np.sqrt(changed))
                return tried, row
            """,
        ),
        Alternative(
            "copies with pixels dropped, in float32",
            code="""
            def own_turn(data, settings, fit, rng):
                X = data["X"].astype(np.float32)
                drop = X * (rng.random(X.shape) < 0.8) / 0.8
                network_now = fit(np.concatenate([X, drop], axis=1), np.concatenate([data["Y"], data["Y"]], axis=1), dict(settings))
                right = [
                    network.predict(data["X_dev"], p)[0] == data["Y_dev"].argmax(axis=0)
                    for p in (fit(data["X"], data["Y"], settings), network_now)
                ]
                mended, spoiled = sum(right[1] & ~right[0]), sum(right[0] & ~right[1])
                train_error = 1 - network.accuracy(network.predict(data["X"], network_now), data["Y"])
                keep = mended > spoiled and (mended - spoiled) ** 2 > mended + spoiled
                return [
                    network_now,
                    {"name": "dropped pixels", "turn": 6, "train_error": train_error, "dev_error": 1 - right[1].mean(), "keep": keep},
                ]
            """,
        ),
        Alternative(
            "a small search, the lowest dev error of five penalties",
            code="""
            def own_turn(data, settings, fit, rng):
                def error(p, end):
                    return 1 - network.accuracy(network.predict(data["X" + end], p), data["Y" + end])

                found = [fit(data["X"], data["Y"], settings | {"lambd": lambd, "alpha": 1.0}) for lambd in log_uniform(0.3, 30, 5, rng)]
                tried = min(found, key=lambda p: error(p, "_dev"))
                before = fit(data["X"], data["Y"], settings)
                a, b = (network.predict(data["X_dev"], p)[0] == data["Y_dev"].argmax(0) for p in (before, tried))
                difference = b.astype(int) - a
                keep = difference.sum() > np.sqrt(np.abs(difference).sum())
                return tried, {"name": "search", "train_error": error(tried, ""), "dev_error": error(tried, "_dev"), "keep": keep}
            """,
        ),
    ),
)
