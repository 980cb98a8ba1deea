"""choose_and_report: errors of models, the best on the dev set not being the best on the test set."""

import numpy as np

from autograder.bank import Alternative, Exercise, Mistake, Rule, Trial
from autograder.bank.probes import CHANGED, value
from course_utils.reference import data_splits as reference


def models_trial(rng, n, rule="values"):
    """Errors of n models. The best on the dev set, the second, is neither the best nor the worst on the test set; the first is nearly as good.

    Who rounds the errors before comparing them takes the first for the best.
    """
    dev = np.round(rng.permutation(np.arange(n) + rng.uniform(0.1, 0.5, n)) / 40 + 0.05, 5)
    low = np.argmin(dev)
    dev[[1, low]] = dev[[low, 1]]
    dev[1] = np.round(np.floor(dev[1] * 1e4) / 1e4 + 1e-5, 5)
    dev[0] = np.round(dev[1] + 3e-5, 5)
    first = [1, int(np.argmax(dev)), 0]  # of the test errors these get the middle ones
    rest = rng.permutation(np.setdiff1d(np.arange(n), first))
    places = [*rest[: n // 2 - 2], *first[::-1], *rest[n // 2 - 2 :]]
    test = np.empty(n)
    test[places] = np.round((np.arange(n) + rng.uniform(0.6, 0.9, n)) / 40 + 0.05, 5)
    says = f"{n} models"
    if rule == "ties":
        dev[[3, 5]], says = dev[1], f"{n} models, three of them equally good on the dev set"
        test[[3, 1, 5]] = np.sort(test[[1, 3, 5]])  # the test set would take neither the first nor the last of them
    return Trial(says, {"dev_errors": dev, "test_errors": test}, [value(rule), CHANGED])


BEST, REPORTED = "np.argmin(dev_errors)", "test_errors[best]"

EXERCISE = Exercise(
    reference=reference.choose_and_report,
    points=2,
    returns=("best", "reported"),
    rules=(
        Rule("values", "the model that is best on the dev set, and its error on the test set", 1),
        Rule("ties", "of equally good models the first", 0.25),
        Rule("arguments", "`dev_errors` and `test_errors` are left as they were", 0.25),
    ),
    visible=lambda rng: [models_trial(rng, 6), models_trial(rng, 9), models_trial(rng, 7, "ties")],
    hidden=lambda rng: [models_trial(rng, 8), models_trial(rng, 13), models_trial(rng, 30), models_trial(rng, 10, "ties")],
    mistakes=(
        Mistake(
            "the model is chosen on the test set",
            "Your model is the one with the smallest test error. Then the test set has helped to choose, and its error is no longer that of a stranger.",
            "Choose with the dev errors alone; look at the test errors once, afterwards.",
            changes=((BEST, "np.argmin(test_errors)"),),
        ),
        Mistake(
            "the dev error is reported",
            "You quote the smallest of all the dev errors. A model that was lucky on the dev set got there because of its luck.",
            "Quote what this model does on the set that nobody chose by.",
            changes=((REPORTED, "dev_errors[best]"),),
        ),
        Mistake(
            "the two sets have exchanged their roles: chosen on the test set, reported on the dev set",
            "Lower one test error to 0: that model is your choice. The set you choose by is the dev set, whatever the variable is called.",
            "Choose by the dev errors, and quote a test error.",
            changes=((BEST, "np.argmin(test_errors)"), (REPORTED, "dev_errors[best]")),
        ),
        Mistake(
            "the smallest test error is reported, whichever model has it",
            "You name one model and quote the error of another. Look up the test error at the index that you return.",
            "Both results are about the same model.",
            changes=((REPORTED, "np.min(test_errors)"),),
        ),
        Mistake(
            "the model is chosen by the mean of both errors",
            "Lower one test error a lot and leave the dev errors: your choice changes. So the test set has a say in it.",
            "The test errors may not play any part in the choice.",
            changes=((BEST, "np.argmin(dev_errors + test_errors)"),),
        ),
        Mistake(
            "the mean of dev and test error is reported",
            "Half of your number is the dev error, which was used for choosing and is too kind.",
            "Report the other half alone.",
            changes=((REPORTED, "(dev_errors[best] + test_errors[best]) / 2"),),
        ),
        Mistake(
            "the model is chosen by the smallest gap between dev and test error",
            "A model that errs in half of the cases on both sets has no gap at all. Is that the one you want? And the test set has a say in your choice.",
            "Look at one of the two arrays alone when you choose: at that of the set which is there for it.",
            changes=((BEST, "np.argmin(np.abs(dev_errors - test_errors))"),),
        ),
        Mistake(
            "the first model is chosen, whatever the dev errors are",
            "Your index is always 0. If a loop keeps the lowest error so far: which number does it begin with, and is any error lower than that?",
            "Begin with an error that every model beats, or with that of the first model.",
            changes=((BEST, "0"),),
        ),
        Mistake(
            "the largest dev error is chosen",
            "Your model is the worst on the dev set. These are errors, not accuracies.",
            "The smaller the error, the better.",
            changes=((BEST, "np.argmax(dev_errors)"),),
        ),
        Mistake(
            "an accuracy is reported, not an error",
            "Your number is 1 minus what is asked.",
            "The errors came in as errors and go out as errors.",
            changes=((REPORTED, "1 - test_errors[best]"),),
        ),
        Mistake(
            "the models are counted from 1",
            "Use your index on `dev_errors`: you get the neighbour of the model that you meant.",
            "An index counts from 0, in Python as in the docstring.",
            changes=(("return best,", "return best + 1,"),),
        ),
        Mistake(
            "an array of places is returned, not one index",
            "Print your first result: it wears brackets. A search for all the places returns an array, even if there is only one.",
            "Take the first entry of what you found, or use a function that returns one place.",
            changes=((BEST, "np.flatnonzero(dev_errors == dev_errors.min())"),),
        ),
        Mistake(
            "the smallest dev error is returned in place of its index",
            "Your first result is a number between 0 and 1. Asked is which model, not how good.",
            "There is a function that says where the smallest number stands.",
            changes=(("return best,", "return dev_errors[best],"),),
        ),
        Mistake(
            "the two results are returned in the other order",
            "Whoever calls writes `best, reported = …`. What is your first value?",
            "First which model, then its error.",
            changes=(("return best, test_errors[best]", "return test_errors[best], best"),),
        ),
        Mistake(
            "only the error is returned",
            "Whoever calls wants to use the model as well. Which one was it?",
            "Return two values, index and error.",
            changes=(("return best, test_errors[best]", "return test_errors[best]"),),
        ),
        Mistake(
            "of equally good models the last is taken",
            "Let two models have the same smallest dev error: you name the second. A comparison with `<=` or a search from behind does that.",
            "A later model has to be really better to take the place.",
            changes=((BEST, "len(dev_errors) - 1 - np.argmin(dev_errors[::-1])"),),
            costs=0.25,
        ),
        Mistake(
            "among equally good models the test set decides",
            "Let two models have the same smallest dev error: you take the one with the smaller test error. Even so little is choosing by the test set.",
            "Take the first of them, without a look at the test errors.",
            changes=((BEST, "min(range(len(dev_errors)), key=lambda i: (dev_errors[i], test_errors[i], -i))"),),
            costs=0.25,
        ),
        Mistake(
            "the dev errors themselves are changed",
            "Look at `dev_errors` after the call: they are no longer what came in. `sort`, and writing to an entry that is done with, change the caller's array.",
            "Ask where the smallest is: there is nothing to sort or to cross out.",
            changes=(("return best, test_errors[best]", "dev_errors.sort()\n    return best, test_errors[best]"),),
            costs=0.25,
        ),
    ),
    alternatives=(
        Alternative("Python numbers", changes=(("return best, test_errors[best]", "return int(best), float(test_errors[best])"),)),
        Alternative("list and index", changes=((BEST, "list(dev_errors).index(min(dev_errors))"),)),
        Alternative("a stable argsort", changes=((BEST, 'np.argsort(dev_errors, kind="stable")[0]'),)),
        Alternative(
            "a loop",
            code="""
            def choose_and_report(dev_errors, test_errors):
                best = 0
                for i in range(1, len(dev_errors)):
                    if dev_errors[i] < dev_errors[best]:
                        best = i
                return [best, test_errors[best]]
            """,
        ),
        Alternative("the first place where it is smallest", changes=((BEST, "np.flatnonzero(dev_errors == dev_errors.min())[0]"),)),
    ),
)
