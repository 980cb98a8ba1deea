"""What do check and judge say to answers by people who had not seen the bank?

    python benchmarks/exam.py answers.py                                  # every answer, the judge on 20 seeds
    python benchmarks/exam.py answers.py --seeds 3 --chapter 4 --list told.tsv
    python benchmarks/exam.py answers.py --hide-mistakes                  # as if no mistake had been written by hand

The file defines ANSWERS = {exercise: [(kind, what it does, source), …]}; kind is "wrong" or "right". A source runs where the names
of the reference's module are, the chapter's other functions among them. Each answer is put to the visible check (its committed paper)
and to the judge, seed by seed. A wrong one has one outcome in either, the worst over the seeds:

kept     it keeps all points (on any seed)
endless  it was ended after `--limit` seconds of computing (or ended its process)
broken   its source does not run, or defines no such function
nothing  it loses some, and is told which rule does not hold
stopped  it raised an exception, which is what it is told
told     something specific is said of it, though it matches no known mistake as a whole
named    it is called by a known mistake's name

A right one is refused where it loses anything. `exam_not_told.md` lists what one reader found not told rightly. "names differ": the judge's names are not the same on all seeds. Seconds are those of
computing, of a visible check that was run before, so without reading its paper. Whether a name is right is for a reader of the list.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import inspect
import io
import multiprocessing
import os
import queue
import resource
import runpy
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")})  # before NumPy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder import bank, judging
from course_utils.check import visible_paper
from course_utils.checking import examine

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
CHECK = "check"  # the sitting that is not the judge's; the judge's are seeds
OUTCOMES = ["kept", "endless", "broken", "nothing", "stopped", "told", "named"]  # of several, the first is the outcome
MEMORY = 4 << 30  # bytes that an answer may take
PATIENCE = 20  # times as many seconds on the clock as of computing: for answers that sleep


@dataclass
class Sitting:
    """What the check, or the judge on a seed, made of an answer."""

    share: float = 0.0
    name: str = ""
    told: str = ""
    words: str = ""
    lost: str = ""
    outcome: str = "kept"
    seconds: float = 0.0


@dataclass
class Examined:
    """An answer and its sittings."""

    exercise: str
    kind: str
    does: str
    source: str
    check: Sitting | None = None
    judge: list[Sitting] = field(default_factory=list)

    @property
    def shares(self):
        """The judge's shares, from least to most."""
        return sorted({sitting.share for sitting in self.judge})

    @property
    def names(self):
        """The judge's names, each once."""
        return list(dict.fromkeys(sitting.name for sitting in self.judge))

    def outcome(self, where):
        """Return the outcome in the check or, the worst of all seeds, with the judge; to be kept is the worst for a wrong answer alone."""
        sittings = [self.check] if where == CHECK else self.judge
        order = OUTCOMES if self.kind == "wrong" else [*OUTCOMES[1:], OUTCOMES[0]]
        return min((sitting.outcome for sitting in sittings), key=order.index)

    def refused(self, where):
        """Whether it loses anything in the check, or with the judge on any seed."""
        return self.check.share < 1 if where == CHECK else self.shares[0] < 1


def told(report):
    """Return what is found out about a mistake that is not known as a whole, or ""; in how many trials it is right is nothing specific."""
    return "; ".join(telling.says for telling in report.told[:2] if telling.kind != "share")


# --- in a worker's process -----------------------------------------------------------------------------------------


def work(line, limit, hide_mistakes):
    """Examine what comes on the line, (where, exercise, source), until None comes; a sitting that takes too long ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for what in iter(line.recv, None):
        try:
            line.send(sit(*what, limit, hide_mistakes))
        except Exception as error:  # ours: an answer's own are in its `Sitting`
            line.send(f"{what[1]}: {type(error).__name__}: {error}")


def sit(where, exercise, source, limit, hide_mistakes):
    """Return the `Sitting` of an answer."""
    companions = prepare(exercise, hide_mistakes)
    if where != CHECK:
        judging.hidden_paper(exercise, where)
    signal.setitimer(signal.ITIMER_PROF, limit)  # nothing that an answer catches: its signal ends the process
    try:
        function = defined(exercise, source)
    except BaseException as error:  # SystemExit too
        signal.setitimer(signal.ITIMER_PROF, 0)
        return Sitting(outcome="broken", words=f"its source stops with {type(error).__name__}: {error}")
    start = time.process_time()
    if where == CHECK:
        papers = {name: visible_paper(name) for name in companions}
        report = examine.examine(visible_paper(exercise), function, companions, papers)
    else:
        report = judging.verdict(exercise, function, *companions.values(), seed=where)
    seconds = time.process_time() - start
    signal.setitimer(signal.ITIMER_PROF, 0)
    return marked(report, seconds)


@functools.cache
def prepare(exercise, hide_mistakes):
    """Read an exercise's visible paper, take the mistakes away if they are to be hidden, and return the companions by name."""
    entry = bank.exercise(exercise)
    companions = {name: bank.exercise(name).reference for name in entry.companions}
    if hide_mistakes:
        visible_paper(exercise).mistakes.clear()
        bank.exercises()[exercise] = replace(entry, mistakes=())
    report = examine.examine(visible_paper(exercise), entry.reference)  # the first time takes longer
    if report.findings:
        raise ValueError(f"its committed paper refuses the reference: {report.findings[0].says}")
    return companions


