"""Papers of two exercises, and the way of a paper through a file: for tests of checking."""

import json

from autograder import bank
from course_utils.checking.paper import Paper


def through_a_file(made):
    return Paper.from_json(json.loads(json.dumps(made.to_json())))


BACKWARD, FORWARD = bank.exercise("dropout_backward"), bank.exercise("dropout_forward")
PAPERS = {"dropout_forward": FORWARD.paper(), "dropout_backward": BACKWARD.paper()}
