"""Chapter 5, augmentation and early stopping: trials, rules, known mistakes and accepted alternatives of its exercises."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from course_utils.black_boxes.specimens import cost_on_the_way, shade, walk
from course_utils.reference import augmentation_early_stopping as reference

CHANGED = Probe("arguments", "changed", {}, "none", says="it changes its argument {got}; the caller still needs that")
GLOBAL = Probe("rng", "global_moved", {}, False, says="it moves NumPy's (or Python's) global random state; draw from `rng` alone")
REPRODUCIBLE = Probe("rng", "reproducible", {}, True, says="two calls from the same state of `rng` give different results")
FORM = Probe("values", "form", {})
RNG_RULE = Rule("rng", "every random number comes from `rng`: the same state of `rng` gives the same result", 0.25)
IMAGES_RULE = Rule("arguments", "`images` is left as it was", 0.25)


def value(rule="values", **options):
    """A probe of its own for each trial: what is wanted is filled in later."""
    return Probe(rule, "value", options)


def fresh(rule):
    return Probe(rule, "fresh", {}, True, says="a second call with the same `rng` gives the very same pictures")


def generator(rng):
    return np.random.default_rng(rng.integers(10**6))


def picture(rng, h, w):
    """A picture of small whole numbers, all different and none of them 0."""
    return rng.permutation(np.arange(1.0, h * w + 1)).reshape(h, w)


def six_sigma(share, m):
    """How far a share of m draws may lie from what it should be: once in 10^9 right draws lie further."""
    return 6 * np.sqrt(share * (1 - share) / m)


def totals_trial(rng, m, h, w, name, amount, edge=0):
    """Different pictures, told by their sums, which no flip changes, and no shift where the edge is empty."""
    images = np.array([picture(rng, h, w) + 10 * i for i in rng.permutation(m)])
    if edge:
        inner = np.zeros_like(images)
        inner[:, edge:-edge, edge:-edge] = images[:, edge:-edge, edge:-edge]
        images = inner
    says = f"{m} different {'pictures' if m > 1 else 'picture'} {(h, w)}, {name} = {amount}"
    sums = Probe("values", "totals", {}, says="the sums of the pictures are {got}; they should be {want}, in this order")
    return Trial(says, {"images": images, name: amount, "rng": generator(rng)}, [FORM, sums, CHANGED, GLOBAL])


# --- random_flip ----------------------------------------------------------------------------------

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
    return Trial(
        f"{m} copies of one picture {(h, w)}, p = {p}",
        {"images": np.array([one] * m), "p": p, "rng": generator(rng)},
        [FORM, shares, fresh("draws"), REPRODUCIBLE],
    )


DRAW = "mirrored = rng.random(len(images)) < p"
MIRROR = "images[:, :, ::-1], images)"
WHERE = "np.where(mirrored[:, np.newaxis, np.newaxis], images[:, :, ::-1], images)"

RANDOM_FLIP = Exercise(
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

# --- random_shift ---------------------------------------------------------------------------------


def moved(one, down, right, mode="constant"):
    """A picture moved; what comes in is 0, the edge repeated (mode "edge") or the other side (mode "wrap")."""
    h, w = one.shape
    padded = np.pad(one, ((h, h), (w, w)), mode=mode)
    return padded[h - down : 2 * h - down, w - right : 2 * w - right].tolist()


def all_moves(one, most, mode="constant"):
    steps = range(-most, most + 1)
    return [moved(one, down, right, mode) for down in steps for right in steps]


MOVES = ("moved, with 0 coming in", "moved, with the other side coming in", "moved, with the edge repeated")


def shift_kinds(rng, m, h, w, most):
    """Copies of one picture: how it is moved, and what comes in."""
    one = picture(rng, h, w)
    known = [one.tolist()] + [p for mode in ("constant", "wrap", "edge") for p in all_moves(one, most, mode)]
    names = [""] + [name for name in MOVES for _ in range((2 * most + 1) ** 2)]
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
    says = "the shares of the possible shifts (up and down × left and right) are {got}; each should be near {want}"
    options = {"known": all_moves(one, most)}
    return Trial(
        f"{m} copies of a white picture {(h, w)}, most = {most}",
        {"images": np.full((m, h, w), filled), "most": most, "rng": generator(rng)},
        [FORM, Probe("draws", "shares", options, [share] * len(options["known"]), six_sigma(share, m), says), fresh("draws"), REPRODUCIBLE],
    )


def no_shift(rng, m, h, w):
    images = np.array([picture(rng, h, w) for _ in range(m)])
    return Trial(f"{m} pictures {(h, w)}, most = 0", {"images": images, "most": 0, "rng": generator(rng)}, [value(), CHANGED])


SHIFT_DRAW = "top, left = rng.integers(0, 2 * most + 1, 2)"
PAD = "padded = np.pad(images, ((0, 0), (most, most), (most, most)))"
CUT = "padded[i, top : top + h, left : left + w]"

RANDOM_SHIFT = Exercise(
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
        no_shift(rng, 2, 2, 3),
    ],
    hidden=lambda rng: [
        shift_kinds(rng, 60, 4, 3, 1),
        shift_kinds(rng, 60, 4, 5, 2),
        totals_trial(rng, 5, 6, 5, "most", 1, edge=1),
        totals_trial(rng, 1, 6, 7, "most", 2, edge=2),
        shift_shares(rng, 800, 5, 3, 1, round(rng.uniform(0.5, 2), 2)),
        shift_shares(rng, 1500, 5, 4, 2, round(rng.uniform(0.5, 2), 2)),
        no_shift(rng, 3, 4, 2),
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
            "most is ignored: the shift is at most 1",
            "Try most = 2: no picture moves by 2. And with most = 0 it should stay where it is.",
            "Wherever a 1 stands for the largest shift, `most` belongs.",
            changes=(
                (SHIFT_DRAW, "top, left = most + rng.integers(-1, 2, 2)"),
                (PAD, "padded = np.pad(images, ((0, 0), (most + 1, most + 1), (most + 1, most + 1)))[:, 1:, 1:] if most else images"),
            ),
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
            "a seed inside the function makes every call draw the same",
            "Call twice with one and the same `rng`: the pictures move by the same. In every epoch the network would meet the same pictures.",
            "Draw from the `rng` that comes in; it moves on with every draw.",
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

# --- random_rotation ------------------------------------------------------------------------------


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
            fresh("draws"),
            REPRODUCIBLE,
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
    images = np.array([picture(rng, h, w) for _ in range(m)])
    return Trial(
        f"{m} pictures {(h, w)}, most = 0",
        {"images": images, "most": 0, "rng": generator(rng)},
        [
            FORM,
            Probe("values", "totals", {}, atol=0.5, says="the sums of the pictures are {got}; nothing is turned, so they should be {want}"),
            CHANGED,
        ],
    )


ANGLES = "angles = rng.uniform(-most, most, len(images))"
TURN = "rotate(image, angle, reshape=False, order=1)"
TURNS = "np.array([rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)])"

RANDOM_ROTATION = Exercise(
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
    ],
    hidden=lambda rng: [
        spots_trial(rng, (1, 3, 5), 11, 9, 30),
        spots_trial(rng, (2,), 9, 10, round(rng.uniform(10, 20), 1)),
        turn_trial(rng, 120, round(rng.uniform(60, 90), 1)),
        turn_trial(rng, 150, round(rng.uniform(55, 70), 1)),
        corner_trial(rng, 40, 9, 7, round(rng.uniform(45, 60), 1)),
        no_turn(rng, 3, 4, 3),
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
            "the corners are filled with what is near",
            "Turn a white picture by 45 degrees: its corners should be black, and yours are white. What stands at the edge is drawn out or reflected.",
            "Leave `mode` as it is: then 0 comes in.",
            changes=((TURN, 'rotate(image, angle, reshape=False, order=1, mode="nearest")'),),
            costs=0.25,
        ),
        Mistake(
            "a list is returned, not an array",
            "`len` works on what you return, `.shape` does not. The network wants one array of all pictures.",
            "Make an array of the list.",
            changes=((TURNS, "[rotate(image, angle, reshape=False, order=1) for image, angle in zip(images, angles)]"),),
        ),
        Mistake(
            "a seed inside the function makes every call draw the same",
            "Call twice with one and the same `rng`: the angles are the same. In every epoch the network would meet the same pictures.",
            "Draw from the `rng` that comes in; it moves on with every draw.",
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

# --- augment_training_set -------------------------------------------------------------------------


def sets(rng, shape, n_y, m, m_dev):
    """Training and dev set, no two columns alike; labels are numbers that tell the examples apart."""
    n_x = shape[0] * shape[1]
    numbers = np.round(rng.permutation(n_x * (m + m_dev)) / 10 + 0.5, 1).reshape(n_x, -1)
    labels = np.round(rng.permutation(n_y * (m + m_dev)) + 1.0).reshape(n_y, -1)
    return {"X": numbers[:, :m], "Y": labels[:, :m], "X_dev": numbers[:, m:], "Y_dev": labels[:, m:]}


def table(rng, shape):
    """What the change multiplies each pixel by; all different, none 1."""
    return np.round(rng.permutation(np.linspace(0.2, 0.9, shape[0] * shape[1])), 2).reshape(shape)


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
    says = "X has {got} different columns; each copy is to be changed anew, so there should be {want}"
    different = Probe("draws", "different_columns", {"part": "X"}, m * (1 + copies), says=says)
    again = Probe("draws", "fresh", {"part": "X"}, True, says="a second call with the same `rng` gives the very same examples")
    trial = augment_trial(rng, shape, n_y, m, m_dev, copies, [FORM, different, again, REPRODUCIBLE])
    trial.arguments["transform"].keywords["spread"] = 0.5
    return Trial(trial.says + ", and a change that is drawn", trial.arguments, trial.probes)


CHANGE = "[to_columns(transform(images, rng)) for _ in range(copies)]"
RESULT = 'data | {"X": np.hstack([data["X"], *changed]), "Y": np.tile(data["Y"], copies + 1)}'

AUGMENT_TRAINING_SET = Exercise(
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
                X_dev = to_columns(transform(to_images(data["X_dev"], shape), rng)) if copies else data["X_dev"]
                return new | {"X_dev": X_dev, "Y_dev": data["Y_dev"]}
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

# --- best_epoch -----------------------------------------------------------------------------------


def curves_trial(says, train, dev, rule="values"):
    return Trial(says, {"train_costs": np.array(train), "dev_costs": np.array(dev)}, [value(rule), CHANGED])


def training(rng, k, rule="values"):
    """Costs of a training of k epochs: the training cost falls, the dev cost has a valley before the lowest place and rises after it."""
    train = np.round(np.linspace(1.2, 0.1, k) + rng.uniform(0, 0.02, k), 3)
    best = int(rng.integers(k // 2, k - 3))
    dev = np.round(0.5 + 0.04 * np.abs(np.arange(k) - best) + rng.uniform(0.001, 0.01, k), 3)
    valley = int(rng.integers(1, best - 1))
    dev[valley] = round(dev[best] + 0.005, 3)  # a rise after it is no reason to stop looking
    train[best + 1] = round(train[best] - 0.08, 3)  # here the sum of both is lowest, and later on the gap is largest
    dev[best + 1] = round(dev[best] + 0.01, 3)
    train[-1], dev[-1] = round(train[-2] - 0.05, 3), round(dev[-2] + 0.05, 3)
    says = f"{k} epochs"
    if rule == "ties":
        dev[[best - 1, best, best + 1]] = dev[best]
        dev[best + 2] = dev[best]
        says += ", four of them equally good"
    if rule == "nan":
        dev[[valley, best + 2, k - 1]] = np.nan
        train[k - 1] = np.nan
        says += ", three of them with NaN"
    return curves_trial(says, train, dev, rule)


BEST_EPOCH = Exercise(
    reference=reference.best_epoch,
    points=2,
    returns=("epoch",),
    rules=(
        Rule("values", "the epoch with the lowest dev cost is returned, counted from 0", 1),
        Rule("ties", "of several that are equally good, it is the first", 0.25),
        Rule("nan", "an epoch whose dev cost is NaN is never chosen, and disturbs nothing", 0.25),
        Rule("arguments", "both arrays are left as they were", 0.25),
    ),
    visible=lambda rng: [
        curves_trial("six epochs", [0.9, 0.7, 0.6, 0.5, 0.2, 0.3], [0.95, 0.8, 0.9, 0.75, 0.77, 0.99]),
        curves_trial("a dev cost that rises from the start", [0.8, 0.6, 0.4], [0.7, 0.9, 1.3]),
        curves_trial("four epochs, the last one best", [0.8, 0.5, 0.55, 0.45], [0.9, 0.8, 0.7, 0.6]),
        curves_trial(
            "seven epochs, three of them equally good", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3], [0.9, 0.5, 0.7, 0.5, 0.6, 0.5, 0.8], "ties"
        ),
        curves_trial("six epochs, one of them with NaN", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], [0.9, 0.8, np.nan, 0.6, 0.7, 0.8], "nan"),
    ],
    hidden=lambda rng: [
        training(rng, 12),
        training(rng, 25),
        curves_trial("one epoch", [round(rng.uniform(0.2, 0.9), 3)], [round(rng.uniform(0.2, 0.9), 3)]),
        training(rng, 15, "ties"),
        training(rng, 14, "nan"),
    ],
    mistakes=(
        Mistake(
            "the training cost decides",
            "You choose the epoch that fits the training set best, which is the last one as a rule: then nobody need stop at all.",
            "Only examples that were not trained on can tell. Look at the other array.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(train_costs)"),),
        ),
        Mistake(
            "the sum of both costs decides",
            "The lecture's slide says so: the point where both are best. But the training cost falls on and on, and pulls your choice to later epochs.",
            "Let the dev cost decide alone.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(np.round(train_costs + dev_costs, 9))"),),
        ),
        Mistake(
            "the smallest gap between both costs decides",
            "At the beginning both costs are equally bad, and the gap is small. Is that the network you want?",
            "Not the distance of the curves counts, but how low the dev cost is.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(np.round(np.abs(dev_costs - train_costs), 9))"),),
        ),
        Mistake(
            "the largest dev cost is looked for",
            "You return the worst epoch. Were these accuracies, it would be the best.",
            "Costs are to be small.",
            changes=(("np.nanargmin", "np.nanargmax"),),
        ),
        Mistake(
            "the lowest cost is returned, not its epoch",
            "Your result is one of the `dev_costs`. In which epoch did it occur?",
            "Ask for the place of the smallest number, not for the number.",
            changes=(("np.nanargmin", "np.nanmin"),),
        ),
        Mistake(
            "the last epoch is returned",
            "Whatever the costs are, you return the last epoch. Look at the dev cost there, and before.",
            "Find the epoch at which the dev cost was lowest.",
            changes=(("np.nanargmin(dev_costs)", "len(dev_costs) - 1"),),
        ),
        Mistake(
            "epochs are counted from 1",
            "Look into `dev_costs` at the place you return: it is the one after the lowest.",
            "Python counts from 0, and so does this chapter.",
            changes=(("np.nanargmin(dev_costs)", "np.nanargmin(dev_costs) + 1"),),
        ),
        Mistake(
            "the first rise ends the search",
            "A dev cost wobbles. You return the place before its first rise, though a lower one comes later.",
            "Look at all epochs.",
            code="""
            def best_epoch(train_costs, dev_costs):
                for epoch in range(len(dev_costs) - 1):
                    if dev_costs[epoch + 1] > dev_costs[epoch]:
                        return epoch
                return int(np.nanargmin(dev_costs[-1:])) + len(dev_costs) - 1
            """,
        ),
        Mistake(
            "an array of epochs is returned",
            "Print the shape of your result. The question has one epoch for an answer, also where several are equally good.",
            "Take the first of them, as a number.",
            changes=(("np.nanargmin(dev_costs)", "np.flatnonzero(dev_costs == np.nanmin(dev_costs))"),),
        ),
        Mistake(
            "of equally good epochs, the last is taken",
            "A loop with `<=` ends with the last of equal numbers. The later network has only had more time to learn by heart.",
            "Let a later epoch win only if it is really lower.",
            changes=(("np.nanargmin(dev_costs)", "len(dev_costs) - 1 - np.nanargmin(dev_costs[::-1])"),),
            costs=0.25,
        ),
        Mistake(
            "NaN is taken for the lowest cost",
            "`np.argmin` returns the place of a NaN if there is one. A training that blew up would be your best.",
            "NumPy has a form of this function that passes NaN over.",
            changes=(("np.nanargmin", "np.argmin"),),
            costs=0.25,
        ),
        Mistake(
            "NaN is written over in the caller's array",
            "Look at `dev_costs` after the call: what was NaN is something else now, and a plot of it would show a lie.",
            "Work on a copy, or use a function that passes NaN over.",
            code="""
            def best_epoch(train_costs, dev_costs):
                dev_costs[np.isnan(dev_costs)] = 1e9
                return np.argmin(dev_costs)
            """,
            costs=0.25,
            shown=True,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop",
            code="""
            def best_epoch(train_costs, dev_costs):
                best, lowest = 0, np.inf
                for epoch in range(len(dev_costs)):
                    if dev_costs[epoch] < lowest:
                        best, lowest = epoch, dev_costs[epoch]
                return best
            """,
        ),
        Alternative("as a Python int", changes=(("np.nanargmin(dev_costs)", "int(np.nanargmin(dev_costs))"),)),
        Alternative(
            "NaN replaced in a copy, with a print",
            code="""
            def best_epoch(train_costs, dev_costs):
                costs = np.where(np.isnan(dev_costs), np.inf, dev_costs)
                print(costs.min())
                return np.argmin(costs)
            """,
        ),
        Alternative(
            "the smallest of pairs",
            code="""
            def best_epoch(train_costs, dev_costs):
                return min((c, i) for i, c in enumerate(dev_costs.tolist()) if c == c)[1]
            """,
        ),
        Alternative(
            "places where it is equal, the first of them, a 0-d array",
            code="""
            def best_epoch(train_costs, dev_costs):
                return np.asarray(np.where(dev_costs == np.nanmin(dev_costs))[0][0])
            """,
        ),
    ),
)

# --- stopping_epoch -------------------------------------------------------------------------------


def stop_trial(says, costs, patience, min_change, rule="values"):
    says = f"{says}, patience = {patience}, min_change = {min_change:g}"
    return Trial(says, {"dev_costs": np.array(costs), "patience": patience, "min_change": min_change}, [value(rule), CHANGED])


def stop_course(rng, patience, min_change=0.0):
    """A dev cost with two bumps shorter than patience, then one that uses it up, and a lower cost still to come.

    All are whole 64ths, so that no rounding decides; a fall within the bumps is no new low.
    """
    cost, costs = int(rng.integers(150, 200)), []
    for bump in (1, patience - 1, patience):
        for _ in range(int(rng.integers(2, 4))):
            cost -= int(rng.integers(8, 15))
            costs.append(cost)
        heights = 2 + rng.permutation(patience)[:bump]
        costs += [cost + int(h) for h in heights]
    costs += [cost - 20, cost - 15, cost - 30]
    return stop_trial(f"{len(costs)} epochs", np.array(costs) / 64, patience, min_change)


def creep_course(rng, patience, end):
    """A dev cost that creeps down by less than min_change at a time, and improves only when the steps add up to more."""
    step = int(rng.integers(2, 5))
    costs = [120, 120 - 10 * step]
    for _ in range(2):
        costs += [costs[-1] - step, costs[-1] - 2 * step, costs[-1] - 3 * step]  # less, as much, more than min_change
    costs += [costs[-1] - k % 3 for k in range(patience)] + [costs[-1] - 2 * step] * end
    return stop_trial("a cost that creeps down", np.array(costs) / 64, patience, 2 * step / 64, "change")


STOP_IF = "if cost < dev_costs[best] - min_change:"
STOP_AT = "if epoch - best == patience:"
STOP_LAST = "return len(dev_costs) - 1, best"

STOPPING_EPOCH = Exercise(
    reference=reference.stopping_epoch,
    points=4,
    returns=("stop", "best"),
    rules=(
        Rule("values", "training stops when `patience` is used up, and `best` is the last improvement by then", 1),
        Rule("change", "an improvement is lower than the best so far by more than `min_change`", 0.5),
        Rule("nan", "an epoch with NaN is no improvement, and the wait goes on", 0.25),
        Rule("arguments", "`dev_costs` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        stop_trial("ten epochs", [0.9, 0.7, 0.75, 0.6, 0.65, 0.62, 0.8, 0.9, 0.5, 0.6], 3, 0.0),
        stop_trial("eight epochs", [0.9, 0.8, 0.85, 0.7, 0.75, 0.65, 0.7, 0.6], 1, 0.0),
        stop_trial("seven epochs", [0.9, 0.7, 0.8, 0.75, 0.65, 0.7, 0.8], 4, 0.0),
        stop_trial("a plateau", [0.75, 0.5, 0.5, 0.5, 0.25, 0.5], 2, 0.0, "change"),
        stop_trial("a cost that creeps down", [1.0, 0.5, 0.4375, 0.375, 0.3125, 0.0, 0.0625], 3, 0.25, "change"),
        stop_trial("a cost that wobbles", [4.0, 3.5, 3.625, 3.25, 3.0, 3.125, 3.0], 3, 0.25, "change"),
        stop_trial("a cost with NaN", [1.0, 0.75, np.nan, 0.5, np.nan, np.nan, 0.75], 2, 0.0, "nan"),
    ],
    hidden=lambda rng: [
        stop_course(rng, 2),
        stop_course(rng, 4),
        stop_course(rng, 6, 1 / 64),
        stop_trial("a cost that rises from the start", np.cumsum(rng.integers(1, 9, 8)) / 8, 5, 0.0),
        stop_trial("a cost that falls to the end", -np.cumsum(rng.integers(2, 9, 8)) / 8 + 20, 2, 0.0),
        stop_trial("one epoch", [round(rng.uniform(0.3, 0.9), 3)], 3, 0.0),
        stop_trial("a plateau", np.array([9, 7, 7, 7, 7, 7, 5, 6]) / 8 + int(rng.integers(1, 9)), 3, 0.0, "change"),
        creep_course(rng, 4, 2),
        creep_course(rng, 5, 0),
        stop_trial("a cost that wobbles", np.array([4, 3.5, 3.625, 3.25, 3, 3.125, 3]) + int(rng.integers(1, 9)), 3, 0.25, "change"),
        stop_trial(
            "a cost with NaN", np.array([8, 6, np.nan, np.nan, 5, np.nan, 6, np.nan, 6]) / 8 + int(rng.integers(1, 9)), 3, 0.0, "nan"
        ),
    ],
    mistakes=(
        Mistake(
            "it waits one epoch too long",
            "Count the epochs after your best one: with patience = 3 there are four. The third of them is the last that is trained.",
            "Patience is used up as soon as that many epochs brought nothing, not when there is one more.",
            changes=((STOP_AT, "if epoch - best > patience:"),),
        ),
        Mistake(
            "it stops one epoch too early",
            "Count the epochs after your best one: with patience = 3 there are two. Does your count begin with the best epoch itself?",
            "The first epoch without improvement is number 1 of the wait.",
            changes=((STOP_AT, "if epoch - best == max(patience - 1, 1 * (patience == 1)):"),),
        ),
        Mistake(
            "the wait is not reset by an improvement",
            "Two bumps of two epochs each are not one of four. After a new lowest cost, patience is whole again.",
            "When an epoch improves, set the count of the wait back.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best, wait = 0, 0
                for epoch in range(1, len(dev_costs)):
                    if dev_costs[epoch] < dev_costs[best] - min_change:
                        best = epoch
                    else:
                        wait += 1
                    if wait == patience:
                        return epoch, best
                return len(dev_costs) - 1, best
            """,
        ),
        Mistake(
            "it stops at the first epoch that is no improvement, whatever patience is",
            "Try patience = 1 and patience = 5: you stop at the same epoch. A dev cost wobbles, and one rise means little.",
            "Wait as many epochs as `patience` says.",
            changes=((STOP_AT, "if epoch > best:"),),
        ),
        Mistake(
            "it never stops before the end",
            "You train to the last epoch, whatever patience is. The best epoch is right only if nothing better comes after the stop.",
            "Leave the loop when patience is used up.",
            changes=((STOP_AT, "if epoch - best == 10**9:"),),
        ),
        Mistake(
            "each epoch is compared with the one before it",
            "A cost that goes up by 3 and down by 1, again and again, gets worse and worse, and yet you see an improvement in every second epoch.",
            "Compare with the best epoch so far.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best = 0
                for epoch in range(1, len(dev_costs)):
                    if dev_costs[epoch] < dev_costs[epoch - 1] - min_change:
                        best = epoch
                    if epoch - best == patience:
                        return epoch, best
                return len(dev_costs) - 1, best
            """,
        ),
        Mistake(
            "epochs after the stop are looked at",
            "Your best epoch comes after the one at which you stopped. In a real training that epoch is never run.",
            "Look at the costs up to the stop only.",
            changes=(("return epoch, best", "return epoch, np.nanargmin(dev_costs)"),),
        ),
        Mistake(
            "the last epoch is called the best",
            "You return the same number twice. At the end of a wait the last epoch is not the best: that is why it was the end.",
            "The best epoch is the last that improved.",
            changes=(("return epoch, best", "return epoch, epoch"), (STOP_LAST, "return len(dev_costs) - 1, len(dev_costs) - 1")),
        ),
        Mistake(
            "the two results are returned in the other order",
            "The first number is larger than the second in the docstring's order: the stop comes after the best epoch.",
            "Compare your `return` with the docstring.",
            changes=(("return epoch, best", "return best, epoch"), (STOP_LAST, "return best, len(dev_costs) - 1")),
        ),
        Mistake(
            "only the stop is returned",
            "To know when to stop is half of it. Which parameters are to be used afterwards?",
            "Return both numbers.",
            changes=(("return epoch, best", "return epoch"), (STOP_LAST, "return len(dev_costs) - 1")),
        ),
        Mistake(
            "epochs are counted from 1",
            "Look into `dev_costs` at the place `best`: it is the epoch after the best one.",
            "Python counts from 0, and so does this chapter.",
            changes=(("return epoch, best", "return epoch + 1, best + 1"), (STOP_LAST, "return len(dev_costs), best + 1")),
        ),
        Mistake(
            "nothing is returned when patience is never used up",
            "A training may be over before the wait is. Then your function comes to its end without a `return`.",
            "After the loop, return the last epoch and the best.",
            changes=((STOP_LAST, "return None"),),
        ),
        Mistake(
            "a training that runs to its end is said to stop one epoch later",
            "For a training of k epochs you return k. The last epoch, counted from 0, has another number.",
            "Ten epochs are numbered 0 to 9.",
            changes=((STOP_LAST, "return len(dev_costs), best"),),
        ),
        Mistake(
            "a rising cost is taken for an improvement",
            "Your best epoch is the worst. Were these accuracies, you would be right.",
            "Costs are to fall.",
            changes=((STOP_IF, "if cost > dev_costs[best] + min_change:"),),
        ),
        Mistake(
            "min_change is ignored",
            "Set min_change to something huge: then nothing after epoch 0 should count, and with you it does.",
            "Being lower is not enough. How much lower must it be?",
            changes=((STOP_IF, "if cost < dev_costs[best]:"),),
            costs=0.5,
        ),
        Mistake(
            "min_change has the wrong sign",
            "With you a cost that is a little *higher* than the best counts as an improvement.",
            "The bar lies below the best cost, not above it.",
            changes=((STOP_IF, "if epoch == 0 or cost < dev_costs[best] + min_change:"),),
            costs=0.5,
        ),
        Mistake(
            "min_change is taken for a share of the cost",
            "Take a best cost of 2 and min_change 0.25: the next must be below 1.75. With you it must be below 1.5.",
            "It is a difference of costs, to be subtracted.",
            changes=((STOP_IF, "if cost < dev_costs[best] * (1 - min_change):"),),
            costs=0.5,
        ),
        Mistake(
            "an equally good epoch counts as an improvement",
            "On a plateau your wait never begins: each epoch is as good as the one before, and with you that is enough.",
            "Lower *by more than* min_change: a `<=` lets equality through.",
            changes=((STOP_IF, "if epoch and cost <= dev_costs[best] - min_change:"),),
            costs=0.5,
        ),
        Mistake(
            "the bar moves with every small fall",
            "Your lowest cost is updated even when the fall was too small to count. A cost that creeps down, always by a little less than min_change, then never improves, however far it comes.",
            "Move the bar only when an epoch counts as an improvement.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best, lowest = 0, np.inf
                for epoch, cost in enumerate(dev_costs):
                    if cost < lowest - min_change:
                        best = epoch
                    lowest = np.fmin(lowest, cost)
                    if epoch - best == patience:
                        return epoch, best
                return len(dev_costs) - 1, best
            """,
            costs=0.5,
        ),
        Mistake(
            "the lowest cost is called the best, though it was no improvement",
            "A fall smaller than min_change does not count. Your stop takes this to heart, your best epoch does not.",
            "Return the epoch from which you counted the wait.",
            changes=(
                ("return epoch, best", "return epoch, np.nanargmin(dev_costs[: epoch + 1])"),
                (STOP_LAST, "return len(dev_costs) - 1, np.nanargmin(dev_costs)"),
            ),
            costs=0.5,
        ),
        Mistake(
            "an epoch with NaN counts as an improvement",
            "Every comparison with NaN is False. If you ask whether a cost is *not* high enough, NaN says yes.",
            "Ask whether the cost is low enough.",
            changes=((STOP_IF, "if not cost >= dev_costs[best] - min_change:"),),
            costs=0.25,
        ),
        Mistake(
            "an epoch with NaN is passed over, as if it had not been trained",
            "A training that has blown up gives NaN for ever. You would wait for ever.",
            "Count it like any other epoch without improvement.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best, wait = 0, 0
                for epoch, cost in enumerate(dev_costs):
                    if epoch and np.isnan(cost):
                        continue
                    wait += 1
                    if cost < dev_costs[best] - min_change or epoch == 0:
                        best, wait = epoch, 0
                    if wait == patience:
                        return epoch, best
                return len(dev_costs) - 1, best
            """,
            costs=0.25,
        ),
        Mistake(
            "training stops at the first NaN",
            "You stop before patience is used up. One epoch whose cost was no number may be followed by good ones.",
            "Treat it as an epoch without improvement, no more.",
            changes=((STOP_AT, "if epoch - best == patience or np.isnan(cost):"),),
            costs=0.25,
        ),
        Mistake(
            "dev_costs itself is changed",
            "Look at `dev_costs` after the call. It is the record of a training, and somebody wants to plot it.",
            "Remember what you need in variables of your own.",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                dev_costs[np.isnan(dev_costs)] = 1e9
                best = 0
                for epoch, cost in enumerate(dev_costs):
                    if cost < dev_costs[best] - min_change:
                        best = epoch
                    if epoch - best == patience:
                        return epoch, best
                    dev_costs[epoch] = min(dev_costs[epoch], dev_costs[max(epoch - 1, 0)])
                return len(dev_costs) - 1, best
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a counter that waits",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                lowest, best, wait = np.inf, 0, 0
                for epoch in range(len(dev_costs)):
                    if lowest - dev_costs[epoch] > min_change:
                        lowest, best, wait = dev_costs[epoch], epoch, 0
                    else:
                        wait += 1
                        if wait >= patience:
                            break
                return epoch, best
            """,
        ),
        Alternative(
            "a while loop, NumPy ints, a list",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                epoch, best = 0, 0
                while epoch < len(dev_costs) - 1 and epoch - best < patience:
                    epoch += 1
                    if dev_costs[best] - dev_costs[epoch] > min_change:
                        best = epoch
                return [np.int64(epoch), np.int64(best)]
            """,
        ),
        Alternative(
            "a window of the next epochs, with a print",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                best = 0
                while True:
                    lower = np.flatnonzero(dev_costs[best + 1 : best + 1 + patience] < dev_costs[best] - min_change)
                    if lower.size == 0:
                        print("best", best)
                        return min(best + patience, len(dev_costs) - 1), best
                    best += 1 + int(lower[0])
            """,
        ),
        Alternative(
            "NaN replaced first, in a copy",
            code="""
            def stopping_epoch(dev_costs, patience, min_change):
                costs = np.nan_to_num(dev_costs, nan=np.inf).tolist()
                stop, best = len(costs) - 1, 0
                for epoch in range(1, len(costs)):
                    if costs[epoch] + min_change < costs[best]:
                        best = epoch
                    elif epoch - best >= patience:
                        stop = epoch
                        break
                return stop, best
            """,
        ),
    ),
)

