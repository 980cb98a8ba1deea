"""What a person types: a command comes in; the rooms do it, and what came of it is said in the terminal.

`cli` has the commands of `course`, `report` the one about a class; the others are what one command alone needs: `lab` and `reset` (`work`), `selfcheck`,
`demo` (`demo_class`), `new exercise` (`new_exercise`). Begin with `cli`.
"""

from . import cli, report

__all__ = ["cli", "report"]  # whoever imports one has all commands
