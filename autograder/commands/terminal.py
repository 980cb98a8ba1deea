"""What a command shows in the terminal: lines, bars, and paths as one would type them; and what it asks there."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import typer

from ..errors import Misuse
from ..showing.report import printable


def say(words):
    """Print a line that may hold what students and platforms wrote."""
    typer.echo(printable(words))


def wants(console, changes, yes):
    """Show whose score would change, and ask whether to go on."""
    from ..showing import report

    if not changes:
        console.print("No score changes.")
        return True
    report.show_changes(console, changes)
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Misuse("nobody can be asked here whether to write these scores: say --yes to write them")
    return typer.confirm(f"Write {'this score' if len(changes) == 1 else f'these {len(changes)} scores'}?")


@contextlib.contextmanager
def steps(begin):
    """Show that something is under way; give a function that says each step."""
    out = console()
    with out.status(begin) as status:

        def progress(says):
            out.print(says, highlight=False, markup=False)
            status.update(says)

        yield progress


def console():
    """Return Rich's console."""
    from rich.console import Console

    return Console()


def bar(console):
    """Return a bar that says how many of how many are done, and how long the rest will take."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(elapsed_when_finished=True))
    return Progress(*columns, console=console)


def short(path):
    """Return a path as one would type it from here, to be printed."""
    try:
        return printable(Path(path).resolve().relative_to(Path.cwd().resolve()))
    except ValueError:
        return printable(path)
