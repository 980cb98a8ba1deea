"""bias_variance_decomposition: the predictions of several runs, about something that is not the truth."""

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import bias_variance as reference


def runs_trial(rng, runs, m):
    """Predictions that lie about something that is not the truth: exact in binary, so that a variance of 0 is 0."""
    f = rng.integers(-8192, 8193, (1, m)) / 4096
    predictions = f + rng.integers(1000, 6000, (1, m)) / 4096 * rng.choice([-1, 1, 1], (1, m)) + rng.integers(-6000, 6001, (runs, m)) / 4096
    says = f"{runs} {'run' if runs == 1 else 'runs'}, {m} {'point' if m == 1 else 'points'}"
    return Trial(says, {"predictions": predictions, "f": f}, [value(), CHANGED])


MEAN, SQUARE, SPREAD = (
    "np.mean(predictions, axis=0)",
    "np.mean((mean_prediction - f) ** 2)",
    "np.mean((predictions - mean_prediction) ** 2)",
)

EXERCISE = Exercise(
    reference=reference.bias_variance_decomposition,
    points=3,
    returns=("bias_squared", "variance"),
    rules=(
        Rule("values", "bias² and variance, each a mean over the points, for any number of runs and points", 1),
        Rule("arguments", "`predictions` and `f` are left as they were", 0.25),
    ),
    visible=lambda rng: [runs_trial(rng, 3, 4), runs_trial(rng, 5, 2), runs_trial(rng, 4, 4), runs_trial(rng, 1, 4)],
    hidden=lambda rng: [runs_trial(rng, 6, 3), runs_trial(rng, 4, 9), runs_trial(rng, 5, 5), runs_trial(rng, 8, 1), runs_trial(rng, 1, 8)],
    mistakes=(
        Mistake(
            "the mean is taken over the points, not over the runs",
            "Print the shape of your mean prediction: it has one number for each run. At each *point* the runs are averaged, and there are m points.",
            "Runs are rows: average down the columns.",
            changes=((MEAN, "np.mean(predictions, axis=1, keepdims=True)"),),
        ),
        Mistake(
            "the mean is taken over the points, and its shape does not fit",
            "Print the shape of your mean prediction: it has one number for each run, and `f` has one for each point.",
            "Runs are rows: average down the columns, and what is left has one number for each point.",
            changes=((MEAN, "np.mean(predictions, axis=1)"),),
        ),
        Mistake(
            "one mean for all runs and all points",
            "Your mean prediction is a single number. But the truth goes up and down from point to point, and a good model goes with it.",
            "Average over the runs alone: name the axis.",
            changes=((MEAN, "np.mean(predictions)"),),
        ),
        Mistake(
            "the bias is not squared",
            "Take one point where the mean prediction is 2 above the truth: bias² is 4. What do you return?",
            "Square the distance at each point, before the mean over the points.",
            changes=((SQUARE, "np.mean(np.abs(mean_prediction - f))"),),
        ),
        Mistake(
            "biases of both signs cancel before the square",
            "Take two points, one predicted 1 too high and one 1 too low in every run: the model is wrong at both, and your bias² is 0.",
            "First square, at each point; then average over the points.",
            changes=((SQUARE, "np.mean(mean_prediction - f) ** 2"),),
        ),
        Mistake(
            "the whole squared error is taken for bias²",
            "Take a model that is right on average and different in each run: its bias is 0. Yours is not: you square before you have averaged over the runs.",
            "First the mean prediction over the runs, then its distance from the truth.",
            changes=((SQUARE, "np.mean((predictions - f) ** 2)"),),
        ),
        Mistake(
            "the variance is measured around the truth",
            "Take a model that predicts the same wrong number in each run: it does not vary at all. Your variance is not 0.",
            "Variance knows nothing of the truth: measure the distance from the models' own mean.",
            changes=((SPREAD, "np.mean((predictions - f) ** 2)"),),
        ),
        Mistake(
            "the square root of the variance is returned",
            "Double all the distances: a variance becomes four times as large, yours doubles. Only squares can be added to bias².",
            "Leave out the root: the mean of squares, not the standard deviation.",
            changes=((SPREAD, "np.mean(np.std(predictions, axis=0))"),),
        ),
        Mistake(
            "the mean distance from the mean stands for the variance",
            "Take one point that two runs predict 2 too high and 2 too low: the variance is 4. What do you return? A distance that is not squared cannot be added to bias².",
            "Square each distance from the mean prediction before you average: no absolute value.",
            changes=((SPREAD, "np.mean(np.abs(predictions - mean_prediction))"),),
        ),
        Mistake(
            "the spread of the mean prediction over the points is taken for the variance",
            "Give it runs that agree with each other, on a wavy curve: the models do not differ, and your variance is large. You measure how wavy the curve is.",
            "At each point, look at how the *runs* differ; only then average over the points.",
            changes=((SPREAD, "np.var(mean_prediction)"),),
        ),
        Mistake(
            "the variance of all numbers together",
            "Give it runs that agree with each other, on a wavy curve: the models do not differ, and your variance is large.",
            "Name the axis: the spread over the runs at each point, then the mean over the points.",
            changes=((SPREAD, "np.var(predictions)"),),
        ),
        Mistake(
            "the variance over the points within each run",
            "Give it runs that agree with each other, on a wavy curve: the models do not differ, and your variance is large. Which axis are the runs?",
            "Runs are rows: measure the spread down the columns.",
            changes=((SPREAD, "np.mean(np.var(predictions, axis=1))"),),
        ),
        Mistake(
            "the variance is divided by runs - 1",
            "With one run yours is no number at all. The docstring says by what to divide; then bias² and variance add up exactly to the mean squared distance from the truth.",
            "A plain mean over the runs: no `ddof`.",
            changes=((SPREAD, "np.mean(np.sum((predictions - mean_prediction) ** 2, axis=0) / np.float64(len(predictions) - 1))"),),
        ),
        Mistake(
            "sums over the points, not means",
            "Put every point in twice: your results double, although the models are as good as before.",
            "Both are means over the m points.",
            changes=((SQUARE, "np.sum((mean_prediction - f) ** 2)"), (SPREAD, "np.sum(np.var(predictions, axis=0))")),
        ),
        Mistake(
            "an answer for each point is returned",
            "Your results have m entries: bias² and variance at each point. Asked are two numbers.",
            "Average over the points at the end.",
            changes=((SQUARE, "np.ravel((mean_prediction - f) ** 2)"), (SPREAD, "np.var(predictions, axis=0)")),
        ),
        Mistake(
            "the bias is measured relative to the truth",
            "Move truth and predictions up by 100: the model errs as much as before, and your bias² is nearly gone. Where the truth is 0 you divide by it.",
            "The distance from the truth, squared: nothing to divide by before the mean.",
            changes=((SQUARE, "np.mean(((mean_prediction - f) / f) ** 2)"),),
        ),
        Mistake(
            "only the first run is compared with the truth",
            "Exchange two runs: your bias² changes. Bias is a property of the mean over all runs, not of one.",
            "Use the mean prediction, at each point, of all runs.",
            changes=((SQUARE, "np.mean((predictions[0] - f) ** 2)"),),
        ),
        Mistake(
            "the mean prediction is made a column",
            "Print the shape of the difference to `f`: it is square, every point is compared with every other.",
            "Leave the mean prediction in one row, as `f` is.",
            changes=((SQUARE, "np.mean((mean_prediction[:, np.newaxis] - f) ** 2)"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "Give it runs that agree with each other: then the variance is 0. Which of your results is?",
            "First bias², then variance.",
            changes=(("return bias_squared, variance", "return variance, bias_squared"),),
        ),
        Mistake(
            "the predictions are changed",
            "Look at `predictions` after the call: they are no longer what came in. `-=` writes into the caller's array.",
            "Make a new array, with an expression.",
            changes=((SPREAD, "0.0\n    predictions -= mean_prediction\n    variance = np.mean(predictions**2)"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("np.var", changes=((SPREAD, "predictions.var(axis=0).mean()"),)),
        Alternative(
            "mean of squares minus square of the mean", changes=((SPREAD, "np.mean(np.mean(predictions**2, axis=0) - mean_prediction**2)"),)
        ),
        Alternative("the squared error minus bias²", changes=((SPREAD, "np.mean((predictions - f) ** 2) - bias_squared"),)),
        Alternative(
            "the mean kept as a row, in float32, and a list",
            changes=(
                (MEAN, "np.mean(predictions, axis=0, keepdims=True, dtype=np.float32)"),
                ("return bias_squared, variance", "return [bias_squared, variance]"),
            ),
        ),
        Alternative("einsum", changes=((SQUARE, "np.einsum('i,i->', mean_prediction - f[0], mean_prediction - f[0]) / f.size"),)),
        Alternative(
            "loops",
            code="""
            def bias_variance_decomposition(predictions, f):
                runs, m = predictions.shape
                bias_squared = variance = 0.0
                for j in range(m):
                    mean = sum(predictions[i, j] for i in range(runs)) / runs
                    bias_squared += (mean - f[0, j]) ** 2 / m
                    variance += sum((predictions[i, j] - mean) ** 2 for i in range(runs)) / runs / m
                return bias_squared, variance
            """,
        ),
    ),
)
