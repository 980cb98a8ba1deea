"""Submission to gradebook: what students handed in comes in; executed notebooks, scores and comments come out.

`batch` takes a class through `grade`, a submission at a time: read (`read`, `handed_in`), put in order (`mend`, `left_out`), run
(`run`, `graded_cell`), scored, written (`gradebook`). Begin with `grade`; `preprocessors` does the same for nbgrader's autograde.
"""
