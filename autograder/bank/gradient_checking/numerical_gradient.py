"""numerical_gradient: functions whose slopes are known, and one that shows which step was taken."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.gradient_checking.shared import EPS_RULE, array_up_to_2
from autograder.bank.probes import CHANGED, value
from course_utils.black_boxes import costs
from course_utils.reference import gradient_checking as reference

SLOPE_TOLERANCE = 1e-5  # of slopes about 1: enough for any right difference, and for no wrong one


def slope_trial(says, J, theta, eps):
    """A smooth J at theta."""
    return Trial(f"{says}, theta {theta.shape}, eps = {eps}", {"J": J, "theta": theta, "eps": eps},
                 [Probe("values", "value", {}, atol=SLOPE_TOLERANCE), CHANGED])  # fmt: skip


def quadratic_trial(rng, n, eps):
    """A parabola in n directions: centred differences are exact for every eps, which tells all others from them."""
    A = array_up_to_2(rng, n, n)
    return slope_trial(
        "a quadratic J", partial(costs.quadratic, A=A + A.T + 6 * np.eye(n), b=array_up_to_2(rng, n)), array_up_to_2(rng, n), eps
    )


def curved_trial(rng, n, eps):
    """A J in which every entry of theta acts on the slope of all others."""
    return slope_trial(
        "J = log of a sum of exponentials",
        partial(costs.log_sum_exp, M=3 * array_up_to_2(rng, n + 2, n), c=array_up_to_2(rng, n + 2)),
        array_up_to_2(rng, n),
        eps,
    )


def cubic_trial(rng, n, eps):
    return slope_trial(
        "J = a sum of cubes",
        partial(costs.powers, centre=array_up_to_2(rng, n), factors=array_up_to_2(rng, n), power=3),
        array_up_to_2(rng, n),
        eps,
    )


def step_trial(rng, n, eps):
    """At the flat place of a fifth power the difference is factors times eps^4: it shows the step that was taken.

    Some of theta is below 1 in size and some above: who takes a step that depends on theta is seen.
    """
    theta = np.append(array_up_to_2(rng, n - 1), rng.choice([-1, 1]) * rng.uniform(1.2, 2)).round(5)
    theta[0] = rng.choice([-1, 1]) * rng.uniform(0.3, 0.8)
    J = partial(costs.powers, centre=theta, factors=array_up_to_2(rng, n), power=5)
    return Trial(f"J = a sum of fifth powers, at its flat place, eps = {eps}", {"J": J, "theta": theta, "eps": eps}, [value("eps")])


EXERCISE = Exercise(
    reference=reference.numerical_gradient,
    points=4,
    returns=("approx",),
    rules=(
        Rule("values", "entry i is the centred difference of `J` in direction i, all other entries of theta where they were", 1),
        EPS_RULE,
        Rule("arguments", "`theta` is left as it was", 0.25),
    ),
    visible=lambda rng: [
        quadratic_trial(rng, 3, 0.1),
        curved_trial(rng, 4, 1e-4),
        cubic_trial(rng, 1, 1e-4),
        step_trial(rng, 2, 0.5),
        step_trial(rng, 2, 0.001),
    ],
    hidden=lambda rng: [
        quadratic_trial(rng, 5, 0.05),
        quadratic_trial(rng, 2, 0.2),
        curved_trial(rng, 6, 1e-5),
        curved_trial(rng, 3, 1e-4),
        cubic_trial(rng, 4, 1e-5),
        cubic_trial(rng, 1, 1e-4),
        step_trial(rng, 3, 0.4),
        step_trial(rng, 2, 0.03),
        step_trial(rng, 4, 0.002),
    ],
    mistakes=(
        Mistake(
            "the difference is one-sided: from theta upwards",
            "Try J(t) = t² at t = 0 with eps = 0.1, by hand: its slope is 0, yours is 0.1. One of your two points sits at theta itself.",
            "Put one point eps above theta[i] and one eps below, as far apart as the denominator says.",
            changes=(("(J(theta + step) - J(theta - step)) / (2 * eps)", "(J(theta + step) - J(theta)) / eps"),),
        ),
        Mistake(
            "the difference is one-sided: from theta downwards",
            "Try J(t) = t² at t = 0 with eps = 0.1, by hand: its slope is 0, yours is -0.1. One of your two points sits at theta itself.",
            "Move the point that sits at theta itself to the other side, eps above. Then the denominator changes too.",
            changes=(("(J(theta + step) - J(theta - step)) / (2 * eps)", "(J(theta) - J(theta - step)) / eps"),),
        ),
        Mistake(
            "the difference is divided by eps, though the points lie 2 eps apart",
            "All your slopes are twice what they should be. How far apart are theta[i] + eps and theta[i] - eps?",
            "A slope is rise over run: the run goes from the lower point to the upper one.",
            changes=((" / (2 * eps)", " / eps"),),
        ),
        Mistake(
            "`/ 2 * eps` divides by 2 and then multiplies by eps",
            "Type `1 / 2 * 10` into a cell. Python works from left to right, so your slopes are far too small.",
            "Both factors belong below the fraction line: parentheses keep them together.",
            changes=((" / (2 * eps)", " / 2 * eps"),),
        ),
        Mistake(
            "the sign is turned round",
            "Where J rises, your slope is negative. Which of the two values do you take from which?",
            "The value above minus the value below.",
            changes=(("J(theta + step) - J(theta - step)", "J(theta - step) - J(theta + step)"),),
        ),
        Mistake(
            "theta is moved in place and not put back",
            "The first slope is right, the later ones drift: when you come to entry i, the entries before it are still moved. Print theta after each turn of the loop.",
            "At the end of a turn every entry has to be where it was at its beginning.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx = np.zeros(theta.shape)
                for i in range(theta.size):
                    theta[i] += eps
                    up = J(theta)
                    theta[i] -= 2 * eps
                    down = J(theta)
                    approx[i] = (up - down) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "an entry of the copy that was moved is not put back before the next one",
            "The first slope is right, the later ones drift: when you come to entry i, the entries before it are still moved. Print your copy after each turn of the loop.",
            "Make the copy anew in each turn, or put the entry back at the end of its turn.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx, moved = np.zeros(theta.shape), theta.copy()
                for i in range(theta.size):
                    moved[i] += eps
                    up = J(moved)
                    moved[i] -= 2 * eps
                    approx[i] = (up - J(moved)) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "theta is put back too far: it ends above where it began",
            "You go up by eps, down by 2 eps, and up again: add the three. Print theta after each turn of the loop.",
            "What brings theta back has to undo exactly what is left of the two moves before.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx = np.zeros(theta.shape)
                for i in range(theta.size):
                    theta[i] += eps
                    up = J(theta)
                    theta[i] -= 2 * eps
                    down = J(theta)
                    theta[i] += 2 * eps
                    approx[i] = (up - down) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "the point above and the point below are one and the same array",
            "Every slope is 0. `plus = theta` makes no second array, only a second name: what you do to one, you do to all.",
            "Make a copy for each of the two points.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx = np.zeros(theta.shape)
                for i in range(theta.size):
                    plus, minus = theta, theta
                    plus[i] += eps
                    minus[i] -= eps
                    approx[i] = (J(plus) - J(minus)) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "all entries are moved at once",
            "All your entries are alike: each is the sum of all slopes. A partial derivative moves one entry and keeps the others.",
            "Adding eps to an array moves every entry. Move only entry i.",
            changes=(("step[i] = eps", "step[:] = eps"),),
        ),
        Mistake(
            "the steps pile up: entries moved before stay moved",
            "The first slope is right, the second is the sum of the first two. Print what you add to theta, turn by turn.",
            "Each turn of the loop needs a step of its own, with zeros everywhere but in one place.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx, step = np.zeros(theta.shape), np.zeros(theta.shape)
                for i in range(theta.size):
                    step[i] = eps
                    approx[i] = (J(theta + step) - J(theta - step)) / (2 * eps)
                return approx
            """,
        ),
        Mistake(
            "the last entry is left out",
            "Your last slope is 0. Which is the last i of your loop?",
            "`range(n)` ends at n - 1 already.",
            changes=(("range(theta.size)", "range(theta.size - 1)"),),
        ),
        Mistake(
            "the first entry is left out",
            "Your first slope is 0. Which is the first i of your loop?",
            "The formula counts from 1, Python from 0.",
            changes=(("range(theta.size)", "range(1, theta.size)"),),
        ),
        Mistake(
            "the step is a share of theta[i], not eps",
            "Divide each of your slopes by what it should be: you get the entries of theta. Your steps are of different lengths, the denominator is not.",
            "The step is eps, whatever theta is.",
            changes=(("step[i] = eps", "step[i] = eps * theta[i]"),),
        ),
        Mistake(
            "J is taken at the step, not at theta plus the step",
            "Your slopes do not depend on theta at all: they are those at 0.",
            "Both points lie near theta.",
            changes=(("J(theta + step) - J(theta - step)", "J(step) - J(-step)"),),
        ),
        Mistake(
            "theta is made float32",
            "float32 keeps seven digits. With theta about 1, how many of them are left for a step of 0.0001?",
            "Leave theta in float64, which is what comes in.",
            changes=(
                ("approx = np.zeros(theta.shape)", "theta = theta.astype(np.float32)\n    approx = np.zeros(theta.shape)"),
                ("step = np.zeros(theta.shape)", "step = np.zeros(theta.shape, np.float32)"),
            ),
        ),
        Mistake(
            "a column is returned",
            "theta has one axis, your result has two. Subtract the two and look at the shape: broadcasting makes a square of them.",
            "Make room for the result in the shape of theta.",
            changes=(("return approx", "return approx.reshape(-1, 1)"),),
        ),
        Mistake(
            "eps is set inside, and the argument is not used",
            "The slopes are good; but call your function with eps = 0.5 and eps = 0.1: the same numbers. You could not draw the error against eps.",
            "Look for the place where you write a number for the step.",
            changes=(("approx = np.zeros(theta.shape)", "eps = 1e-5\n    approx = np.zeros(theta.shape)"),),
            costs=0.25,
        ),
        Mistake(
            "the step is twice eps, in the denominator too",
            "The slopes are good; but your points lie 4 eps apart, and the error is four times as large as it need be. Print the two points for one entry.",
            "Up by eps and down by eps: 2 eps apart in all.",
            changes=(("step[i] = eps", "step[i] = 2 * eps"), ("(2 * eps)", "(4 * eps)")),
            costs=0.25,
        ),
        Mistake(
            "the step is half of eps, in the denominator too",
            "The slopes are good; but your points lie eps apart. Print the two points for one entry.",
            "Up by eps and down by eps, a whole one each time.",
            changes=(("step[i] = eps", "step[i] = eps / 2"), ("(2 * eps)", "eps")),
            costs=0.25,
        ),
        Mistake(
            "the step grows with theta[i], in the denominator too",
            "The slopes are good; but where theta[i] is larger than 1 your step is larger than eps. Print the two points for such an entry.",
            "Leave theta[i] out of the step: every entry moves by the same.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx = np.zeros(theta.shape)
                for i in range(theta.size):
                    step = np.zeros(theta.shape)
                    step[i] = eps * max(1.0, abs(theta[i]))
                    approx[i] = (J(theta + step) - J(theta - step)) / (2 * step[i])
                return approx
            """,
            costs=0.25,
        ),
        Mistake(
            "theta is put back before each step, but not after the last",
            "The slopes are right; but look at your theta after the call: its last entry is eps too small.",
            "Put theta back once more before you return, or work on a copy.",
            code="""
            def numerical_gradient(J, theta, eps):
                approx, original = np.zeros(theta.shape), theta.copy()
                for i in range(theta.size):
                    theta[:] = original
                    theta[i] += eps
                    up = J(theta)
                    theta[i] -= 2 * eps
                    approx[i] = (up - J(theta)) / (2 * eps)
                return approx
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("from a list of numbers", changes=(("return approx", "return np.array(approx.tolist())"),)),
        Alternative(
            "in place, and put back",
            code="""
            def numerical_gradient(J, theta, eps):
                gradient = np.zeros_like(theta)
                for i in range(len(theta)):
                    old = theta[i]
                    theta[i] = old + eps
                    up = J(theta)
                    theta[i] = old - eps
                    down = J(theta)
                    theta[i] = old
                    gradient[i] = (up - down) / (2 * eps)
                return gradient
            """,
        ),
        Alternative(
            "in place, and put back by adding",
            code="""
            def numerical_gradient(J, theta, eps):
                gradient = np.empty(theta.shape)
                for i in range(len(theta)):
                    theta[i] += eps
                    up = J(theta)
                    theta[i] -= 2 * eps
                    gradient[i] = (up - J(theta)) / 2 / eps
                    theta[i] += eps
                return gradient
            """,
        ),
        Alternative(
            "the rows of an identity matrix",
            code="""
            def numerical_gradient(J, theta, eps):
                return np.array([(J(theta + e) - J(theta - e)) / (2 * eps) for e in eps * np.eye(len(theta))])
            """,
        ),
        Alternative(
            "two copies, with a print, a warning and enumerate",
            code="""
            def numerical_gradient(J, theta, eps):
                import warnings
                warnings.warn("this is slow")
                approx = []
                for i, _ in enumerate(theta):
                    plus, minus = theta.copy(), np.copy(theta)
                    plus[i] += eps
                    minus[i] -= eps
                    print(i, J(plus))
                    approx.append(J(plus) / (2 * eps) - J(minus) / (2 * eps))
                return np.asarray(approx)
            """,
        ),
        Alternative(
            "the result in float32",
            changes=(("return approx", "return approx.astype(np.float32)"),),
        ),
        Alternative(
            "a complex step",
            code="""
            def numerical_gradient(J, theta, eps):
                return np.array([np.imag(J(theta + 1j * eps * e)) / eps for e in np.eye(theta.size)])
            """,
        ),
    ),
)
