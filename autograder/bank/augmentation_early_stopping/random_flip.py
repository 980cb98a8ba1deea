"""random_flip: pictures told by their sums, and copies of one that show how each comes out and how often."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.augmentation_early_stopping.shared import IMAGES_RULE, picture, totals_trial
from autograder.bank.probes import CHANGED, FORM, GLOBAL, RNG_RULE, fresh, generator, reproducible, six_sigma
from course_utils.reference import augmentation_early_stopping as reference

FATES = ["mirrored", "as it was", "upside down", "turned by 180 degrees"]


def fates(one):
    """What may become of a picture; turned to data here, so that no formula of it stands in what students are given."""
    return [made.tolist() for made in (one[:, ::-1], one, one[::-1], one[::-1, ::-1])]


def sure_flip(rng, m, h, w, p):
    """Copies of one picture, all of which are mirrored (p = 1) or none (p = 0)."""
    one = picture(rng, h, w)
    says = "of the pictures some come out {got}; it should be: {want}"
    return Trial(
        f"{m} copies of one picture {(h, w)}, p = {p}",
        {"images": np.array([one] * m), "p": p, "rng": generator(rng)},
        [FORM, Probe("values", "kinds", {"known": fates(one), "names": FATES}, says=says), CHANGED, GLOBAL],
    )


def flip_shares(rng, m, h, w, p):
    """Enough copies to see how often one is mirrored."""
    one = picture(rng, h, w)
    says = "the shares of pictures that are mirrored, and as they were, are {got}; they should be near {want}"
    shares = Probe("draws", "shares", {"known": fates(one)[:2]}, [p, 1 - p], six_sigma(p, m), says)
    counted = Probe(
        "draws", "as_many_in_each_call", {"known": fates(one)[0]}, False, says="in every call just as many pictures are mirrored"
    )
    return Trial(
        f"{m} copies of one picture {(h, w)}, p = {p}",
        {"images": np.array([one] * m), "p": p, "rng": generator(rng)},
        [FORM, shares, counted, fresh("draws", "pictures"), reproducible()],
    )


DRAW = "mirrored = rng.random(len(images)) < p"
MIRROR = "images[:, :, ::-1], images)"
WHERE = "np.where(mirrored[:, np.newaxis, np.newaxis], images[:, :, ::-1], images)"

EXERCISE = Exercise(
    reference=reference.random_flip,
    points=2,
    returns=("images",),
    rules=(
        Rule("values", "each picture comes out mirrored, left and right exchanged, or as it was", 1),
        Rule("draws", "each picture is mirrored with probability `p`, by a draw of its own, anew in every call", 1),
        RNG_RULE,
        IMAGES_RULE,
    ),
    visible=lambda rng: [
        sure_flip(rng, 30, 2, 3, 1.0),
        sure_flip(rng, 30, 3, 2, 0.0),
        flip_shares(rng, 400, 4, 2, 0.3),
        totals_trial(rng, 4, 2, 4, "p", 1.0),
    ],
    hidden=lambda rng: [
        sure_flip(rng, 40, 3, 5, 1.0),
        sure_flip(rng, 30, 4, 3, 0.0),
        sure_flip(rng, 1, 3, 2, 1.0),
        flip_shares(rng, 400, 4, 3, 0.3),
        flip_shares(rng, 400, 5, 2, 0.7),
        totals_trial(rng, 7, 3, 4, "p", 1.0),
    ],
    mistakes=(
        Mistake(
            "the rows are exchanged: the pictures stand on their heads",
            "Look at one of your pictures: its top row is now at the bottom. In `images` (m, h, w) the axes are picture, row, column. Left and right are two ends of which axis?",
            "Turn round the last axis, not the middle one.",
            changes=((MIRROR, "images[:, ::-1, :], images)"),),
        ),
        Mistake(
            "rows and columns are both exchanged: the pictures are turned by 180 degrees",
            "Follow the pixel in the top left corner: it ends at the bottom right. In a mirror it would stay at the top.",
            "Turn round one axis and leave the others alone.",
            changes=((MIRROR, "images[:, ::-1, ::-1], images)"),),
        ),
        Mistake(
            "the order of the pictures is turned round, not the pictures",
            "The first axis of `images` counts the pictures. With one picture in many copies nothing seems to happen; with different ones the last comes first, and every label is wrong.",
            "A `::-1` acts on the axis at whose place it stands. Which place do the columns of a picture have?",
            changes=((MIRROR, "images[::-1], images)"),),
        ),
        Mistake(
            "every picture is mirrored, whatever p is",
            "Set p = 0: nothing should be mirrored. A network trained on your pictures would never see one as it was.",
            "For each picture something has to be drawn, and `p` decides.",
            changes=((WHERE, "images[:, :, ::-1].copy()"),),
        ),
        Mistake(
            "no picture is ever mirrored",
            "Set p = 1: all should be mirrored. (What does your function return: the array you changed, or the one that came in?)",
            "Follow one mirrored picture from the draw to the `return`.",
            changes=((WHERE, "images.copy()"),),
        ),
        Mistake(
            "p does not decide how many are mirrored",
            "Try p = 0 and p = 1: with you some pictures are mirrored and some are not, both times. (Draw ten numbers the way you do and look at them: are they spread evenly between 0 and 1?)",
            "A uniform draw lies below p with probability p. Normal draws do not, and a fair coin does not know `p`.",
            changes=((DRAW, "mirrored = rng.random(len(images)) < 0.5"),),
        ),
        Mistake(
            "the draws are 0 or 1, and so are not below p with probability p",
            "Try p = 1: half of your pictures are mirrored, where all should be. A draw that is 0 or 1 is below 0.3 in half of all cases, and below 0.7 just as often.",
            "Draw numbers that are spread evenly between 0 and 1.",
            changes=(("rng.random(len(images))", "rng.integers(0, 2, len(images))"),),
        ),
        Mistake(
            "the draws are rounded, so it is a fair coin, except at p = 1",
            "Try p = 0: half of your pictures are mirrored, where none should be. Print your draws after you have rounded them: 0 and 1, each in half of all cases, and p has no say any more.",
            "Compare the draw itself with p, with all its digits.",
            changes=((DRAW, "mirrored = np.round(rng.random(len(images))) >= 1 - p"),),
        ),
        Mistake(
            "in every call just as many pictures are mirrored",
            "Call it ten times and count: always the same number. Then the pictures do not have draws of their own: whether the last one is mirrored is settled by the others. And of a single picture, p = 0.3 would mirror none, ever.",
            "Draw a number for each picture, and compare each with p.",
            changes=((DRAW, "mirrored = rng.permutation(len(images)) < round(p * len(images))"),),
        ),
        Mistake(
            "p is taken for the probability to leave a picture as it is",
            "At p = 1 you mirror nothing, at p = 0 everything. Which uniform draws between 0 and 1 have probability p together: those below p, or those above?",
            "Turn the comparison round.",
            changes=((DRAW, "mirrored = rng.random(len(images)) > p"),),
        ),
        Mistake(
            "one draw for all pictures",
            "In each call either all pictures are mirrored or none. Print what you draw: it is one number.",
            "Draw as many numbers as there are pictures.",
            changes=((DRAW, "mirrored = np.full(len(images), rng.random() < p)"),),
        ),
        Mistake(
            "the coin is tossed for each row or pixel, not for each picture",
            "Look at one of your pictures: parts of it are mirrored, and parts are not.",
            "A picture is mirrored as a whole: it needs one draw. Look at the shape of what you draw.",
            changes=((WHERE, "np.where(rng.random(images.shape) < p, images[:, :, ::-1], images)"),),
        ),
        Mistake(
            "every call mirrors the same pictures",
            "Call twice with one and the same `rng`, and compare. Either a generator is made or seeded inside the function, or nothing is drawn at all.",
            "Draw from the `rng` that comes in; it moves on with every draw.",
            changes=(("rng.random(len(images))", "np.random.default_rng(1).random(len(images))"),),
        ),
        Mistake(
            "only the mirrored pictures are returned",
            "Count what you return: fewer pictures than came in. Which labels belong to them, nobody can tell.",
            "Picture i of the result is picture i of `images`, mirrored or not.",
            changes=((WHERE, "images[mirrored, :, ::-1]"),),
        ),
        Mistake(
            "the draws are returned too",
            "The docstring asks for one array. You return a tuple: the pictures, and which of them were mirrored.",
            "Return the pictures alone.",
            changes=((WHERE, "np.where(mirrored[:, np.newaxis, np.newaxis], images[:, :, ::-1], images), mirrored"),),
        ),
        Mistake(
            "images itself is changed",
            "Look at your `images` after the call. Writing to `images[…]` writes into the caller's array: in the next epoch it would be mirrored once more.",
            "Work on a copy.",
            code="""
            def random_flip(images, p, rng):
                mirrored = rng.random(len(images)) < p
                images[mirrored] = images[mirrored][:, :, ::-1]
                return images
            """,
            costs=0.25,
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: other pictures are mirrored, so the draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=(("rng.random(len(images))", "np.random.rand(len(images))"),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=(("rng.random(len(images))", "np.random.default_rng().random(len(images))"),),
            costs=0.25,
        ),
        Mistake(
            "there is a draw for each row of pixels, not one for each picture",
            "Look at one picture that came out: some of its rows are mirrored and others are not.",
            "As many draws as there are pictures; each decides for all rows of its own.",
            code="""
            def random_flip(images, p, rng):
                flip = rng.random(images.shape[:2]) < p
                return np.where(flip[:, :, np.newaxis], images[:, :, ::-1], images)
            """,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop with np.fliplr",
            code="""
            def random_flip(images, p, rng):
                result = []
                for image in images:
                    result.append(np.fliplr(image) if rng.random() < p else image)
                return np.array(result)
            """,
        ),
        Alternative(
            "a copy, np.flip and a binomial draw",
            code="""
            def random_flip(images, p, rng):
                new = images.copy()
                chosen = rng.binomial(1, p, size=images.shape[0]).astype(bool)
                new[chosen] = np.flip(images[chosen], axis=2)
                return new
            """,
        ),
        Alternative(
            "in float32, with a print",
            code="""
            def random_flip(images, p, rng):
                out = np.zeros(images.shape, np.float32)
                for i in range(images.shape[0]):
                    u = rng.uniform()
                    print(i, u)
                    out[i] = images[i][..., ::-1] if u > 1 - p else images[i]
                return out
            """,
        ),
        Alternative(
            "arithmetic on a mask, and a choice",
            code="""
            def random_flip(images, p, rng):
                D = rng.choice([1, 0], size=(len(images), 1, 1), p=[p, 1 - p])
                return D * images[:, :, ::-1] + (1 - D) * images
            """,
        ),
    ),
)