def defined(exercise, source):
    """Return the function that an answer's source defines, in the company of the chapter's references."""
    names = dict(vars(inspect.getmodule(bank.exercise(exercise).reference)))
    del names[exercise]
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, f"<{exercise}>", "exec"), names)
    if not callable(names.get(exercise)):
        raise NameError(f"it defines no function {exercise}")
    return names[exercise]


def marked(report, seconds):
    """Return what is kept of a report."""
    name, more = report.mistake.name if report.mistake else "", told(report)
    first = report.findings[0] if report.findings else None
    if first is None:
        outcome = "kept"
    elif name or more:
        outcome = "named" if name else "told"
    else:
        outcome = "stopped" if first.fault else "nothing"
    words = f"with {first.trial.says}, {first.says}" if first else ""
    lost = "; ".join(rule.says for rule in report.broken)
    return Sitting(report.share, name, more, words, lost, outcome, seconds)


# --- in ours ---------------------------------------------------------------------------------------------------------


class Worker:
    """A process that examines answers. Where one does not end, the process does; the next answer gets a new one."""

    def __init__(self, limit, hide_mistakes):
        self.limit, self.hide_mistakes, self.process = limit, hide_mistakes, None

    def ask(self, where, exercise, source):
        """Return the `Sitting` of an answer."""
        if self.process is None:
            context = multiprocessing.get_context("forkserver")  # which has imported this module, and nothing of an answer
            self.line, theirs = context.Pipe()
            self.process = context.Process(target=work, args=(theirs, self.limit, self.hide_mistakes), daemon=True)
            self.process.start()
            theirs.close()
        self.line.send((where, exercise, source))
        try:
            if self.line.poll(PATIENCE * self.limit):
                sitting = self.line.recv()
                if isinstance(sitting, str):
                    raise SystemExit(f"The exam cannot be held. {sitting}")
                return sitting
        except EOFError:
            pass
        self.process.kill()
        self.process.join()
        code, self.process = self.process.exitcode, None
        late = code in (-signal.SIGPROF, -signal.SIGKILL)
        return Sitting(outcome="endless", words=f"it did not end within {self.limit:g} s" if late else f"the process ended ({code})")

    def end(self):
        """Let the process go."""
        if self.process is not None:
            self.line.send(None)
            self.process.join()


def examined(answer, seeds, worker):
    """Put an answer to the check and to the judge, whose seeds end with the first on which it does not come to an end."""
    answer.check = worker.ask(CHECK, answer.exercise, answer.source)
    for seed in seeds:
        if answer.check.outcome == "broken":
            answer.judge.append(answer.check)
            break
        answer.judge.append(worker.ask(seed, answer.exercise, answer.source))
        if answer.judge[-1].outcome == "endless":
            break
    return answer


def run(answers, seeds, limit, hide_mistakes, advance):
    """Examine every answer, exercise by exercise on so many workers."""
    free = queue.SimpleQueue()
    workers = [Worker(limit, hide_mistakes) for _ in range(WORKERS)]
    for worker in workers:
        free.put(worker)

    def group(exercise):
        worker = free.get()
        try:
            for answer in answers:
                if answer.exercise == exercise:
                    examined(answer, seeds, worker)
                    advance()
        finally:
            free.put(worker)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(group, dict.fromkeys(answer.exercise for answer in answers)))
    for worker in workers:
        worker.end()


# --- what is read, and what is shown -----------------------------------------------------------------------------------


def chapter_of(exercise):
    """Return the name of an exercise's chapter, such as "04_dropout"."""
    name = inspect.getmodule(bank.exercise(exercise).reference).__name__.rpartition(".")[2]
    return next(file.stem for file in sorted((ROOT / "source").glob("[0-9]*.py")) if file.stem[3:] == name)


def read(file, exercises=(), chapter=None):
    """Return the answers of a file, in the order of the chapters: those of the exercises, of the chapter, or all."""
    answers = [Examined(exercise, *answer) for exercise, given in runpy.run_path(file)["ANSWERS"].items() for answer in given]
    for answer in answers:
        if answer.kind not in ("wrong", "right"):
            raise SystemExit(f"{answer.exercise}: an answer is wrong or right, not {answer.kind!r}")
    wanted = [
        answer
        for answer in answers
        if (not exercises or answer.exercise in exercises) and (chapter is None or int(chapter_of(answer.exercise)[:2]) == chapter)
    ]
    return sorted(wanted, key=lambda answer: chapter_of(answer.exercise))


