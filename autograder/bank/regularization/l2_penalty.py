"""l2_penalty: networks of one layer and of several, their keys in more than one order."""

from autograder.bank import Alternative, Exercise, Mistake
from autograder.bank.regularization.shared import LOOP, PENALTY_RULES, hidden_penalties, visible_penalties
from course_utils.reference import regularization as reference

SUM = 'np.sum(parameters[f"W{l}"] ** 2)'
FACTOR = "lambd / (2 * m) * squares"

EXERCISE = Exercise(
    reference=reference.l2_penalty,
    points=3,
    returns=("the penalty",),
    rules=PENALTY_RULES,
    visible=visible_penalties,
    hidden=hidden_penalties,
    mistakes=(
        Mistake(
            "the penalty is twice as large: the one half is missing",
            "Divide your result by the expected one: it is 2, whatever the weights. The formula has a number in its denominator that keeps the derivative free of a 2.",
            "The denominator has two factors, and you have written one of them.",
            changes=((FACTOR, "lambd / m * squares"),),
        ),
        Mistake(
            "the penalty is not divided by m",
            "Call your function twice, with m = 4 and with m = 400: the answer stays. The cross-entropy is a mean over the examples; what stands beside it is scaled in the same way.",
            "`m` comes in as an argument and is not used yet. Look where it stands in the formula.",
            changes=((FACTOR, "lambd / 2 * squares"),),
        ),
        Mistake(
            "the penalty is multiplied by m: a pair of brackets is missing",
            "Type `1 / 2 * 4` into a cell. Python goes from left to right, so what stands after the second sign is multiplied.",
            "Put brackets round the whole denominator.",
            changes=((FACTOR, "lambd / 2 * m * squares"),),
        ),
        Mistake(
            "lambd is missing",
            "Call your function with lambd = 0: regularization is switched off, and yet there is a penalty.",
            "Multiply by `lambd`.",
            changes=((FACTOR, "1 / (2 * m) * squares"),),
        ),
        Mistake(
            "the norm of each layer is not squared",
            "Double all weights: the penalty should become four times as large, and yours doubles. `np.linalg.norm` takes a root at the end.",
            "Either square the norm again, or do without it: the sum of squares is what you want.",
            changes=((SUM, 'np.linalg.norm(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "a root is taken of the sum over all layers",
            "Double all weights: the penalty should become four times as large, and yours doubles.",
            "The penalty is built from squares. There is no root in it.",
            changes=((FACTOR, "lambd / (2 * m) * np.sqrt(squares)"),),
        ),
        Mistake(
            "the weights are summed first and squared afterwards",
            "Take the weights 1 and −1: they are not small, but your penalty for them is 0, because they cancel before you square.",
            "Square each entry, then sum.",
            changes=((SUM, 'np.sum(parameters[f"W{l}"]) ** 2'),),
        ),
        Mistake(
            "the weights are not squared",
            "Your penalty can be negative: large negative weights would be rewarded. Try W = −3.",
            "Each weight counts with its square, so that the sign does not matter.",
            changes=((SUM, 'np.sum(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "absolute values stand where squares should be",
            "Take one weight of 3: what should it add, and what does it add with you? Without the square you have (half of) the other penalty of this chapter, L1.",
            "L2 is built from squares.",
            changes=((SUM, 'np.sum(np.abs(parameters[f"W{l}"]))'),),
        ),
        Mistake(
            "the spectral norm stands for the Frobenius norm",
            "Your numbers are right for a matrix with a single row, and too small for others. For a matrix, `np.linalg.norm(W, 2)` is its largest singular value; the Frobenius norm looks at every entry.",
            "Leave out the 2 in the call of the norm, or sum the squares of the entries yourself.",
            changes=((SUM, 'np.linalg.norm(parameters[f"W{l}"], 2) ** 2'),),
        ),
        Mistake(
            "a matrix product stands where entries should be squared one by one",
            "For one row of weights, w times its transpose is the sum of squares. For a matrix, that product also holds products of different rows. Print it for a 2 × 2 matrix: where are the squares?",
            "Square entry by entry; `**` does that.",
            changes=((SUM, 'np.sum(parameters[f"W{l}"] @ parameters[f"W{l}"].T)'),),
        ),
        Mistake(
            "each row is summed before it is squared, as the sum of W.T @ W does",
            "Take the row 1, −1: it should add 2, and with you it adds 0, for its weights cancel. The lecture's wᵀw is a sum of squares only where w is one column; print `W.T @ W` for your matrix.",
            "Square entry by entry, then sum over everything.",
            changes=((SUM, 'np.sum(np.sum(parameters[f"W{l}"], axis=1) ** 2)'),),
        ),
        Mistake(
            "the penalty is divided by m twice",
            "Divide the expected penalty by yours: it is m, whatever the weights. Where are your two divisions?",
            "One division by m, for all layers together: leave the other out.",
            changes=((FACTOR, "lambd / (2 * m * m) * squares"),),
        ),
        Mistake(
            "the mean of the squares is taken, not their sum",
            "Give a layer ten times as many weights of the same size: the penalty should be ten times as large, yours stays.",
            "Each weight is charged. Sum, and divide by nothing but what the formula divides by.",
            changes=((SUM, 'np.mean(parameters[f"W{l}"] ** 2)'),),
        ),
        Mistake(
            "the biases are penalized too",
            "Set all weights to 0 and leave the biases: the penalty should be 0. Is yours? A bias only moves a unit's threshold, so it is left free.",
            "Let your sum run over the `W`s only.",
            changes=((SUM, SUM + ' + np.sum(parameters[f"b{l}"] ** 2)'),),
        ),
        Mistake(
            "only the last layer is penalized",
            "Set the last layer's weights to 0: your penalty is 0, whatever the other layers hold. (If you have a loop: does each turn add to what the turns before found, or replace it?)",
            "The lecture's slide lost a sum sign here: the penalty runs over all layers, and their squares are added up.",
            changes=(("squares += ", "squares = "),),
        ),
        Mistake(
            "only the first layer is penalized",
            "Set the weights of layer 1 to 0: your penalty is 0, whatever the other layers hold. (Does a `return` stand inside the loop?)",
            "Let the loop finish; return after it.",
            changes=((LOOP, "for l in range(1, 2):"),),
        ),
        Mistake(
            "the last layer is left out",
            "Print the layers your loop visits. `range(1, L)` stops before L. For logistic regression, L = 1, it visits none.",
            "The output layer's weights are penalized like the others.",
            changes=((LOOP, "for l in range(1, L):"),),
        ),
        Mistake(
            "a layer is asked for that is not there",
            "The `KeyError` names the key. The layers are numbered from 1 to L, and the dict holds two arrays for each of them.",
            "Check both ends of your range, and how you get L from the length of the dict.",
            changes=((LOOP, "for l in range(L + 1):"),),
        ),
        Mistake(
            "three layers are wired in",
            "Your function works for L = 3 alone. A network may have one layer or ten.",
            "Get the number of layers from the dict, and let a loop run over them.",
            code="""
            def l2_penalty(parameters, lambd, m):
                W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
                return lambd / (2 * m) * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
            """,
        ),
        Mistake(
            "the factor is applied anew in every turn of the loop",
            "For one layer you are right, for more you are not: what the first layer gave is multiplied by lambd / 2m again and again.",
            "Add up the squares of all layers first. Multiply once, after the loop.",
            code="""
            def l2_penalty(parameters, lambd, m):
                penalty = 0.0
                for l in range(1, len(parameters) // 2 + 1):
                    penalty = lambd / (2 * m) * (penalty + np.sum(parameters[f"W{l}"] ** 2))
                return penalty
            """,
        ),
        Mistake(
            "one penalty for each layer, where one number is asked for",
            "What you return has as many entries as there are layers. A cost is one number.",
            "Add the layers' penalties up.",
            code="""
            def l2_penalty(parameters, lambd, m):
                L = len(parameters) // 2
                return np.array([lambd / (2 * m) * np.sum(parameters[f"W{l}"] ** 2) for l in range(1, L + 1)])
            """,
        ),
        Mistake(
            "every second entry of the dict is taken for a weight matrix",
            "It works while W1, b1, W2, b2 stand in this order. Sort the keys, as some programs do when they save a network: which arrays do you take then?",
            "Ask for the arrays by their names.",
            code="""
            def l2_penalty(parameters, lambd, m):
                return lambd / (2 * m) * sum(np.sum(W**2) for W in list(parameters.values())[::2])
            """,
            costs=0.25,
        ),
        Mistake(
            "weights are told from biases by their shape",
            "A weight matrix has one column when the layer below has one unit, and so has a bias. One of the trials has such a layer.",
            "The names say which is which: `W1`, `b1`.",
            code="""
            def l2_penalty(parameters, lambd, m):
                return lambd / (2 * m) * sum(np.sum(v**2) for v in parameters.values() if v.shape[1] > 1)
            """,
        ),
        Mistake(
            "parameters itself is changed",
            "Look at your `parameters` after the call: they are no longer what came in. `*=`, `**=`, `pop` and writing under a key all change what the caller handed over.",
            "Compute the squares as a new array, in an expression.",
            code="""
            def l2_penalty(parameters, lambd, m):
                penalty = 0.0
                for l in range(1, len(parameters) // 2 + 1):
                    parameters[f"W{l}"] **= 2
                    penalty += lambd / (2 * m) * np.sum(parameters[f"W{l}"])
                return penalty
            """,
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("the square of NumPy's norm", changes=((SUM, 'np.linalg.norm(parameters[f"W{l}"]) ** 2'),)),
        Alternative("einsum", changes=((SUM, 'np.einsum("ij,ij->", parameters[f"W{l}"], parameters[f"W{l}"])'),)),
        Alternative(
            "vdot, divided in another order",
            changes=((SUM, 'np.vdot(parameters[f"W{l}"], parameters[f"W{l}"])'), (FACTOR, "lambd / 2 / m * squares")),
        ),
        Alternative("the trace of a product", changes=((SUM, 'np.trace(parameters[f"W{l}"] @ parameters[f"W{l}"].T)'),)),
        Alternative(
            "by the first letter of the name",
            code="""
            def l2_penalty(parameters, lambd, m):
                return lambd * sum((W**2).sum() for name, W in parameters.items() if name.startswith("W")) / (2 * m)
            """,
        ),
        Alternative(
            "loops over every entry, with a print",
            code="""
            def l2_penalty(parameters, lambd, m):
                total = 0
                for name in parameters:
                    if name[0] == "W":
                        for row in parameters[name]:
                            for w in row:
                                total = total + w * w
                print(total)
                return float(total * lambd * 0.5 / m)
            """,
        ),
        Alternative(
            "until there is no further layer, in float32",
            code="""
            def l2_penalty(parameters, lambd, m):
                l, total = 1, np.float32(0)
                while f"W{l}" in parameters:
                    total += np.square(parameters[f"W{l}"].astype(np.float32)).sum()
                    l += 1
                return total * np.float32(lambd / (2 * m))
            """,
        ),
        Alternative(
            "one long vector, a 0-d array",
            code="""
            def l2_penalty(parameters, lambd, m):
                w = np.concatenate([parameters[k].ravel() for k in parameters if "W" in k])
                return np.array(w @ w * lambd / (2.0 * m))
            """,
        ),
    ),
)
