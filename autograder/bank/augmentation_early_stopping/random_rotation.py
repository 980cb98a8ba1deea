"""random_rotation: pictures with a bright spot that shows the turn, white ones for the corners, and no turn at all."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.augmentation_early_stopping.shared import IMAGES_RULE, picture
from autograder.bank.probes import CHANGED, FORM, GLOBAL, RNG_RULE, fresh, generator, reproducible
from course_utils.reference import augmentation_early_stopping as reference


def blob(down, right, h=9, w=9):
    """A bright spot at some distance from the picture's middle, whose turns are told by where it goes."""
    y, x = np.indices((h, w)) - np.array([[[(h - 1) / 2 + down]], [[(w - 1) / 2 + right]]])
    spot = np.exp(-(x**2 + y**2) / 1.62)
    return np.round(9 * spot * (spot > 0.05), 1)


def turn_trial(rng, m, most):
    """Copies of one picture with a bright spot: by how much it is carried round."""
    right, down = ((1.5, -1), (-1, 1.5), (-1.5, -1), (1, 1.5))[rng.integers(4)]
    options = {"before": "images", "most": most}
    return Trial(
        f"{m} copies of a picture with a bright spot, most = {most}",
        {"images": np.array([blob(down, right)] * m), "most": most, "rng": generator(rng)},
        [
            FORM,
            Probe(
                "values", "turned", {"before": "images"}, "round its middle", says="a picture is turned {got}; it should be turned {want}"
            ),
            Probe("draws", "turned_alike", {"before": "images"}, False, says="all pictures are turned by one angle"),
            Probe(
                "values",
                "turns",
                {**options, "say": "most"},
                1.0,
                0.2,
                "the largest angle, divided by most, is {got}; it should be near 1",
            ),
            Probe(
                "draws",
                "turns",
                {**options, "say": "mean"},
                0.0,
                round(6 * 0.577 / np.sqrt(m), 3),
                "the mean of the angles, divided by most, is {got}; it should be near 0",
            ),
            Probe(
                "draws",
                "turns",
                {**options, "say": "spread"},
                0.577,
                0.16,
                "the root mean square of the angles, divided by most, is {got}; it should be near {want}",
            ),
            fresh("draws", "pictures"),
            reproducible(),
        ],
    )


def corner_trial(rng, m, h, w, most):
    """White pictures: what comes into the corners."""
    says = "the darkest and the brightest value of white pictures, turned, are {got}; they should be {want}"
    return Trial(
        f"{m} white pictures {(h, w)}, most = {most}",
        {"images": np.ones((m, h, w)), "most": most, "rng": generator(rng)},
        [FORM, Probe("corners", "extremes", {}, [0.0, 1.0], 0.3, says)],
    )


def spots_trial(rng, strengths, h, w, most):
    """Different pictures, told by how bright they are, which a turn leaves as it is."""
    images = np.array([s * blob(*rng.uniform(-1.2, 1.2, 2), h, w) for s in rng.permutation(strengths)])
    atol = 0.9 * float(images.sum(axis=(1, 2)).min() / min(strengths))
    says = "the sums of the pictures are {got}; they should be near {want}, in this order"
    return Trial(
        f"{len(images)} pictures {(h, w)}, each with a bright spot, most = {most}",
        {"images": np.round(images, 1), "most": most, "rng": generator(rng)},
        [FORM, Probe("values", "totals", {}, atol=round(atol, 1), says=says), CHANGED, GLOBAL],
    )


def no_turn(rng, m, h, w):
    """With most = 0 nothing is turned; however one interpolates, a picture is then as it was."""
    images = np.array([picture(rng, h, w) for _ in range(m)])
    as_it_was = Probe("values", "value", {}, atol=1e-4)
    return Trial(f"{m} pictures {(h, w)}, most = 0", {"images": images, "most": 0, "rng": generator(rng)}, [FORM, as_it_was, CHANGED])


def lone_trial(rng, m, h, w, most):
    """One bright picture among black ones, which no turn makes brighter."""
    images = np.zeros((m, h, w))
    images[rng.integers(m)] = blob(*rng.uniform(-1.2, 1.2, 2), h, w)
    options = {"known": [np.zeros((h, w)).tolist()]}
    says = f"other pictures are black than should be: of {m}, all but one black, a share of {{got}}; it should be {{want}}"
    return Trial(
        f"{m} pictures {(h, w)}, all but one black, most = {most}",
        {"images": images, "most": most, "rng": generator(rng)},
        [FORM, Probe("values", "shares", options, [1 - 1 / m], 0.4 / m, says), CHANGED],
    )


