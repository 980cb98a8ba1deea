"""check_with_l2: small networks with a penalty, their gradients right, off by known factors, or without it."""

from functools import partial

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.gradient_checking.shared import EPS_RULE, gradients, smooth_network, some, table_probes
from autograder.bank.probes import layers
from course_utils.black_boxes import costs
from course_utils.reference import gradient_checking as reference


def l2_trial(rng, sizes, m, lambd, eps, wrong, decayed="W", rule="values"):
    """Gradients of a cost with its penalty; `wrong` are factors of the gradients, `decayed` the letters that got the penalty."""
    parameters, X, Y = smooth_network(rng, sizes, m)
    grads = gradients(parameters, X, Y, sizes, wrong)
    for name in parameters:
        if name[0] in decayed:
            grads["d" + name] = grads["d" + name] + lambd / m * parameters[name]
    arguments = {
        "cost": partial(costs.network_cost, X=X, Y=Y),
        "parameters": parameters,
        "grads": grads,
        "lambd": lambd,
        "m": m,
        "eps": eps,
    }
    return Trial(f"{layers(sizes)}, {some(m, 'example')}, lambd = {lambd}, eps = {eps}", arguments, table_probes(parameters, rule))


def drawn(rng, about):
    """A lambda that nobody knows."""
    return float(round(about * rng.uniform(0.8, 1.2), 5))


SQUARES = 'squares = sum(np.sum(value**2) for name, value in moved.items() if name.startswith("W"))'
PENALTY = "lambd / (2 * m) * squares"

