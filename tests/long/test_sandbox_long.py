"""Does the sandbox work from a Python environment in /tmp, where it has files of its own?"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import tiny

CELL = """\
import json, os, sys
import numpy
print(json.dumps([1 + 1, sys.prefix, sys.executable, numpy.__file__, sorted(os.listdir("/tmp"))]))"""
GRADER = f"""\
from nbformat import v4
from autograder.grading.run import Runner
runner = Runner()
print(runner.run(v4.new_notebook(cells=[v4.new_code_cell({CELL!r})])).notebook.cells[0].outputs[0].text)
runner.close()"""


def linked(source, target):
    """Give a file a second name, or copy it where /tmp is another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def test_an_environment_in_tmp_is_seen_elsewhere():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        environment = Path(folder, "environment")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
        paths = {"base": str(environment), "platbase": str(environment)}
        shutil.copytree(sysconfig.get_path("purelib"), sysconfig.get_path("purelib", vars=paths), copy_function=linked, dirs_exist_ok=True)
        variables = {**os.environ, "PYTHONPATH": str(tiny.ROOT), "PYTHONWARNINGS": "ignore"}
        run = subprocess.run([environment / "bin" / "python", "-c", GRADER], cwd=folder, env=variables, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    two, prefix, executable, numpy, in_tmp = json.loads(run.stdout)
    assert (two, prefix, executable) == (2, "/kit/environment", "/kit/environment/bin/python")
    assert numpy.startswith("/kit/environment/lib")
    assert sorted(in_tmp) == ["home", "work"]