def many_angles(rng, m, h, w, most):
    """Copies of a picture, turned by a few degrees: no two angles are the same."""
    says = f"many copies of a picture come out alike: of {m} only a share of {{got}} is different from those before"
    return Trial(
        f"{m} copies of one picture {(h, w)}, most = {most}",
        {"images": np.array([picture(rng, h, w)] * m), "most": most, "rng": generator(rng)},
        [FORM, Probe("draws", "different", {"before": "images"}, 1.0, 0.3, says)],
    )


ANGLES = "angles = rng.uniform(-most, most, len(images))"
TURN = "rotate(image, angle, reshape=False, order=1)"
TURNS = "np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)])"

EXERCISE = Exercise(
    reference=reference.random_rotation,
    points=2,
    returns=("images",),
    rules=(
        Rule("values", "each picture is turned round its middle, by at most `most` degrees, and keeps its size", 1),
        Rule("draws", "the angles are spread evenly from -most to most, drawn for each picture by itself, anew in every call", 1),
        Rule("corners", "corners that nothing turns into are 0", 0.25),
        RNG_RULE,
        IMAGES_RULE,
    ),
    visible=lambda rng: [
        spots_trial(rng, (1, 3, 5), 9, 11, 20),
        turn_trial(rng, 90, 60),
        corner_trial(rng, 30, 8, 8, 45),
        no_turn(rng, 2, 3, 4),
        lone_trial(rng, 8, 9, 9, 30),
        many_angles(rng, 40, 6, 7, 5),
    ],
    hidden=lambda rng: [
        spots_trial(rng, (1, 3, 5), 11, 9, 30),
        spots_trial(rng, (2,), 9, 10, round(rng.uniform(10, 20), 1)),
        turn_trial(rng, 120, round(rng.uniform(60, 90), 1)),
        turn_trial(rng, 150, round(rng.uniform(55, 70), 1)),
        corner_trial(rng, 40, 9, 7, round(rng.uniform(45, 60), 1)),
        no_turn(rng, 3, 4, 3),
        lone_trial(rng, 10, 9, 11, 40),
        many_angles(rng, 50, 7, 5, 6),
    ],
    mistakes=(
        Mistake(
            "the angles are turned into radians",
            "Your pictures hardly move. `rotate` of SciPy takes degrees, and so does this exercise: π radians would be 180 of them.",
            "Hand the angle over as it was drawn.",
            changes=((TURN, "rotate(image, np.deg2rad(angle), reshape=False, order=1)"),),
        ),
        Mistake(
            "pictures are turned one way only",
            "The mean of your angles is about half of `most`; it should be 0. Nobody writes slanted to one side only.",
            "The draw should reach from one end to the other: both signs.",
            changes=((ANGLES, "angles = rng.uniform(0, most, len(images))"),),
        ),
        Mistake(
            "one angle for all pictures",
            "In each call all pictures are turned alike. A batch of yours is one picture's worth of variety.",
            "Draw as many angles as there are pictures.",
            changes=((ANGLES, "angles = np.full(len(images), rng.uniform(-most, most))"),),
        ),
        Mistake(
            "only the two largest angles are drawn",
            "Your pictures are turned by `most` or by −`most`, and by nothing in between.",
            "Draw a number from an interval, not one of its two ends.",
            changes=((ANGLES, "angles = most * rng.choice([-1, 1], len(images))"),),
        ),
        Mistake(
            "the pictures are turned too far, some by twice as much as they may",
            "The largest of your angles is about twice `most`, or more. (If your draws are normal, one in three is larger than their standard deviation.)",
            "Draw evenly from an interval, and let its two ends be −most and most.",
            changes=((ANGLES, "angles = 2 * rng.uniform(-most, most, len(images))"),),
        ),
        Mistake(
            "the pictures are turned half as far as they may be",
            "The largest of your angles is about half of `most`.",
            "`most` is the largest angle to either side, not the width of the interval.",
            changes=((ANGLES, "angles = rng.uniform(-most / 2, most / 2, len(images))"),),
        ),
        Mistake(
            "the pictures grow, each as its angle wants it",
            "A picture on its corner needs more room, and `rotate` makes it unless it is told not to. Pictures of different sizes fit into no array.",
            "Read what `help(rotate)` says of `reshape`.",
            changes=((TURN, "rotate(image, angle, order=1)"),),
        ),
        Mistake(
            "the stack is turned as a whole, pictures into each other",
            "`rotate` turns in the plane of the first two axes. Of `images` (m, h, w) these are the pictures and their rows: rows of one picture end up in another.",
            "Hand over one picture at a time, each with an angle of its own.",
            changes=((TURNS, "rotate(images, angles[0], reshape=False, order=1)"),),
        ),
        Mistake(
            "every picture is made of the first one",
            "Hand over three different pictures: you get the first one three times.",
            "Look at which picture is turned inside the loop.",
            changes=((TURN, "rotate(images[0], angle, reshape=False, order=1)"),),
        ),
        Mistake(
            "the pictures come out in the reverse order",
            "Hand over different pictures and look at the first result: it belongs to the last. Every label would be wrong.",
            "Picture i of the result is made of picture i.",
            changes=((TURNS, "np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images[::-1], angles)])"),),
        ),
        Mistake(
            "the angles are whole numbers",
            "Turn a hundred copies of one picture by at most 10 degrees: only about twenty different ones come out. Between 3 and 4 degrees there are more angles.",
            "Draw from the whole interval: a method of `rng` gives numbers with all their digits.",
            changes=((ANGLES, "angles = np.rint(rng.uniform(-most - 0.5, most + 0.5, len(images)))"),),
        ),
        Mistake(
            "what comes into the corners is as bright as what is white",
            "Turn a black picture by 45 degrees: its corners become white. Nothing was there before.",
            "Look at what you hand over as `cval`: where nothing turns in, the value is 0.",
            changes=((TURN, "rotate(image, angle, reshape=False, order=1, cval=1.0)"),),
        ),
        Mistake(
            "something of the pictures is lost, or they are not turned round their middle",
            "Turn a picture with a spot in it, and look: the spot is gone, or nearer to the middle than before, or farther from it. It is so where pictures grow to all sides and are cut at one corner, or shrunk, to be of the old size.",
            "`rotate` can keep the size, and then it turns round the middle by itself.",
            code="""
            def random_rotation(images, most, rng):
                m, h, w = images.shape
                return np.array([rotate(image, rng.uniform(-most, most), order=1)[:h, :w] for image in images])
            """,
        ),
        Mistake(
            "the corners are filled with what is near",
            "Turn a white picture by 45 degrees: its corners should be black, and yours are white. What stands at the edge is drawn out or reflected.",
            "Leave `mode` as it is: then 0 comes in.",
            changes=((TURN, 'rotate(image, angle, reshape=False, order=1, mode="nearest")'),),
            costs=0.25,
        ),
        Mistake(
            "every call turns the pictures alike",
            "Call twice with one and the same `rng`: the angles are the same. In every epoch the network would meet the same pictures.",
            "Is there a seed inside, or a generator that is made anew? Draw from the `rng` that comes in; it moves on with every draw.",
            changes=((ANGLES, "angles = np.random.default_rng(1).uniform(-most, most, len(images))"),),
        ),
        Mistake(
            "images itself is changed",
            "Look at your `images` after the call: writing to `images[i]` writes into the caller's array. In the next epoch you would turn a turned picture, and blur it once more.",
            "Put the turned pictures into a new array.",
            code="""
            def random_rotation(images, most, rng):
                for i in range(len(images)):
                    images[i] = rotate(images[i], rng.uniform(-most, most), reshape=False, order=1)
                return images
            """,
            costs=0.25,
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the angles differ, so the draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=((ANGLES, "angles = np.random.uniform(-most, most, len(images))"),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=((ANGLES, "angles = np.random.default_rng().uniform(-most, most, len(images))"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a list of pictures, stacked",
            changes=((TURNS, "np.stack([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)])"),),
        ),
        Alternative(
            "a loop, cubic interpolation, turned the other way",
            code="""
            def random_rotation(images, most, rng):
                turned = np.zeros(images.shape)
                for i, image in enumerate(images):
                    turned[i] = rotate(image, -(2 * rng.random() - 1) * most, reshape=False)
                return turned
            """,
        ),
        Alternative("the nearest pixel, no interpolation", changes=((TURN, "rotate(image, angle, reshape=False, order=0)"),)),
        Alternative(
            "an affine transform of one's own",
            code="""
            def random_rotation(images, most, rng):
                from scipy.ndimage import affine_transform
                m, h, w = images.shape
                middle, result = np.array([(h - 1) / 2, (w - 1) / 2]), []
                for image in images:
                    a = np.radians(rng.uniform(-most, most))
                    R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                    result.append(affine_transform(image, R, middle - R @ middle, order=1))
                return np.stack(result)
            """,
        ),
        Alternative(
            "a copy filled in, float32, quadratic interpolation, with a print",
            code="""
            def random_rotation(images, most, rng):
                new = images.astype(np.float32)
                for i in range(len(new)):
                    angle = most * rng.uniform(-1, 1)
                    print(f"{angle:.1f}", end=" ")
                    new[i] = rotate(new[i], angle, axes=(1, 0), reshape=False, order=2, mode="constant", cval=0.0)
                return new
            """,
        ),
    ),
)
