"""check_network_gradients: small networks whose gradients are right, or off by known factors."""

from functools import partial

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.gradient_checking.shared import EPS_RULE, gradients, smooth_network, some, table_probes
from autograder.bank.probes import layers
from course_utils.black_boxes import costs
from course_utils.reference import gradient_checking as reference


def table_trial(rng, sizes, m, eps, wrong, rule="values"):
    parameters, X, Y = smooth_network(rng, sizes, m)
    arguments = {
        "cost": partial(costs.network_cost, X=X, Y=Y),
        "parameters": parameters,
        "grads": gradients(parameters, X, Y, sizes, wrong),
        "eps": eps,
    }
    return Trial(f"{layers(sizes)}, {some(m, 'example')}, eps = {eps}", arguments, table_probes(parameters, rule))


TABLE = 'return {name: relative_difference(approx[name], grads["d" + name]) for name in parameters}'
SLOPES = "numerical_gradient(lambda moved: cost(theta_to_parameters(moved, shapes)), theta, eps)"


def with_slopes(lines):
    """`check_network_gradients` with a numerical gradient of one's own: lines that fill `slopes`, with J(theta) at hand."""
    head = [
        "def check_network_gradients(cost, parameters, grads, eps):",
        "    shapes = {name: value.shape for name, value in parameters.items()}",
        "    theta = parameters_to_theta(parameters)",
        "    def J(theta):",
        "        return cost(theta_to_parameters(theta, shapes))",
        "    slopes = np.zeros(theta.size)",
    ]
    tail = ["    approx = theta_to_parameters(slopes, shapes)", f"    {TABLE}"]
    return "\n".join([*head, *(f"    {line}" for line in lines), *tail])