# --- train_keeping_best ---------------------------------------------------------------------------


def journey(rng, says, costs, patience, max_epochs, sizes=(3, 2), rule="values"):
    """A training known by where it leads: costs[0] at its start, costs[1] after the first epoch, and so on."""
    parameters, steps = {}, {}
    for l in range(1, len(sizes)):
        for name, shape in ((f"W{l}", (sizes[l], sizes[l - 1])), (f"b{l}", (sizes[l], 1))):
            parameters[name] = np.round(rng.uniform(-2, 2, shape), 2)
            steps[name] = np.round(rng.uniform(0.1, 0.9, shape), 2)
    parameters["W1"].flat[0], steps["W1"].flat[0] = 1.0, 1.0  # by this one the epochs are counted
    history = Probe(rule, "numbers", {"part": 1}, says="the history: {difference}")
    return Trial(
        f"{says}, patience = {patience}, max_epochs = {max_epochs}",
        {
            "parameters": parameters,
            "train_epoch": partial(walk, steps=steps),
            "dev_cost": partial(cost_on_the_way, name="W1", start=1.0, costs=np.array(costs)),
            "patience": patience,
            "max_epochs": max_epochs,
        },
        [value(rule, part=0), history, CHANGED],
    )


def long_journey(rng, patience, max_epochs=30):
    """Bumps shorter than patience, then one that uses it up, and a lower cost still to come. The start has the lowest cost of all."""
    cost, costs = 3.0, [0.01]
    for bump in (1, patience - 1, patience):
        for _ in range(int(rng.integers(1, 3))):
            cost = round(cost - rng.uniform(0.1, 0.3), 2)
            costs.append(cost)
        costs += [round(cost + d, 2) for d in rng.uniform(0.02, 0.5, bump)]
    return journey(rng, "a training with bumps", [*costs, 0.5, 0.9, 0.4], patience, max_epochs, sizes=(2, 3, 1))


