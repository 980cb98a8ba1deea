"""gradient_with_fixed_masks: a regression whose inputs are dropped by one of five masks, drawn in each call."""

from functools import partial
from itertools import combinations

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.gradient_checking.shared import EPS_RULE, array_up_to_2, some
from autograder.bank.probes import CHANGED, FORM
from course_utils.black_boxes import costs
from course_utils.reference import gradient_checking as reference

MASK = "the gradient under the masks that were drawn"
MASKS = 5
A, B = 1, 3  # masks that the seeds one is likely to write (0, 1, 42, …) do not draw first; no seed draws both


def start(rng, first):
    """A seed whose first draw is `first`, and whose next two are others."""
    while True:
        seed = int(rng.integers(10**6))
        one = np.random.default_rng(seed)
        if [int(one.integers(MASKS)) == first for _ in range(3)] == [True, False, False]:
            return seed


def masks_trial(rng, n, m, keep_prob, eps, first, rule="values"):
    """A logistic regression whose inputs are dropped by one of five masks, drawn in each call; `first`: the one that is drawn."""
    X, Y, theta = array_up_to_2(rng, n, m), (np.arange(m)[np.newaxis] + 1) % 2.0, array_up_to_2(rng, n)
    slopes = np.zeros((MASKS, n))
    while min(np.abs(a - b).max() for a, b in combinations(slopes, 2)) < 0.01:  # or one mask would do for another
        factors = np.round((rng.random((MASKS, n, m)) < keep_prob) / keep_prob, 6)
        slopes = np.array([reference.numerical_gradient(partial(costs.logistic, X=X * f, Y=Y), theta, eps) for f in factors])
    slopes = slopes.tolist()
    slopes.insert(0, slopes.pop(first))
    arguments = {
        "J": partial(costs.dropped_logistic, X=X, Y=Y, factors=factors),
        "theta": theta,
        "rng": np.random.default_rng(start(rng, first)),
        "eps": eps,
    }
    return Trial(
        f"theta ({n},), {some(m, 'example')}, eps = {eps}",
        arguments,
        [
            FORM,
            Probe(
                rule, "which_of", {"candidates": slopes, "first": MASK, "rtol": 1e-5}, MASK, says="the result is {got}; it should be {want}"
            ),
            CHANGED,
            Probe("rng", "global_moved", {}, False, says="it moves NumPy's (or Python's) global random state; all randomness is in `rng`"),
        ],
    )


FIXED = "numerical_gradient(lambda moved: J(moved, copy.deepcopy(rng)), theta, eps)"


def with_masks(*lines):
    """`gradient_with_fixed_masks` with a loop of one's own: lines that set `up` and `down` for the entry that `step` moves."""
    head = [
        "def gradient_with_fixed_masks(J, theta, rng, eps):",
        "    approx = np.zeros(theta.shape)",
        "    for i in range(theta.size):",
        "        step = np.zeros(theta.shape)",
        "        step[i] = eps",
    ]
    return "\n".join([*head, *(f"        {line}" for line in lines), "        approx[i] = (up - down) / (2 * eps)", "    return approx"])


SAME = "J(theta {} step, copy.deepcopy(rng))"

