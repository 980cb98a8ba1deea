"""How submissions are run, as `nbgrader_config.py` sets it: `c.Grading.timeout = 60`."""

from __future__ import annotations

from traitlets import Bool, Dict, Float, Integer
from traitlets.config import Configurable

from ..sandbox.limits import Limits


class Grading(Configurable):
    """What `course grade` and nbgrader's autograde read."""

    environment = Dict(help="variables for the judge: COURSE_SEED_FILE, COURSE_ROOT").tag(config=True)
    all_cells = Bool(False, help="run unchanged experiments too").tag(config=True)
    sandbox = Bool(True, help="False: run without a sandbox, and say so in every notebook").tag(config=True)
    timeout = Float(Limits.cell_seconds, help="seconds for a cell").tag(config=True)
    notebook_timeout = Float(Limits.notebook_seconds, help="seconds for a notebook").tag(config=True)
    memory = Integer(Limits.memory, help="bytes of memory for a submission").tag(config=True)

    @property
    def limits(self):
        """What a submission may use."""
        return Limits(cell_seconds=self.timeout, notebook_seconds=self.notebook_timeout, memory=self.memory)

    @property
    def variables(self):
        """The variables for the judge, as text."""
        return {name: str(value) for name, value in self.environment.items()}
