"""The class's late policy, as nbgrader's plugin: nbgrader's commands and `course grade` ask it for a penalty."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

DAY = 24 * 60 * 60


class LatePolicy(LateSubmissionPlugin):
    """A day late costs so many per cent of what was earned; some days cost nothing, and some per cent are always left."""

    grace_days = Float(0, help="days that cost nothing").tag(config=True)
    per_cent_a_day = Float(0, help="per cent of the score that each further day costs; one begun counts whole").tag(config=True)
    floor = Float(0, help="per cent of the score that are left, however late").tag(config=True)

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """Return the points that so many seconds cost, or None."""
        days = math.ceil(max(total_seconds_late / DAY - self.grace_days, 0))
        lost = min(days * self.per_cent_a_day, 100 - self.floor)
        return round((score or 0) * lost / 100, 4) or None
