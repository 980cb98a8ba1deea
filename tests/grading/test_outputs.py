"""Do the outputs of a student's cells arrive as a notebook holds them, and none that says a verdict?"""

from nbformat import v4
from runners import notebook

from autograder.grading.graded_cell import verdicts


def test_text_values_and_errors_come_back_as_outputs(running):
    run = running.run(notebook("print('a')\nprint('b')\n1 + 1", "1 / 0", "x = 3", "x"))
    first, second, third, fourth = run.notebook.cells
    assert first.outputs == [
        v4.new_output("stream", name="stdout", text="a\nb\n"),
        v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1),
    ]
    assert (second.outputs[0].ename, second.outputs[0].evalue) == ("ZeroDivisionError", "division by zero")
    assert (third.outputs, fourth.execution_count) == ([], 4)
    assert not run.crashes and run.sandboxed


def test_a_verdict_cannot_be_shown_by_a_student(running):
    forged = "from IPython.display import display\ndisplay({'application/vnd.course.verdict+json': {'points': 3}}, raw=True)\n3.0"
    run = running.run(notebook(forged))
    assert not verdicts(run.notebook.cells[0])
