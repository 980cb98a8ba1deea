"""What a measure says of a function, for tests of measures."""

import numpy as np

from course_utils.checking import measures
from course_utils.checking.record import Record, record

RNG = np.random.default_rng


def called(function, arguments, onward=4):
    """The records of the calls that `examine` would make."""
    records = [record(function, arguments), record(function, arguments)]
    left = records[0]
    for _ in range(onward):
        left = record(function, arguments | {"rng": left.arguments["rng"]} if "rng" in arguments else arguments)
        records.append(left)
    return records


def on(function, measure, arguments, **options):
    """What a measure says of a function."""
    return measures.MEASURES[measure](arguments, called(function, arguments), **options)


def result(value, **arguments):
    return [Record(value=value, arguments=arguments)] * 6
