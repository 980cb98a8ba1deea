"""augment_training_set: small sets under a change of which every number is known, and under one that is drawn."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import CHANGED, FORM, GLOBAL, RNG_RULE, fresh, generator, reproducible, value
from course_utils.black_boxes.specimens import shade
from course_utils.reference import augmentation_early_stopping as reference


def sets(rng, shape, n_y, m, m_dev):
    """Training and dev set, no two columns alike; labels are numbers that tell the examples apart."""
    n_x = shape[0] * shape[1]
    numbers = np.round(rng.permutation(n_x * (m + m_dev)) / 10 + rng.uniform(0.5, 0.55), 5).reshape(n_x, -1)
    labels = np.round(rng.permutation(n_y * (m + m_dev)) + 1.0).reshape(n_y, -1)
    return {"X": numbers[:, :m], "Y": labels[:, :m], "X_dev": numbers[:, m:], "Y_dev": labels[:, m:]}


def table(rng, shape):
    """What the change multiplies each pixel by; all different, none 1."""
    return np.round(rng.permutation(np.linspace(0.2, 0.9, shape[0] * shape[1])) + rng.uniform(0, 0.05), 5).reshape(shape)


def augment_trial(rng, shape, n_y, m, m_dev, copies, probes=None):
    """A change that multiplies each pixel by a number of its own: every number of the result is known."""
    return Trial(
        f"{m} training example{'s' * (m > 1)} with pictures {shape}, copies = {copies}",
        {
            "data": sets(rng, shape, n_y, m, m_dev),
            "shape": shape,
            "transform": partial(shade, factors=table(rng, shape)),
            "copies": copies,
            "rng": generator(rng),
        },
        probes or [value(), CHANGED, GLOBAL],
    )


def drawn_trial(rng, shape, n_y, m, m_dev, copies):
    """A change that is drawn anew for each picture: no two columns come out alike."""
    says = "copies in X are alike: it has {got} different columns; each copy is to be changed anew, so there should be {want}"
    different = Probe("draws", "different_columns", {"part": "X"}, m * (1 + copies), says=says)
    again = fresh("draws", "examples", part="X")
    trial = augment_trial(rng, shape, n_y, m, m_dev, copies, [FORM, different, again, reproducible()])
    trial.arguments["transform"].keywords["spread"] = 0.5
    return Trial(trial.says + ", and a change that is drawn", trial.arguments, trial.probes)


CHANGE = "[to_columns(transform(images, rng)) for _ in range(copies)]"
RESULT = 'data | {"X": np.hstack([data["X"], *changed]), "Y": np.tile(data["Y"], copies + 1)}'

EXERCISE = Exercise(
    reference=reference.augment_training_set,
    points=3,
    returns=("data",),
    rules=(
        Rule("values", "the training set has its originals and then the copies, each with its label; the dev set is as it was", 1),
        Rule("draws", "every copy is changed anew, and so in every call", 1),
        RNG_RULE,
        Rule("arguments", "`data` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        augment_trial(rng, (2, 3), 1, 4, 2, 2),
        augment_trial(rng, (3, 2), 3, 2, 3, 1),
        augment_trial(rng, (2, 2), 1, 3, 2, 0),
        drawn_trial(rng, (2, 3), 2, 3, 2, 2),
    ],
    hidden=lambda rng: [
        augment_trial(rng, (3, 4), 1, 5, 3, 3),
        augment_trial(rng, (4, 2), 10, 7, 4, 1),
        augment_trial(rng, (2, 5), 2, 1, 3, 2),
        augment_trial(rng, (3, 2), 1, 3, 4, 0),
        drawn_trial(rng, (3, 2), 1, 4, 3, 3),
    ],
    mistakes=(
        Mistake(
            "the dev set is augmented too",
            "The dev set is to tell how the network does on pictures as they will come. You have filled it with changed ones.",
            "Hand on `X_dev` and `Y_dev` as they are.",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                new = {}
                for x, y in (("X", "Y"), ("X_dev", "Y_dev")):
                    images = to_images(data[x], shape)
                    changed = [to_columns(transform(images, rng)) for _ in range(copies)]
                    new[x], new[y] = np.hstack([data[x], *changed]), np.tile(data[y], copies + 1)
                return new
            """,
        ),
        Mistake(
            "the dev set is changed too, in place of what it was",
            "Your dev set has as many examples as before, but its pictures are changed ones. It is to tell how the network does on pictures as they will come.",
            "Hand on `X_dev` and `Y_dev` untouched.",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                images = to_images(data["X"], shape)
                changed = [to_columns(transform(images, rng)) for _ in range(copies)]
                new = {"X": np.hstack([data["X"], *changed]), "Y": np.tile(data["Y"], copies + 1)}
                return new | {"X_dev": to_columns(transform(to_images(data["X_dev"], shape), rng)), "Y_dev": data["Y_dev"]}
            """,
        ),
        Mistake(
            "the labels are not repeated",
            "Compare the number of columns of your `X` and `Y`. What is the label of the last picture?",
            "A changed picture has the label of the picture it was made of: each copy of the set needs a copy of the labels.",
            changes=(('"Y": np.tile(data["Y"], copies + 1)', '"Y": data["Y"]'),),
        ),
        Mistake(
            "each label is repeated in a row, while the pictures come set by set",
            "Your pictures come in the order 0 1 2 0 1 2, your labels in the order 0 0 1 1 2 2. NumPy's `repeat` and `tile` differ in just this.",
            "Repeat the row of labels as a whole.",
            changes=(('np.tile(data["Y"], copies + 1)', 'np.repeat(data["Y"], copies + 1, axis=1)'),),
        ),
        Mistake(
            "the labels are put below each other, not side by side",
            "Your `Y` has got more rows. Rows are classes, columns are examples.",
            "Join along the columns.",
            changes=(('np.tile(data["Y"], copies + 1)', 'np.tile(data["Y"], (copies + 1, 1))'),),
        ),
        Mistake(
            "the originals are missing",
            "Look for the first training example in your `X`: it is not there. The changed pictures come in addition.",
            "Begin the new `X` with the old one.",
            changes=((RESULT, 'data | {"X": np.hstack([data["X"][:, :0], *changed]), "Y": np.tile(data["Y"], copies)}'),),
        ),
        Mistake(
            "the originals stand at the end",
            "The docstring gives the order: first the originals, then the copies. Yours begins with a changed picture.",
            "Put the old `X` first.",
            changes=(('[data["X"], *changed]', '[*changed, data["X"]]'),),
        ),
        Mistake(
            "one copy too few: the originals are counted as a copy",
            "With `copies` = 1 you add nothing. The originals are there in any case, and the copies come on top.",
            "How often should `transform` be called, and how many sets are there then in all?",
            changes=(("range(copies)", "range(copies - 1)"), ('np.tile(data["Y"], copies + 1)', 'np.tile(data["Y"], max(copies, 1))')),
        ),
        Mistake(
            "only one copy is made, whatever copies is",
            "Try `copies` = 3 and `copies` = 0: your set is twice as large, both times.",
            "Repeat what you do, as often as `copies` says.",
            changes=(("range(copies)", "range(1)"), ('np.tile(data["Y"], copies + 1)', 'np.tile(data["Y"], 2)')),
        ),
        Mistake(
            "the copies are all alike: the change is made once and repeated",
            "Compare your second set of copies with the first: the same pictures. What do they teach that the first did not?",
            "Call `transform` anew for each copy.",
            changes=((CHANGE, "[to_columns(transform(images, rng))] * copies"),),
        ),
        Mistake(
            "copies are made of copies",
            "Your second copy is changed twice, the third three times: a digit that is moved again and again wanders out of its frame.",
            "Start from the originals each time.",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                images = to_images(data["X"], shape)
                changed = []
                for _ in range(copies):
                    images = transform(images, rng)
                    changed.append(to_columns(images))
                return data | {"X": np.hstack([data["X"], *changed]), "Y": np.tile(data["Y"], copies + 1)}
            """,
        ),
        Mistake(
            "the columns are not turned back: pictures are read across examples",
            "Reshaping X (n_x, m) at once into (m, h, w) puts pixels of different examples into one picture. Show one of these pictures: it is a mixture.",
            "`to_images` and `to_columns` go from one form to the other; they transpose too.",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                X, m = data["X"], data["X"].shape[1]
                changed = [transform(X.reshape(m, *shape), rng).reshape(-1, m) for _ in range(copies)]
                return data | {"X": np.hstack([X, *changed]), "Y": np.tile(data["Y"], copies + 1)}
            """,
        ),
        Mistake(
            "the changed pictures are reshaped into columns, but not transposed",
            "Look at one column of your copies as a picture: it holds a pixel of every picture, again and again. A reshape reads (m, h, w) picture by picture, and X has a picture in each column.",
            "`to_columns` does both: it lays each picture flat, and stands it upright.",
            changes=(("to_columns(transform(images, rng))", 'transform(images, rng).reshape(data["X"].shape)'),),
        ),
        Mistake(
            "height and width are exchanged",
            "The shape of your pictures is turned round, so `transform` gets w rows of h pixels. Square pictures would hide it.",
            "`shape` is (h, w), in this order.",
            changes=(('to_images(data["X"], shape)', 'to_images(data["X"], shape[::-1])'),),
        ),
        Mistake(
            "transform gets columns, not pictures",
            "`transform` knows what to do with pictures (m, h, w). You hand it X (n_x, m), in which up and down are not to be seen.",
            "First `to_images`, then the change, then `to_columns`.",
            changes=((CHANGE, '[transform(data["X"], rng) for _ in range(copies)]'),),
        ),
        Mistake(
            "the dev set is left out of the result",
            "Look at the keys of your result. Whoever trains with it will ask for `X_dev`.",
            "Return all four arrays.",
            changes=((RESULT, '{"X": np.hstack([data["X"], *changed]), "Y": np.tile(data["Y"], copies + 1)}'),),
        ),
        Mistake(
            "every copy starts from the same seed, so all are alike",
            "You hand `transform` a generator that starts anew: it draws the same each time.",
            "Hand on the `rng` that came in, which moves on with every draw.",
            changes=(("transform(images, rng)", "transform(images, np.random.default_rng(0))"),),
        ),
        Mistake(
            "the draws come from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "Hand on the argument `rng`, and make no generator.",
            changes=(("transform(images, rng)", "transform(images, np.random.default_rng())"),),
            costs=0.25,
        ),
        Mistake(
            "data itself is changed",
            "Look at `data` after the call: it has grown. Called twice, it would grow twice, with copies of copies.",
            "Make a new dict; the old one keeps its arrays.",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                images, X, Y = to_images(data["X"], shape), data["X"], data["Y"]
                for _ in range(copies):
                    data["X"] = np.hstack([data["X"], to_columns(transform(images, rng))])
                    data["Y"] = np.hstack([data["Y"], Y])
                return data
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "one call of transform for all copies",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                X, Y = data["X"], data["Y"]
                new = to_columns(transform(to_images(np.tile(X, (1, copies)), shape), rng)) if copies else X[:, :0]
                labels = np.concatenate([Y] * (1 + copies), axis=1)
                return {"X": np.c_[X, new], "Y": labels, "X_dev": data["X_dev"], "Y_dev": data["Y_dev"]}
            """,
        ),
        Alternative(
            "step by step, with copies of the dev set, keys in another order",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                X, Y = data["X"].copy(), data["Y"].copy()
                for c in range(copies):
                    images = data["X"].T.reshape((-1,) + tuple(shape))
                    X = np.concatenate((X, transform(images, rng).reshape(images.shape[0], -1).T), axis=1)
                    Y = np.concatenate((Y, data["Y"]), axis=1)
                return {"Y_dev": data["Y_dev"].copy(), "X_dev": data["X_dev"].copy(), "Y": Y, "X": X}
            """,
        ),
        Alternative(
            "an array made beforehand, in float32, with a print",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                n_x, m = data["X"].shape
                X = np.zeros((n_x, m * (1 + copies)), dtype=np.float32)
                X[:, :m] = data["X"]
                for c in range(1, copies + 1):
                    X[:, c * m : (c + 1) * m] = to_columns(transform(to_images(data["X"], shape), rng))
                new = dict(data)
                new["X"], new["Y"] = X, np.hstack([data["Y"] for _ in range(1 + copies)])
                print(new["X"].shape)
                return new
            """,
        ),
        Alternative(
            "a label looked up for each column",
            code="""
            def augment_training_set(data, shape, transform, copies, rng):
                m = data["X"].shape[1]
                sets = [data["X"]]
                while len(sets) <= copies:
                    sets.append(to_columns(transform(to_images(data["X"], shape), rng)))
                result = {**data, "X": np.concatenate(sets, axis=1)}
                result["Y"] = data["Y"][:, np.arange(m * (copies + 1)) % m]
                return result
            """,
        ),
    ),
)
