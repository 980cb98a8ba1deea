"""Are all measures what a paper can name? (measures/ tries each kind of them.)"""

import inspect

from course_utils.checking import measures


def test_are_all_measures_public_functions_of_arguments_and_records():
    assert len(measures.MEASURES) > 40 and measures.ONWARD.keys() <= measures.MEASURES.keys()
    for function in measures.MEASURES.values():
        assert function.__doc__ and list(inspect.signature(function).parameters)[:2] == ["arguments", "records"]
    assert sum(len(kind_of(kind)) for kind in measures.KINDS) == len(measures.MEASURES), "no name stands for two"


def kind_of(module):
    return [f for n, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__ and not n.startswith("_")]