COPY = "best, best_so_far = copy.deepcopy(now), epoch"
START = "now, history = copy.deepcopy(parameters), []"
LOWER = "if history[-1] < min(history[:-1], default=np.inf):"
WAITED = "if epoch - best_so_far == patience:"
GIVE = "return best, history"

TRAIN_KEEPING_BEST = Exercise(
    reference=reference.train_keeping_best,
    points=4,
    returns=("best", "history"),
    rules=(
        Rule("values", "the parameters of the best epoch are returned, and the dev costs of all epochs that were trained", 1),
        Rule("ties", "an equally low cost is no improvement: of equally good epochs the first is kept", 0.25),
        Rule("arguments", "`parameters` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        journey(rng, "a training with a bump", [2.0, 0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.64, 0.7, 0.5, 0.4], 3, 20),
        journey(rng, "a short training", [0.5, 0.9, 0.7, 0.6, 0.65, 0.55, 0.5], 3, 5, sizes=(2, 2, 1)),
        journey(rng, "a cost that rises from the start", [0.1, 0.3, 0.4, 0.6, 0.9, 1.2], 3, 10),
        journey(rng, "a plateau", [2.0, 0.5, 0.5, 0.5, 0.5, 0.3], 3, 20, rule="ties"),
    ],
    hidden=lambda rng: [
        long_journey(rng, 2),
        long_journey(rng, 4),
        journey(rng, "a cost that falls to the end", [3, *np.round(2 - np.cumsum(rng.uniform(0.05, 0.2, 9)), 2)], 2, 8),
        journey(rng, "one epoch", [1.0, round(rng.uniform(0.2, 0.9), 2)], 1, 1),
        journey(rng, "a cost that rises from the start", np.round(np.cumsum(rng.uniform(0.1, 0.5, 8)), 2), 4, 9, sizes=(4, 1)),
        journey(rng, "a plateau", [2.0, 0.7, 0.6, 0.6, 0.6, 0.3], 2, 20, rule="ties"),
    ],
    mistakes=(
        Mistake(
            "what is returned are the last parameters",
            "Compare your result with the parameters after the last epoch: the same numbers. Either you return the wrong dict; or you kept the right one, but no copy of its arrays: `best = now` is a second name for one dict, "
            "`dict(now)` is a new dict with the old arrays in it, and `train_epoch` writes into these.",
            "The arrays themselves must be copied, at the moment when they are the best: the module `copy` has a function for it, and so has each array.",
            changes=((COPY, "best, best_so_far = now, epoch"),),
        ),
        Mistake(
            "what is returned are the parameters of the start",
            "Compare your result with `parameters`: the same numbers. What you train and what you keep are two different things.",
            "Train one dict; when its cost is lower than ever, copy that dict.",
            changes=((COPY, "best, best_so_far = copy.deepcopy(parameters), epoch"),),
        ),
        Mistake(
            "the copy is made one epoch too late",
            "What you keep belongs to the epoch after the best one. In which order do you train, measure and copy?",
            "Copy the parameters for which you have just measured the lowest cost, before they are trained on.",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history, lowest, wait = copy.deepcopy(parameters), [], np.inf, 0
                for epoch in range(max_epochs):
                    train_epoch(now)
                    history.append(dev_cost(now))
                    wait = 0 if history[-1] < lowest else wait + 1
                    if wait == patience:
                        break
                    if wait == 0:
                        lowest, best = history[-1], copy.deepcopy(now)
                        train_epoch(best)
                return best, history
            """,
        ),
        Mistake(
            "the copy is made one epoch too early: before the cost is measured",
            "What you keep belongs to the epoch before the best one. The cost that you measured is that of the parameters after the epoch.",
            "First train, then measure, then copy.",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history, lowest, wait = copy.deepcopy(parameters), [], np.inf, 0
                for epoch in range(max_epochs):
                    before = copy.deepcopy(now)
                    train_epoch(now)
                    history.append(dev_cost(now))
                    wait += 1
                    if history[-1] < lowest:
                        lowest, best, wait = history[-1], before, 0
                    if wait == patience:
                        break
                return best, history
            """,
        ),
        Mistake(
            "the cost is measured before the epoch is trained",
            "Your history begins with the cost of the start, before anything was learned.",
            "Exchange two lines: an epoch first, its cost afterwards.",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history, best_so_far = copy.deepcopy(parameters), [], 0
                for epoch in range(max_epochs):
                    history.append(dev_cost(now))
                    if history[-1] < min(history[:-1], default=np.inf):
                        best, best_so_far = copy.deepcopy(now), epoch
                    train_epoch(now)
                    if epoch - best_so_far == patience:
                        break
                return best, history
            """,
        ),
        Mistake(
            "every epoch starts anew from the beginning",
            "All costs of your history are the same: each epoch is trained on a fresh copy of the start.",
            "Copy once, before the loop, and train that copy on and on.",
            changes=(("train_epoch(now)", "now = copy.deepcopy(parameters)\n        train_epoch(now)"),),
        ),
        Mistake(
            "what train_epoch returns is taken for the parameters",
            "`train_epoch` returns None: it changes the arrays that it gets. Put what it returns in place of the dict, and there is nothing left to measure.",
            "Call it, and go on with the dict that you handed over.",
            changes=(("train_epoch(now)", "now = train_epoch(now)"),),
        ),
        Mistake(
            "training never stops before max_epochs",
            "Your history is as long as max_epochs, whatever patience is. And what a later epoch brings, nobody would have seen.",
            "Leave the loop when the wait has lasted `patience` epochs.",
            changes=((WAITED, "if epoch - best_so_far == 10**9:"),),
        ),
        Mistake(
            "it waits one epoch too long",
            "Count the epochs in your history after the lowest cost: one more than `patience`.",
            "The wait is over as soon as `patience` epochs brought nothing.",
            changes=((WAITED, "if epoch - best_so_far > patience:"),),
        ),
        Mistake(
            "it stops one epoch too early",
            "Count the epochs in your history after the lowest cost: one less than `patience`.",
            "The first epoch without improvement is number 1 of the wait.",
            changes=((WAITED, "if epoch - best_so_far == patience - 1 and epoch:"),),
        ),
        Mistake(
            "the wait is not reset by an improvement",
            "Two bumps of one epoch each are not one of two. After a new lowest cost, patience is whole again.",
            "When an epoch improves, set the count of the wait back.",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history, lowest, wait = copy.deepcopy(parameters), [], np.inf, 0
                for epoch in range(max_epochs):
                    train_epoch(now)
                    history.append(dev_cost(now))
                    if history[-1] < lowest:
                        lowest, best = history[-1], copy.deepcopy(now)
                    else:
                        wait += 1
                    if wait == patience:
                        break
                return best, history
            """,
        ),
        Mistake(
            "each epoch is compared with the one before it",
            "After a bump your best epoch is one on the way down from it, though a lower cost came before.",
            "Compare with the lowest cost so far.",
            changes=((LOWER, "if not history[:-1] or history[-1] < history[-2]:"),),
        ),
        Mistake(
            "the highest cost is kept",
            "Your best epoch is the worst.",
            "Costs are to fall.",
            changes=((LOWER, "if history[-1] > max(history[:-1], default=-np.inf):"),),
        ),
        Mistake(
            "the number of the best epoch is returned, not its parameters",
            "An epoch number is no network. To predict one needs its weights, and training has gone on since.",
            "Return the copy that you made.",
            changes=((GIVE, "return best_so_far, history"),),
        ),
        Mistake(
            "the history is not returned",
            "The docstring asks for two things; without the history nobody can draw the curve.",
            "Return both, in the docstring's order.",
            changes=((GIVE, "return best"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "The first result should be a dict, and yours is a list.",
            "Compare your `return` with the docstring.",
            changes=((GIVE, "return history, best"),),
        ),
        Mistake(
            "the history holds only the improvements",
            "Your history is shorter than the training was: epochs that brought nothing are missing from it.",
            "Write down the cost of every epoch.",
            changes=((GIVE, "return best, [c for i, c in enumerate(history) if c < min(history[:i], default=np.inf)]"),),
        ),
        Mistake(
            "of equally good epochs, the last is kept",
            "On a plateau your wait never begins: each epoch is as good as the one before, and with you that is enough.",
            "Only a lower cost is an improvement; a `<=` lets equality through.",
            changes=((LOWER, "if history[-1] <= min(history[:-1], default=np.inf):"),),
            costs=0.25,
        ),
        Mistake(
            "parameters itself is trained",
            "Look at `parameters` after the call: it has been trained. Whoever wants to start again from the same place, to compare, can not.",
            "Train a copy, arrays and all.",
            changes=((START, "now, history = parameters, []"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "copies by hand, a counter, a while loop",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                weights = {name: value.copy() for name, value in parameters.items()}
                lowest, wait, history, best = float("inf"), 0, [], None
                while len(history) < max_epochs and wait < patience:
                    train_epoch(weights)
                    cost = dev_cost(weights)
                    history += [cost]
                    wait += 1
                    if cost < lowest:
                        lowest, wait = cost, 0
                        best = {name: np.array(value) for name, value in weights.items()}
                return best, history
            """,
        ),
        Alternative(
            "all copies kept, the best one chosen at the end",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                current, kept, history = copy.deepcopy(parameters), [], []
                for _ in range(max_epochs):
                    train_epoch(current)
                    kept.append(copy.deepcopy(current))
                    history.append(dev_cost(current))
                    if len(history) - 1 - np.argmin(history) >= patience:
                        break
                return kept[int(np.argmin(history))], np.array(history)
            """,
        ),
        Alternative(
            "values written into a dict of one's own, with a print",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now = {k: v + 0 for k, v in parameters.items()}
                best = {k: np.zeros_like(v) for k, v in parameters.items()}
                history, epoch_of_best = [], -1
                for epoch in range(max_epochs):
                    train_epoch(now)
                    history.append(float(dev_cost(now)))
                    if epoch_of_best < 0 or history[epoch] < history[epoch_of_best]:
                        epoch_of_best = epoch
                        for k in best:
                            best[k][...] = now[k]
                    print(epoch, history[-1])
                    if epoch - epoch_of_best >= patience:
                        return best, tuple(history)
                return best, tuple(history)
            """,
        ),
        Alternative(
            "the student's own stopping_epoch, asked after each epoch",
            code="""
            def train_keeping_best(parameters, train_epoch, dev_cost, patience, max_epochs):
                now, history = copy.deepcopy(parameters), []
                for epoch in range(max_epochs):
                    train_epoch(now)
                    history.append(dev_cost(now))
                    stop, best_so_far = stopping_epoch(np.array(history), patience, 0)
                    if best_so_far == epoch:
                        best = copy.deepcopy(now)
                    if epoch - best_so_far == patience:
                        break
                return best, history
            """,
        ),
    ),
)

EXERCISES = [RANDOM_FLIP, RANDOM_SHIFT, RANDOM_ROTATION, AUGMENT_TRAINING_SET, BEST_EPOCH, STOPPING_EPOCH, TRAIN_KEEPING_BEST]
