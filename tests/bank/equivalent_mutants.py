"""The mutants that may keep points: by exercise and what was changed, each with the reason.

EQUIVALENT  no input that the docstring allows brings a result that is wrong: it keeps all points on every seed
TOO_WEAK    a statistical rule sees it on some seeds only: on how many of 20, and why more can not be asked
"""

EQUIVALENT: dict[str, dict[str, str]] = {}

TOO_WEAK: dict[str, dict[str, tuple[int, str]]] = {}