def outcomes(answers):
    """Return a row for each chapter and one for all: what became of the wrong answers and of the right ones."""
    chapters = list(dict.fromkeys(chapter_of(answer.exercise) for answer in answers))
    groups = [(name, [a for a in answers if chapter_of(a.exercise) == name]) for name in chapters] + [("all", answers)]
    rows = []
    for name, group in groups:
        wrong, right = ([a for a in group if a.kind == kind] for kind in ("wrong", "right"))
        check, judge = (Counter(a.outcome(where) for a in wrong) for where in (CHECK, "judge"))
        counts = [f"{check[outcome]} / {judge[outcome]}" for outcome in OUTCOMES]
        refused = [sum(a.refused(where) for a in right) for where in (CHECK, "judge")]
        differ = sum(len(a.names) > 1 for a in wrong)
        rows.append([name, len(wrong), *counts, differ, len(right), f"{refused[0]} / {refused[1]}"])
    return rows


def times(answers):
    """Return a row for each exercise: milliseconds of a check of a right answer and of one after a miss, in the middle and at most."""
    rows = []
    for exercise in dict.fromkeys(answer.exercise for answer in answers):
        ended = [a.check for a in answers if a.exercise == exercise and a.check.outcome not in ("endless", "broken")]
        right, missed = ([1000 * s.seconds for s in ended if (s.outcome == "kept") is kept] for kept in (True, False))
        rows.append([exercise, *(f"{what(ms):.1f}" if ms else "" for ms in (right, missed) for what in (median, max))])
    return rows


LISTED = ["chapter", "exercise", "kind", "check", "judge", "what it does", "judge's share", "name by check", "name by judge"]
LISTED += ["told by check", "told by judge", "rules lost by judge", "words"]


def listed(answer):
    """Return a line of the list: what an answer does, and what it was told."""
    words = answer.check.words or next((sitting.words for sitting in answer.judge if sitting.words), "")
    cells = [
        chapter_of(answer.exercise), answer.exercise, answer.kind, answer.outcome(CHECK), answer.outcome("judge"), answer.does,
        several(f"{sitting.share:g}" for sitting in answer.judge),
        answer.check.name, several(sitting.name for sitting in answer.judge),
        answer.check.told, several(sitting.told for sitting in answer.judge),
        several(sitting.lost for sitting in answer.judge), words,
    ]  # fmt: skip
    return "\t".join(" ".join(cell.split()) for cell in cells)


def several(texts):
    """Return the texts of all seeds as one: where they differ, each with the number of its seeds."""
    counts = Counter(texts)
    return " / ".join(counts) if len(counts) == 1 else " / ".join(f"{text or 'nothing'} ({n})" for text, n in counts.items())


def table(heads, rows):
    """Return a table in Markdown."""
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in [heads, ["---"] * len(heads), *rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="a Python file that defines ANSWERS")
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds the judge draws from (default: 20)")
    parser.add_argument("--exercise", nargs="+", default=[], metavar="NAME", help="only these exercises")
    parser.add_argument("--chapter", type=int, help="only the chapter of this number")
    parser.add_argument("--hide-mistakes", action="store_true", help="hide the mistakes that the bank has by hand")
    parser.add_argument("--limit", type=float, default=20, help="seconds of computing in the check, and on a seed (default: 20)")
    parser.add_argument("--list", metavar="FILE", help="write a line for each answer, tab-separated, to be judged by a reader")
    arguments = parser.parse_args()
    answers = read(arguments.file, arguments.exercise, arguments.chapter)
    if not answers:
        raise SystemExit(f"{arguments.file} has no such answers")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(elapsed_when_finished=True))
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("answers", total=len(answers))
        seeds = [f"exam {i}" for i in range(arguments.seeds)]
        run(answers, seeds, arguments.limit, arguments.hide_mistakes, lambda: bar.advance(task))
    heads = ["check / judge", "wrong", *OUTCOMES, "names differ", "right", "refused"]
    print(f"{len(answers)} answers, the judge on {len(seeds)} seeds{', known mistakes hidden' if arguments.hide_mistakes else ''}:\n")
    print(table(heads, outcomes(answers)))
    heads = ["check, ms of computing", "right, median", "right, max", "missed, median", "missed, max"]
    print(f"\n{table(heads, times(answers))}")
    if arguments.list:
        Path(arguments.list).write_text("\n".join(["\t".join(LISTED), *map(listed, answers)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
