"""What a person types: a command comes in; the rooms do it, and what came of it is said in the terminal.

`cli` has the commands of `course`, `term`, `keeping`, `report` and `mistakes` those of a class's term; `app` is the program that they hang
on, `where` says what a command is about, `terminal` shows, `graded` is what building and grading share. The others are what one command
alone needs: `lab` and `reset` (`work`), `selfcheck`, `demo` (`demo_class`), `new exercise` (`new_exercise`). Begin with `cli`.
"""

from . import cli, term, keeping, report, mistakes  # isort: skip - in the order of the help

__all__ = ["cli", "keeping", "mistakes", "report", "term"]  # whoever imports one has all commands
