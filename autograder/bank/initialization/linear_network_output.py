"""linear_network_output: matrices through which a signal grows, fades or stays, few times or many."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Probe, Rule, Trial
from autograder.bank.probes import ARGUMENTS_RULE, CHANGED, array
from course_utils.reference import initialization as reference

ROUNDED = 1e-5  # what single precision may lose where large terms cancel; that it is too short is another rule's matter


def linear_trial(says, W, W_last, x, L, rule="values"):
    output = Probe(rule, "value", {}, atol=0.0 if rule == "deep" else ROUNDED)
    return Trial(f"{says}, L = {L}", {"x": x, "W": W, "W_last": W_last, "L": L}, [output, CHANGED])


def any_linear_trial(rng, n, n_out, m, L, rule="values"):
    """A matrix of no special form that neither grows nor shrinks much, so that every mistake shows."""
    W = array(rng, n, n)
    W = np.round(W / np.abs(np.linalg.eigvals(W)).max(), 5)
    return linear_trial(f"W ({n}, {n}), W_last ({n_out}, {n}), x ({n}, {m})", W, array(rng, n_out, n), array(rng, n, m), L, rule)


def lecture_trial(rng, factor, m, L, rule="values"):
    """The lecture's matrix: a factor on the diagonal."""
    return linear_trial(f"the lecture's W, {factor} on the diagonal", factor * np.eye(2), array(rng, 1, 2), array(rng, 2, m), L, rule)


def returning_trial(rng, m, L):
    """The signal fades to 1e-60 on its way, and the last layer makes it large again: what was lost is seen."""
    return linear_trial(
        "the lecture's W, 0.5 on the diagonal, and 1e60 in W_last", 0.5 * np.eye(2), 1e60 * array(rng, 1, 2), array(rng, 2, m), L, "deep"
    )


START = "a = x\n"

