"""l1_penalty: networks of one layer and of several, their keys in more than one order."""

from autograder.bank import Alternative, Exercise, Mistake
from autograder.bank.regularization.shared import LOOP, PENALTY_RULES, hidden_penalties, visible_penalties
from course_utils.reference import regularization as reference

SIZE = 'np.sum(np.abs(parameters[f"W{l}"]))'
L1_FACTOR = "lambd / m * sizes"

EXERCISE = Exercise(
    reference=reference.l1_penalty,
    points=2,
    returns=("the penalty",),
    rules=PENALTY_RULES,
    visible=visible_penalties,
    hidden=hidden_penalties,
    mistakes=(
        Mistake(
            "the penalty is half as large: there is a one half too many",
            "Divide your result by the expected one: it is 0.5, whatever the weights. L2 has a one half because of its square. Has L1 a square?",
            "Compare the denominators of the two formulas.",
            changes=((L1_FACTOR, "lambd / (2 * m) * sizes"),),
        ),
        Mistake(
            "the penalty is not divided by m",
            "Call your function with m = 4 and m = 400: the answer stays.",
            "`m` comes in as an argument and is not used yet.",
            changes=((L1_FACTOR, "lambd * sizes"),),
        ),
        Mistake(
            "the penalty is multiplied by m",
            "Let m grow: your penalty grows too. The more data there are, the less the penalty should weigh.",
            "Divide by `m`.",
            changes=((L1_FACTOR, "lambd * m * sizes"),),
        ),
        Mistake(
            "lambd is missing",
            "Call your function with lambd = 0: regularization is switched off, and yet there is a penalty.",
            "Multiply by `lambd`.",
            changes=((L1_FACTOR, "sizes / m"),),
        ),
        Mistake(
            "squares stand where absolute values should be",
            "Double all weights: the penalty should double, and yours becomes four times as large. That is L2's habit.",
            "L1 charges each weight with its size, not its square.",
            changes=((SIZE, 'np.sum(parameters[f"W{l}"] ** 2)'),),
        ),
        Mistake(
            "it is the L2 penalty",
            "Double all weights: the penalty should double, and yours becomes four times as large.",
            "L1 charges each weight with its size, not its square, and has no one half.",
            changes=((SIZE, 'np.sum(parameters[f"W{l}"] ** 2)'), (L1_FACTOR, "lambd / (2 * m) * sizes")),
        ),
        Mistake(
            "the weights keep their signs",
            "Take the weights 1 and −1: they cancel, and your penalty is 0. It can even be negative.",
            "Take the absolute value of each weight, then sum.",
            changes=((SIZE, 'np.sum(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "the weights are summed first, the absolute value is taken afterwards",
            "Take the weights 1 and −1: they cancel before you take the absolute value.",
            "First the absolute value of each weight, then the sum.",
            changes=((SIZE, 'np.abs(np.sum(parameters[f"W{l}"]))'),),
        ),
        Mistake(
            "the largest column sum stands for the sum of all entries",
            "You are wrong for every matrix with more than one column. `np.linalg.norm(W, 1)` of a matrix is its largest column sum. Only for a vector is it what you want.",
            "Sum the absolute values of the entries yourself, or make the matrix one long vector first.",
            changes=((SIZE, 'np.linalg.norm(parameters[f"W{l}"], 1)'),),
        ),
        Mistake(
            "the Euclidean norm stands for the sum of absolute values",
            "Take the weights 3 and 4: the L1 norm is 7, and you get 5.",
            "There is no square and no root in L1.",
            changes=((SIZE, 'np.linalg.norm(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "the weights are counted, not weighed",
            "Double all weights: your penalty stays. Counting what is not 0 has no slope that gradient descent could follow.",
            "Sum the sizes of the weights.",
            changes=((SIZE, 'np.count_nonzero(parameters[f"W{l}"])'),),
        ),
        Mistake(
            "the penalty is divided by m twice",
            "Divide the expected penalty by yours: it is m, whatever the weights. Where are your two divisions?",
            "One division by m, for all layers together: leave the other out.",
            changes=((L1_FACTOR, "lambd / m / m * sizes"),),
        ),
        Mistake(
            "the sum of the absolute values is squared",
            "Double all weights: the penalty should double, and yours becomes four times as large. A norm that is squared belongs to L2, and even there it is another one.",
            "The sum of the sizes stays as it is: no square around it.",
            changes=((SIZE, 'np.sum(np.abs(parameters[f"W{l}"])) ** 2'),),
        ),
        Mistake(
            "the mean of the absolute values is taken, not their sum",
            "Give a layer ten times as many weights of the same size: the penalty should be ten times as large, yours stays.",
            "Each weight is charged: sum.",
            changes=((SIZE, 'np.mean(np.abs(parameters[f"W{l}"]))'),),
        ),
        Mistake(
            "the biases are penalized too",
            "Set all weights to 0 and leave the biases: the penalty should be 0. Is yours?",
            "Let your sum run over the `W`s only.",
            changes=((SIZE, SIZE + ' + np.sum(np.abs(parameters[f"b{l}"]))'),),
        ),
        Mistake(
            "only the last layer is penalized",
            "Set the last layer's weights to 0: your penalty is 0, whatever the other layers hold. (If you have a loop: does each turn add, or replace?)",
            "The penalty runs over all layers, and their sums are added up.",
            changes=(("sizes += ", "sizes = "),),
        ),
        Mistake(
            "only the first layer is penalized",
            "Set the weights of layer 1 to 0: your penalty is 0, whatever the other layers hold. (Does a `return` stand inside the loop?)",
            "Let the loop finish; return after it.",
            changes=((LOOP, "for l in range(1, 2):"),),
        ),
        Mistake(
            "the last layer is left out",
            "Print the layers your loop visits. `range(1, L)` stops before L.",
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
            "one penalty for each layer, where one number is asked for",
            "What you return has as many entries as there are layers. A cost is one number.",
            "Add the layers' penalties up.",
            code="""
            def l1_penalty(parameters, lambd, m):
                L = len(parameters) // 2
                return np.array([lambd / m * np.sum(np.abs(parameters[f"W{l}"])) for l in range(1, L + 1)])
            """,
        ),
        Mistake(
            "every second entry of the dict is taken for a weight matrix",
            "It works while W1, b1, W2, b2 stand in this order. Sort the keys, as some programs do when they save a network: which arrays do you take then?",
            "Ask for the arrays by their names.",
            code="""
            def l1_penalty(parameters, lambd, m):
                return lambd / m * sum(np.sum(np.abs(W)) for W in list(parameters.values())[::2])
            """,
            costs=0.25,
        ),
        Mistake(
            "parameters itself is changed",
            "Look at your `parameters` after the call: they are no longer what came in. `out=`, `*=` and writing to an entry change the caller's arrays.",
            "Take absolute values into a new array.",
            changes=((SIZE, 'np.sum(np.abs(parameters[f"W{l}"], out=parameters[f"W{l}"]))'),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("the 1-norm of one long vector", changes=((SIZE, 'np.linalg.norm(parameters[f"W{l}"].ravel(), 1)'),)),
        Alternative("weights times their signs", changes=((SIZE, 'np.sum(parameters[f"W{l}"] * np.sign(parameters[f"W{l}"]))'),)),
        Alternative(
            "roots of squares, multiplied last",
            changes=((SIZE, 'np.sqrt(parameters[f"W{l}"] ** 2).sum()'), (L1_FACTOR, "sizes * lambd / m")),
        ),
        Alternative(
            "loops over every entry, with a print",
            code="""
            def l1_penalty(parameters, lambd, m):
                total = 0
                for name, W in parameters.items():
                    if name.startswith("W"):
                        for w in W.ravel():
                            total += w if w > 0 else -w
                print(total)
                return float(lambd * total / m)
            """,
        ),
        Alternative(
            "a generator, in float32, a 0-d array",
            code="""
            def l1_penalty(parameters, lambd, m):
                L = len(parameters) // 2
                total = sum(np.abs(parameters["W" + str(i + 1)].astype("float32")).sum() for i in range(L))
                return np.array(lambd / m * total)
            """,
        ),
    ),
)
