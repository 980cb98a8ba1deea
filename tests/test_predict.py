"""Can a question be answered with widgets and without, and is its answer kept until then?"""

import base64
import json
import zlib

import pytest

from autograder.making.check_data import _sealed
from course_utils import predict as module
from course_utils.predict import Question, predict

QUESTION = Question("how_much", "What is twice <two>?", ["three", "`four`"], ["That is two and one.", "Two and two."], 1)


@pytest.fixture(autouse=True)
def question(monkeypatch):
    monkeypatch.setattr(module, "load", lambda name: QUESTION)


def test_is_the_question_plain_text_in_a_terminal_without_its_answer(capsys):
    assert predict("how_much") is None
    shown = capsys.readouterr().out
    assert "What is twice <two>?" in shown and "b) `four`" in shown and 'predict("how_much", "a")' in shown
    assert "Two and two" not in shown


@pytest.mark.parametrize(("letter", "verdict"), [("a", "Not so: a) three"), ("b", "Right: b) `four`")])
def test_does_a_letter_answer_it(capsys, letter, verdict):
    predict("how_much", letter)
    shown = capsys.readouterr().out
    assert verdict in shown and "Two and two." in shown  # the right choice is explained in any case
    assert ("That is two and one." in shown) == (letter == "a")


@pytest.mark.parametrize("letter", ["c", "", "ab", 1])
def test_is_another_letter_refused(letter):
    with pytest.raises(ValueError, match="choose one of a, b"):
        predict("how_much", letter)


def test_does_the_widget_commit_once():
    form = module._form(QUESTION)
    choices, button, answer, _ = form.children
    button.click()
    assert "Choose an answer first" in answer.value and not choices.disabled
    choices.index = 0
    button.click()
    assert "Not so" in answer.value and "Two and two." in answer.value and choices.disabled
    choices.index = 1
    button.click()
    assert "Not so" in answer.value


def test_does_the_widget_stand_as_text_without_a_kernel():
    bundle = module._form(QUESTION)._repr_mimebundle_()
    assert bundle["text/plain"] == QUESTION.text()
    assert "Two and two" not in json.dumps(bundle)
    assert "predict(" in bundle["text/html"]


def test_stands_a_question_once_on_the_page():
    form = module._form(QUESTION)
    assert list(form.children[0].options) == ["a", "b"]
    assert "four" not in json.dumps([child.get_state() for child in form.children], default=str)


def test_is_an_unknown_question_named(monkeypatch):
    monkeypatch.undo()
    with pytest.raises(ValueError, match="no question 'nothing'"):
        predict("nothing")


def test_is_what_the_build_seals_what_the_course_reads(monkeypatch, tmp_path):
    monkeypatch.undo()
    from autograder.making import text

    sealed = _sealed("how_much", text.Prediction(QUESTION.question, [("three", "no"), ("four", "because")], 1))
    assert "because" not in json.dumps(sealed)
    assert json.loads(zlib.decompress(base64.b64decode(sealed["answer"]))) == {"right": 1, "explanations": ["no", "because"]}
    folder = tmp_path / "check_data"
    folder.mkdir()
    (folder / "predict_how_much.json").write_text(json.dumps(sealed))
    monkeypatch.setattr(module.resources, "files", lambda package: tmp_path)
    assert module.load("how_much") == Question("how_much", QUESTION.question, ["three", "four"], ["no", "because"], 1)
