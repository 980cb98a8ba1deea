"""random_shift: copies of one picture that show how each is moved, white ones that show how often, and no shift at all."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.augmentation_early_stopping.shared import IMAGES_RULE, picture, totals_trial
from autograder.bank.probes import CHANGED, FORM, GLOBAL, RNG_RULE, fresh, generator, reproducible, six_sigma
from course_utils.reference import augmentation_early_stopping as reference


def moved(one, down, right, mode="constant"):
    """A picture moved; what comes in is 0, the edge repeated (mode "edge") or the other side (mode "wrap")."""
    h, w = one.shape
    padded = np.pad(one, ((h, h), (w, w)), mode=mode)
    return padded[h - down : 2 * h - down, w - right : 2 * w - right].tolist()


def all_moves(one, most, mode="constant"):
    steps = range(-most, most + 1)
    return [moved(one, down, right, mode) for down in steps for right in steps]


MOVES = ("moved, with 0 coming in", "moved, with the other side coming in", "moved, with the edge repeated")


def steps(most, negative, positive):
    """The shifts along one direction, in words, each as often as there are shifts along the other."""
    return [f"{abs(k)} {negative if k < 0 else positive}" if k else "0" for k in range(-most, most + 1)]


def shift_kinds(rng, m, h, w, most):
    """Copies of one picture: how it is moved, and what comes in."""
    one = picture(rng, h, w)
    known = [one.tolist()] + [p for mode in ("constant", "wrap", "edge") for p in all_moves(one, most, mode)] + [np.zeros((h, w)).tolist()]
    names = [""] + [name for name in MOVES for _ in range((2 * most + 1) ** 2)] + ["empty"]
    says = f"of the pictures some come out {{got}}; they should be {{want}}, and by at most {most} pixel{'s' * (most > 1)}"
    return Trial(
        f"{m} copies of one picture {(h, w)}, most = {most}",
        {"images": np.array([one] * m), "most": most, "rng": generator(rng)},
        [FORM, Probe("values", "kinds", {"known": known, "names": names}, says=says), CHANGED, GLOBAL],
    )


def shift_shares(rng, m, h, w, most, filled=1.0):
    """Copies of a white picture, whose shifts are told by what came in: how often each occurs."""
    one = np.full((h, w), filled)
    share = 1 / (2 * most + 1) ** 2
    options = {"known": all_moves(one, most)}
    says = f"some shifts come more often than others; each of the {len(options['known'])} possible ones should come in a share near {share:.3g} of the pictures"
    down, right = steps(most, "up", "down"), steps(most, "left", "right")
    return Trial(
        f"{m} copies of a white picture {(h, w)}, most = {most}",
        {"images": np.full((m, h, w), filled), "most": most, "rng": generator(rng)},
        [
            FORM,
            Probe(
                "draws",
                "kinds",
                options | {"names": [d for d in down for _ in right]},
                says="up and down, the shifts that occur are {got}; they should be {want}",
            ),
            Probe(
                "draws",
                "kinds",
                options | {"names": right * len(down)},
                says="to the left and right, the shifts that occur are {got}; they should be {want}",
            ),
            Probe("draws", "shares", options, [share] * len(options["known"]), six_sigma(share, m), says),
            fresh("draws", "pictures"),
            reproducible(),
        ],
    )


def no_shift(rng, m, h, w):
    """With most = 0 every picture stays where it is."""
    one = picture(rng, h, w)
    options = {"known": [one.tolist(), *all_moves(one, 1)], "names": ["as it was"] + ["moved"] * 9}
    says = "of the pictures some come out {got}; they should be {want}"
    return Trial(
        f"{m} copies of one picture {(h, w)}, most = 0",
        {"images": np.array([one] * m), "most": 0, "rng": generator(rng)},
        [FORM, Probe("values", "kinds", options, says=says), CHANGED, GLOBAL],
    )


SHIFT_DRAW = "top, left = rng.integers(0, 2 * most + 1, 2)"
PAD = "padded = np.pad(images, ((0, 0), (most, most), (most, most)))"
CUT = "padded[i, top : top + h, left : left + w]"

EXERCISE = Exercise(
    reference=reference.random_shift,
    points=3,
    returns=("images",),
    rules=(
        Rule("values", "each picture is moved by at most `most` pixels in each direction; what leaves is lost, and 0 comes in", 1),
        Rule("draws", "all shifts are equally likely, drawn for each picture by itself, anew in every call", 1),
        RNG_RULE,
        IMAGES_RULE,
    ),
    visible=lambda rng: [
        shift_kinds(rng, 40, 3, 4, 1),
        totals_trial(rng, 3, 5, 6, "most", 1, edge=1),
        shift_shares(rng, 1500, 4, 5, 2),
        no_shift(rng, 30, 2, 3),
        shift_shares(rng, 800, 3, 4, 1),
    ],
    hidden=lambda rng: [
        shift_kinds(rng, 60, 4, 3, 1),
        shift_kinds(rng, 60, 4, 5, 2),
        totals_trial(rng, 5, 6, 5, "most", 1, edge=1),
        totals_trial(rng, 1, 6, 7, "most", 2, edge=2),
        shift_shares(rng, 800, 5, 3, 1, round(rng.uniform(0.5, 2), 2)),
        shift_shares(rng, 1500, 5, 4, 2, round(rng.uniform(0.5, 2), 2)),
        no_shift(rng, 30, 4, 2),
        shift_kinds(rng, 60, 3, 4, 2),
    ],
    mistakes=(
        Mistake(
            "what leaves on one side comes in on the other",
            "Move the picture 1 2 3 to the right by hand: it should become 0 1 2. Yours is 3 1 2. That is what `np.roll` does: part of a digit's left edge would appear on its right.",
            "Let zeros come in: a wider picture with a border of zeros, from which you cut a window, has them ready.",
            changes=((PAD, 'padded = np.pad(images, ((0, 0), (most, most), (most, most)), mode="wrap")'),),
        ),
        Mistake(
            "the edge is repeated, where 0 should come in",
            "Move the picture 1 2 3 to the right by hand: it should become 0 1 2. Yours is 1 1 2: strokes that touch the edge would be drawn out.",
            "The border that you put round the picture should hold zeros.",
            changes=((PAD, 'padded = np.pad(images, ((0, 0), (most, most), (most, most)), mode="edge")'),),
        ),
        Mistake(
            "the shift up by most, and to the left by most, is never drawn",
            "With most = 2 count which shifts occur: −1, 0, 1 and 2, but never −2. (The last number of a window's range is left out: `rng.integers(low, high)` stops before `high`.)",
            "Count the places a window can have in the picture with its border: from most to the left to most to the right.",
            changes=((SHIFT_DRAW, "top, left = rng.integers(0, 2 * most, 2) if most else (0, 0)"),),
        ),
        Mistake(
            "the shift down by most, and to the right by most, is never drawn",
            "With most = 2 count which shifts occur: −2, −1, 0 and 1, but never 2. `rng.integers(low, high)` stops before `high`.",
            "Ends are included: say so, or give the next whole number.",
            changes=((SHIFT_DRAW, "top, left = rng.integers(min(most, 1), 2 * most + 1, 2)"),),
        ),
        Mistake(
            "one shift for all pictures",
            "In each call all pictures move by the same. A batch of yours is one picture's worth of variety.",
            "Draw anew for each picture: where does your draw stand, before the loop or in it?",
            code="""
            def random_shift(images, most, rng):
                m, h, w = images.shape
                padded = np.pad(images, ((0, 0), (most, most), (most, most)))
                top, left = rng.integers(0, 2 * most + 1, 2)
                return padded[:, top : top + h, left : left + w]
            """,
        ),
        Mistake(
            "the same number moves a picture down and to the right",
            "Your pictures move along one diagonal only: never down without going to the right.",
            "Two directions, two draws.",
            changes=((SHIFT_DRAW, "top = left = rng.integers(0, 2 * most + 1)"),),
        ),
        Mistake(
            "pictures move to the left or right only",
            "No picture of yours ever moves up or down.",
            "Draw a second number for each picture, for the other direction.",
            changes=((SHIFT_DRAW, "top, left = most, rng.integers(0, 2 * most + 1)"),),
        ),
        Mistake(
            "pictures move up or down only",
            "No picture of yours ever moves to the left or right.",
            "Draw one more number for each picture: rows move too, and columns.",
            changes=((SHIFT_DRAW, "top, left = rng.integers(0, 2 * most + 1), most"),),
        ),
        Mistake(
            "pictures move in one sense only, never back",
            "Look at the rows and columns of zeros in your pictures: they come in on the same two sides always. Shifts go from −most to most.",
            "Half of the possible shifts are missing: widen the range of your draw.",
            changes=((SHIFT_DRAW, "top, left = rng.integers(0, most + 1, 2)"),),
        ),
        Mistake(
            "only the largest shifts are drawn",
            "With most = 2 your pictures move by 2, and never by 1 or 0. Every whole number between the ends has its turn.",
            "Draw from a range of whole numbers, not from its two ends.",
            changes=((SHIFT_DRAW, "top, left = rng.choice([0, 2 * most], 2)"),),
        ),
        Mistake(
            "the largest shifts come half as often as the others",
            "Draw ten thousand numbers the way you do and count: the two ends come half as often. If you round draws from −most to most, only half as many of them are rounded to an end as to any other number.",
            "Draw whole numbers from the beginning: a generator has a method for that.",
            changes=((SHIFT_DRAW, "top, left = np.rint(rng.uniform(0, 2 * most, 2)).astype(int)"),),
        ),
        Mistake(
            "small shifts come more often than large ones",
            "Count how often each shift occurs: with you most pictures stay near the middle, as with normal draws. All shifts should be equally likely.",
            "Draw whole numbers, evenly.",
            changes=((SHIFT_DRAW, "top, left = np.clip(np.rint(rng.normal(most, most / 2, 2)), 0, 2 * most).astype(int)"),),
        ),
        Mistake(
            "a shift of 0 leaves nothing of the picture",
            "Some of your pictures are empty: those that do not move up or down, or not to the left or right. Which rows does `picture[0:]` name? All of them.",
            "Make three cases for each direction: to the one side, to the other, and not at all.",
            code="""
            def random_shift(images, most, rng):
                shifted = images.copy()
                for image in shifted:
                    down, right = rng.integers(-most, most + 1, 2)
                    image[...] = np.roll(image, (down, right), axis=(0, 1))
                    image[slice(0, down) if down > 0 else slice(down, None)] = 0
                    image[:, slice(0, right) if right > 0 else slice(right, None)] = 0
                return shifted
            """,
        ),
        Mistake(
            "most is ignored: the shift is at most 1",
            "Try most = 2: no picture moves by 2. And with most = 0 it should stay where it is.",
            "Wherever a 1 stands for the largest shift, `most` belongs.",
            changes=(("m, h, w = images.shape", "(m, h, w), most = images.shape, 1"),),
        ),
        Mistake(
            "the pictures are moved twice as far as they may",
            "With most = 1 some of your pictures move by 2. How far is it from the one end of −most … most to the other, and how far from the middle?",
            "From the middle it is at most `most` to either side.",
            code="""
            def random_shift(images, most, rng):
                m, h, w = images.shape
                padded = np.pad(images, ((0, 0), (2 * most, 2 * most), (2 * most, 2 * most)))
                shifted = np.empty_like(images)
                for i in range(m):
                    top, left = rng.integers(0, 4 * most + 1, 2)
                    shifted[i] = padded[i, top : top + h, left : left + w]
                return shifted
            """,
        ),
        Mistake(
            "the pictures grow",
            "Print the shapes before and after. The border of zeros is scaffolding: what size should come out?",
            "Cut from the wide picture a window as large as the picture was.",
            code="""
            def random_shift(images, most, rng):
                m, h, w = images.shape
                padded = np.zeros((m, h + 2 * most, w + 2 * most))
                for i in range(m):
                    top, left = rng.integers(0, 2 * most + 1, 2)
                    padded[i, top : top + h, left : left + w] = images[i]
                return padded
            """,
        ),
        Mistake(
            "the border is put round the stack of pictures too",
            "Look at picture 0 of your result: it is empty. `np.pad(images, most)` adds in every direction, also pictures of zeros before the first.",
            "Tell `np.pad` for each axis how much to add: nothing along the axis that counts the pictures.",
            changes=((PAD, "padded = np.pad(images, most)"),),
        ),
        Mistake(
            "every picture is made of the first one",
            "Hand over three different pictures: you get the first one three times.",
            "Look at the index of the picture inside the loop.",
            changes=((CUT, "padded[0, top : top + h, left : left + w]"),),
        ),
        Mistake(
            "height and width are exchanged",
            "The error names two shapes, each the other's mirror image. Square pictures would hide it.",
            "Rows go with `h`, columns with `w`, and rows come first.",
            changes=((CUT, "padded[i, top : top + w, left : left + h]"),),
        ),
        Mistake(
            "every call moves the pictures alike",
            "Call twice with one and the same `rng`: the pictures move by the same. In every epoch the network would meet the same pictures.",
            "Is there a seed inside, or a generator that is made anew? Draw from the `rng` that comes in; it moves on with every draw.",
            changes=(("m, h, w = images.shape", "m, h, w = images.shape\n    rng = np.random.default_rng(1)"),),
        ),
        Mistake(
            "images itself is changed",
            "Look at your `images` after the call. The next shift would start from the moved pictures, and bit by bit they would leave the frame.",
            "Write into a new array.",
            changes=(("shifted = np.empty_like(images)", "shifted = images"),),
            costs=0.25,
        ),
        Mistake(
            "the global generator is used, not rng",
            "Call twice with `np.random.default_rng(0)`: the shifts differ, so the draws come from elsewhere.",
            "Everything under `np.random` that draws has a sibling that is a method of `rng`.",
            changes=((SHIFT_DRAW, "top, left = np.random.randint(0, 2 * most + 1, 2)"),),
            costs=0.25,
        ),
        Mistake(
            "the draws come from another generator, and rng is left unused",
            "Call twice with `np.random.default_rng(0)`: the results differ although nothing that you hand over differs.",
            "There is a generator already, the argument `rng`: make none, and draw from this one.",
            changes=((SHIFT_DRAW, "top, left = np.random.default_rng().integers(0, 2 * most + 1, 2)"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "scipy.ndimage.shift",
            code="""
            def random_shift(images, most, rng):
                from scipy.ndimage import shift
                moves = rng.integers(-most, most, size=(len(images), 2), endpoint=True)
                return np.stack([shift(image, move, order=0) for image, move in zip(images, moves)])
            """,
        ),
        Alternative(
            "np.roll, and zeros where it wrapped round",
            code="""
            def random_shift(images, most, rng):
                result = []
                for image in images:
                    dy, dx = rng.integers(-most, most + 1), rng.integers(-most, most + 1)
                    new = np.roll(image, (dy, dx), axis=(0, 1))
                    if dy > 0: new[:dy] = 0
                    if dy < 0: new[dy:] = 0
                    if dx > 0: new[:, :dx] = 0
                    if dx < 0: new[:, dx:] = 0
                    result.append(new)
                return np.array(result)
            """,
        ),
        Alternative(
            "products with shifted identity matrices",
            code="""
            def random_shift(images, most, rng):
                m, h, w = images.shape
                down, right = rng.integers(-most, most + 1, size=(2, m))
                return np.array([np.eye(h, k=-d) @ image @ np.eye(w, k=r) for image, d, r in zip(images, down, right)])
            """,
        ),
        Alternative(
            "a draw from a list, in float32",
            code="""
            def random_shift(images, most, rng):
                m, h, w = images.shape
                big = np.zeros((m, h + 2 * most, w + 2 * most), dtype=np.float32)
                big[:, most : most + h, most : most + w] = images
                steps = list(range(-most, most + 1))
                out = np.zeros((m, h, w), dtype=np.float32)
                for i in range(m):
                    y, x = rng.choice(steps), rng.choice(steps)
                    out[i] = big[i, most - y : most - y + h, most - x : most - x + w]
                return out
            """,
        ),
    ),
)
