"""How long does a widget of the chapters take to draw anew, and how much of that is the figure?

Each solved notebook is run up to its last widget (graded cells left out). Each control of each widget is then set to both its ends:
"bare" is to draw the figure there and save it as a notebook does, "redraw" is what happens between letting go of the control and the
new picture on its way. Both are taken in turn, in seconds of the processor; the largest redraw of a widget and the ratio of the medians
are told. The goals are 0.2 s and 1.3. With --pictures FOLDER the figures at both ends are kept, to be looked at.
"""

import argparse
import io
import sys
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from time import process_time

import nbformat
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from course_utils import plots, widgets

ROOT = Path(__file__).resolve().parents[1]
LARGEST, GOAL, TURNS = 0.2, 1.3, 3


class Shown:
    """Stands for what a notebook shows: takes a picture and lets it be replaced."""

    def update(self, data, **options):
        self.data = data


def widgets_of(chapter):
    """The widgets of a chapter, each (its drawing, its controls by name)."""
    cells = [cell for cell in nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", as_version=4).cells if cell.cell_type == "code"]
    cells = [cell for cell in cells if not cell.metadata.get("nbgrader", {}).get("grade")]
    last = max((i for i, cell in enumerate(cells) if "widgets.explore(" in cell.source), default=-1)
    found, names, made = [], {"__name__": "chapter"}, widgets._control
    explore = widgets.explore
    widgets._display = lambda *data, **options: Shown()

    def collect(draw, /, **controls):
        one = {}
        widgets._control = lambda name, *given: one.setdefault(name, made(name, *given))
        explore(draw, **controls)
        widgets._control = made
        found.append((draw, one))

    widgets.explore = collect
    with redirect_stdout(io.StringIO()):
        for cell in cells[: last + 1]:
            exec(compile(cell.source, f"{chapter}: {cell.id}", "exec"), names)
    widgets.explore = explore
    return found


def ends(control):
    """Where a control ends."""
    if hasattr(control, "min"):
        return [control.min, control.max]
    values = [value for _, value in control._options_full] if hasattr(control, "_options_full") else [False, True]
    return [values[0], values[-1]]


def measure(draw, controls, keep):
    """Seconds of bare figures and of redraws, with each control at each end: the least of some taken in turn."""
    bare, redrawn, start = [], [], {name: control.value for name, control in controls.items()}
    for name, control in controls.items():
        for place, end in enumerate(ends(control)):
            times = []
            for _ in range(TURNS):
                begun = process_time()
                figure = draw(**(start | {name: end}))
                figure.savefig(io.BytesIO(), format="png", dpi=plots.SHARP * plots.DPI, pil_kwargs={"compress_level": 1})
                times.append([process_time() - begun])
                control.value = ends(control)[1 - place]
                begun = process_time()
                control.value = end
                times[-1].append(process_time() - begun)
            bare.append(min(one for one, _ in times))
            redrawn.append(min(one for _, one in times))
            keep(figure, f"{name}-{place}")
        control.value = start[name]
    return bare, redrawn


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, help="keep the figures at both ends in this folder")
    parser.add_argument("chapters", nargs="*", default=[], metavar="CHAPTER", help="as 04_dropout; else all")
    asked = parser.parse_args()
    missed = False
    print("| chapter | controls | redraw, s | redraw / bare |\n| --- | --- | --- | --- |")
    with threadpool_limits(1):
        for chapter in asked.chapters or sorted(file.stem for file in (ROOT / "notebooks").glob("*.ipynb")):
            for n, (draw, controls) in enumerate(widgets_of(chapter)):

                def keep(figure, name, of=f"{chapter}-{n}"):
                    if asked.pictures:
                        asked.pictures.mkdir(parents=True, exist_ok=True)
                        figure.savefig(asked.pictures / f"{of}-{name}.png", dpi=60)

                with redirect_stdout(io.StringIO()):  # clearing an output is a sign in a terminal
                    bare, redrawn = measure(draw, controls, keep)
                longest, ratio = max(redrawn), median(redrawn) / median(bare)
                print(f"| {chapter} | {', '.join(controls)} | {longest:.2f} | {ratio:.2f} |", flush=True)
                missed |= longest > LARGEST or ratio > GOAL
    return missed


if __name__ == "__main__":
    sys.exit(main())
