"""A question to commit to before the code answers it: `predict("mean_shrinks")`.

In JupyterLab: choices and a button. Where there are no widgets, in a terminal or a script:
`predict("mean_shrinks", "b")`. The questions lie in `check_data`, the answers packed so that nobody
reads one by accident. Nothing is scored, and nothing is kept.
"""

from __future__ import annotations

import base64
import html
import json
import zlib
from dataclasses import dataclass
from importlib import resources

from .checking.messages import Message, before_a_person

LETTERS = "abcde"


@dataclass(frozen=True)
class Question:
    """A question, its choices, an explanation for each, and the index of the right one."""

    name: str
    question: str
    choices: list[str]
    explanations: list[str]
    right: int

    def text(self):
        """Return the question as plain text, and how to answer it."""
        rows = [self.question, *(f"  {letter}) {choice}" for letter, choice in zip(LETTERS, self.choices, strict=False))]
        return "\n".join([*rows, f'Your answer: predict("{self.name}", "a"), or another letter'])

    def answer(self, chosen):
        """Return the message for a choice, by its index."""
        if chosen == self.right:
            return Message("right", f"Right: {self._choice(chosen)}", [("Why", self.explanations[chosen])])
        lines = [("Why not", self.explanations[chosen]), ("The answer", self._choice(self.right)), ("Why", self.explanations[self.right])]
        return Message("wrong", f"Not so: {self._choice(chosen)}", lines)

    def _choice(self, index):
        return f"{LETTERS[index]}) {self.choices[index]}"


def predict(name, choice=None):
    """Ask a question; with a `choice` ("a", "b", …) answer it.

    name    which question
    choice  a letter, to answer without widgets
    """
    question = load(name)
    if choice is not None:
        letters = LETTERS[: len(question.choices)]
        if choice not in tuple(letters):
            raise ValueError(f"choose one of {', '.join(letters)}, not {choice!r}")
        question.answer(letters.index(choice)).show()
    elif before_a_person():
        return _form(question)
    else:
        print(question.text())
    return None


def load(name):
    """Return a question; `ValueError` if there is none of that name."""
    file = resources.files("course_utils") / "check_data" / f"predict_{name}.json"
    if not file.is_file():
        raise ValueError(f"there is no question {name!r}")
    data = json.loads(file.read_text(encoding="utf-8"))
    answer = json.loads(zlib.decompress(base64.b64decode(data["answer"])))
    return Question(data["name"], data["question"], data["choices"], answer["explanations"], answer["right"])


def _form(question):
    """Return the widget: the choices' letters, a button, and a place for the answer; each works by keyboard.

    What the letters stand for is in the text above it, where formulas and code are shown as such.
    """
    import ipywidgets as widgets

    from . import keyboard

    letters = list(LETTERS[: len(question.choices)])
    choices = widgets.RadioButtons(options=letters, index=None, orientation="horizontal", description="My answer:")
    button = widgets.Button(description="Commit", tooltip="Commit to the chosen answer")
    # `aria-live`: what appears here is read out
    answer = widgets.HTML("<div aria-live='polite'></div>")

    def commit(_):
        if choices.disabled:
            return
        if choices.index is None:
            answer.value = "<div aria-live='polite'>Choose an answer first.</div>"
            return
        choices.disabled = True  # the button stays, so that the keyboard's focus does too
        button.description = "Committed"
        answer.value = f"<div aria-live='polite'>{question.answer(choices.index).html()}</div>"

    button.on_click(commit)

    class Form(widgets.VBox):
        """Shows text where a notebook is read without a kernel."""

        def _repr_mimebundle_(self, **kwargs):
            shown = f'<p>Run this cell to choose, or answer in code: <code>predict("{html.escape(question.name)}", "a")</code>.</p>'
            return {**super()._repr_mimebundle_(**kwargs), "text/plain": question.text(), "text/html": shown}

    return keyboard.mended([choices, button, answer], Form)