EXERCISE = Exercise(
    reference=reference.check_network_gradients,
    points=4,
    returns=("the table",),
    rules=(
        Rule("values", "for each parameter, under its name, the relative difference between its numerical gradient and that in `grads`", 1),
        EPS_RULE,
        Rule("arguments", "`parameters` and `grads` are left as they were", 0.25),
    ),
    visible=lambda rng: [
        table_trial(rng, (2, 3, 1), 4, 5e-4, {}),
        table_trial(rng, (3, 4, 2, 1), 5, 1e-5, {"dZ2": 0.5}),
        table_trial(rng, (2, 3, 3), 6, 5e-4, {"dW2": -1.0, "db1": 3.0}),
        table_trial(rng, (3, 1), 1, 1e-4, {"db1": 1.5}),
        table_trial(rng, (2, 2, 1), 3, 0.2, {}, "eps"),
    ],
    hidden=lambda rng: [
        table_trial(rng, (3, 2, 1), 5, 5e-4, {"db2": 1.3}),
        table_trial(rng, (2, 4, 3, 1), 6, 1e-5, {"dZ1": np.array([[1.0], [1.2], [1.0], [0.0]]), "dW3": 1.1}),
        table_trial(rng, (4, 3, 3, 2), 1, 1e-4, {"dZ3": -1.0}),
        table_trial(rng, (2, 1), 3, 5e-4, {}),
        table_trial(rng, (3, 3, 3, 3, 1), 4, 5e-4, {"dZ2": 5.0, "db4": 0.25}),
        table_trial(rng, (2, 3, 1), 4, 0.1, {}, "eps"),
        table_trial(rng, (3, 2), 5, 0.3, {"db1": 1.5}, "eps"),
    ],
    mistakes=(
        Mistake(
            "one number for all parameters together stands under every name",
            "Every row of your table says the same. Which parameter is wrong, then?",
            "Take both gradients apart into parameters before you compare.",
            changes=(
                (
                    TABLE,
                    'whole = np.concatenate([grads["d" + name].ravel() for l in range(1, len(grads) // 2 + 1) for name in (f"W{l}", f"b{l}")])\n'
                    "    return dict.fromkeys(parameters, relative_difference(slopes, whole))",
                ),
            ),
        ),
        Mistake(
            "one number is returned for the whole network",
            "Your number says that something is wrong. It does not say where.",
            "Take both gradients apart into parameters, and make one comparison for each name.",
            changes=(
                (
                    TABLE,
                    'whole = np.concatenate([grads["d" + name].ravel() for l in range(1, len(grads) // 2 + 1) for name in (f"W{l}", f"b{l}")])\n'
                    "    return relative_difference(slopes, whole)",
                ),
            ),
        ),
        Mistake(
            'the rows are called "dW1", not "W1"',
            'The next functions ask your table for "W1", the parameter.',
            "Name the rows like the entries of `parameters`.",
            changes=((TABLE, 'return {"d" + name: relative_difference(approx[name], grads["d" + name]) for name in parameters}'),),
        ),
        Mistake(
            "the gradient is compared with itself",
            "All your rows are 0, even where the gradient is wrong. Which two things do you compare? A numerical gradient is never that good.",
            "One side comes from `cost` alone, the other from `grads`.",
            changes=((TABLE, TABLE.replace("approx[name]", 'grads["d" + name]')),),
        ),
        Mistake(
            "grads is put into a vector in the order of its dict",
            "`backward` fills its dict from the last layer to the first, so your two vectors are in different orders. In the first trial nothing is wrong, and your table is full of bugs.",
            "Ask `grads` for each gradient by name.",
            changes=(
                (
                    TABLE,
                    "found = theta_to_parameters(np.concatenate([g.ravel() for g in grads.values()]), shapes)\n    return {name: relative_difference(approx[name], found[name]) for name in parameters}",
                ),
            ),
        ),
        Mistake(
            "the biases are left out of the table",
            "A bug in db is as bad as one in dW. Your table has a row for every W and none for the b.",
            "Go through all the names in `parameters`.",
            changes=((TABLE, TABLE.replace("for name in parameters", 'for name in parameters if name[0] == "W"')),),
        ),
        Mistake(
            "the last layer is left out of the table",
            "Count the layers your loop goes through.",
            "Look at how your loop over the layers ends, or let the names in `parameters` say what there is.",
            changes=(
                (TABLE, TABLE.replace("for name in parameters", "for name in parameters if int(name[1:]) < max(2, len(parameters) // 2)")),
            ),
        ),
        Mistake(
            "`cost` is handed the vector, not parameters",
            'The `IndexError` comes from inside `cost`: it asked a vector for its "W1". `numerical_gradient` moves a vector, and `cost` wants the dict.',
            "Hand `numerical_gradient` a function of the vector that first makes parameters of it: you have written the way back.",
            changes=(("cost(theta_to_parameters(moved, shapes))", "cost(moved)"),),
        ),
        Mistake(
            "the numerical gradient is 0 everywhere",
            "Every row is 1, whatever `grads` holds. Is the cost asked at the same place each time?",
            "What you hand to `numerical_gradient` has to make new parameters from the vector it is given, and hand those to `cost`.",
            changes=(("cost(theta_to_parameters(moved, shapes))", "cost(parameters)"),),
        ),
        Mistake(
            "the numerical gradient is too small: `/ 2 * eps` multiplies by eps",
            "Nearly every row is 1, as if the numerical gradient were next to 0. Type `1 / 2 * 10` into a cell. If you call your `numerical_gradient`, its check tells more.",
            "Both factors belong below the fraction line: parentheses keep them together.",
            code=with_slopes(
                [
                    "for i in range(theta.size):",
                    "    step = eps * (np.arange(theta.size) == i)",
                    "    slopes[i] = (J(theta + step) - J(theta - step)) / 2 * eps",
                ]
            ),
        ),
        Mistake(
            "the numerical gradient is one-sided",
            "In the first trial nothing is wrong, and your rows are thousands of times larger than they should be: the error of your differences is as large as eps, not as eps². If you call your `numerical_gradient`, its check tells more.",
            "Each entry needs a point above and a point below.",
            code=with_slopes(
                ["for i in range(theta.size):", "    slopes[i] = (J(theta + eps * (np.arange(theta.size) == i)) - J(theta)) / eps"]
            ),
        ),
        Mistake(
            "the numerical gradient is one-sided, downwards",
            "In the first trial nothing is wrong, and still your rows are about as large as eps. One of your two points is theta itself. If you call your `numerical_gradient`, its check tells more.",
            "You have the point below; the other one has to lie as far above.",
            code=with_slopes(
                ["for i in range(theta.size):", "    slopes[i] = (J(theta) - J(theta - eps * (np.arange(theta.size) == i))) / eps"]
            ),
        ),
        Mistake(
            "the numerical gradient has the wrong sign",
            "In the first trial nothing is wrong, and all your rows are 1: the two gradients are opposite. If you call your `numerical_gradient`, its check tells more.",
            "The value above minus the value below.",
            changes=((SLOPES, "-" + SLOPES),),
        ),
        Mistake(
            "the way into the vector and the way back use different orders",
            "Take `parameters` to a vector and back, and compare: something else comes out. If you call your two functions, their checks tell more.",
            "Both ways count the layers from 1 to L, W before b.",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                shapes = {name: value.shape for name, value in parameters.items()}
                theta = np.concatenate([parameters[name].ravel() for name in sorted(parameters)])
                slopes = numerical_gradient(lambda moved: cost(theta_to_parameters(moved, shapes)), theta, eps)
                approx = theta_to_parameters(slopes, shapes)
                return {name: relative_difference(approx[name], grads["d" + name]) for name in parameters}
            """,
        ),
        Mistake(
            "the numerical gradient is twice as large as it should be",
            "Every right row of your table is 1/3: that is what a factor of 2 gives. If you call your `numerical_gradient`, its check tells more.",
            "The two points lie 2 eps apart.",
            changes=((SLOPES, "2 * " + SLOPES),),
        ),
        Mistake(
            "entries of theta that were moved are not put back",
            "In the first trial nothing is wrong; your first row is off a little, and the later ones more. If you call your `numerical_gradient`, its check tells more.",
            "Every entry has to be back where it was before the next one is moved.",
            code=with_slopes(
                [
                    "for i in range(theta.size):",
                    "    theta[i] += eps",
                    "    up = J(theta)",
                    "    theta[i] -= 2 * eps",
                    "    slopes[i] = (up - J(theta)) / (2 * eps)",
                ]
            ),
        ),
        Mistake(
            "entries of the caller's parameters that were moved are not put back",
            "In the first trial nothing is wrong; your first row is off a little, and the later ones more. And look at your `parameters` after the call: each entry is eps below where it was.",
            "End each turn of the loop by undoing what is left of its two moves, or move a copy made for this turn.",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                table = {}
                for name, P in parameters.items():
                    approx = np.zeros(P.shape)
                    for i in np.ndindex(*P.shape):
                        P[i] += eps
                        up = cost(parameters)
                        P[i] -= 2 * eps
                        approx[i] = (up - cost(parameters)) / (2 * eps)
                    table[name] = relative_difference(approx, grads["d" + name])
                return table
            """,
        ),
        Mistake(
            "all entries of a parameter are moved at once",
            "Within a parameter your numerical gradient has the same number everywhere: the slope along all of its entries together. Rows with one entry are right.",
            "Move one entry of the matrix, and keep its others.",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                table = {}
                for name, P in parameters.items():
                    up, down = cost(parameters | {name: P + eps}), cost(parameters | {name: P - eps})
                    table[name] = relative_difference((up - down) / (2 * eps) * np.ones(P.shape), grads["d" + name])
                return table
            """,
        ),
        Mistake(
            "the numerical gradients are returned, compared with nothing",
            "Your rows are arrays with the shapes of the parameters. `grads` plays no part in them.",
            "Compare each with the one in `grads`: one number for each name comes of that.",
            changes=((TABLE, "return approx"),),
        ),
        Mistake(
            "eps is set inside, and the argument is not used",
            "The rows are good; but call your function with eps = 0.5 and eps = 0.1: the same numbers.",
            "Hand on the `eps` that comes in.",
            changes=((SLOPES, SLOPES.replace("eps)", "1e-5)")),),
            costs=0.25,
        ),
        Mistake(
            "all entries are moved at once",
            "Your numerical gradient has the same number everywhere. If you call your `numerical_gradient`, its check tells more.",
            "Move one entry, keep the others.",
            code=with_slopes(["slopes[:] = (J(theta + eps) - J(theta - eps)) / (2 * eps)"]),
        ),
        Mistake(
            "the length of the difference is not divided by the lengths",
            "Your rows depend on how long the gradients are. If you call your `relative_difference`, its check tells more.",
            "Divide by the sum of the two lengths.",
            changes=(
                (
                    TABLE,
                    TABLE.replace(
                        'relative_difference(approx[name], grads["d" + name])', 'np.linalg.norm(approx[name] - grads["d" + name])'
                    ),
                ),
            ),
        ),
        Mistake(
            "verdicts are returned, not numbers",
            "The table holds numbers; their verdicts are made of them later.",
            "Leave `verdict` out of this function.",
            changes=(
                (
                    TABLE,
                    TABLE.replace(
                        'relative_difference(approx[name], grads["d" + name])',
                        'verdict(relative_difference(approx[name], grads["d" + name]))',
                    ),
                ),
            ),
        ),
        Mistake(
            "a list is returned, without names",
            "Which of your numbers belongs to which parameter?",
            "Put each number under the name of its parameter.",
            changes=((TABLE, 'return [relative_difference(approx[name], grads["d" + name]) for name in parameters]'),),
        ),
        Mistake(
            "the caller's gradients are changed",
            "Look at your `grads` after the call: the training step that comes next would use them.",
            "Make a new array for the difference.",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                shapes = {name: value.shape for name, value in parameters.items()}
                slopes = numerical_gradient(lambda moved: cost(theta_to_parameters(moved, shapes)), parameters_to_theta(parameters), eps)
                approx = theta_to_parameters(slopes, shapes)
                table = {}
                for name in parameters:
                    lengths = np.linalg.norm(approx[name]) + np.linalg.norm(grads["d" + name])
                    grads["d" + name] -= approx[name]
                    table[name] = np.linalg.norm(grads["d" + name]) / lengths
                return table
            """,
            costs=0.25,
        ),
        Mistake(
            "the table is right, and the caller's parameters are changed",
            "Look at your `parameters` after the call: is the entry that was moved last what it was? Training would go on from there.",
            "Put every entry back after its turn, the last one as well, or move a copy.",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                table, original = {}, {name: P.copy() for name, P in parameters.items()}
                for name, P in parameters.items():
                    approx = np.zeros(P.shape)
                    for i in np.ndindex(*P.shape):
                        for other in parameters:
                            parameters[other][...] = original[other]
                        P[i] += eps
                        up = cost(parameters)
                        P[i] -= 2 * eps
                        approx[i] = (up - cost(parameters)) / (2 * eps)
                    table[name] = relative_difference(approx, grads["d" + name])
                return table
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "entry by entry in the dict, and put back",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                table = {}
                for name, P in parameters.items():
                    approx = np.zeros_like(P)
                    for i in range(P.shape[0]):
                        for j in range(P.shape[1]):
                            old = P[i, j]
                            P[i, j] = old + eps
                            up = cost(parameters)
                            P[i, j] = old - eps
                            down = cost(parameters)
                            P[i, j] = old
                            approx[i, j] = (up - down) / (2 * eps)
                    d = grads["d" + name]
                    table[name] = np.linalg.norm(approx - d) / (np.linalg.norm(approx) + np.linalg.norm(d))
                return table
            """,
        ),
        Alternative(
            "both in one vector, then cut into pieces; another order of rows",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                shapes = {name: np.shape(value) for name, value in parameters.items()}
                def J(theta):
                    return cost(theta_to_parameters(theta, shapes))
                approx = numerical_gradient(J, parameters_to_theta(parameters), eps)
                exact = parameters_to_theta({name: grads["d" + name] for name in parameters})
                a, e = theta_to_parameters(approx, shapes), theta_to_parameters(exact, shapes)
                return {name: float(relative_difference(a[name], e[name])) for name in sorted(parameters, reverse=True)}
            """,
        ),
        Alternative(
            "copies of the parameters",
            code="""
            def check_network_gradients(cost, parameters, grads, eps):
                table = {}
                for name in parameters:
                    approx = np.zeros(parameters[name].size)
                    for k in range(approx.size):
                        values = []
                        for sign in (1, -1):
                            moved = {key: value.copy() for key, value in parameters.items()}
                            moved[name].flat[k] += sign * eps
                            values.append(cost(moved))
                        approx[k] = (values[0] - values[1]) / (2 * eps)
                    print(name, approx)
                    table[name] = relative_difference(approx, grads["d" + name].ravel())
                return table
            """,
        ),
        Alternative(
            "the rows as arrays of no axes, and one more row for the whole",
            changes=(
                (
                    TABLE,
                    'table = {n: np.array(relative_difference(approx[n], grads["d" + n])) for n in parameters}\n    table["all"] = max(table.values())\n    return table',
                ),
            ),
        ),
    ),
)
