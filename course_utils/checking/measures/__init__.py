"""What the checks look at: measures of one or more records of a function, by kind.

Each measure takes `(arguments, records, **options)`: the arguments as given, by name, and the records of the calls made with
them. There is one call, or, where a measure in `ONWARD` is asked for and there is a random generator, more: the first, one more
from the beginning, and as many as `ONWARD` says that go on with the generator as the call before left it. A measure returns
numbers, text or arrays, never a verdict; `examine` compares them with what is wanted. Begin with `calls`.
"""

from __future__ import annotations

import inspect

from . import calls, draws, examples, masks, models, pictures, turns

ONWARD = {
    "reproducible": 0,
    "fresh": 1,
    "draws_anew": 1,
    "weights_again": 1,
    "steady_value": 1,
    "repeated_masks": 1,
    "same_mask_again": 1,
    "as_many_each_time": 4,
    "as_many_in_each_call": 7,
}
UNMEASURED = "could not be measured"
VAGUE = (  # words of measures that say only what a thing is not: no mistake is known by them alone
    UNMEASURED, "not one number", "nothing", "something else", "some columns are no examples",
    pictures.LOST, pictures.ELSEWHERE,
)  # fmt: skip
KINDS = (calls, masks, draws, examples, pictures, models, turns)
MEASURES = {
    name: function
    for kind in KINDS
    for name, function in inspect.getmembers(kind, inspect.isfunction)
    if function.__module__ == kind.__name__ and not name.startswith("_")
}
