"""What a person types: a command comes in; the rooms do it, and what came of it is said in the terminal.

`cli` has the commands of `course`, `term`, `report` and `mistakes` those of a class's term; the others are what one command alone needs: `lab`
and `reset` (`work`), `selfcheck`, `demo` (`demo_class`), `new exercise` (`new_exercise`). Begin with `cli`.
"""

from . import cli, mistakes, report, term

__all__ = ["cli", "mistakes", "report", "term"]  # whoever imports one has all commands