EXERCISE = Exercise(
    reference=reference.linear_network_output,
    points=3,
    returns=("the output",),
    rules=(
        Rule("values", "the output is that of L layers: W in all of them but the last, `W_last` in the last", 1),
        Rule("edge", "with L = 1 the last layer is the only one", 0.25),
        Rule("deep", "it reckons in double precision: a signal of 1e-60 is not yet 0", 0.25),
        ARGUMENTS_RULE,
    ),
    visible=lambda rng: [
        lecture_trial(rng, 1.5, 1, 3),
        any_linear_trial(rng, 3, 2, 4, 5),
        any_linear_trial(rng, 2, 2, 3, 4),
        any_linear_trial(rng, 3, 1, 2, 2),
        any_linear_trial(rng, 1, 2, 3, 3),
        any_linear_trial(rng, 2, 3, 1, 1, "edge"),
        lecture_trial(rng, 0.5, 2, 200, "deep"),
        returning_trial(rng, 2, 200),
    ],
    hidden=lambda rng: [
        lecture_trial(rng, 0.5, 1, 6),
        lecture_trial(rng, 1.5, 3, 9),
        any_linear_trial(rng, 4, 2, 3, 4),
        any_linear_trial(rng, 3, 3, 5, 5),
        any_linear_trial(rng, 2, 4, 1, 7),
        any_linear_trial(rng, 5, 1, 2, 2),
        any_linear_trial(rng, 1, 3, 2, 6),
        any_linear_trial(rng, 3, 2, 4, 1, "edge"),
        lecture_trial(rng, 0.5, 1, 210, "deep"),
        returning_trial(rng, 3, 198),
    ],
    mistakes=(
        Mistake(
            "W is applied L times, and then W_last as well",
            "Count the matrices for L = 3 on paper: with the last one yours are four. A network of L layers has L.",
            "The last layer has a matrix of its own. How many layers are left for `W`?",
            changes=(("range(L - 1)", "range(L)"),),
        ),
        Mistake(
            "W is applied L - 2 times",
            "Count the matrices for L = 3 on paper: with the last one yours are two. Which numbers does your `range` give?",
            "`range(k)` has k numbers; `range(1, k)` has one less.",
            changes=(("range(L - 1)", "range(1, L - 1)"),),
        ),
        Mistake(
            "W acts only once, whatever L is",
            "Your result for L = 2 is right and does not change with L. Print what goes into the second layer: is it x again?",
            "What goes into a layer is what came out of the layer before it; only layer 1 sees x.",
            changes=(("a = W @ a", "a = W @ x"),),
        ),
        Mistake(
            "the entries of W are raised to a power, not the matrix",
            "Take W = [[1, 1], [1, 1]]: the product of W with itself has a 2 everywhere, `W**2` has a 1. On a diagonal matrix nobody would notice.",
            "`**` works entry by entry. A layer after a layer is a product of matrices.",
            changes=(("    for _ in range(L - 1):\n        a = W @ a\n", "    a = W ** (L - 1) @ a\n"),),
        ),
        Mistake(
            "W is multiplied by L - 1, not raised to that power",
            "Right for L = 2 alone. A signal that is halved in each of three layers is an eighth of what it was, not three halves.",
            "A layer after a layer is a product with W once more, not W once more added.",
            changes=(("    for _ in range(L - 1):\n        a = W @ a\n", "    a = (L - 1) * W @ a\n"),),
        ),
        Mistake(
            "the product is taken entry by entry",
            "A layer adds up over its inputs. `*` multiplies and adds nothing, and its shapes fit only by luck.",
            "NumPy has an operator of its own for the product of matrices.",
            changes=(("a = W @ a", "a = W * a"),),
        ),
        Mistake(
            "ReLU is applied in the layers",
            "Your negative numbers became 0 on the way. What activation does this network have?",
            "The text says g(z) = z: nothing happens to z.",
            changes=(("a = W @ a", "a = np.maximum(W @ a, 0)"),),
        ),
        Mistake(
            "the output goes through a sigmoid",
            "All your outputs lie between 0 and 1. Every layer of this network is linear, the last one too.",
            "Return what the last matrix gives, as it is.",
            changes=(("return W_last @ a", "return 1 / (1 + np.exp(-(W_last @ a)))"),),
        ),
        Mistake(
            "W is transposed",
            "Try W = [[0, 1], [0, 0]] and x = (5, 7): the first unit should get 7. In yours the second unit gets 5. On a diagonal matrix nobody would notice.",
            "A row of W belongs to a unit, a column to an input.",
            changes=(("a = W @ a", "a = W.T @ a"),),
        ),
        Mistake(
            "the last layer is left off",
            "Look at the shape of your result: it has as many rows as x. The last layer has a matrix too.",
            "One product is still missing before you return.",
            changes=(("return W_last @ a", "return a"),),
        ),
        Mistake(
            "the last layer's matrix is left out, W stands in its place",
            "Look at the shape of your result: it has as many rows as x. Which matrix does layer L have?",
            "All layers but the last have `W`.",
            changes=(("return W_last @ a", "return W @ a"),),
        ),
        Mistake(
            "the last layer is applied first",
            "The signal meets layer 1 first and layer L last. In the formula the matrix that acts first stands next to x, at the right end.",
            "Read the product from right to left.",
            code="""
            def linear_network_output(x, W, W_last, L):
                a = W_last @ x
                for _ in range(L - 1):
                    a = W @ a
                return a
            """,
        ),
        Mistake(
            "the product of the matrices is returned, x never enters",
            "Change `x` and call again: your result stays the same, and it has as many columns as W.",
            "The product of the matrices is half of the way. It acts on something.",
            changes=((START, "a = np.eye(len(W))\n"),),
        ),
        Mistake(
            "W is always applied at least once",
            "With L = 1 there is no layer before the last. Follow your lines for L = 1.",
            "Start from x itself, and let the loop decide how often W comes.",
            code="""
            def linear_network_output(x, W, W_last, L):
                a = W @ x
                for _ in range(L - 2):
                    a = W @ a
                return W_last @ a
            """,
            costs=0.25,
        ),
        Mistake(
            "a small signal becomes 0 on the way",
            "Print what comes into the last of 200 layers of 0.5: exactly 0. In double precision it is tiny, but it is there. Single precision ends near 1e-45, and a threshold of your own may end sooner.",
            "Leave the numbers in the precision in which they come, and cut nothing off.",
            changes=((START, "a = x.astype(np.float32)\n    W = W.astype(np.float32)\n"),),
            costs=0.25,
        ),
        Mistake(
            "a small signal becomes 0 on the way, and a large weight infinite",
            "Print what comes into the last of 200 layers of 0.5: exactly 0. And `np.float32(1e60)` is infinite. Both are there in double precision; single precision reaches from about 1e-45 to 1e38.",
            "Leave all numbers in the precision in which they come.",
            changes=(
                (START, "a = x.astype(np.float32)\n    W = W.astype(np.float32)\n"),
                ("return W_last @ a", "return W_last.astype(np.float32) @ a"),
            ),
            costs=0.25,
        ),
        Mistake(
            "x itself is changed",
            "Look at your `x` after the call. `x[...] =` or `*=` write into the caller's array.",
            "Give the result of each layer a name of its own.",
            changes=(("a = W @ a", "a[...] = W @ a"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative(
            "a power of the matrix",
            code="def linear_network_output(x, W, W_last, L):\n    return W_last @ np.linalg.matrix_power(W, L - 1) @ x",
        ),
        Alternative(
            "a list of matrices, multiplied from the left",
            code="""
            def linear_network_output(x, W, W_last, L):
                product = W_last
                for matrix in [W] * (L - 1):
                    product = np.dot(product, matrix)
                return product.dot(x)
            """,
        ),
        Alternative(
            "recursion",
            code="""
            def linear_network_output(x, W, W_last, L):
                if L == 1:
                    return np.matmul(W_last, x)
                return linear_network_output(np.matmul(W, x), W, W_last, L - 1)
            """,
        ),
        Alternative(
            "einsum, with a print and a warning",
            code="""
            def linear_network_output(x, W, W_last, L):
                import warnings
                warnings.warn("slow")
                print(L)
                l = 1
                while l < L:
                    x = np.einsum("ij,jm->im", W, x)
                    l += 1
                return np.einsum("ij,jm->im", W_last, x)
            """,
        ),
    ),
)