EXERCISE = Exercise(
    reference=reference.gradient_with_fixed_masks,
    points=3,
    returns=("approx",),
    rules=(
        Rule(
            "values",
            "centred differences, each of them and all of them under the masks that `J(theta, rng)` draws from `rng` as it comes",
            1,
        ),
        EPS_RULE,
        Rule("arguments", "`theta` is left as it was", 0.25),
        Rule("rng", "NumPy's (and Python's) global random state is left alone", 0.25),
    ),
    visible=lambda rng: [
        masks_trial(rng, 3, 5, 0.8, 1e-4, A),
        masks_trial(rng, 4, 6, 0.6, 0.01, B),
        masks_trial(rng, 2, 4, 0.5, 1e-5, A),
        masks_trial(rng, 3, 5, 0.7, 0.8, B, "eps"),
    ],
    hidden=lambda rng: [
        masks_trial(rng, 4, 7, 0.8, 1e-5, B),
        masks_trial(rng, 3, 8, 0.5, 0.01, A),
        masks_trial(rng, 6, 5, 0.7, 1e-4, B),
        masks_trial(rng, 2, 6, 0.6, 1e-4, A),
        masks_trial(rng, 1, 6, 0.6, 1e-3, B),
        masks_trial(rng, 4, 6, 0.6, 0.6, A, "eps"),
    ],
    mistakes=(
        Mistake(
            "each call draws masks of its own",
            "Print J(theta, rng) five times, without moving theta: it jumps. You divide such jumps by 2 eps. A copy made once and then handed to every call moves on just as `rng` does, and `copy.copy` of a generator is still tied to the old one.",
            "Every single call of J needs a generator in the state in which `rng` came: a deep copy of its own.",
            changes=(("copy.deepcopy(rng)", "rng"),),
        ),
        Mistake(
            "each call draws masks of its own, and the global generator is seeded or moved, which does not reach rng",
            "`np.random.seed` is about the functions in `np.random`. J draws from the `rng` that you hand over: print J(theta, rng) a few times with your line before it.",
            "Leave `np.random` alone, and hand each call of J a deep copy of `rng` as it came.",
            changes=(
                (
                    f"return {FIXED}",
                    "def fixed(moved):\n        np.random.seed(0)\n        return J(moved, rng)\n    return numerical_gradient(fixed, theta, eps)",
                ),
            ),
        ),
        Mistake(
            "the masks are fixed for an entry, and drawn anew for the next one",
            "Each of your slopes is right for some mask, but not for the same one. Backpropagation went through one forward pass, with one set of masks.",
            "Go back to the same state of `rng` for all entries.",
            code=with_masks(
                "now = copy.deepcopy(rng)",
                f"up = {SAME.format('+')}",
                "down = J(theta - step, copy.deepcopy(now))",
                "rng.integers(2**40)",
                "rng.integers(5)",
            ).replace("copy.deepcopy(rng))", "copy.deepcopy(now))"),
        ),
        Mistake(
            "the masks are fixed, but they are not those that rng draws",
            "A seed of your own, or a generator that has moved on already, fixes the masks too; but the gradient that is to be checked went through other ones.",
            "Copy `rng` in the state in which it comes, before anything has drawn from it.",
            changes=(("copy.deepcopy(rng)", "np.random.default_rng(0)"),),
        ),
        Mistake(
            "the masks are fixed, but they come from the global generator or its seed",
            "What you draw or seed in `np.random` fixes the masks too; but the gradient that is to be checked went through those that `rng` draws.",
            "Leave `np.random` alone, and copy `rng` in the state in which it comes.",
            changes=(
                (
                    f"return {FIXED}",
                    "def fixed(moved):\n        np.random.seed(0)\n        return J(moved, np.random.default_rng(np.random.randint(1000)))\n"
                    "    return numerical_gradient(fixed, theta, eps)",
                ),
            ),
        ),
        Mistake(
            "J is called without a generator",
            "J takes two arguments, theta and a generator: without the second it cannot draw its masks, and stops.",
            "Do not turn the dropout off: hand each call a deep copy of `rng`.",
            changes=(("J(moved, copy.deepcopy(rng))", "J(moved)"),),
        ),
        Mistake(
            "the difference is divided by eps, though the points lie 2 eps apart",
            "All your slopes are twice what they should be. If you call your `numerical_gradient`, its check tells more.",
            "The run goes from the lower point to the upper one.",
            code=with_masks(f"up = 2 * {SAME.format('+')}", f"down = 2 * {SAME.format('-')}"),
        ),
        Mistake(
            "the sign is turned round",
            "Where J rises, your slope is negative. If you call your `numerical_gradient`, its check tells more.",
            "The value above minus the value below.",
            code=with_masks(f"up = {SAME.format('-')}", f"down = {SAME.format('+')}"),
        ),
        Mistake(
            "the masks are right, the differences are not: one-sided, several entries at once, or averaged over masks",
            "Your masks are held, and still the slopes are not those of centred differences under them. Try eps = 0.01 and eps = 0.0001: do your slopes change by a hundredth?",
            "One entry moves, up and down by eps, and nothing else changes.",
            code=with_masks(f"up = 2 * {SAME.format('+')}", "down = 2 * J(theta, copy.deepcopy(rng))"),
        ),
        Mistake(
            "a function is returned, or nothing",
            "What you return should be an array with one slope for each entry of theta.",
            "Once J no longer draws anew, hand it to `numerical_gradient` and return what comes back.",
            changes=((f"return {FIXED}", f"approx = {FIXED}"),),
        ),
        Mistake(
            "one number is returned",
            "`approx` has as many entries as theta; you return a single one.",
            "Each entry of theta has a slope of its own.",
            changes=((f"return {FIXED}", f"return float(np.linalg.norm({FIXED}))"),),
        ),
        Mistake(
            "eps is set inside, and the argument is not used",
            "The slopes are good; but call your function with eps = 0.8 and eps = 0.1: the same numbers.",
            "Hand on the `eps` that comes in.",
            changes=(("theta, eps)", "theta, 1e-5)"),),
            costs=0.25,
        ),
        Mistake(
            "the caller's theta is changed",
            "Look at your theta after the call: it is not where it was.",
            "Move a copy, or put every entry back.",
            changes=((f"return {FIXED}", f"approx = {FIXED}\n    theta -= 0.01\n    return approx"),),
            costs=0.25,
        ),
        Mistake(
            "the global generator is drawn from or seeded, for no use",
            "Your function draws from `np.random`, or sets its seed: all randomness here is in `rng`.",
            "Take that line out.",
            changes=((f"return {FIXED}", f"np.random.rand()\n    return {FIXED}"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a named function and a deep copy",
            code="""
            def gradient_with_fixed_masks(J, theta, rng, eps):
                kept = copy.deepcopy(rng)
                def J_fixed(theta):
                    return J(theta, copy.deepcopy(kept))
                return numerical_gradient(J_fixed, theta, eps)
            """,
        ),
        Alternative(
            "the state put back before each call",
            code="""
            def gradient_with_fixed_masks(J, theta, rng, eps):
                state = rng.bit_generator.state
                approx = np.zeros_like(theta)
                for i in range(len(theta)):
                    plus, minus = theta.copy(), theta.copy()
                    plus[i] += eps
                    minus[i] -= eps
                    rng.bit_generator.state = state
                    up = J(plus, rng)
                    rng.bit_generator.state = state
                    approx[i] = (up - J(minus, rng)) / (2 * eps)
                return approx
            """,
        ),
        Alternative(
            "a new generator given the old state",
            code="""
            def gradient_with_fixed_masks(J, theta, rng, eps):
                state, slopes = rng.bit_generator.state, []
                for e in eps * np.eye(theta.size):
                    values = []
                    for point in (theta + e, theta - e):
                        again = np.random.default_rng()
                        again.bit_generator.state = state
                        values.append(J(point, again))
                    slopes.append((values[0] - values[1]) / (2 * eps))
                print(slopes)
                return np.array(slopes, dtype="float32") if eps > 1e-4 else np.array(slopes)
            """,
        ),
        Alternative(
            "through pickle",
            code="""
            def gradient_with_fixed_masks(J, theta, rng, eps):
                import pickle
                frozen = pickle.dumps(rng)
                return numerical_gradient(lambda t: J(t, pickle.loads(frozen)), theta, eps)
            """,
        ),
    ),
)
