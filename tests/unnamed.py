"""A graded class for the tests of mistakes without a name: three who double a gradient, each in other words, and others."""

import tiny

from autograder.grading.course import Course

DOUBLED = (
    "def dropout_backward(dA_dropped, D, keep_prob):\n    # Ada Lovelace wrote this\n    return 2 * dA_dropped * D / keep_prob",
    "def dropout_backward(dA_dropped, D, keep_prob):\n    'by Bob'\n    dA = dA_dropped * D / keep_prob\n    for _ in range(1):\n        dA = dA + dA\n    return dA",
    "def dropout_backward(a, b, c):\n    return np.einsum('ij,ij->ij', a, b * 1.0) / c * 2.0",
)
TRIPLED = "def dropout_backward(dA_dropped, D, keep_prob):\n    return 3 * dA_dropped * D / keep_prob"
DRAWN = "def dropout_backward(dA_dropped, D, keep_prob):\n    return dA_dropped * np.random.default_rng().random()"
ANSWERS = {"ada": DOUBLED[0], "bob": DOUBLED[1], "cyd": DOUBLED[2], "dan": TRIPLED, "eve": DRAWN}
NAME, SEE, DO = "the gradient is <b>doubled</b> [red]", "Divide `dA` by what you expect.", "Take the factor 2 out."


def make(root):
    """Grade the class."""
    course = Course(tiny.make(root))
    for student, answer in ANSWERS.items():
        tiny.hand_in(course.folder, student, tiny.answered(course.folder, dropout_backward=answer))
    tiny.hand_in(course.folder, "right", tiny.answered(course.folder))
    tiny.hand_in(course.folder, "empty", tiny.released(course.folder))
    tiny.grade(course)
    return course
