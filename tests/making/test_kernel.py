"""Do notebooks run in this interpreter, whatever kernels are registered on the machine?"""

import json
import sys

import pytest
from jupyter_client.manager import AsyncKernelManager

from autograder.making.kernel import ThisInterpreter


@pytest.fixture
def registered(tmp_path, monkeypatch):
    """A kernel of the usual name that is another program."""
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    about = {"argv": ["another", "-f", "{connection_file}"], "display_name": "Another", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(about), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))


def test_is_it_this_interpreter_that_runs_and_no_kernel_that_is_registered(registered):
    assert AsyncKernelManager(kernel_name="python3").format_kernel_cmd()[0] == "another"
    assert ThisInterpreter(kernel_name="python3").format_kernel_cmd()[0] == sys.executable