EXERCISE = Exercise(
    reference=reference.check_with_l2,
    points=3,
    returns=("the table",),
    rules=(
        Rule(
            "values",
            "for each parameter the relative difference between the numerical gradient of the cost with its L2 penalty and that in `grads`",
            1,
        ),
        EPS_RULE,
        Rule("arguments", "`parameters` and `grads` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        l2_trial(rng, (2, 3, 1), 4, 0.7, 5e-4, {}),
        l2_trial(rng, (3, 4, 2, 1), 5, 2.0, 1e-5, {"dZ1": 0.5}),
        l2_trial(rng, (2, 3, 3), 6, 0.0, 1e-4, {"dW2": 1.5}),
        l2_trial(rng, (3, 2, 1), 3, 1.5, 1e-4, {}, "Wb"),
        l2_trial(rng, (2, 2, 1), 3, 0.5, 0.2, {}, rule="eps"),
    ],
    hidden=lambda rng: [
        l2_trial(rng, (3, 2, 1), 6, drawn(rng, 1.3), 5e-4, {}),
        l2_trial(rng, (2, 4, 3, 2), 5, drawn(rng, 0.4), 1e-5, {"db2": 2.0}),
        l2_trial(rng, (4, 3, 1), 1, drawn(rng, 0.8), 1e-4, {"dW1": 0.9}),
        l2_trial(rng, (2, 3, 1), 7, drawn(rng, 3.0), 1e-4, {}, "b"),
        l2_trial(rng, (3, 2), 4, 0.0, 1e-4, {}),
        l2_trial(rng, (2, 3, 1), 4, drawn(rng, 0.6), 0.1, {}, rule="eps"),
        l2_trial(rng, (3, 2), 5, drawn(rng, 0.6), 0.3, {"db1": 1.5}, rule="eps"),
    ],
    mistakes=(
        Mistake(
            "the penalty is missing, or it does not move with the parameters",
            "With lambd = 0 your table is right, else every W is off. Do you add the penalty at all? And if you do, of which parameters: those that are moved, or those that stay?",
            "Write a function of parameters that returns cost and penalty of the very parameters it is given, and check against that.",
            changes=((f"cost(moved) + {PENALTY}", "cost(moved)"),),
        ),
        Mistake(
            "the L1 term stands for the L2 penalty",
            "The lecture's slide has this slip: it names the L1 term for both. The gradients hold (lambd / m) W; which penalty has that for its slope?",
            "The L2 penalty squares the weights.",
            changes=(("np.sum(value**2)", "np.sum(np.abs(value))"), (PENALTY, "lambd / m * squares")),
        ),
        Mistake(
            "the penalty is lambd / m times the squares: the half is missing",
            "The slope of w² is 2w: your penalty's gradient is twice what stands in `grads`.",
            "The 2 below the line is there to cancel the 2 of the slope.",
            changes=((PENALTY, "lambd / m * squares"),),
        ),
        Mistake(
            "the penalty is not divided by m",
            "With more examples your W rows get worse. `grads` holds (lambd / m) W.",
            "The penalty is divided by twice the number of examples.",
            changes=((PENALTY, "lambd / 2 * squares"),),
        ),
        Mistake(
            "`lambd / 2 * m` multiplies by m",
            "Type `1 / 2 * 10` into a cell. Python works from left to right, so your penalty is m² times too large.",
            "Both factors belong below the line: parentheses keep them together.",
            changes=((PENALTY, "lambd / 2 * m * squares"),),
        ),
        Mistake(
            "the biases are penalized too",
            "Your W rows are good, your b rows are not. Which parameters does the penalty count?",
            "Leave everything out whose name begins with b.",
            changes=((' if name.startswith("W")', ""),),
        ),
        Mistake(
            "only the last layer is penalized",
            "Your table is good in the last layer and nowhere else.",
            "The penalty is a sum over all layers.",
            changes=(('if name.startswith("W")', 'if name == f"W{len(moved) // 2}"'),),
        ),
        Mistake(
            "only the first layer is penalized",
            "Your table is good in the first layer and nowhere else.",
            "Every W has its share in the penalty, not the first alone: go through all the layers.",
            changes=(('if name.startswith("W")', 'if name == "W1"'),),
        ),
        Mistake(
            "the last layer is not penalized",
            "Your table is good everywhere but in W of the last layer.",
            "The output layer has weights too: let the sum go on to L.",
            changes=(('if name.startswith("W")', 'if name.startswith("W") and name != f"W{len(moved) // 2}"'),),
        ),
        Mistake(
            "the length of each matrix is not squared",
            "`np.linalg.norm` takes the root of the sum of squares. The penalty has none.",
            "Square the length, or do not take the root.",
            changes=(("np.sum(value**2)", "np.linalg.norm(value)"),),
        ),
        Mistake(
            "the weights of a layer are added up before they are squared",
            "Two weights, 1 and -1: their squares add up to 2, the square of their sum is 0.",
            "Square entry by entry, then add.",
            changes=(("np.sum(value**2)", "np.sum(value) ** 2"),),
        ),
        Mistake(
            "all weights of the network are added up before they are squared",
            "Two weights, 1 and -1: their squares add up to 2, the square of their sum is 0. Where does your `** 2` stand?",
            "Square each entry before anything is added; the sum over the layers comes last.",
            changes=(("np.sum(value**2)", "np.sum(value)"), (PENALTY, "lambd / (2 * m) * squares**2")),
        ),
        Mistake(
            "the mean of the squares stands for their sum",
            "A layer with many weights is penalized less in your cost than one with few.",
            "Add the squares up, and divide by 2 m only.",
            changes=(("np.sum(value**2)", "np.mean(value**2)"),),
        ),
        Mistake(
            "the penalty is taken away from the cost",
            "Your cost rewards large weights.",
            "A penalty makes the cost larger.",
            changes=((f"cost(moved) + {PENALTY}", f"cost(moved) - {PENALTY}"),),
        ),
        Mistake(
            "the penalty alone is checked, without the cost",
            "Your b rows are 1: what you check does not depend on the biases at all.",
            "Add the penalty to what `cost` returns.",
            changes=((f"return cost(moved) + {PENALTY}", f"return {PENALTY}"),),
        ),
        Mistake(
            "the penalty is right, the numerical gradient is one-sided",
            "With lambd = 0 your rows are wrong too, by about eps. If you call your `check_network_gradients` and `numerical_gradient`, their checks tell more.",
            "Each entry needs a point above and a point below.",
            changes=(
                (
                    "return check_network_gradients(penalized, parameters, grads, eps)",
                    "shapes, theta = {name: value.shape for name, value in parameters.items()}, parameters_to_theta(parameters)\n"
                    "    J = lambda t: penalized(theta_to_parameters(t, shapes))\n"
                    "    approx = theta_to_parameters(np.array([(J(theta + e) - J(theta)) / eps for e in eps * np.eye(theta.size)]), shapes)\n"
                    '    return {name: relative_difference(approx[name], grads["d" + name]) for name in parameters}',
                ),
            ),
        ),
        Mistake(
            "the penalty goes into grads a second time",
            "`grads` holds its part of the penalty already, the docstring says. Yours is in there twice.",
            "Leave `grads` as it comes, and change the cost.",
            changes=(
                (
                    "return check_network_gradients(penalized, parameters, grads, eps)",
                    'more = {name: lambd / m * parameters[name] if name[0] == "W" else 0.0 for name in parameters}\n'
                    '    return check_network_gradients(penalized, parameters, {"d" + name: grads["d" + name] + more[name] for name in more}, eps)',
                ),
            ),
        ),
        Mistake(
            "the penalty is taken out of grads, not put into the cost",
            "Where the gradients are right this agrees; where they are wrong your rows have other numbers. What is to be checked is the gradient that training uses.",
            "Leave `grads` as it comes, and check it against the cost with its penalty.",
            changes=(
                (
                    "return check_network_gradients(penalized, parameters, grads, eps)",
                    'more = {name: lambd / m * parameters[name] if name[0] == "W" else 0.0 for name in parameters}\n'
                    '    return check_network_gradients(cost, parameters, {"d" + name: grads["d" + name] - more[name] for name in more}, eps)',
                ),
            ),
        ),
        Mistake(
            "eps is set inside, and the argument is not used",
            "The rows are good; but call your function with eps = 0.5 and eps = 0.1: the same numbers.",
            "Hand on the `eps` that comes in.",
            changes=(("grads, eps)\n", "grads, 1e-5)\n"),),
            costs=0.25,
        ),
        Mistake(
            "the caller's gradients are changed",
            "Look at your `grads` after the call: the training step that comes next would use them.",
            "Read from the dict, and leave its arrays alone.",
            changes=(
                (
                    "return check_network_gradients(penalized, parameters, grads, eps)",
                    'table = check_network_gradients(penalized, parameters, grads, eps)\n    for name in parameters:\n        if name[0] == "W":\n            grads["d" + name] -= lambd / m * parameters[name]\n    return table',
                ),
            ),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "the square of the norm, layer by layer",
            code="""
            def check_with_l2(cost, parameters, grads, lambd, m, eps):
                def J(p):
                    total = cost(p)
                    for l in range(1, len(p) // 2 + 1):
                        total += lambd / 2 / m * np.linalg.norm(p["W" + str(l)]) ** 2
                    return total
                return check_network_gradients(J, parameters, grads, eps)
            """,
        ),
        Alternative(
            "a lambda and einsum",
            code="""
            def check_with_l2(cost, parameters, grads, lambd, m, eps):
                weights = [name for name in parameters if "W" in name]
                half = lambda p: 0.5 * sum(np.einsum("ij,ij->", p[w], p[w]) for w in weights)
                return check_network_gradients(lambda p: cost(p) + lambd * half(p) / m, parameters, grads, eps)
            """,
        ),
        Alternative(
            "with a loop over entries of one's own, and a print",
            code="""
            def check_with_l2(cost, parameters, grads, lambd, m, eps):
                table = {}
                for name, P in parameters.items():
                    approx = np.zeros(P.shape)
                    for i in np.ndindex(*P.shape):
                        change = {}
                        for sign in (1, -1):
                            moved = {n: v.copy() for n, v in parameters.items()}
                            moved[name][i] += sign * eps
                            squares = sum((v**2).sum() for n, v in moved.items() if n[0] == "W")
                            change[sign] = cost(moved) + squares * lambd / (2 * m)
                        approx[i] = (change[1] - change[-1]) / (2 * eps)
                    print(name)
                    table[name] = relative_difference(approx, grads["d" + name])
                return table
            """,
        ),
        Alternative(
            "np.vdot, and weights told by their width",
            changes=(
                (SQUARES, 'squares = sum(np.vdot(moved[f"W{l}"], moved[f"W{l}"]) for l in range(1, len(moved) // 2 + 1))'),
                (PENALTY, "squares * lambd / m / 2"),
            ),
        ),
    ),
)
